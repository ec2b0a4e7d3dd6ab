//! Workbooks whose rows, columns, sheets, names or stamp were changed on the way: every value is read from the cell
//! it moved to or reported lost, and what happened is said.

mod client;
mod desk;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use client::Edit::{DeleteColumn, DeleteRow, InsertColumn, InsertRow};
use client::{Edit, edit};
use desk::{changed, said};
use xlcheck::excel::package::Package;
use xlcheck::excel::patch::{NewValue, set_cells};
use xlcheck::excel::write::STAMP_SHEET;
use xlcheck::outcome::{FilledValue, Judge, Judged, UnitValues};
use xlcheck::words::{Cell, Place};

/// Figures of the unit with one sub-unit: table, field, and the values of 汇总, 部机关 and 机构1.
const FIGURES: [(&str, &str, [&str; 3]); 22] = [
    ("收入", "收入合计", ["622.4", "612.4", "10"]),
    ("收入", "上年结转", ["13.4", "12.4", "1"]),
    ("收入", "公共财政拨款", ["594", "585", "9"]),
    ("收入", "政府基金拨款", ["0", "0", "0"]),
    ("收入", "纳入专户管理的非税收入拨款", ["15", "15", "0"]),
    ("收入", "其他收入", ["0", "0", "0"]),
    ("支出", "支出合计", ["606.15", "598.15", "8"]),
    ("支出", "基本支出", ["407.65", "402.65", "5"]),
    ("支出", "人员支出", ["334.2", "331.2", "3"]),
    ("支出", "公用支出", ["73.45", "71.45", "2"]),
    ("支出", "项目支出", ["198.5", "195.5", "3"]),
    ("支出", "当年结余", ["2.85", "1.85", "1"]),
    ("支出", "累计结余", ["16.25", "14.25", "2"]),
    ("三公", "三公经费合计", ["2.85", "2.35", "0.5"]),
    ("三公", "公务接待费", ["0.8", "0.6", "0.2"]),
    ("三公", "公务用车运维费", ["2.05", "1.75", "0.3"]),
    ("三公", "公务用车购置费", ["0", "0", "0"]),
    ("三公", "因公出国费", ["0", "0", "0"]),
    ("资产", "固定资产合计", ["132.6", "128.6", "4"]),
    ("资产", "在用固定资产", ["132.6", "128.6", "4"]),
    ("资产", "出租固定资产", ["0", "0", "0"]),
    ("资产", "其他固定资产", ["0", "0", "0"]),
];

/// What the unit with one sub-unit fills in; everything is right.
fn right() -> UnitValues {
    let mut values = desk::values("01_无误");
    for (table, field, figures) in FIGURES {
        for (row, figure) in ["汇总", "部机关", "机构1"].into_iter().zip(figures) {
            set(&mut values, table, row, field, figure);
        }
    }
    // The words of the example tell its own figures.
    for section in ["规模", "基本支出情况", "专项安排"] {
        set(
            &mut values,
            section,
            "段1",
            "正文",
            "资金按批复的预算和用途使用，支出范围覆盖全区，没有超范围和超标准列支的情况。",
        );
    }
    values
}

fn set(values: &mut UnitValues, table: &str, row: &str, field: &str, value: &str) {
    let rows = values.values.entry(table.to_owned()).or_default();
    let value = FilledValue { value: Some(value.to_owned()), text: None, cell: None };
    rows.entry(row.to_owned()).or_default().insert(field.to_owned(), value);
}

/// The workbook of that unit with these values.
fn filled(values: &UnitValues) -> Vec<u8> {
    let form = desk::form();
    desk::filled(&form, &desk::judge(), desk::issued(&form, desk::named(1)), values)
}

/// The workbook in which everything is right.
fn clean() -> Vec<u8> {
    static CLEAN: LazyLock<Vec<u8>> = LazyLock::new(|| filled(&right()));
    CLEAN.clone()
}

/// What was read: the field, the value, and where it stands.
type Values = BTreeMap<String, (String, String)>;

