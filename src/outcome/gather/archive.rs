//! What is in an archive: each file of it is found as if it lay in a folder.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use super::found::{Found, Unread};
use super::{OUTPUT_FOLDER, is_left_out};
use crate::excel::archive::{Allowance, Archive, ArchiveError, Held, MAX_DEPTH, Source, is_named_as_zip};
use crate::excel::package::Format;

/// Bytes from which an archive is told.
const HEAD: usize = 8;
/// What is said of an archive without files.
const NOTHING: &str = "压缩包内没有文件";

/// Whether a file is an archive by its name and by how it begins. Other files are told by whoever reads them.
pub(super) fn is_archive(path: &Path) -> bool {
    let mut head = Vec::with_capacity(HEAD);
    let mut begin = || File::open(path).ok()?.take(HEAD as u64).read_to_end(&mut head).ok();
    is_named_as_zip(&path.to_string_lossy()) && begin().is_some() && Format::of(&head) == Format::Zip
}

/// An archive on the disk, and what was found in it so far.
pub(super) struct LookedInto<'a> {
    path: &'a Path,
    /// How it is shown.
    shown: &'a str,
    allowance: Allowance,
    held: Held,
    found: Vec<Found>,
}

impl<'a> LookedInto<'a> {
    /// The files in an archive in the order of their paths, without those that would be left out of a folder; an archive
    /// that cannot be opened is one file with its trouble. Nothing where it is a document under the name of an archive.
    ///
    /// An archive that is given itself and holds nothing but a folder of results is that folder.
    pub(super) fn archive(path: &'a Path, shown: &'a str, held: Held, is_given: bool) -> Option<Vec<Found>> {
        let mut looked_into = Self { path, shown, allowance: Allowance::default(), held, found: Vec::new() };
        let archive = match Archive::open(Source::File(path.into()), &mut looked_into.allowance) {
            Ok(archive) if archive.is_document() => return None,
            Ok(archive) => Arc::new(archive),
            Err(error) => return Some(vec![looked_into.file("", Some(Unread::from(&error)))]),
        };
        let first = |member: &str| member.split_once('/').map(|(first, _)| first.to_owned());
        let are_results = |member: &str| first(member).is_some_and(|first| first == OUTPUT_FOLDER);
        let is_results = is_given && archive.members().iter().all(|member| are_results(&member.path));
        let own = if is_results { &[OUTPUT_FOLDER][..] } else { &[] };
        looked_into.add(&archive, "", 1, own);
        Some(looked_into.found)
    }

    /// A file below the archive; the archive itself at no path.
    fn file(&self, below: &str, trouble: Option<Unread>) -> Found {
        let shown = if below.is_empty() { self.shown.to_owned() } else { format!("{}/{below}", self.shown) };
        Found::new(self.path.to_owned(), shown, trouble)
    }

    /// Adds what is in an archive, which is at `above` and so many archives deep; the folders of `own` at its top are
    /// looked into whatever they are called.
    fn add(&mut self, archive: &Arc<Archive>, above: &str, depth: usize, own: &[&str]) {
        if archive.members().is_empty() {
            self.found.push(self.file(above, Some(Unread::file(NOTHING))));
        }
        for (number, member) in archive.members().iter().enumerate() {
            let mut steps = member.path.split('/').enumerate();
            if steps.any(|(step, name)| is_left_out(name) && !(step == 0 && own.contains(&name))) {
                continue;
            }
            let below = if above.is_empty() { member.path.clone() } else { format!("{above}/{}", member.path) };
            if depth == MAX_DEPTH || member.trouble.is_some() || !is_named_as_zip(&below) {
                let trouble = member.trouble.as_ref().map(Unread::from);
                self.found.push(self.file(&below, trouble).inside(archive, number, &below));
                continue;
            }
            let source = Source::Inside { outer: Arc::clone(archive), number, held: self.held.clone() };
            match Archive::open(source, &mut self.allowance) {
                Ok(nested) if !nested.is_document() => self.add(&Arc::new(nested), &below, depth + 1, &[]),
                // A document under the name of an archive, or something else: it is told by what it holds.
                Ok(_) | Err(ArchiveError::Damaged) => {
                    self.found.push(self.file(&below, None).inside(archive, number, &below));
                }
                Err(error) => self.found.push(self.file(&below, Some(Unread::from(&error)))),
            }
        }
    }
}
