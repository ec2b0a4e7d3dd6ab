//! Archives as bureaus get them: what is in them is judged as if it lay in a folder.

use serde_json::json;
use xlcheck::outcome::gather;

use crate::archive::{RawEntry, archive, raw_archive};
use crate::folder::{Folder, example, tweaked};

/// The flag of a name in UTF-8 (APPNOTE 4.4.4, bit 11).
const UTF8: u16 = 1 << 11;

/// 甲局 and 乙局 in GBK.
const OFFICE_A: &[u8] = b"\xbc\xd7\xbe\xd6";
const OFFICE_B: &[u8] = b"\xd2\xd2\xbe\xd6";

fn entry(name: &[u8], flags: u16, data: &[u8]) -> RawEntry {
    RawEntry { name: name.to_vec(), flags, ..RawEntry::stored("", data) }
}

fn shown(folder: &Folder, name: &str) -> Vec<String> {
    gather(&[folder.path(name)]).expect("gathered").into_iter().map(|found| found.shown).collect()
}

#[test]
fn names_are_read_as_they_were_meant_and_what_is_no_return_is_left_out() {
    let zip = raw_archive(
        &[
            entry(&[OFFICE_B, b"/"].concat(), 0, b""),
            entry(&[OFFICE_B, b"/2.xlsx"].concat(), 0, b"two"),
            entry(&[OFFICE_A, b"/1.xlsx"].concat(), 0, b"one"),
            entry("丙局/3.xlsx".as_bytes(), UTF8, b"three"),
            // macOS does not say that it writes UTF-8.
            entry("丁局/4.xlsx".as_bytes(), 0, b"four"),
            entry("__MACOSX/丁局/4.xlsx".as_bytes(), 0, b"left out"),
            entry("丁局/.DS_Store".as_bytes(), 0, b"left out"),
            entry("丁局/~$4.xlsx".as_bytes(), 0, b"left out"),
            entry("丁局/审核结果/退回/4.xlsx".as_bytes(), 0, b"left out"),
        ],
        b"",
    );
    let folder = Folder::with("收件/五月.ZIP", &zip);
    let found = gather(&[folder.path("收件")]).expect("gathered");
    let read: Vec<(String, Vec<u8>)> =
        found.iter().map(|found| (found.shown.clone(), found.read().expect("read"))).collect();
    let file = |name: &str, bytes: &[u8]| (format!("五月.ZIP/{name}"), bytes.to_vec());
    let expected = [
        file("丁局/4.xlsx", b"four"),
        file("丙局/3.xlsx", b"three"),
        file("乙局/2.xlsx", b"two"),
        file("甲局/1.xlsx", b"one"),
    ];
    assert_eq!(read, expected);
    // Once, whatever path leads to it.
    let twice = gather(&[folder.path("收件"), folder.path("收件/五月.ZIP")]).expect("gathered");
    assert_eq!(twice.len(), found.len());
}

#[test]
fn an_archive_says_what_its_folder_says() {
    let folder = Folder::new();
    let names = ["01_无误.xlsx", "04_合计不符.xlsx", "10_没有传完.xlsx", "附件说明.txt"];
    let files: Vec<(&str, Vec<u8>)> = names.into_iter().map(|name| (name, example(name))).collect();
    for (name, bytes) in &files {
        folder.write(&format!("甲/收件/{name}"), bytes);
    }
    let entries: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
    folder.write("乙/收件.zip", &archive(&entries));
    let arguments = ["--date", "2022-4-20", "--format", "json"];
    let plain = folder.run(&[&["甲/收件"], &arguments[..]].concat());
    let packed = folder.run(&[&["乙/收件.zip"], &arguments[..]].concat());
    let said = String::from_utf8(packed.stdout).expect("UTF-8");
    assert_eq!(packed.status.code(), Some(1));
    assert!(said.contains("\"path\":\"收件.zip/04_合计不符.xlsx\""), "{said}");
    assert!(said.contains("\"attachments\":[\"收件.zip/附件说明.txt\"]"), "{said}");
    assert_eq!(said.replace("收件.zip/", ""), String::from_utf8(plain.stdout).expect("UTF-8"));
    // The results lie beside the archive, and nothing else does.
    let outputs = folder.names("甲/审核结果");
    assert_eq!(outputs.len(), 7, "{outputs:?}");
    assert_eq!(folder.names("乙/审核结果"), outputs);
    assert_eq!(folder.names("乙").len(), outputs.len() + 1);
    // What is exported of it is the same too.
    let export = |path: &str| String::from_utf8(folder.run(&["export", path]).stdout).expect("UTF-8");
    assert_eq!(export("乙/收件.zip").replace("收件.zip/", ""), export("甲/收件"));
    // It is an input, and no output is written over it.
    assert_eq!(folder.run(&["export", "乙", "-o", "乙/收件.zip"]).status.code(), Some(2));
}

