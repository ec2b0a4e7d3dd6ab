//! What is known of files, on the disk, so that memory does not grow with their number.

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Seek, SeekFrom, Write};
use std::marker::PhantomData;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Things of one kind, one a line, in a temporary file that goes with the run.
#[derive(Debug)]
pub(super) struct Spool<T> {
    file: BufWriter<File>,
    starts: Vec<u64>,
    end: u64,
    kind: PhantomData<fn(T)>,
}

impl<T: Serialize> Spool<T> {
    pub(super) fn new() -> io::Result<Self> {
        Ok(Self { file: BufWriter::new(tempfile::tempfile()?), starts: Vec::new(), end: 0, kind: PhantomData })
    }

    /// Adds one; gives its number.
    pub(super) fn add(&mut self, thing: &T) -> io::Result<usize> {
        let mut line = serde_json::to_vec(thing)?;
        line.push(b'\n');
        self.file.write_all(&line)?;
        self.starts.push(self.end);
        self.end += line.len() as u64;
        Ok(self.starts.len() - 1)
    }

    /// Nothing more comes: they can be read.
    pub(super) fn finish(self) -> io::Result<Spooled<T>> {
        let file = self.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        Ok(Spooled { file: BufReader::new(file), starts: self.starts, kind: PhantomData })
    }
}

/// Things that are read again, in any order.
#[derive(Debug)]
pub(super) struct Spooled<T> {
    file: BufReader<File>,
    starts: Vec<u64>,
    kind: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> Spooled<T> {
    /// The one of this number.
    pub(super) fn read(&mut self, number: usize) -> io::Result<T> {
        let start = self.starts.get(number).copied().ok_or(io::ErrorKind::NotFound)?;
        self.file.seek(SeekFrom::Start(start))?;
        let mut line = String::new();
        self.file.read_line(&mut line)?;
        Ok(serde_json::from_str(&line)?)
    }
}

#[cfg(test)]
mod tests {
    use indexmap::IndexMap;

    use super::super::detail::Detail;
    use super::*;

    #[test]
    fn what_was_spooled_is_read_in_any_order() {
        let detail = |name: &str| Detail {
            problems: Vec::new(),
            figures: Vec::new(),
            indicators: Vec::new(),
            letter: Vec::new(),
            values: IndexMap::from([(name.to_owned(), "一\n二".to_owned())]),
        };
        let mut spool = Spool::new().expect("a file");
        for (number, name) in ["甲", "乙", "丙"].into_iter().enumerate() {
            assert_eq!(spool.add(&detail(name)).expect("written"), number);
        }
        let mut spooled = spool.finish().expect("flushed");
        for (number, name) in [(2, "丙"), (0, "甲"), (1, "乙"), (1, "乙")] {
            assert_eq!(spooled.read(number).expect("read"), detail(name));
        }
        assert!(spooled.read(3).is_err());
    }
}
