//! A folder with returns in it, and what a run leaves there.

use std::path::{Path, PathBuf};

use xlcheck::excel::package::Package;
use xlcheck::excel::scan::read_book;
use xlcheck::words::sha256;

/// What a file is called that was not finished when the program was killed.
const UNFINISHED: &str = ".xlcheck-";
/// Files of the tests themselves.
const OWN: [&str; 2] = ["数据.json", "名单.xlsx"];

/// A folder with the returns in `收件`; everything goes with it.
pub struct Folder(tempfile::TempDir);

impl Folder {
    /// A folder with copies of these examples.
    pub fn new(names: &[&str]) -> Self {
        let folder = Self(tempfile::tempdir().expect("a folder"));
        std::fs::create_dir(folder.path("收件")).expect("made");
        for name in names {
            let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("workbooks/returned").join(name);
            std::fs::copy(from, folder.path(&format!("收件/{name}"))).expect("copied");
        }
        folder
    }

    /// Each return so many times.
    pub fn multiply(&self, times: usize) {
        for (name, _) in self.digests() {
            for k in 1..times {
                std::fs::copy(self.path(&format!("收件/{name}")), self.path(&format!("收件/{k}_{name}")))
                    .expect("copied");
            }
        }
    }

    /// A path in the folder.
    pub fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_str().expect("UTF-8").to_owned()
    }

    /// The returns with their digests.
    pub fn digests(&self) -> Vec<(String, String)> {
        let returns = PathBuf::from(self.path("收件"));
        let digest = |path: PathBuf| {
            let bytes = std::fs::read(&path).expect("read");
            (path.strip_prefix(&returns).expect("below").display().to_string(), sha256([bytes.as_slice()]))
        };
        files(&returns).into_iter().map(digest).collect()
    }

    /// Every other file that is finished, by its path.
    pub fn outputs(&self) -> Vec<String> {
        let written = |path: &PathBuf| {
            let name = path.file_name().expect("a name").to_string_lossy();
            !path.starts_with(self.path("收件")) && !OWN.contains(&&*name) && !name.starts_with(UNFINISHED)
        };
        files(self.0.path()).into_iter().filter(written).map(|path| path.display().to_string()).collect()
    }

    /// How many files were begun and neither finished nor taken away.
    pub fn unfinished(&self) -> usize {
        let begun =
            |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(UNFINISHED));
        files(self.0.path()).iter().filter(|path| begun(path)).count()
    }

    /// Panics where an output is no whole workbook.
    pub fn all_open(&self) {
        for path in self.outputs() {
            let bytes = std::fs::read(&path).expect("read");
            if Path::new(&path).extension().is_some_and(|ending| ending == "txt") {
                // A letter ends with its day.
                assert!(bytes.ends_with("日\r\n".as_bytes()), "{path}");
                continue;
            }
            let package = Package::open(bytes).unwrap_or_else(|error| panic!("{path}: {error}"));
            read_book(&package).unwrap_or_else(|error| panic!("{path}: {error}"));
        }
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let entries = entries.filter_map(|entry| entry.ok().map(|entry| entry.path()));
    let mut files: Vec<PathBuf> =
        entries.flat_map(|path| if path.is_dir() { self::files(&path) } else { vec![path] }).collect();
    files.sort();
    files
}
