//! A folder in which the program is run.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use xlcheck::excel::package::Package;

use crate::tree::contents;

/// The example returns of the repository.
pub const RETURNED: &str = "workbooks/returned";

/// The bytes of an example return.
pub fn example(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(RETURNED).join(name)).expect("an example")
}

/// The same return with other bytes; what is no package stays as it is.
pub fn tweaked(bytes: Vec<u8>) -> Vec<u8> {
    let Ok(mut package) = Package::open(bytes.clone()) else { return bytes };
    package.replace("docProps/custom.txt", b"again".to_vec());
    package.write().expect("written")
}

/// A folder that goes with all that is in it.
pub struct Folder(tempfile::TempDir);

impl Folder {
    pub fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    /// The folder with one file in it.
    pub fn with(name: &str, bytes: &[u8]) -> Self {
        let folder = Self::new();
        folder.write(name, bytes);
        folder
    }

    /// Writes a file, making the folders above it.
    pub fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, bytes).expect("written");
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Runs the program in the folder.
    pub fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xlcheck"));
        command.current_dir(self.0.path()).args(arguments).output().expect("the program runs")
    }

    /// What `check` says in JSON, nothing written.
    pub fn report(&self, arguments: &[&str]) -> serde_json::Value {
        let always = ["--no-review", "--format", "json", "--date", "2022-4-20"];
        let output = self.run(&[&["check"], arguments, &always].concat());
        serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)))
    }

    /// Every file below a folder with its bytes, in the order of names.
    pub fn contents(&self, below: &str) -> Vec<(String, Vec<u8>)> {
        contents(&self.path(below))
    }

    /// The names of the files below a folder.
    pub fn names(&self, below: &str) -> Vec<String> {
        self.contents(below).into_iter().map(|(name, _)| name).collect()
    }
}
