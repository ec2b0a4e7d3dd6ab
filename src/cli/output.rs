//! The standard output of a command that does more than print, and what no output may be.

use std::io::{self, ErrorKind, Write};
use std::path::Path;

use anyhow::{Result, bail};

/// Refuses an output that is one of the inputs, by whatever path it is named: inputs are never written to.
pub(super) fn refuse_input<'a>(output: &Path, inputs: impl IntoIterator<Item = &'a Path>) -> Result<()> {
    // What is not there yet cannot be an input.
    let Ok(real) = output.canonicalize() else { return Ok(()) };
    for input in inputs {
        if input.canonicalize().is_ok_and(|input| input == real) {
            bail!("输出文件“{}”同时是输入文件，写入会覆盖它，请用 -o 另取文件名", output.display());
        }
    }
    Ok(())
}

/// Refuses a folder in the place of a file.
pub(super) fn refuse_folder(output: &Path, example: &str) -> Result<()> {
    if output.is_dir() {
        // `./新表.xlsx` is more than anybody would type.
        let file = if output == Path::new(".") { example.into() } else { output.join(example) };
        bail!("“{}”是文件夹，请在 -o 后面写上文件名，例如“{}”", output.display(), file.display());
    }
    Ok(())
}

/// Refuses a name under which a workbook would not be opened again.
pub(super) fn refuse_other_format(output: &Path) -> Result<()> {
    if !output.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xlsx")) {
        let (named, file) = (output.display(), output.with_extension("xlsx"));
        bail!("写出的是 .xlsx 工作簿，文件名不能是“{named}”，请在 -o 后面改写为“{}”", file.display());
    }
    Ok(())
}

/// Extensions under which a program for workbooks opens what is no workbook, and finds it damaged.
const WORKBOOKS: [&str; 5] = ["xlsx", "xlsm", "xls", "et", "ods"];

/// Refuses the name of a workbook for data in this format, whose files end in this extension.
pub(super) fn refuse_workbook(output: &Path, format: &str, extension: &str) -> Result<()> {
    let ends_in = |one: &str| output.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(one));
    if WORKBOOKS.into_iter().any(ends_in) {
        let (named, file) = (output.display(), output.with_extension(extension));
        bail!("写出的是 {format} 数据，不是工作簿，文件名不能是“{named}”，请在 -o 后面改写为“{}”", file.display());
    }
    Ok(())
}

/// The standard output, for as long as anybody reads it: behind `| head` the rest of the words is dropped and the work
/// goes on, so that no marked copy is missing because its summary was not wanted.
#[derive(Debug)]
pub(super) struct Output<W = io::Stdout> {
    out: W,
    unread: bool,
}

impl Output {
    pub(super) fn standard() -> Self {
        Self { out: io::stdout(), unread: false }
    }
}

impl<W: Write> Output<W> {
    /// What was written, or that it went well where nobody reads.
    fn or_unread<T>(&mut self, done: io::Result<T>, unread: T) -> io::Result<T> {
        match done {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => {
                self.unread = true;
                Ok(unread)
            }
            done => done,
        }
    }
}

impl<W: Write> Write for Output<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.unread {
            return Ok(bytes.len());
        }
        let written = self.out.write(bytes);
        self.or_unread(written, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.unread {
            return Ok(());
        }
        let flushed = self.out.flush();
        self.or_unread(flushed, ())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Takes so many writes, then fails in this way.
    struct Reader(usize, ErrorKind);

    impl Write for Reader {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            match self.0.checked_sub(1) {
                Some(left) => {
                    self.0 = left;
                    Ok(bytes.len())
                }
                None => Err(self.1.into()),
            }
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn work_goes_on_when_nobody_reads_but_not_when_a_disk_is_full() {
        let mut gone = Output { out: Reader(1, ErrorKind::BrokenPipe), unread: false };
        for _ in 0..3 {
            gone.write_all("退回\n".as_bytes()).expect("written or dropped");
        }
        assert!(gone.unread);
        let mut full = Output { out: Reader(1, ErrorKind::StorageFull), unread: false };
        full.write_all(b"a").expect("written");
        assert_eq!(full.write_all(b"b").map_err(|error| error.kind()), Err(ErrorKind::StorageFull));
    }
}