fn values(judged: &Judged) -> Values {
    let (form, read) = (judged.form.as_ref().expect("a form"), judged.read.as_ref().expect("a form"));
    let mut values = Values::new();
    for (table, rows) in UnitValues::of(form, read, "").values {
        for (row, fields) in rows {
            for (field, found) in fields {
                let value = found.value.or(found.text).expect("a value");
                values.insert(format!("{table}.{row}.{field}"), (value, found.cell.expect("a cell")));
            }
        }
    }
    values
}

/// What is read of the clean workbook, with every cell of a sheet where an edit leaves it.
fn after(sheet: &str, edits: &[Edit]) -> Values {
    let mut before = values(&judged(clean()));
    before.retain(|_, (_, place)| {
        let (of, cell) = place.split_once('!').expect("a place");
        if of != sheet {
            return true;
        }
        let moved = edits.iter().try_fold(cell.parse::<Cell>().expect("a cell"), |cell, edit| edit.cell(cell));
        *place = moved.map(|cell| Place::new(of, cell).to_string()).unwrap_or_default();
        moved.is_some()
    });
    before
}

fn judged(bytes: Vec<u8>) -> Judged {
    static JUDGE: LazyLock<Judge> = LazyLock::new(desk::judge);
    JUDGE.judge("市政维护中心.xlsx", bytes)
}

/// What is said of a sheet on which everything is found where it is now.
fn moved(sheet: &str, detail: &str) -> String {
    format!("FIL-07 — 工作表“{sheet}”行列结构被改动（{detail}），系统已按现在的位置读取，可不修改。")
}

/// What is said of a sheet on which something is gone.
fn lost(sheet: &str, detail: &str) -> String {
    format!(
        "FIL-07 — 工作表“{sheet}”行列结构被改动（{detail}），无法定位其中的数据，请将数据填入下发的模板后重新报送。"
    )
}

/// What is said of a sheet whose cells may not stand where they were meant to.
fn to_confirm(cell: &str, detail: &str) -> String {
    format!(
        "FIL-07 {SHEET}!{cell} 工作表“{SHEET}”行列结构被改动（{detail}），系统已按现在的位置读取，请核对各项是否填在应填的格中。"
    )
}

/// What is said of locked words that were changed.
fn label(cell: &str, issued: &str, found: &str) -> String {
    format!("FIL-06 收支情况!{cell} 工作表“收支情况”{cell}为锁定内容，原为“{issued}”，现为“{found}”，请恢复。")
}

/// What is said of a workbook that does not say which form it is.
fn unstamped() -> String {
    "FIL-02 — 本文件没有模板标识，本次下发的模板为“部门整体支出绩效自评（2021）”，请使用本次下发的模板填报。".to_owned()
}

/// Asserts that the values are those of the clean workbook where the edits leave them, and what is said.
#[track_caller]
fn assert_followed(bytes: Vec<u8>, sheet: &str, edits: &[Edit], expected: &[String]) {
    let judged = judged(bytes);
    assert_eq!(said(&judged), expected);
    assert_eq!(values(&judged), after(sheet, edits));
}

/// The workbook after several edits of one sheet, one after the other.
fn edited(mut bytes: Vec<u8>, sheet: &str, edits: &[Edit]) -> Vec<u8> {
    for one in edits {
        bytes = edit(&bytes, sheet, *one);
    }
    bytes
}

/// The workbook without any defined name, as some converters leave it.
fn nameless(bytes: &[u8]) -> Vec<u8> {
    changed(bytes, "xl/workbook.xml", |xml| {
        let (before, names) = xml.split_once("<definedNames>").expect("names");
        let (_, after) = names.split_once("</definedNames>").expect("names");
        format!("{before}{after}")
    })
}

/// The workbook without its very hidden sheet's content, as `WPS` leaves it where macros are cleaned away.
fn without_stamp_sheet(bytes: &[u8]) -> Vec<u8> {
    changed(bytes, &desk::part(bytes, STAMP_SHEET), |xml| {
        let (before, rows) = xml.split_once("<sheetData>").expect("rows");
        let (_, after) = rows.split_once("</sheetData>").expect("rows");
        format!("{before}<sheetData/>{after}")
    })
}

