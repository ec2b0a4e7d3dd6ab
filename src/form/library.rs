//! The templates there are: those embedded in the program, or one folder on disk.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use include_dir::{Dir, include_dir};

use super::Form;
use super::lint::doubts;
use super::read::{FORM_FILE, Files, RULES_FILE};
use super::rule::CheckSpec;
use crate::template::{BadTemplate, Diagnostic, Source, SourceError};

static TEMPLATES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");
/// The folder of what all forms share: rules and the guide.
const SHARED: &str = "通用";

/// The folder of the form to begin a new one with.
pub(super) const SAMPLE: &str = "样例";

/// One edition of one form.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Edition {
    /// The form's id.
    pub form: String,
    /// The edition.
    pub edition: String,
}

impl std::fmt::Display for Edition {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}@{}", self.form, self.edition)
    }
}

/// Why a template cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LibraryError {
    /// There is none of this name.
    #[error("没有名为“{name}”的模板，可用的有：{}", .known.join("、"))]
    Unknown {
        /// As asked for.
        name: String,
        /// What there is.
        known: Vec<String>,
    },
    /// It is named like a file or a folder, and there is none.
    #[error("没有“{0}”这个文件或文件夹，请核对名称和位置")]
    Missing(String),
    /// It is a file, and a template is a folder.
    #[error("“{0}”是文件，模板应写名称、名称@版本或文件夹")]
    NoFolder(String),
    /// A folder cannot be read.
    #[error("无法读取模板文件夹“{}”", .path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A file cannot be read.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// The template has mistakes.
    #[error(transparent)]
    Bad(#[from] BadTemplate),
}

/// Where forms come from.
#[derive(Debug, Clone, Copy)]
pub struct Library {
    checks: &'static [CheckSpec],
}

impl Library {
    /// The templates that are embedded in the program; rules may name these checks.
    #[must_use]
    pub const fn embedded(checks: &'static [CheckSpec]) -> Self {
        Self { checks }
    }

    /// Every embedded edition, forms in the order of their names, the newest edition of each last.
    #[must_use]
    pub fn editions(&self) -> Vec<Edition> {
        let mut editions: Vec<Edition> = TEMPLATES
            .dirs()
            .flat_map(Dir::dirs)
            .filter(|folder| folder.get_file(folder.path().join(FORM_FILE)).is_some())
            .filter_map(|folder| {
                let mut parts = folder.path().iter().filter_map(|part| part.to_str());
                Some(Edition { form: parts.next()?.to_owned(), edition: parts.next()?.to_owned() })
            })
            .collect();
        editions.sort_by(|a, b| (&a.form, &a.edition).cmp(&(&b.form, &b.edition)));
        editions
    }

    /// The form of this name: `form`, `form@edition`, or a folder on disk.
    pub fn open(&self, name: &str) -> Result<Form, LibraryError> {
        Ok(Form::read(&self.files(name)?, self.checks)?)
    }

    /// The form of this name, and what of it can hardly be meant.
    pub fn examine(&self, name: &str) -> Result<(Form, Vec<Diagnostic>), LibraryError> {
        let files = self.files(name)?;
        let form = Form::read(&files, self.checks)?;
        let doubts = doubts(&form, &files);
        Ok((form, doubts))
    }

    /// An embedded edition.
    pub fn edition(&self, edition: &Edition) -> Result<Form, BadTemplate> {
        Form::read(&Self::embedded_files(edition), self.checks)
    }

    /// A folder on disk.
    pub fn folder(&self, folder: &Path) -> Result<Form, LibraryError> {
        Ok(Form::read(&Self::folder_files(folder)?, self.checks)?)
    }

    /// The files of the form of this name.
    pub fn files(&self, name: &str) -> Result<Files, LibraryError> {
        let (form, edition) = match name.split_once('@') {
            Some((form, edition)) => (form, Some(edition)),
            None => (name, None),
        };
        let editions = self.editions();
        let fits = |known: &&Edition| known.form == form && edition.is_none_or(|edition| known.edition == edition);
        if let Some(found) = editions.iter().rev().find(fits) {
            return Ok(Self::embedded_files(found));
        }
        let folder = Path::new(name);
        if folder.is_dir() {
            return Self::folder_files(folder);
        }
        if folder.is_file() {
            return Err(LibraryError::NoFolder(name.to_owned()));
        }
        if is_toml(folder) || name.contains(['/', '\\']) {
            return Err(LibraryError::Missing(name.to_owned()));
        }
        Err(LibraryError::Unknown { name: name.to_owned(), known: editions.iter().map(Edition::to_string).collect() })
    }

    fn embedded_files(edition: &Edition) -> Files {
        let own = embedded(&format!("{}/{}", edition.form, edition.edition));
        Files { own, shared: embedded(SHARED), earlier }
    }

    fn folder_files(folder: &Path) -> Result<Files, LibraryError> {
        let failed = |source| LibraryError::Folder { path: folder.to_owned(), source };
        let mut own = Vec::new();
        for entry in std::fs::read_dir(folder).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            if is_toml(&path) {
                own.push(Arc::new(Source::read(&path)?));
            }
        }
        own.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(Files { own, shared: embedded(SHARED), earlier })
    }
}

/// The rules of an embedded edition.
fn earlier(form: &str, edition: &str) -> Option<Arc<Source>> {
    let name = format!("/{RULES_FILE}");
    embedded(&format!("{form}/{edition}")).into_iter().find(|source| source.path.ends_with(&name))
}

fn is_toml(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "toml")
}

pub(super) fn embedded(folder: &str) -> Vec<Arc<Source>> {
    let files = TEMPLATES.get_dir(folder).into_iter().flat_map(Dir::files);
    let source = |file: &include_dir::File<'_>| {
        let path = file.path().display().to_string().replace('\\', "/");
        let text = file.contents_utf8().unwrap_or_default().to_owned();
        Arc::new(Source { path, text })
    };
    files.filter(|file| is_toml(file.path())).map(source).collect()
}
