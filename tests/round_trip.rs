//! What is written is read back: random values of every type of field, in workbooks of every shape.

mod desk;

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use jiff::ToSpan;
use jiff::civil::date;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::RngSeed;
use regex::{NoExpand, Regex};
use xlcheck::excel::package::Package;
use xlcheck::facts::Slot;
use xlcheck::fields::Shown;
use xlcheck::form::Form;
use xlcheck::outcome::{FilledValue, Judge, ReadFile, SubUnitsSaid, UnitValues, fill};
use xlcheck::sections::Rows;

static FORM: LazyLock<Form> = LazyLock::new(desk::form);
static JUDGE: LazyLock<Judge> = LazyLock::new(desk::judge);
/// An issued workbook of every shape: without sub-units, with unsaid ones, with one to six by name.
static BLANKS: LazyLock<Vec<ReadFile>> =
    LazyLock::new(|| shapes().into_iter().map(|shape| read(desk::issued(&FORM, shape))).collect());

fn shapes() -> Vec<SubUnitsSaid> {
    let named = (1..=6).map(desk::named);
    [SubUnitsSaid::None, SubUnitsSaid::Unsaid].into_iter().chain(named).collect()
}

fn read(bytes: Vec<u8>) -> ReadFile {
    JUDGE.judge("表.xlsx", bytes).read.expect("a form")
}

fn filled(blank: &ReadFile, values: &UnitValues) -> ReadFile {
    read(fill(&FORM, blank, values).unwrap_or_else(|error| panic!("{error}")))
}

/// The fields that a unit may fill in.
fn inputs(blank: &ReadFile) -> Vec<Slot> {
    let is_input = |slot: &Slot| {
        let (sheet, cell) = blank.layout.cell(*slot);
        blank.layout.sheets[sheet].at(cell).is_some_and(|planned| planned.filling.is_input())
    };
    blank.layout.slots().filter(is_input).collect()
}

/// One value of each type; which one counts depends on the field it falls on.
#[derive(Debug, Clone)]
struct Values {
    /// In hundredths, up to the 15 digits that a workbook holds.
    amount: i64,
    people: u32,
    days_from_2000: i64,
    words: String,
}

impl Values {
    fn of(&self, shown: Shown) -> String {
        match shown {
            Shown::Amount => {
                let (sign, cents) = (if self.amount < 0 { "-" } else { "" }, self.amount.unsigned_abs());
                let text = format!("{sign}{}.{:02}", cents / 100, cents % 100);
                text.trim_end_matches('0').trim_end_matches('.').to_owned()
            }
            Shown::Score | Shown::Count | Shown::Measure => self.people.to_string(),
            Shown::Day => (date(2000, 1, 1) + self.days_from_2000.days()).to_string(),
            Shown::Words | Shown::Digits => self.words.clone(),
        }
    }
}

/// Words as a unit types them, with all that XML and Excel treat specially, but without blanks around them.
fn words() -> impl Strategy<Value = String> {
    "[一-龥a-zA-Z0-9，。“”（）<>&\"'=+@_-]([一-龥a-zA-Z0-9 \n\t，。；<>&\"'x_]{0,30}[一-龥a-z0-9。>&_])?"
}

fn values() -> impl Strategy<Value = Values> {
    let amount = prop_oneof![0..100_000_000i64, -999_999_999_999_999..=999_999_999_999_999i64];
    (amount, 0..10_000_000u32, 0..36_525i64, words()).prop_map(|(amount, people, days_from_2000, words)| Values {
        amount,
        people,
        days_from_2000,
        words,
    })
}

/// What is typed as it stands, sensible or not.
fn typed() -> impl Strategy<Value = String> {
    prop_oneof![
        words(),
        "[ 　\u{200b}]{0,2}[0-9０-９]{1,9}([.．][0-9]{0,4})?(万元|元|人|%)?[ 　\n]{0,2}",
        "-?[0-9]{1,3}(,[0-9]{3}){0,3}(\\.[0-9]{1,3})?",
        "20[0-9]{2}[-./年][0-9]{1,2}[-./月][0-9]{1,2}日?",
        "_x00[0-4][0-9A-F]_[\u{1}-\u{8}\r\n\t ]{0,2}",
        "(无|不适用|—|/|TRUE|#N/A|1e5|=1\\+1|2\\.二级机构1)",
    ]
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { failure_persistence: None, rng_seed: RngSeed::Fixed(2021), cases, ..ProptestConfig::default() }
}

/// A blank and a value for some of its fields; a later value of a field counts.
fn filling<T: std::fmt::Debug>(
    value: impl Strategy<Value = T>,
) -> impl Strategy<Value = (&'static ReadFile, Vec<(Slot, T)>)> {
    (any::<Index>(), prop::collection::vec((any::<Index>(), value), 1..60)).prop_map(|(shape, values)| {
        let blank = shape.get(&BLANKS);
        let inputs = inputs(blank);
        let mut chosen = BTreeMap::new();
        chosen.extend(values.into_iter().map(|(slot, value)| (*slot.get(&inputs), value)));
        (blank, chosen.into_iter().collect())
    })
}