/// The workbook without its own document properties, as mail gateways leave it.
fn without_properties(bytes: &[u8]) -> Vec<u8> {
    changed(bytes, "docProps/custom.xml", |xml| xml.replace("name=\"xlcheck.", "name=\"other."))
}

/// The workbook without the line that everybody sees, as one leaves it who copies the tables only.
fn without_line(bytes: &[u8]) -> Vec<u8> {
    changed(bytes, "xl/sharedStrings.xml", |xml| xml.replace("<t>模板：", "<t>"))
}

/// The workbook without anything that says what it is.
fn without_stamp(bytes: &[u8]) -> Vec<u8> {
    without_line(&without_properties(&without_stamp_sheet(bytes)))
}

/// The workbook with other words in some cells of a sheet.
fn typed(bytes: &[u8], sheet: &str, words: &[(&str, &str)]) -> Vec<u8> {
    let mut package = Package::open(bytes.to_vec()).expect("a package");
    let part = desk::part(bytes, sheet);
    let new = |(cell, text): &(&str, &str)| (cell.parse().expect("a cell"), NewValue::Text((*text).to_owned()));
    let xml = set_cells(&package.required(&part).expect("a part"), &words.iter().map(new).collect::<Vec<_>>());
    package.replace(&part, xml.expect("changed"));
    package.write().expect("written")
}

const SHEET: &str = "收支情况";

#[test]
fn a_clean_workbook_has_nothing_said_of_it() {
    let judged = judged(clean());
    assert_eq!(said(&judged), Vec::<String>::new());
    let values = values(&judged);
    let figures = values.values().filter(|(_, place)| place.starts_with(SHEET)).count();
    assert_eq!(figures, 3 * FIGURES.len());
    let figure = |value: &str, cell: &str| Some((value.to_owned(), format!("{SHEET}!{cell}")));
    assert_eq!(values.get("收入.机构1.收入合计").cloned(), figure("10", "B8"));
    assert_eq!(values.get("三公.汇总.公务接待费").cloned(), figure("0.8", "C25"));
}

#[test]
fn rows_and_columns_are_followed_by_names_and_labels() {
    let of_text = "基本概况";
    for (sheet, edits, expected) in [
        // Above a table, inside it, inside its head, at the top and the bottom.
        (SHEET, vec![InsertRow(11)], moved(SHEET, "原第12行移到了第13行")),
        (SHEET, vec![InsertRow(7)], moved(SHEET, "原第8行移到了第9行")),
        (SHEET, vec![InsertRow(13)], moved(SHEET, "原第14行移到了第15行")),
        (SHEET, vec![InsertRow(0), InsertRow(0), InsertRow(30)], moved(SHEET, "原第1行移到了第3行")),
        // A spare row, a row with figures, the total row, the only column of a table, a column of all tables.
        (SHEET, vec![DeleteRow(9)], moved(SHEET, "原第10行不见了")),
        (SHEET, vec![DeleteRow(26)], lost(SHEET, "原第27行不见了")),
        (SHEET, vec![DeleteRow(15)], lost(SHEET, "原第16行不见了")),
        (SHEET, vec![DeleteColumn(7)], lost(SHEET, "原H列不见了")),
        (SHEET, vec![DeleteColumn(3)], lost(SHEET, "原D列不见了")),
        (SHEET, vec![InsertColumn(2)], moved(SHEET, "原C列移到了D列")),
        // A paragraph of a long text, an item of a list.
        (of_text, vec![InsertRow(8)], moved(of_text, "原第9行移到了第10行")),
        (of_text, vec![DeleteRow(22)], lost(of_text, "原第23行不见了")),
    ] {
        assert_followed(edited(clean(), sheet, &edits), sheet, &edits, &[expected]);
    }
}

