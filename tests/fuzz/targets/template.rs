//! Any text as a file of a template: every mistake is told with its place, or the form can be laid out and issued.

use xlcheck::checks::SPECS;
use xlcheck::excel::write::write;
use xlcheck::form::Form;
use xlcheck::layout::Layout;
use xlcheck::plan::{Shape, Stamp};

use super::{TEMPLATE, files};

/// A form that is read can be laid out; what cannot be written is beyond a limit of Excel and said to be.
pub fn run(data: &[u8]) {
    let Some(end) = data.iter().position(|byte| *byte == b'\n') else { return };
    let (Ok(name), Ok(text)) = (std::str::from_utf8(&data[..end]), std::str::from_utf8(&data[end + 1..])) else {
        return;
    };
    if TEMPLATE.iter().all(|(file, _)| *file != name) {
        return;
    }
    match Form::read(&files(name, text), &SPECS) {
        Ok(form) => {
            let _ = write(&form, &Layout::new(&form, Shape::default()), &Stamp::default(), None);
        }
        Err(mistakes) => assert!(!mistakes.to_string().is_empty()),
    }
}
