//! A start for a new form: the sample, or a copy of an edition for a new year.

use std::sync::Arc;

use super::library::{Library, LibraryError, SAMPLE, embedded};
use super::read::FORM_FILE;
use crate::template::{Mistakes, Source, read_file};

/// A file of a template: its name and its text.
pub type NamedText = (String, String);

impl Library {
    /// The files of a template to begin with: those of `from`, or of the sample; under another edition where one is
    /// given.
    pub fn start(&self, from: Option<&str>, edition: Option<&str>) -> Result<Vec<NamedText>, LibraryError> {
        let sources = match from {
            Some(name) => self.files(name)?.own,
            None => embedded(SAMPLE),
        };
        let file = |source: Arc<Source>| {
            let name = source.path.rsplit('/').next().unwrap_or_default().to_owned();
            let text = match edition {
                Some(edition) if name == FORM_FILE => renamed(&source, edition),
                Some(_) | None => source.text.clone(),
            };
            (name, text)
        };
        Ok(sources.into_iter().map(file).collect())
    }
}

/// The file with another edition in it; what a person wrote around it stays.
fn renamed(source: &Arc<Source>, edition: &str) -> String {
    let mistakes = Mistakes::default();
    let written = read_file(source, &mistakes, |root| root.text("edition"));
    match written {
        Some(written) => {
            let (before, after) = (&source.text[..written.span.start], &source.text[written.span.end..]);
            format!("{before}\"{edition}\"{after}")
        }
        None => source.text.clone(),
    }
}