/// What has neither name nor label between two labels is found where as many rows are left, and else lost.
#[test]
fn rows_and_columns_are_followed_by_labels_alone() {
    let of_text = "基本概况";
    for (sheet, edits, expected) in [
        (SHEET, vec![InsertRow(11)], moved(SHEET, "原第9、10行不见了")),
        (SHEET, vec![InsertRow(7)], moved(SHEET, "原第8行移到了第9行")),
        (SHEET, vec![DeleteRow(9)], moved(SHEET, "原第9、10行不见了")),
        (SHEET, vec![DeleteRow(26)], lost(SHEET, "原第27、28、29行不见了")),
        (SHEET, vec![DeleteRow(15)], lost(SHEET, "原第16行不见了")),
        (SHEET, vec![DeleteColumn(3)], lost(SHEET, "原D列不见了")),
        (SHEET, vec![InsertColumn(2)], moved(SHEET, "原C列移到了D列")),
        (of_text, vec![InsertRow(8)], moved(of_text, "原第9行移到了第10行")),
        (of_text, vec![DeleteRow(22)], lost(of_text, "原第23行不见了")),
    ] {
        assert_followed(edited(nameless(&clean()), sheet, &edits), sheet, &edits, &[expected]);
    }
}

#[test]
fn sheets_in_another_order_are_followed() {
    let swapped = changed(&clean(), "xl/workbook.xml", |xml| {
        let sheets: Vec<&str> = xml
            .match_indices("<sheet ")
            .map(|(at, _)| &xml[at..=at + xml[at..].find("/>").expect("an end") + 1])
            .collect();
        let (second, third) = (sheets[2].to_owned(), sheets[3].to_owned());
        xml.replace(&second, "#").replace(&third, &second).replace('#', &third)
    });
    assert_followed(swapped, SHEET, &[], &[]);
}

#[test]
fn a_renamed_sheet_is_followed() {
    let renamed = changed(&clean(), "xl/workbook.xml", |xml| {
        xml.replace("name=\"收支情况\"", "name=\"二、收支\"").replace("收支情况!", "'二、收支'!")
    });
    let judged = judged(renamed);
    assert_eq!(said(&judged), ["FIL-05 — 工作表“收支情况”已改名为“二、收支”，系统已按现在的工作表读取，可不修改。"]);
    let there = |(name, (value, place)): (&String, &(String, String))| {
        (name.clone(), (value.clone(), place.replace("二、收支", SHEET)))
    };
    assert_eq!(values(&judged).iter().map(there).collect::<Values>(), after(SHEET, &[]));
}

#[test]
fn without_names_a_renamed_sheet_is_followed_by_labels() {
    let renamed =
        changed(&nameless(&clean()), "xl/workbook.xml", |xml| xml.replace("name=\"收支情况\"", "name=\"二、收支\""));
    let judged = judged(renamed);
    assert_eq!(said(&judged), ["FIL-05 — 工作表“收支情况”已改名为“二、收支”，系统已按现在的工作表读取，可不修改。"]);
    assert_eq!(values(&judged).len(), after(SHEET, &[]).len());
}

#[test]
fn a_workbook_without_names_is_read() {
    assert_followed(nameless(&clean()), SHEET, &[], &[]);
}

#[test]
fn any_one_carrier_says_what_the_workbook_is() {
    let whole = judged(clean()).read.expect("a form").stamp;
    for bytes in [
        without_line(&without_properties(&clean())),
        without_line(&without_stamp_sheet(&clean())),
        without_properties(&without_stamp_sheet(&clean())),
    ] {
        let judged = judged(bytes);
        assert_eq!((judged.code.as_str(), judged.name.as_str()), ("629101", "青澜经开区市政维护中心"));
        assert_eq!(values(&judged), after(SHEET, &[]));
        let stamp = judged.read.as_ref().map(|read| &read.stamp).expect("a form");
        assert_eq!(
            (&stamp.template, &stamp.edition, &stamp.shape, stamp.year),
            (&whole.template, &whole.edition, &whole.shape, whole.year)
        );
        assert_eq!(said(&judged), Vec::<String>::new());
    }
}

#[test]
fn a_workbook_without_stamp_is_known_by_its_labels() {
    let bytes = without_stamp(&clean());
    assert_followed(bytes.clone(), SHEET, &[], &[unstamped()]);
    let unnamed = nameless(&bytes);
    assert_followed(unnamed.clone(), SHEET, &[], &[unstamped()]);
    let judged = judged(unnamed);
    assert_eq!((judged.code.as_str(), judged.name.as_str()), ("629101", "青澜经开区市政维护中心"));
}