#[test]
fn an_archive_in_an_archive_is_looked_into_once() {
    let book = example("01_无误.xlsx");
    let third = archive(&[("太深.xlsx", &book)]);
    let second = archive(&[("表.xlsx", &book), ("三.zip", &third)]);
    let other = archive(&[("另一份.xlsx", &example("04_合计不符.xlsx"))]);
    // A workbook may be called an archive.
    let zip =
        archive(&[("二.zip", &second), ("又.zip", &other), ("其实是表.zip", &book), ("不是.zip", b"Rar!\x1A\x07")]);
    let folder = Folder::with("收件.zip", &zip);
    let report = folder.report(&["收件.zip"]);
    let files = report["files"].as_array().expect("files");
    let said: Vec<String> = files.iter().map(|file| format!("{} {}", file["path"], file["unit"]["code"])).collect();
    let expected = [
        "\"收件.zip/二.zip/表.xlsx\" \"629101\"",
        "\"收件.zip/其实是表.zip\" \"629101\"",
        "\"收件.zip/又.zip/另一份.xlsx\" \"629104\"",
    ];
    assert_eq!(said, expected);
    assert_eq!(report["unopened"], json!(["收件.zip/不是.zip", "收件.zip/二.zip/三.zip"]));
}

#[test]
fn archives_that_are_not_looked_into_are_told_by_their_bytes_or_their_names() {
    let folder = Folder::with("收件/甲局.7z", b"7z\xBC\xAF\x27\x1C\0\x04");
    folder.write("收件/乙局", b"Rar!\x1A\x07\x01\0");
    folder.write("收件/丙局.rar", b"no longer one");
    folder.write("收件/说明.txt", "说明".as_bytes());
    let report = folder.report(&["收件"]);
    assert_eq!(report["unopened"], json!(["丙局.rar", "乙局", "甲局.7z"]));
    assert_eq!((&report["attachments"], &report["files"]), (&json!(["说明.txt"]), &json!([])));
    let output = folder.run(&["check", "收件", "--no-review"]);
    let said = String::from_utf8(output.stdout).expect("UTF-8");
    assert_eq!(
        said,
        "\n未解压（3个，请解压后重新审核）\n  丙局.rar\n  乙局\n  甲局.7z\n\n附件（1个，不作为报送文件）\n  说明.txt\n"
    );
}

#[test]
fn earlier_reviews_and_material_may_be_archives() {
    let book = example("04_合计不符.xlsx");
    let folder = Folder::with("收件/表.xlsx", &book);
    folder.run(&["check", "收件", "--date", "2022-4-20"]);
    let results: Vec<(String, Vec<u8>)> = folder.contents("审核结果");
    let packed = |above: &str| {
        let named: Vec<(String, &[u8])> =
            results.iter().map(|(name, bytes)| (format!("{above}{name}"), bytes.as_slice())).collect();
        archive(&named.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect::<Vec<_>>())
    };
    let again = Folder::with("收件/又报.xlsx", &tweaked(book.clone()));
    again.write("上次.zip", &packed(""));
    again.write("审核结果.zip", &packed("审核结果/"));
    let states = |arguments: &[&str]| {
        let report = again.report(&[&["收件"], arguments].concat());
        let findings = report["files"][0]["findings"].as_array().expect("findings").clone();
        findings.into_iter().filter(|finding| finding["state"] == "unchanged").count()
    };
    let known = states(&["--previous", folder.path("审核结果").to_str().expect("UTF-8")]);
    assert!(known > 0 && states(&[]) == 0);
    assert_eq!(states(&["--previous", "上次.zip"]), known);
    // The folder of results, packed as a whole.
    assert_eq!(states(&["--previous", "审核结果.zip"]), known);
    // It is looked into where it is named itself; what is written there is no return.
    assert_eq!(shown(&again, "审核结果.zip").len(), results.len());
    assert_eq!(again.report(&["审核结果.zip"])["files"], json!([]));
    let reference = Folder::with("收件/表.xlsx", &book);
    reference.write("去年.zip", &archive(&[("表.xlsx", &book), ("坏.xlsx", b"")]));
    let report = reference.report(&["收件", "--reference", "去年.zip"]);
    assert_eq!(report["notices"][0]["path"], "去年.zip/坏.xlsx", "{}", report["notices"]);
}
