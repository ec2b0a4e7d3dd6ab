//! Archives that only an attacker makes: bombs, quines, overlaps, equal names, names that lead out.

use xlcheck::excel::package::{MAX_ARCHIVE, MAX_ENTRIES, Package};

use crate::archive::{RawEntry, archive, raw_archive};
use crate::desk;
use crate::outcome::{becomes, other_format, unreadable, workbook};

const TYPES: &str = "[Content_Types].xml";

/// What is said of an archive of raw entries behind an honest one.
fn with(entries: &[RawEntry]) -> String {
    let entries = [&[RawEntry::stored(TYPES, b"<Types/>")], entries].concat();
    becomes(&desk::judge(), "表.xlsx", raw_archive(&entries, b""))
}

#[test]
fn a_bomb_is_refused_by_its_directory_before_anything_is_inflated() {
    let judge = desk::judge();
    let zeros = |mebibytes: usize| vec![0; mebibytes << 20];
    let many: Vec<(String, Vec<u8>)> = (0..7).map(|k| (format!("xl/{k}.xml"), zeros(15))).collect();
    let mut many: Vec<(&str, &[u8])> = many.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    many.insert(0, (TYPES, b""));
    for (bytes, cause) in [
        (
            archive(&[(TYPES, b""), ("xl/blank.xml", &zeros(17))]),
            "其中的 xl/blank.xml 的压缩倍数超过 300 倍，不是正常的工作簿",
        ),
        (archive(&many), "解压后的内容超过 96 MiB，不是正常的工作簿"),
        ([b"PK\x03\x04".to_vec(), vec![0; MAX_ARCHIVE]].concat(), "文件超过 48 MiB，不是正常的工作簿"),
    ] {
        assert_eq!(becomes(&judge, "表.xlsx", bytes), unreadable(cause));
    }
    let large =
        RawEntry { size: 49 << 20, packed: 1 << 20, data: vec![0; 1 << 20], ..RawEntry::stored("xl/a.xml", b"") };
    assert_eq!(with(&[large]), unreadable("其中的 xl/a.xml 超过 48 MiB，不是正常的工作簿"));
}

#[test]
fn an_entry_that_inflates_to_more_than_it_says_is_damaged() {
    let mut part = archive(&[("xl/workbook.xml", &vec![b' '; 1 << 20])]);
    let packed = part.split_off(30 + "xl/workbook.xml".len());
    let entry = RawEntry {
        method: 8,
        size: 10,
        packed: u32::try_from(packed.len()).expect("small"),
        data: packed,
        ..RawEntry::stored("xl/workbook.xml", b"")
    };
    let rels =
        "<Relationships><Relationship Id=\"a\" Type=\"x/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
    let rels = RawEntry::stored("_rels/.rels", rels.as_bytes());
    assert_eq!(with(&[rels, entry]), unreadable("其中的 xl/workbook.xml 已损坏"));
}

#[test]
fn an_archive_in_an_archive_is_not_looked_into() {
    let judge = desk::judge();
    let mut nested = workbook();
    for _ in 0..8 {
        nested = archive(&[("内.zip", &nested)]);
    }
    assert_eq!(becomes(&judge, "表.xlsx", nested.clone()), other_format("压缩包，不是 Excel 工作簿"));
    // Inside a return it is a part like any other: nothing is said of it, nothing of it is read.
    let mut package = Package::open(workbook()).expect("a package");
    package.replace("xl/embeddings/内.zip", nested);
    let with_nested = package.write().expect("written");
    assert_eq!(becomes(&judge, "表.xlsx", with_nested), becomes(&judge, "表.xlsx", workbook()));
}

/// An entry that holds the whole archive, its own directory included, would be found in itself without end.
#[test]
fn a_quine_is_refused_because_it_overlaps_with_its_directory() {
    let mut quine = RawEntry::stored("内.zip", b"");
    let (header, directory) = (30 + quine.name.len(), 46 + quine.name.len() + 22);
    // Its data begin behind its own header and reach to the end of the file.
    quine.packed = u32::try_from(directory).expect("small");
    quine.size = quine.packed;
    let bytes = raw_archive(&[quine], b"");
    assert_eq!(bytes.len(), header + directory);
    assert_eq!(becomes(&desk::judge(), "表.xlsx", bytes), unreadable("内部文件相互重叠，不是正常的工作簿"));
}