#[test]
fn a_workbook_without_stamp_is_followed() {
    let bytes = without_stamp(&clean());
    let edits = [InsertRow(7), InsertRow(0)];
    assert_followed(
        edited(bytes.clone(), SHEET, &edits),
        SHEET,
        &edits,
        &[unstamped(), moved(SHEET, "原第1行移到了第2行")],
    );
    let edits = [InsertRow(0), InsertColumn(1)];
    assert_followed(
        edited(nameless(&bytes), SHEET, &edits),
        SHEET,
        &edits,
        &[unstamped(), moved(SHEET, "原第1行移到了第2行，原B列移到了C列")],
    );
}

#[test]
fn a_changed_head_is_said_and_its_column_is_still_read() {
    assert_followed(
        typed(&clean(), SHEET, &[("C14", "基本支出（含往来）")]),
        SHEET,
        &[],
        &[label("C14", "基本支出", "基本支出（含往来）")],
    );
}

#[test]
fn a_changed_row_name_is_said_and_its_row_is_still_read() {
    assert_followed(
        typed(&clean(), SHEET, &[("A17", "1.机关本级")]),
        SHEET,
        &[],
        &[label("A17", "1.部机关", "1.机关本级")],
    );
    assert_followed(
        typed(&nameless(&clean()), SHEET, &[("A17", "1.机关本级")]),
        SHEET,
        &[],
        &[label("A17", "1.部机关", "1.机关本级")],
    );
}

#[test]
fn a_changed_head_above_an_inserted_column_is_said_and_followed() {
    let edits = [InsertColumn(2)];
    let changed = typed(&edited(clean(), SHEET, &edits), SHEET, &[("D14", "基本支出（含往来）")]);
    assert_followed(
        changed,
        SHEET,
        &edits,
        &[moved(SHEET, "原C列移到了D列"), label("D14", "基本支出", "基本支出（含往来）")],
    );
}

/// Cutting and pasting moves names and leaves labels: what people see on a row is of that row.
#[test]
fn names_that_were_cut_and_pasted_are_outvoted_by_labels() {
    let pasted = changed(&clean(), "xl/workbook.xml", |xml| {
        let xml = xml.replace("name=\"三公.部机关.", "name=\"#.");
        let xml = xml.replace("name=\"三公.汇总.", "name=\"三公.部机关.");
        xml.replace("name=\"#.", "name=\"三公.汇总.")
    });
    assert_followed(pasted, SHEET, &[], &[to_confirm("B25", "B25等10格是从别处剪切粘贴来的")]);
}

#[test]
fn a_deleted_table_is_lost_and_the_others_are_followed() {
    let edits = [DeleteRow(21); 9];
    assert_followed(
        edited(clean(), SHEET, &edits),
        SHEET,
        &edits,
        &[lost(SHEET, "原第25、26、27、28、29行不见了，原第22、23、24行的标签不见了")],
    );
    assert_followed(
        edited(nameless(&clean()), SHEET, &edits),
        SHEET,
        &edits,
        &[lost(SHEET, "原第19、20、25、26、27、28、29行不见了，原第22、23、24行的标签不见了")],
    );
}

#[test]
fn a_deleted_head_is_said_and_the_figures_are_followed() {
    let edits = [DeleteRow(13)];
    assert_followed(edited(clean(), SHEET, &edits), SHEET, &edits, &[moved(SHEET, "原第14行的标签不见了")]);
}

/// Without names nothing tells a spare row that moved from one that was inserted: its figures are lost, not misread.
#[test]
fn without_names_what_stands_below_the_last_label_is_lost_where_rows_were_inserted() {
    let mut values = right();
    for (field, value) in [("机构名称", "青澜区苗圃"), ("固定资产合计", "3"), ("在用固定资产", "3")]
    {
        set(&mut values, "资产", "机构3", field, value);
    }
    let judged = judged(edited(nameless(&filled(&values)), SHEET, &[InsertRow(36)]));
    assert_eq!(said(&judged), [lost(SHEET, "原第37、38行不见了，第39行有表中没有的内容")]);
    assert_eq!(self::values(&judged), after(SHEET, &[]));
}

