//! Every output of one file whose findings are built by hand, word by word.

mod json;
mod letter;
mod review;
mod text;

use std::sync::Arc;

use jiff::civil::date;

use super::order::priorities;
use super::*;
use crate::checks::{Outcome, SPECS};
use crate::facts::{Answer, Certainty, Finding, Normalised, Severity, State, Unchecked};
use crate::form::Library;
use crate::outcome::{Judged, Kind, Roster, Rounds, Status, SubUnitsSaid, Unit};
use crate::words::Place;

const DATES: Dates = Dates { received: date(2022, 4, 20), reviewed: date(2022, 4, 22) };

fn places(cells: &[&str]) -> Vec<Place> {
    cells.iter().map(|cell| Place::new("收支情况", cell.parse().expect(cell))).collect()
}

fn finding(rule: &str, severity: Severity, cells: &[&str], field: &str, message: &str) -> Finding {
    let places = places(cells);
    Finding {
        rule: rule.to_owned(),
        severity,
        certainty: Certainty::Certain,
        title: format!("{rule}的标题"),
        place: places.first().cloned(),
        places,
        field: format!("支出.{field}"),
        row: "汇总".to_owned(),
        item: format!("汇总行“{field}”"),
        found: None,
        expected: None,
        difference: None,
        message: message.to_owned(),
        fix: "请改正。".to_owned(),
        state: State::New,
        answer: Answer::default(),
        excused: None,
        put_back: false,
    }
}

/// A file with a wrong total, two unreadable cells, blanks, a guess, a reminder and something said of the file.
fn returned() -> Judged {
    let total = Finding {
        found: Some("880.10".to_owned()),
        expected: Some("886.10".to_owned()),
        difference: Some("-6.00".to_owned()),
        ..finding("SUM-03", Severity::Error, &["B17", "C17", "F17"], "支出合计", "支出合计相差6.00万元，请核对。")
    };
    let words = |cell: &str, field: &str| Finding {
        found: Some("约\u{1b}[31m三百\n万元".to_owned()),
        ..finding("TYP-01", Severity::Error, &[cell], field, "应填数字，现为“约\u{1b}[31m三百\n万元”，请改填数字。")
    };
    let exceeds = finding("XTB-03", Severity::Query, &["H17", "B17"], "累计结余", "支出超过收入，请说明资金来源。");
    let guess = Finding {
        certainty: Certainty::Heuristic,
        found: Some("65.68".to_owned()),
        ..finding("XTB-10", Severity::Query, &["E17"], "公用支出", "人均公用支出偏高，请核实口径。")
    };
    let blanks = Finding {
        field: "支出".to_owned(),
        item: "支出汇总行".to_owned(),
        ..finding("CMP-02", Severity::Hint, &["E17", "F17", "E18"], "", "各栏为空，系统按0处理。")
    };
    let unsigned = finding("CMP-10", Severity::Hint, &[], "负责人", "“负责人”为空，请在纸质件上补签。");
    let of_file = Finding {
        item: String::new(),
        field: "文件格式".to_owned(),
        row: String::new(),
        found: Some(".xls".to_owned()),
        ..finding("FIL-14", Severity::Hint, &[], "", "报送文件实际是.xls，请另存为.xlsx。")
    };
    let findings =
        vec![of_file, total, words("C17", "基本支出"), words("F17", "项目支出"), exceeds, guess, blanks, unsigned];
    let unchecked = Unchecked {
        rule: "SUM-02".to_owned(),
        title: "基本支出不符".to_owned(),
        places: places(&["C17", "D17", "E17"]),
        because: "收支情况!C17 的内容无法识别".to_owned(),
    };
    let normalised =
        Normalised {
            place: places(&["B6"]).remove(0), found: "４１８．６９".to_owned(), read_as: "418.69".to_owned()
        };
    Judged {
        shown: "收回/629104=cmd.xlsx".to_owned(),
        sha256: "ab12".to_owned(),
        kind: Kind::Return,
        status: Status::Returned,
        code: "629104".to_owned(),
        name: "青澜经开区文化旅游局".to_owned(),
        section: "社保股".to_owned(),
        form: Some(Arc::new(Library::embedded(&SPECS).open("部门整体支出绩效自评@2021").expect("the form"))),
        as_issued: true,
        hindrance: None,
        rounds: Rounds { number: 2, ..Rounds::default() },
        deadline: Some(date(2022, 4, 30)),
        outcome: Outcome { findings, unchecked: vec![unchecked], normalised: vec![normalised], restored: Vec::new() },
        disagreement: None,
        verification: None,
        has_refill: false,
        refill_file: None,
        read: None,
    }
}

fn nothing_wrong() -> Judged {
    Judged { status: Status::Passed, outcome: Outcome::default(), rounds: Rounds::default(), ..returned() }
}

fn attachment() -> Judged {
    Judged { kind: Kind::Attachment, shown: "附件.pdf".to_owned(), outcome: Outcome::default(), ..returned() }
}

fn roster() -> Roster {
    let unit = |code: &str, name: &str, section: &str| Unit {
        code: code.to_owned(),
        name: name.to_owned(),
        section: section.to_owned(),
        sub_units: SubUnitsSaid::Unsaid,
        projects: None,
        figures: std::collections::BTreeMap::new(),
    };
    [unit("629104", "青澜经开区文化旅游局", "社保股"), unit("629110", "青澜经开区档案馆", "行政股")]
        .into_iter()
        .collect()
}

#[test]
fn findings_are_grouped_by_what_they_ask_for() {
    let judged = returned();
    let shown = Shown::of(&judged);
    assert_eq!(shown.counts(), Counts { correct: 3, explain: 1, note: 3 });
    let lines = |group| shown.lines(group).iter().map(|line| (&*line.first.rule, line.count())).collect::<Vec<_>>();
    assert_eq!(lines(Group::Correct), [("SUM-03", 1), ("TYP-01", 2)]);
    assert_eq!(lines(Group::Explain), [("XTB-03", 1)]);
    assert_eq!(lines(Group::Note), [("FIL-14", 1), ("XTB-10", 1), ("CMP-02", 1)]);
    assert_eq!(shown.reminders.len(), 1);
}

#[test]
fn a_field_is_wrong_in_one_cell_and_a_record_in_each() {
    let judged = returned();
    let cells = |index: usize| to_correct(&judged, &judged.outcome.findings[index]).to_vec();
    assert_eq!(cells(1), places(&["B17"]));
    assert_eq!(cells(6), places(&["E17", "F17", "E18"]));
}

#[test]
fn what_most_depends_on_is_corrected_first() {
    let judged = returned();
    let shown = Shown::of(&judged);
    let first: Vec<_> =
        priorities(&judged, &shown).iter().map(|one| (one.place.cell.to_string(), one.dependents)).collect();
    let expected = [("C17", 3), ("F17", 3), ("B17", 2)].map(|(cell, count)| (cell.to_owned(), count));
    assert_eq!(first, expected);
}

#[test]
fn reviews_are_written_by_status_and_unit() {
    let path = |judged: &Judged| review_path(judged).display().to_string().replace('\\', "/");
    let mut judged = returned();
    assert_eq!(path(&judged), "退回/629104_青澜经开区文化旅游局_第2次审核意见.xlsx");
    judged.name = "../局".to_owned();
    assert_eq!(path(&judged), "退回/629104_.._局_第2次审核意见.xlsx");
    (judged.code, judged.name) = (String::new(), String::new());
    assert_eq!(path(&judged), "退回/629104=cmd_第2次审核意见.xlsx");
}
