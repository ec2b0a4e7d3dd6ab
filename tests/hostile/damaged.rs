//! Files that were damaged on their way or bear the wrong name.

use xlcheck::excel::package::Package;
use xlcheck::outcome::{Kind, gather};

use crate::archive::archive;
use crate::desk;
use crate::outcome::{becomes, other_format, unreadable, workbook};

/// Bytes that look random and are the same in every run (a linear congruential generator, Knuth's constants).
pub struct Bytes(u64);

impl Bytes {
    /// A sequence of its own for each number.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u8 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 56) as u8
    }

    fn below(&mut self, bound: usize) -> usize {
        let number = (0..4).fold(0, |number, _| number << 8 | usize::from(self.next()));
        number % bound
    }

    /// So many bytes.
    pub fn take(&mut self, count: usize) -> Vec<u8> {
        (0..count).map(|_| self.next()).collect()
    }
}

#[test]
fn a_file_that_is_cut_off_is_unreadable() {
    let judge = desk::judge();
    let whole = workbook();
    let end = whole.len();
    let lost = "文件不完整，可能没有传完";
    for (length, becomes_of_it) in [
        (0, unreadable("文件是空的")),
        (1, other_format("文本文件（如 CSV），只是改了扩展名")),
        (4, unreadable(lost)),
        (100, unreadable(lost)),
        (end / 4, unreadable(lost)),
        (end / 2, unreadable(lost)),
        (end - 30, unreadable(lost)),
        (end - 1, unreadable("压缩结构已损坏")),
    ] {
        assert_eq!(becomes(&judge, "表.xlsx", whole[..length].to_vec()), becomes_of_it, "{length} of {end} bytes");
    }
}

#[test]
fn a_file_of_another_format_is_named_for_what_it_is() {
    let judge = desk::judge();
    let content_types = |kind: &str| format!("<Types><Override PartName=\"/x\" ContentType=\"{kind}+xml\"/></Types>");
    let word = content_types("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main");
    let slides = content_types("application/vnd.openxmlformats-officedocument.presentationml.presentation.main");
    for (bytes, found) in [
        (archive(&[]), "压缩包，不是 Excel 工作簿"),
        (archive(&[("说明.txt", b"a")]), "压缩包，不是 Excel 工作簿"),
        (archive(&[("[Content_Types].xml", word.as_bytes())]), ".docx 格式的 Word 文档"),
        (archive(&[("[Content_Types].xml", slides.as_bytes())]), "演示文稿"),
        ("单位,收入\r\n甲,1\r\n".into(), "文本文件（如 CSV），只是改了扩展名"),
        ("<html><table><tr><td>1</td></tr></table></html>".into(), "网页文件，只是改了扩展名"),
        (b"%PDF-1.7\n".to_vec(), "PDF 文件"),
        (b"\x89PNG\r\n\x1a\n".to_vec(), "图片"),
    ] {
        assert_eq!(becomes(&judge, "表.xlsx", bytes), other_format(found));
    }
    assert_eq!(becomes(&judge, "说明.txt", b"%PDF-1.7\n".to_vec()), "Attachment 通过");
    assert_eq!(becomes(&judge, "照片.jpg", Vec::new()), "Attachment 通过");
}

#[test]
fn random_bytes_are_no_workbook() {
    let judge = desk::judge();
    let mut bytes = Bytes(1);
    for _ in 0..50 {
        let length = 64 + bytes.below(4_000);
        let noise = [vec![0], bytes.take(length)].concat();
        assert_eq!(becomes(&judge, "表.xlsx", noise.clone()), other_format("无法识别的格式"));
        let like_an_archive = [b"PK\x03\x04".to_vec(), noise.clone()].concat();
        assert_eq!(becomes(&judge, "表.xlsx", like_an_archive), unreadable("文件不完整，可能没有传完"));
        let with_an_end = [b"PK\x03\x04".to_vec(), noise, b"PK\x05\x06".to_vec(), vec![0xFF; 18]].concat();
        let judged = judge.judge("表.xlsx", with_an_end);
        assert!(matches!(judged.kind, Kind::Unreadable));
        assert_eq!(judged.outcome.findings.len(), 1);
        assert_eq!(judged.outcome.findings[0].rule, "FIL-01");
    }
}

#[test]
fn a_workbook_with_a_broken_part_is_unreadable() {
    let judge = desk::judge();
    let sheet = &desk::part(&workbook(), "收支情况");
    let cut = desk::changed(&workbook(), sheet, |xml| {
        let at = xml.find("</row>").expect("a row");
        xml[..at].to_owned()
    });
    let doctype = desk::changed(&workbook(), sheet, |xml| {
        xml.replacen("<worksheet", "<!DOCTYPE x [<!ENTITY a \"aaaa\">]><worksheet", 1)
    });
    let mut package = Package::open(workbook()).expect("a package");
    package.replace("xl/workbook.xml", vec![0xFF, 0xFE, b'<', 0]);
    let utf16 = package.write().expect("written");
    for (bytes, cause) in [
        (cut, "工作表“收支情况”无法读取：内容不完整，文件可能没有传完或已损坏"),
        (doctype, "工作表“收支情况”无法读取：内容含有文档类型声明（DOCTYPE），为安全起见不予读取"),
        (utf16, "其中的 xl/workbook.xml 不是 UTF-8 编码，请用 Excel 或 WPS 另存后重新报送"),
    ] {
        assert_eq!(becomes(&judge, "表.xlsx", bytes), unreadable(cause));
    }
}