/// What was put where nothing is read is said, and never that nothing need be changed.
#[test]
fn content_where_nothing_was_planned_is_said() {
    for (cell, value) in [("A8", "3.新设站"), ("B8", "5")] {
        let inserted = typed(&edit(&clean(), SHEET, InsertRow(7)), SHEET, &[(cell, value)]);
        assert_eq!(said(&judged(inserted)), [lost(SHEET, "第8行有表中没有的内容")], "{cell}");
    }
    let beside = typed(&clean(), SHEET, &[("H8", "5")]);
    assert_eq!(said(&judged(beside)), [lost(SHEET, "第8行有表中没有的内容")]);
}

/// A formula that repeats another cell is no less changed by another formula than by a figure.
#[test]
fn a_locked_formula_that_was_changed_is_said() {
    let told = |what: &str| {
        format!("FIL-08 收支情况!B7 工作表“收支情况”B7的自动计算公式被{what}，重算结果为612.40，请恢复公式或说明原因。")
    };
    assert_eq!(said(&alone("B7", "<f>B6+1</f><v>613.4</v>")), [told("改为公式“=B6+1”")]);
    assert_eq!(said(&alone("B7", "<v>612.4</v>")), [told("改为固定值612.4")]);
    assert_eq!(said(&alone("B7", "")), [told("清空")]);
    assert_eq!(said(&alone("B7", "<f>$B$6</f><v>612.4</v>")), Vec::<String>::new());
}

/// The unit without sub-units: its second row repeats the first by formulas.
fn alone(cell: &str, content: &str) -> Judged {
    let form = desk::form();
    let issued = desk::issued(&form, xlcheck::outcome::SubUnitsSaid::None);
    let filled = desk::filled(&form, &desk::judge(), issued, &desk::values("01_无误"));
    judged(changed(&filled, &desk::part(&filled, SHEET), |xml| {
        let (before, rest) = xml.split_at(xml.find(&format!("<c r=\"{cell}\"")).expect("a cell"));
        let (open, after) = rest.split_once('>').expect("an end");
        let (_, after) = after.split_once("</c>").expect("an end");
        format!("{before}{open}>{content}</c>{after}")
    }))
}

#[test]
fn what_a_locked_formula_repeats_is_said_once() {
    let judged = alone("D13", "<v>331.205</v>");
    let decimals: Vec<String> = said(&judged).into_iter().filter(|line| line.starts_with("TYP-05")).collect();
    assert_eq!(decimals.len(), 1, "{decimals:?}");
    assert!(decimals[0].starts_with("TYP-05 收支情况!D13 "), "{decimals:?}");
}

#[test]
fn a_formula_without_a_result_is_not_taken_for_a_blank() {
    let judged = alone("D13", "<f>LOOKUP(1,A1:A2)</f>");
    assert_eq!(said(&judged), Vec::<String>::new());
    let unchecked: Vec<&str> = judged.outcome.unchecked.iter().map(|one| &*one.rule).collect();
    assert!(unchecked.contains(&"SUM-02"), "{unchecked:?}");
}

#[test]
fn hidden_columns_to_fill_in_are_said() {
    let bytes = filled(&desk::values("01_无误"));
    let hidden = changed(&bytes, &desk::part(&bytes, SHEET), |xml| {
        let visible = "<col min=\"2\" max=\"8\" width=\"15.7109375\" customWidth=\"1\"/>";
        assert!(xml.contains(visible), "the columns of the form");
        xml.replacen(
            visible,
            "<col min=\"2\" max=\"3\" width=\"15.7\" hidden=\"1\"/><col min=\"4\" max=\"4\" width=\"0\"/>",
            1,
        )
    });
    let said = said(&judged(hidden));
    assert_eq!(said[0], "FIL-12 — 文件含有隐藏的列（收支情况B、C、D列），公开前请清除。");
}
