//! Archives that are damaged, locked or hostile: one file of the report each, and the others are judged.

use xlcheck::excel::archive::MAX_FILES;
use xlcheck::outcome::gather;

use crate::archive::{RawEntry, archive, raw_archive};
use crate::folder::{Folder, example};

/// The flag of an entry behind a password (APPNOTE 4.4.4, bit 0).
const ENCRYPTED: u16 = 1;

/// The end of a directory of 64-bit counts and what leads to it (APPNOTE 4.3.14, 4.3.15): so many files, it says.
fn end_of_zip64(at: u64, files: u64) -> Vec<u8> {
    let record = [b"PK\x06\x06".to_vec(), 44u64.to_le_bytes().to_vec(), vec![45, 0, 45, 0], vec![0; 8]].concat();
    let counts = [files, files, files * 46, 0].map(u64::to_le_bytes).concat();
    let locator = [b"PK\x06\x07\0\0\0\0".to_vec(), at.to_le_bytes().to_vec(), vec![1, 0, 0, 0]].concat();
    [record, counts, locator].concat()
}

/// What is said of an archive beside a sound return, each file in a line: its path, and why it cannot be opened.
fn said_of(zip: &[u8]) -> Vec<String> {
    let folder = Folder::with("收件/坏.zip", zip);
    folder.write("收件/好.xlsx", &example("01_无误.xlsx"));
    let before = folder.contents("");
    let report = folder.report(&["收件"]);
    assert_eq!(folder.contents(""), before);
    let mut lines = Vec::new();
    for file in report["files"].as_array().expect("files") {
        let message = file["findings"][0]["message"].as_str().unwrap_or_default();
        let cause = message.split_once("（").and_then(|(_, rest)| rest.split_once("），请用下发"));
        let cause = if file["status"] == "无法审核" { cause.expect("a cause").0 } else { "" };
        lines.push(format!("{} {cause}", file["path"].as_str().expect("a path")));
    }
    assert_eq!(lines.pop().as_deref(), Some("好.xlsx "), "the rest is judged");
    lines
}

#[test]
fn a_locked_file_is_told_and_the_others_are_judged() {
    let locked = |name: &str| RawEntry { flags: ENCRYPTED, ..RawEntry::stored(name, b"0123456789ab") };
    let book = example("01_无误.xlsx");
    let zip = raw_archive(&[locked("a.xlsx"), RawEntry::stored("b.xlsx", &book)], b"");
    assert_eq!(said_of(&zip), ["坏.zip/a.xlsx 在压缩包中设有密码，请取消密码后重新压缩", "坏.zip/b.xlsx "]);
    let zip = raw_archive(&[locked("a.xlsx"), locked("b.xlsx")], b"");
    assert_eq!(said_of(&zip), ["坏.zip 压缩包设有密码，请取消密码后重新压缩"]);
}

#[test]
fn a_bomb_is_told_and_not_inflated() {
    let zeros = vec![0; 17 << 20];
    let ratio = "压缩倍数超过 300 倍，不是正常的压缩包";
    let zip = archive(&[("a.xlsx", &zeros), ("b.txt", b"1")]);
    assert_eq!(said_of(&zip), [format!("坏.zip/a.xlsx {ratio}")]);
    // Many that are small alone.
    let small = vec![0; 3 << 20];
    let names: Vec<String> = (0..6).map(|k| format!("{k}.xlsx")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), small.as_slice())).collect();
    assert_eq!(said_of(&archive(&many)), [format!("坏.zip {ratio}")]);
    assert_eq!(said_of(&archive(&[("内.zip", &archive(&many))])), [format!("坏.zip/内.zip {ratio}")]);
    let large = |size: u32, name: &str| RawEntry {
        size,
        data: vec![1; 1 << 20],
        packed: 1 << 20,
        ..RawEntry::stored(name, b"")
    };
    let zip = raw_archive(&[large(49 << 20, "a.xlsx"), large(257 << 20, "b.zip")], b"");
    assert_eq!(said_of(&zip), ["坏.zip/a.xlsx 解压后超过 48 MiB", "坏.zip/b.zip 解压后超过 256 MiB"]);
}

#[test]
fn the_files_of_all_archives_in_one_are_counted_together() {
    let entries =
        |count: usize| -> Vec<RawEntry> { (0..count).map(|k| RawEntry::stored(&format!("{k}.txt"), b"")).collect() };
    let cause = format!("压缩包内超过 {MAX_FILES} 个文件，请分成几个压缩包");
    assert_eq!(said_of(&raw_archive(&entries(MAX_FILES + 1), b"")), [format!("坏.zip {cause}")]);
    let half = raw_archive(&entries(MAX_FILES / 2), b"");
    let zip = raw_archive(&[RawEntry::stored("甲.zip", &half), RawEntry::stored("乙.zip", &half)], b"");
    assert_eq!(said_of(&zip), [format!("坏.zip/甲.zip {cause}")]);
}

