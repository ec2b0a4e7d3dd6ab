//! The shape of the source: modules are layers, each uses only those above it, and some things have one place.

use std::path::{Path, PathBuf};

/// The layers from the top down (docs/architecture.md). A module may use itself and what stands above it.
const LAYERS: [&str; 15] = [
    "words", "prose", "facts", "language", "fields", "template", "plan", "sections", "form", "layout", "checks",
    "excel", "outcome", "report", "cli",
];

/// Crates that know Excel files, and who may name them.
const EXCEL_CRATES: [&str; 4] = ["rust_xlsxwriter", "calamine", "quick_xml", "zip"];

/// Files outside `excel` that may name a crate of Excel files: 下发清单.xlsx and the sample of a roster are plain tables
/// for the bureau.
const MAY_NAME_EXCEL: [&str; 2] = ["outcome/issue.rs", "outcome/roster/sample.rs"];

/// Lines that a source file may have at most.
const MAX_LINES: usize = 400;

/// A source file: its path below `src`, and its text.
struct File {
    path: String,
    text: String,
}

impl File {
    /// The module of the top level it belongs to; nothing for `lib.rs` and `main.rs`, which wire the layers.
    fn layer(&self) -> Option<&str> {
        let top = self.path.split('/').next()?;
        let name = top.strip_suffix(".rs").unwrap_or(top);
        (name != "lib" && name != "main").then_some(name)
    }

    /// The lines that are neither comments nor tests, with their numbers from one.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let is_test = self.path.contains("/tests") || self.path.ends_with("_tests.rs");
        let of_program = self.text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
        let lines = if is_test { "" } else { of_program }.lines().enumerate();
        lines.map(|(at, line)| (at + 1, line)).filter(|(_, line)| !line.trim_start().starts_with("//"))
    }
}

fn files() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = vec![root.clone()];
    let mut files = Vec::new();
    while let Some(path) = paths.pop() {
        // A package of its own, which knows nothing of ours.
        if path.join("Cargo.toml").is_file() {
            continue;
        }
        if path.is_dir() {
            paths.extend(std::fs::read_dir(&path).expect("a folder").map(|entry| entry.expect("an entry").path()));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).expect("read");
            files.push(File { path: below(&root, &path), text });
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(files.len() > 100, "the source was not found");
    files
}

fn below(root: &Path, path: &Path) -> String {
    let parts: PathBuf = path.strip_prefix(root).expect("below the root").to_owned();
    parts.to_str().expect("UTF-8").replace('\\', "/")
}

/// The names that follow each `crate::` of a line.
fn used(line: &str) -> impl Iterator<Item = &str> {
    let after = line.split("crate::").skip(1);
    after.map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default())
}

#[test]
fn a_module_uses_only_the_layers_above_it() {
    let place = |layer: &str| LAYERS.iter().position(|known| *known == layer);
    let mut wrong = Vec::new();
    let mut seen = 0;
    for file in files() {
        let Some(layer) = file.layer() else { continue };
        let own = place(layer).unwrap_or_else(|| panic!("{layer} is no layer; say in LAYERS where it stands"));
        for (number, line) in file.code() {
            for name in used(line) {
                seen += 1;
                if place(name).is_none_or(|other| other > own) {
                    wrong.push(format!("src/{}:{number}: {layer} uses {name}", file.path));
                }
            }
        }
    }
    assert!(seen > 200, "the uses were not found");
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn only_excel_names_the_crates_of_excel_files() {
    let mut wrong = Vec::new();
    let mut exceptions = Vec::new();
    for file in files() {
        for (number, line) in file.code() {
            // `quick_xml::…` and `use zip::…`, but not the function `zip` of iterators.
            let named = EXCEL_CRATES
                .iter()
                .find(|name| line.contains(&format!("{name}::")) && !line.contains(&format!("{name}::<")));
            let Some(name) = named else { continue };
            if MAY_NAME_EXCEL.contains(&file.path.as_str()) {
                exceptions.push(file.path.clone());
            } else if file.layer() != Some("excel") {
                wrong.push(format!("src/{}:{number}: {name}", file.path));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    exceptions.dedup();
    assert_eq!(exceptions, MAY_NAME_EXCEL, "an exception that is not needed");
}

#[test]
fn no_file_is_longer_than_a_person_reads_at_once() {
    let long = files().into_iter().filter(|file| file.text.lines().count() > MAX_LINES);
    assert_eq!(long.map(|file| file.path).collect::<Vec<_>>(), Vec::<String>::new());
}

/// An edition is data: no year may stand in a name or decide anything.
#[test]
fn no_year_stands_in_a_name_or_a_condition() {
    let mut wrong = Vec::new();
    for file in files() {
        for (number, line) in file.code() {
            let decides = ["if ", "match ", "== ", "!= ", "=> "].iter().any(|word| line.contains(word));
            for (year, in_name) in years(line) {
                if in_name || decides {
                    wrong.push(format!("src/{}:{number}: {year}", file.path));
                }
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

/// The years 2000 to 2099 of a line outside its texts, and whether each is part of a name.
fn years(line: &str) -> Vec<(&str, bool)> {
    let mut found = Vec::new();
    let mut in_text = false;
    let bytes = line.as_bytes();
    for at in 0..bytes.len() {
        if bytes[at] == b'"' && (at == 0 || bytes[at - 1] != b'\\') {
            in_text = !in_text;
        }
        let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        let is_year = line.get(at..at + 4).is_some_and(|text| text.starts_with("20"))
            && (at..at + 4).all(is_digit)
            && !is_digit(at + 4)
            && !(at > 0 && is_digit(at - 1));
        if is_year && !in_text {
            let in_name = at > 0 && (bytes[at - 1].is_ascii_alphabetic() || bytes[at - 1] == b'_');
            found.push((&line[at..at + 4], in_name));
        }
    }
    found
}

#[test]
fn years_are_found_where_they_decide() {
    assert_eq!(years("fn form_2021() {"), [("2021", true)]);
    assert_eq!(years("if year == 2021 {"), [("2021", false)]);
    assert_eq!(years("let text = \"2021年\"; 120210"), []);
}

#[test]
fn uses_are_found_in_whole_paths() {
    assert_eq!(used("use crate::words::{Cell};").collect::<Vec<_>>(), ["words"]);
    assert_eq!(used("fn f(a: &crate::plan::Issued, b: crate::facts::Slot)").collect::<Vec<_>>(), ["plan", "facts"]);
}
