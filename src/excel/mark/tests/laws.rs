//! Laws over many marks, and over files that somebody has damaged.

use proptest::prelude::*;

use super::*;

fn wrong() -> impl Strategy<Value = Wrong> {
    prop_oneof![
        (any::<i32>(), 0u32..6).prop_map(|(digits, scale)| Wrong::Number(Decimal::new(digits.into(), scale))),
        any::<String>().prop_map(Wrong::Text),
        any::<bool>().prop_map(Wrong::Truth),
        Just(Wrong::Error),
        Just(Wrong::Blank),
    ]
}

fn marks() -> impl Strategy<Value = Vec<Mark>> {
    let severity = prop_oneof![Just(Severity::Error), Just(Severity::Query), Just(Severity::Hint)];
    let sheet = prop_oneof![Just("收支情况"), Just("项目'绩效'表")];
    let mark = (sheet, 0u32..1_048_576, 0u16..16_384, any::<String>(), severity, wrong(), any::<Option<String>>());
    let mark = mark.prop_map(|(sheet, row, column, key, severity, wrong, note)| Mark {
        sheet: sheet.to_owned(),
        cell: Cell::new(row, column),
        key,
        severity,
        wrong,
        note,
    });
    prop::collection::vec(mark, 0..12)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn unmark_gives_back_what_was_marked(marks in marks()) {
        let original = rich();
        let marked = mark(&original, &marks, &review("收支情况")).expect("marked");
        let again = Package::open(marked.clone()).expect("a package");
        for sheet in again.workbook().expect("a workbook").sheets {
            let bytes = again.required(&sheet.part).expect("a sheet");
            let mut tags = crate::excel::package::xml::Tags::new(&sheet.part, &bytes).expect("text");
            while tags.next_tag().expect("well formed").is_some() {}
        }
        let cleared = unmark(&marked).expect("cleared").expect("it bore marks");
        prop_assert_eq!(parts(&cleared), parts(&original));
    }

    #[test]
    fn damaged_files_are_refused_or_marked_but_never_a_panic(
        part in prop::sample::select(vec![
            "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
            "xl/worksheets/sheet1.xml", "xl/worksheets/_rels/sheet1.xml.rels", "xl/comments1.xml",
            "xl/drawings/vmlDrawing1.vml", "xl/worksheets/sheet3.xml",
        ]),
        at in any::<prop::sample::Index>(),
        length in 0usize..40,
        insert in "[<>/=\"' a-z0-9]{0,6}",
        already in any::<bool>(),
    ) {
        let file = rich();
        let file = if already { mark(&file, &findings("收支情况"), &review("收支情况")).expect("marked") } else { file };
        let mut package = Package::open(file).expect("a package");
        let Some(bytes) = package.part(part).expect("a part") else { return Ok(()) };
        let at = at.index(bytes.len());
        let end = (at + length).min(bytes.len());
        let damaged = [&bytes[..at], insert.as_bytes(), &bytes[end..]].concat();
        package.replace(part, damaged);
        let damaged = package.write().expect("bytes");
        let _ = mark(&damaged, &findings("收支情况"), &review("收支情况"));
        let _ = unmark(&damaged);
    }

    #[test]
    fn damaged_archives_are_never_a_panic(at in any::<prop::sample::Index>(), bits in any::<u8>(), cut in any::<prop::sample::Index>()) {
        let mut bytes = rich();
        let at = at.index(bytes.len());
        bytes[at] ^= bits;
        if bits & 1 == 0 {
            bytes.truncate(cut.index(bytes.len()));
        }
        let _ = mark(&bytes, &findings("收支情况"), &review("收支情况"));
    }
}