/// Values by the names of their fields.
fn unit_values(blank: &ReadFile, values: Vec<(Slot, FilledValue)>) -> UnitValues {
    let mut all = UnitValues::of(&FORM, blank, "");
    for (slot, value) in values {
        let table = &FORM.tables[slot.table];
        let rows = all.values.entry(table.id.clone()).or_default();
        let fields = rows.entry(blank.layout.rows[slot.table][slot.row].id.clone()).or_default();
        fields.insert(table.fields[slot.field].id.clone(), value);
    }
    all
}

proptest! {
    #![proptest_config(config(64))]

    #[test]
    fn values_of_every_type_are_read_back((blank, values) in filling(values())) {
        let given = values.iter().map(|(slot, value)| {
            let shown = FORM.tables[slot.table].fields[slot.field].kind.shown();
            let value = Some(value.of(shown));
            let cell = Some(blank.layout.place(*slot).to_string());
            (*slot, FilledValue { value, text: None, cell })
        });
        let given = unit_values(blank, given.collect());
        prop_assert_eq!(UnitValues::of(&FORM, &filled(blank, &given), ""), given);
    }

    #[test]
    fn what_is_exported_can_be_filled_in_again((blank, values) in filling(typed())) {
        let given = values.into_iter().map(|(slot, text)| {
            (slot, FilledValue { value: None, text: Some(text), cell: None })
        });
        let first = filled(blank, &unit_values(blank, given.collect()));
        let exported = UnitValues::of(&FORM, &first, "");
        let again = filled(blank, &exported);
        prop_assert_eq!(&UnitValues::of(&FORM, &again, ""), &exported);
        for slot in inputs(blank) {
            let value = |file: &ReadFile| file.found.submission.entry(slot).reading.value.clone();
            prop_assert_eq!(value(&first), value(&again), "{}", blank.layout.place(slot));
        }
    }
}

#[test]
fn the_same_unit_is_issued_the_same_bytes() {
    let other = Arc::new(desk::form());
    for shape in shapes() {
        assert!(desk::issued(&FORM, shape.clone()) == desk::issued(&other, shape.clone()), "{shape:?}");
    }
}

/// A workbook that nobody has filled in lacks what is required and the totals, and its placeholder names are left.
#[test]
fn of_a_blank_only_blanks_are_said() {
    let required = FORM.tables.iter().map(|table| {
        let in_rows = if matches!(table.rows, Rows::One) {
            table.fields.iter().filter(|field| field.required).count()
        } else {
            0
        };
        in_rows + usize::from(table.required)
    });
    let required: usize = required.sum();
    let totals = FORM.tables.iter().flat_map(|table| &table.fields).filter(|field| field.total).count();
    let grids = FORM.tables.iter().filter(|table| table.kind.name() == "grid").count();
    assert_eq!((required, totals, grids), (18, 8, 4));
    for shape in shapes() {
        let judged = JUDGE.judge("空白表.xlsx", desk::issued(&FORM, shape.clone()));
        let mut rules: BTreeMap<&str, usize> = BTreeMap::new();
        for finding in &judged.outcome.findings {
            *rules.entry(&finding.rule).or_default() += 1;
        }
        // Five categories of indicators and one of the benefits have to be there; score and grade; panel and signatures.
        let of_words = [("CMP-09", 1), ("CMP-10", 1), ("CMP-11", 6), ("GRD-03", 2)];
        let mut expected: BTreeMap<&str, usize> = of_words.into_iter().collect();
        expected.extend([("CMP-01", required), ("CMP-03", totals)]);
        if shape == SubUnitsSaid::Unsaid {
            expected.insert("CMP-05", grids);
        }
        assert_eq!(rules, expected, "{shape:?}");
    }
}