/// What was cut off ends with the directory of a workbook that is packed in it, which is not the archive's.
#[test]
fn an_archive_that_was_cut_off_is_not_taken_for_what_is_in_it() {
    let book = example("01_无误.xlsx");
    let entries: Vec<RawEntry> = ["甲.xlsx", "乙.xlsx"].iter().map(|name| RawEntry::stored(name, &book)).collect();
    let whole = raw_archive(&entries, b"");
    // Behind the first workbook, whose own directory ends there.
    let end = whole.windows(book.len()).position(|window| window == book).expect("stored") + book.len();
    let inner = archive(&[("内层.zip", &whole[..end])]);
    for (zip, name) in [(whole[..end].to_vec(), "坏.zip"), (inner, "坏.zip/内层.zip")] {
        let said = said_of(&zip);
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(said[0].starts_with(name) && said[0].contains("没有传完"), "{said:?}");
    }
}

#[test]
fn a_name_that_leads_out_is_told_and_nothing_is_written_there() {
    let book = example("04_合计不符.xlsx");
    let names = ["../x.xlsx", "/tmp/x.xlsx", "C:\\x.xlsx", "甲/../../x.xlsx"];
    let entries: Vec<RawEntry> = names.iter().map(|name| RawEntry::stored(name, &book)).collect();
    let zip = raw_archive(&entries, b"");
    let cause = "在压缩包中的路径指向压缩包以外";
    let shown = ["C:/x.xlsx", "tmp/x.xlsx", "x.xlsx", "甲/x.xlsx"];
    assert_eq!(said_of(&zip), shown.map(|name| format!("坏.zip/{name} {cause}")));
    // Their reviews lie where all reviews lie.
    let folder = Folder::with("收件/坏.zip", &zip);
    folder.run(&["check", "收件/坏.zip", "--date", "2022-4-20"]);
    let names = folder.names("");
    // Besides them the archive and 审核汇总.
    assert_eq!(names.len(), 2 + 4, "{names:?}");
    assert!(
        names.iter().filter(|name| name.starts_with("收件/审核结果/无法审核/x_第1次审核意见")).count() == 4,
        "{names:?}"
    );
}

#[test]
fn what_cannot_be_read_is_told() {
    let zip = archive(&[("a.xlsx", &example("01_无误.xlsx"))]);
    let damaged = "压缩包不完整或已损坏，可能没有传完";
    assert_eq!(said_of(&zip[..zip.len() / 2]), [format!("坏.zip {damaged}")]);
    assert_eq!(said_of(&archive(&[])), ["坏.zip 压缩包内没有文件"]);
    assert_eq!(said_of(b""), ["坏.zip 文件是空的"]);
    // A byte was changed on the way.
    let entry = RawEntry { crc: 1, ..RawEntry::stored("a.xlsx", b"no workbook") };
    assert_eq!(said_of(&raw_archive(&[entry], b"")), ["坏.zip/a.xlsx 在压缩包中已损坏，可能没有传完"]);
    let entry = RawEntry { method: 14, ..RawEntry::stored("a.xlsx", b"LZMA") };
    assert_eq!(said_of(&raw_archive(&[entry], b"")), ["坏.zip/a.xlsx 压缩方式不能识别，请重新压缩成普通的 zip"]);
    let mut zip = raw_archive(&[RawEntry::stored("a.xlsx", b"one")], b"");
    let end = zip.split_off(zip.len() - 22);
    let saturated = [&end[..8], &[0xFF; 12], &[0, 0]].concat();
    zip = [zip.clone(), end_of_zip64(zip.len() as u64, 1 << 40), saturated].concat();
    assert_eq!(said_of(&zip), ["坏.zip 压缩方式不能识别，请重新压缩成普通的 zip"]);
    let same = RawEntry::stored("a.xlsx", b"one");
    assert_eq!(said_of(&raw_archive(&[same.clone(), same.clone()], b"")), ["坏.zip 压缩包内有重名的文件，请重新压缩"]);
    let again = RawEntry { begins: Some(0), data: Vec::new(), name: b"b.xlsx".to_vec(), ..same.clone() };
    assert_eq!(said_of(&raw_archive(&[same, again], b"")), ["坏.zip 压缩包内的文件相互重叠，不是正常的压缩包"]);
}

/// Whatever is changed on the way, each file is read or told.
#[test]
fn a_damaged_archive_ends_in_words() {
    let inner = archive(&[("二.xlsx", b"two"), ("三.txt", &[7; 300])]);
    let whole = archive(&[("一.xlsx", &[1; 200]), ("内.zip", &inner), ("四/五.xlsx", b"five")]);
    let folder = Folder::with("坏.zip", &whole);
    let (mut state, mut told) = (0x2545_F491_4F6C_DD1D_u64, 0);
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).expect("small")
    };
    for _ in 0..1_500 {
        let mut bytes = whole.clone();
        for _ in 0..=random(3) {
            let at = random(bytes.len());
            bytes[at] = u8::try_from(random(256)).expect("a byte");
        }
        bytes.truncate(bytes.len() - random(4) * random(bytes.len() / 8));
        folder.write("坏.zip", &bytes);
        let found = gather(&[folder.path("坏.zip")]).expect("a file that is there");
        assert!(!found.is_empty());
        told += found.iter().filter(|file| file.read().is_err()).count();
    }
    assert!(told > 1_000, "{told}");
}