#[test]
fn a_sheet_whose_part_is_gone_is_missing_and_the_rest_is_checked() {
    let mut package = Package::open(workbook()).expect("a package");
    package.remove(&desk::part(&workbook(), "收支情况"));
    let judged = desk::judge().judge("表.xlsx", package.write().expect("written"));
    let said = desk::said(&judged);
    let missing: Vec<&String> = said.iter().filter(|line| line.starts_with("FIL-05 ")).collect();
    assert_eq!(missing, ["FIL-05 — 缺少工作表“收支情况”，补齐“收支情况”后重新报送，请勿删除工作表。"]);
    let blanks = ["CMP-01 ", "CMP-09 ", "CMP-10 ", "CMP-11 ", "CMP-12 ", "GRD-03 "];
    let blank = |line: &&String| blanks.iter().any(|rule| line.starts_with(rule));
    assert_eq!(said.iter().filter(blank).count(), said.len() - 1);
}

/// Whatever byte is lost on the way: no panic, and what cannot be read is one finding.
#[test]
fn flipped_bytes_never_stop_the_program() {
    let judge = desk::judge();
    let whole = workbook();
    let mut bytes = Bytes(2);
    let mut unreadable = 0;
    for _ in 0..150 {
        let mut damaged = whole.clone();
        for _ in 0..=bytes.below(3) {
            let at = bytes.below(damaged.len());
            damaged[at] ^= bytes.next() | 1;
        }
        let judged = judge.judge("表.xlsx", damaged);
        if matches!(judged.kind, Kind::Unreadable) {
            unreadable += 1;
            let rules: Vec<&str> = judged.outcome.findings.iter().map(|finding| finding.rule.as_str()).collect();
            assert!(rules == ["FIL-01"] || rules == ["FIL-14"], "{rules:?}");
        }
    }
    assert!(unreadable > 50, "{unreadable}");
}

/// Whatever piece of a sheet is lost: no panic, and what cannot be read is one finding.
#[test]
fn lost_pieces_of_xml_never_stop_the_program() {
    let judge = desk::judge();
    let whole = workbook();
    let mut bytes = Bytes(3);
    let mut kinds = [0; 2];
    let (cover, figures) = (desk::part(&whole, "封面"), desk::part(&whole, "收支情况"));
    let parts = ["xl/workbook.xml", &cover, &figures, "xl/styles.xml"];
    for _ in 0..100 {
        let part = parts[bytes.below(parts.len())];
        let damaged = desk::changed(&whole, part, |xml| {
            let letters: Vec<char> = xml.chars().collect();
            let from = bytes.below(letters.len());
            let to = (from + bytes.below(60)).min(letters.len());
            letters[..from].iter().chain(&letters[to..]).collect()
        });
        match judge.judge("表.xlsx", damaged) {
            judged if matches!(judged.kind, Kind::Unreadable) => {
                kinds[0] += 1;
                assert_eq!(judged.outcome.findings.len(), 1);
                assert_eq!(judged.outcome.findings[0].rule, "FIL-01");
            }
            _ => kinds[1] += 1,
        }
    }
    assert!(kinds[0] > 20 && kinds[1] > 2, "{kinds:?}");
}

#[test]
fn the_rest_of_a_folder_is_still_checked() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).expect("written");
    let whole = workbook();
    write("1_空的.xlsx", b"");
    write("2_没有传完.xlsx", &whole[..whole.len() / 2]);
    write("3_其实是文本.xlsx", "甲,1".as_bytes());
    write("4_完整.xlsx", &whole);
    write("~$4_完整.xlsx", b"lock");
    write("附件.pdf", b"%PDF-1.7");
    let judge = desk::judge();
    let found = gather(&[folder.path().to_owned()]).expect("a folder");
    let became: Vec<String> = found
        .iter()
        .map(|file| {
            let judged = judge.judge(&file.shown, std::fs::read(&file.path).expect("read"));
            let first = judged.outcome.findings.first().map_or("—", |finding| finding.rule.as_str());
            format!("{} {:?} {} {first}", file.shown, judged.kind, judged.status.word())
        })
        .collect();
    assert_eq!(
        became,
        [
            "1_空的.xlsx Unreadable 无法审核 FIL-01",
            "2_没有传完.xlsx Unreadable 无法审核 FIL-01",
            "3_其实是文本.xlsx Unreadable 无法审核 FIL-14",
            "4_完整.xlsx Return 退回 CMP-01",
            "附件.pdf Attachment 通过 —",
        ]
    );
}