#[test]
fn entries_that_share_bytes_are_refused() {
    let kernel = RawEntry::stored("xl/a.xml", &[0; 1_000]);
    let first = u32::try_from(30 + TYPES.len() + "<Types/>".len()).expect("small");
    let again = |name: &str| RawEntry { data: Vec::new(), begins: Some(first), name: name.into(), ..kernel.clone() };
    let overlapping = "内部文件相互重叠，不是正常的工作簿";
    assert_eq!(with(&[kernel.clone(), again("xl/b.xml"), again("xl/c.xml")]), unreadable(overlapping));
    // One that begins inside the data of another.
    let inside = RawEntry { begins: Some(first + 50), ..again("xl/b.xml") };
    let mut holder = kernel.clone();
    holder.data[12..16].copy_from_slice(b"PK\x03\x04");
    assert_eq!(with(&[holder, inside]), unreadable(overlapping));
}

#[test]
fn equal_names_and_names_that_lead_out_are_refused() {
    let part = |name: &str| RawEntry::stored(name, b"<a/>");
    let long = "长".repeat(20_000);
    let shown = format!("{}…", "长".repeat(48));
    for (names, said) in [
        (vec!["xl/workbook.xml", "xl/workbook.xml"], "xl/workbook.xml"),
        (vec!["XL/a.xml", "xl/A.xml"], "xl/A.xml"),
        (vec!["xl/a.xml", "xl\\a.xml"], "xl\\a.xml"),
        (vec!["../xl/workbook.xml"], "../xl/workbook.xml"),
        (vec!["xl/../../a.xml"], "xl/../../a.xml"),
        (vec!["xl\\..\\..\\a.xml"], "xl\\..\\..\\a.xml"),
        (vec!["/etc/passwd"], "/etc/passwd"),
        (vec!["C:\\Windows\\a.xml"], "C:\\Windows\\a.xml"),
        (vec!["xl/a.xml:stream"], "xl/a.xml:stream"),
        (vec!["xl/a\0.xml"], "xl/a\0.xml"),
        (vec![""], ""),
        (vec![&*long, &*long], &*shown),
    ] {
        let entries: Vec<RawEntry> = names.iter().map(|name| part(name)).collect();
        assert_eq!(with(&entries), unreadable(&format!("内部文件名“{said}”重复或不合规")), "{names:?}");
    }
}

#[test]
fn many_entries_are_refused_wherever_the_directory_ends() {
    let judge = desk::judge();
    let names: Vec<RawEntry> = (0..=MAX_ENTRIES).map(|k| RawEntry::stored(&format!("{k}"), b"")).collect();
    let many = "内部文件数超过 10000 个，不是正常的工作簿";
    assert_eq!(becomes(&judge, "表.xlsx", raw_archive(&names, b"")), unreadable(many));
    // A second end, in the comment of the first, says that there is nothing.
    let end = [b"PK\x05\x06".as_slice(), &[0; 18]].concat();
    assert_eq!(becomes(&judge, "表.xlsx", raw_archive(&names, &end)), unreadable(many));
    let nothing = [b"PK\x03\x04".as_slice(), &end].concat();
    // What stands in front of an archive is what is left of another.
    assert_eq!(becomes(&judge, "表.xlsx", nothing), unreadable("文件不完整，可能没有传完"));
}

#[test]
fn entries_behind_a_password_or_packed_in_another_way_are_told() {
    let types = RawEntry { flags: 1, ..RawEntry::stored(TYPES, b"<Types/>") };
    let judge = desk::judge();
    let behind = "文件设有打开密码，请取消密码后重新报送";
    assert_eq!(becomes(&judge, "表.xlsx", raw_archive(std::slice::from_ref(&types), b"")), unreadable(behind));
    let other = RawEntry { flags: 0, method: 14, ..types };
    assert_eq!(becomes(&judge, "表.xlsx", raw_archive(&[other], b"")), unreadable("其中的 [Content_Types].xml 已损坏"));
}