/// A workbook in which one cell is stored as a client would store it.
fn stored(bytes: &[u8], part: &str, cell: &str, xml: &str) -> Vec<u8> {
    desk::changed(bytes, part, |sheet| {
        let cell = Regex::new(&format!(r#"(?s)<c r="{cell}"[^>]*?(/>|>.*?</c>)"#)).expect("a pattern");
        assert!(cell.is_match(&sheet));
        cell.replace(&sheet, NoExpand(xml)).into_owned()
    })
}

/// What clients store otherwise than `fill` does comes back as the same value all the same.
#[test]
fn what_clients_store_can_be_filled_in_again() {
    let blank = &BLANKS[1];
    let [cover, figures] = ["封面", "收支情况"].map(|sheet| desk::part(&blank.bytes, sheet));
    let (cover, figures) = (cover.as_str(), figures.as_str());
    let text = |text: &str| Some(text.to_owned());
    let package = Package::open(blank.bytes.clone()).expect("a package");
    let xml = String::from_utf8(package.required(cover).expect("the cover").to_vec()).expect("UTF-8");
    // The number format of the day of the report.
    let day = Regex::new(r#"<c r="B9" s="(\d+)"#).expect("a pattern").captures(&xml).expect("a day")[1].to_owned();
    for (part, cell, xml, name, value, typed) in [
        // A day whose cell lost its format.
        (cover, "B9", r#"<c r="B9"><v>44640</v></c>"#.to_owned(), "封面..报告日期", text("2022-03-20"), None),
        // A day of a workbook that was typed as people write.
        (
            cover,
            "B9",
            r#"<c r="B9" t="str"><v>2022.3.20</v></c>"#.to_owned(),
            "封面..报告日期",
            text("2022-03-20"),
            text("2022.3.20"),
        ),
        // An amount that was calculated in its cell.
        (
            figures,
            "B6",
            r#"<c r="B6"><f>4186912.34/10000</f><v>418.691234</v></c>"#.to_owned(),
            "收入.汇总.收入合计",
            text("418.69"),
            None,
        ),
        // A fraction that became a day.
        (
            figures,
            "B6",
            format!(r#"<c r="B6" s="{day}"><v>44640</v></c>"#),
            "收入.汇总.收入合计",
            None,
            text("2022-03-20"),
        ),
        // A placeholder that was taken out.
        (figures, "A8", r#"<c r="A8"/>"#.to_owned(), "收入.机构1.机构名称", text(""), None),
    ] {
        let first = read(stored(&blank.bytes, part, cell, &xml));
        let exported = UnitValues::of(&FORM, &first, "");
        let [table, row, field] = name.split('.').collect::<Vec<_>>()[..] else { panic!("{name}") };
        let found = &exported.values[table][row][field];
        assert_eq!((&found.value, &found.text), (&value, &typed), "{xml}");
        assert_eq!(UnitValues::of(&FORM, &filled(blank, &exported), ""), exported, "{xml}");
    }
}

/// A day is the same day in a workbook that counts from 1904.
#[test]
fn days_are_filled_in_as_the_workbook_counts() {
    let since_1904 = desk::changed(&BLANKS[0].bytes, "xl/workbook.xml", |xml| {
        xml.replacen("<workbookPr ", "<workbookPr date1904=\"1\" ", 1)
    });
    let blank = read(since_1904);
    assert!(blank.book.date1904);
    let values = desk::values("01_无误");
    let exported = UnitValues::of(&FORM, &filled(&blank, &values), "");
    assert_eq!(exported.values["封面"][""]["报告日期"].value.as_deref(), Some("2022-03-20"));
}

/// What a workbook cannot hold is refused and not changed on the way.
#[test]
fn values_that_would_come_back_as_others_are_refused() {
    for (table, field, value, wanted) in [
        ("基本概况", "人员编制", "12345678901234567", "工作簿能存下的数字"),
        ("基本概况", "人员编制", "七", "数字"),
        ("封面", "报告日期", "1850-01-01", "日期"),
        ("封面", "报告日期", "2022-02-30", "日期"),
    ] {
        let slot =
            |slot: &Slot| FORM.tables[slot.table].id == table && FORM.tables[slot.table].fields[slot.field].id == field;
        let slot = inputs(&BLANKS[0]).into_iter().find(slot).expect("a field");
        let given = FilledValue { value: Some(value.to_owned()), text: None, cell: None };
        let error = refused(slot, given);
        let told = format!(
            "数据有1处不符合表单：\n“{table}.{field}”的值“{value}”不是{wanted}；要照原样填入，请写 {{\"text\": …}}"
        );
        assert_eq!(error, told);
    }
    let words = inputs(&BLANKS[0]).into_iter().find(|slot| FORM.tables[slot.table].id == "职能职责").expect("a field");
    let given = |length| FilledValue { value: Some("字".repeat(length)), text: None, cell: None };
    let told = "数据有1处不符合表单：\n“职能职责.段1.正文”超过32767个字符，一个单元格放不下";
    assert_eq!(refused(words, given(32_768)), told);
    let longest = unit_values(&BLANKS[0], vec![(words, given(32_767))]);
    let exported = UnitValues::of(&FORM, &filled(&BLANKS[0], &longest), "");
    assert_eq!(exported.values["职能职责"]["段1"]["正文"].value, given(32_767).value);
}

/// What is said where a value is refused.
fn refused(slot: Slot, value: FilledValue) -> String {
    fill(&FORM, &BLANKS[0], &unit_values(&BLANKS[0], vec![(slot, value)])).expect_err("refused").to_string()
}
