//! What fuzzing begins with, made of the templates and workbooks of the repository.

use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use zip::write::SimpleFileOptions;

use super::targets::{OF_MARKED, RETURNS, TEMPLATE, parts};

/// The seeds of a target, the same in every run.
pub fn of(target: &str) -> Vec<Vec<u8>> {
    match target {
        "package" => archives(),
        "scan" => [of_parts(), vec![open_document()]].concat(),
        "mark" | "judge" => of_parts(),
        "expression" => sentences(),
        "template" => templates(),
        other => panic!("no target {other}"),
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// The small return, its marked copy, and returned files of the examples.
fn archives() -> Vec<Vec<u8>> {
    let made = RETURNS.iter().map(|package| package.write().expect("written"));
    let kept = ["10_没有传完.xlsx", "11_其实是Word文档.xlsx", "12_标识丢失.xlsx"];
    let kept = kept.iter().map(|name| std::fs::read(root().join("workbooks/returned").join(name)).expect(name));
    made.chain(kept).chain([open_document()]).collect()
}

/// Every part of the small return and of its marked copy.
fn of_parts() -> Vec<Vec<u8>> {
    let of_package = |(mark, package): (&str, _)| {
        let seed = |(name, bytes): (String, Vec<u8>)| [mark.as_bytes(), name.as_bytes(), b"\n", &bytes].concat();
        parts(package).expect("parts").into_iter().map(seed).collect::<Vec<_>>()
    };
    let marked = OF_MARKED.to_string();
    ["", &marked].into_iter().zip(RETURNS.iter()).flat_map(of_package).collect()
}

/// A spreadsheet of another program.
fn open_document() -> Vec<u8> {
    let content = "<office:document-content><office:body><office:spreadsheet><table:table table:name=\"收支情况\">\
        <table:table-row table:number-rows-repeated=\"2\"><table:table-cell office:value-type=\"float\" \
        office:value=\"12.50\" table:number-columns-repeated=\"2\"/><table:table-cell \
        office:value-type=\"string\"><text:p>甲<text:s text:c=\"2\"/>乙</text:p></table:table-cell>\
        <table:table-cell table:formula=\"of:=[.A1]\" office:value-type=\"date\" \
        office:date-value=\"2022-08-24\"/></table:table-row></table:table><table:named-expressions>\
        <table:named-range table:name=\"收入.合计\" table:cell-range-address=\"$收支情况.$B$1:.$B$2\"/>\
        </table:named-expressions></office:spreadsheet></office:body></office:document-content>";
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", content)] {
        let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
        zip.start_file(name, options).expect("started");
        zip.write_all(text.as_bytes()).expect("written");
    }
    zip.finish().expect("finished").into_inner()
}

/// Every quoted text of the templates that is a sentence of the language.
fn sentences() -> Vec<Vec<u8>> {
    let mut found: Vec<Vec<u8>> = Vec::new();
    for text in toml_files(&root().join("templates")).iter().chain(&toml_files(&root().join("tests/templates"))) {
        let quoted = text.1.split(['"', '\'']).filter(|quoted| !quoted.contains('\n'));
        let sentences = quoted.filter(|text| text.contains(' ') && xlcheck::language::parse(text).is_ok());
        found.extend(sentences.map(|text| text.as_bytes().to_vec()));
    }
    // Names that the target knows, whatever the templates say.
    for sentence in [
        "a = b + c",
        "if filled(q) then aa > 0 else not (g / l >= 1.30)",
        "sum(收收) - max(支支, 0) <= -a * 0.6 or days(u, x) > 30",
        "q = \"无\" and round(人 / 3, 2) != 2.67",
    ] {
        found.push(sentence.as_bytes().to_vec());
    }
    found.sort();
    found.dedup();
    found
}

/// The files of the small template, and those of real forms in their place.
fn templates() -> Vec<Vec<u8>> {
    let seed = |name: &str, text: &str| format!("{name}\n{text}").into_bytes();
    let own = TEMPLATE.iter().map(|(name, text)| seed(name, text));
    let real = toml_files(&root().join("templates")).into_iter().map(|(name, text)| match name.as_str() {
        "form.toml" | "规则.toml" | "填报说明.toml" => seed(&name, &text),
        _ => seed("收支.toml", &text),
    });
    own.chain(real).collect()
}

/// Name and text of every template file below a folder, in the order of their paths.
fn toml_files(folder: &Path) -> Vec<(String, String)> {
    let mut paths = vec![folder.to_owned()];
    let mut files = Vec::new();
    while let Some(path) = paths.pop() {
        if path.is_dir() {
            paths.extend(std::fs::read_dir(&path).expect("a folder").map(|entry| entry.expect("an entry").path()));
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            files.push(path);
        }
    }
    files.sort();
    let read = |path: PathBuf| {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        (name, std::fs::read_to_string(&path).expect("read"))
    };
    files.into_iter().map(read).collect()
}
