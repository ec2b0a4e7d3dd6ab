//! `--reference`: reading earlier material before returns are judged.

use std::path::PathBuf;

use anyhow::Result;

use super::{progress, settings};
use crate::form::{Library, Settings};
use crate::outcome::{Judge, Material, gather};

/// The material under the paths, as far as the forms of `judge` ask for it. Returns of earlier years may be of any
/// embedded form, besides the one that `template` names.
pub(super) fn read(paths: &[PathBuf], judge: &Judge, library: Library, template: Option<&str>) -> Result<Material> {
    let mut material = Material::new(judge.forms());
    if paths.is_empty() {
        return Ok(material);
    }
    let mut forms = settings::forms(library, template)?;
    if template.is_some() {
        forms.extend(settings::forms(library, None)?);
    }
    let reader = Judge::new(forms, Settings::default(), None, settings::today());
    let found = gather(paths)?;
    let mut progress = progress::Progress::new("读取对照资料", found.len());
    for file in &found {
        match file.read() {
            Ok(bytes) => material.add(&reader, &file.shown, bytes),
            Err(unread) => material.unreadable(&file.shown, unread.cause),
        }
        progress.step();
    }
    progress.finish();
    Ok(material)
}
