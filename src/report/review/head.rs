//! The head of a review: whose it is, what it comes to, what to do now.

use jiff::civil::Date;

use super::paper::{ANSWER, ASK, CELL, EXPECTED, FOUND, NONE, NUMBER, PRINT_COLUMNS, Paper, words};
use super::{Dates, since};
use crate::excel::mark::ReviewStyle;
use crate::outcome::{Judged, Status};
use crate::plan::review::{MIN_EXPLANATION, handed_in};
use crate::report::order::{Counts, Group, Shown};
use crate::report::path::refill_name;

pub(super) fn place(paper: &mut Paper, judged: &Judged, shown: &Shown<'_>, dates: Dates) {
    paper.row(36.0, vec![words(NUMBER, PRINT_COLUMNS, &title(judged), ReviewStyle::Title)]);
    let file = judged.shown.rsplit(['/', '\\']).next().unwrap_or(&judged.shown);
    let form = judged.form.as_ref().map(|form| format!("{}（{}版）", form.id, form.edition));
    let (section, name, code) = (&judged.section, &judged.name, &judged.code);
    facts(paper, [("单位名称", name), ("预算编码", code), ("归口股室", section)]);
    facts(
        paper,
        [("文件名", file), ("报送次数", &handed_in(judged.rounds.number)), ("报送期限", &day(judged.deadline))],
    );
    let (received, reviewed) = (day(Some(dates.received)), day(Some(dates.reviewed)));
    facts(paper, [("填报模板", form.as_deref().unwrap_or_default()), ("收件日期", &received), ("审核日期", &reviewed)]);
    let conclusion = conclusion(judged, shown, dates);
    across(paper, "审核结论", &conclusion, ReviewStyle::Conclusion);
    if let Some(steps) = steps(judged, shown.counts(), paper.is_in_the_file()) {
        across(paper, "办理方法", &steps, ReviewStyle::Value);
    }
}

/// A name at the left and words across the rest of the page.
pub(super) fn across(paper: &mut Paper, name: &str, text: &str, style: ReviewStyle) {
    let rest = PRINT_COLUMNS - CELL;
    paper.row(0.0, vec![words(NUMBER, CELL, name, ReviewStyle::Label), words(CELL, rest, text, style)]);
}

/// A row of three facts with their names.
fn facts(paper: &mut Paper, facts: [(&str, &str); 3]) {
    const COLUMNS: [(u16, u16, u16); 3] = [(NUMBER, CELL, FOUND), (FOUND, EXPECTED, ASK), (ASK, ANSWER, PRINT_COLUMNS)];
    let cells = facts.into_iter().zip(COLUMNS).flat_map(|((name, value), (from, value_from, end))| {
        let value = if value.is_empty() { NONE } else { value };
        [
            words(from, value_from - from, name, ReviewStyle::Label),
            words(value_from, end - value_from, value, ReviewStyle::Value),
        ]
    });
    paper.row(22.0, cells.collect());
}

fn title(judged: &Judged) -> String {
    format!("{}审核意见", subject(judged))
}

/// What was filled in: the title of the form with its year; empty where that is not known.
pub(in crate::report) fn subject(judged: &Judged) -> String {
    let stamp = judged.read.as_ref().map(|read| &read.stamp).filter(|stamp| stamp.year > 0);
    let form = judged.form.as_ref().zip(stamp).map(|(form, stamp)| stamp.issued.fill(&form.title).into_owned());
    form.unwrap_or_default()
}

/// `2022年4月20日`
pub(in crate::report) fn day(date: Option<Date>) -> String {
    date.map(|date| format!("{}年{}月{}日", date.year(), date.month(), date.day())).unwrap_or_default()
}

/// `请于2022年4月30日前`: by when the unit answers.
pub(in crate::report) fn by(judged: &Judged, dates: Dates) -> String {
    match judged.deadline {
        Some(deadline) if deadline >= dates.reviewed => format!("请于{}前", day(Some(deadline))),
        Some(deadline) => format!("报送期限（{}）已过，请尽快", day(Some(deadline))),
        None => "请".to_owned(),
    }
}

/// `须修改4处、须说明0处、提示2处，另有1项未检查。建议退回修改，请于2022年4月30日前修改后重新报送。`
fn conclusion(judged: &Judged, shown: &Shown<'_>, dates: Dates) -> String {
    let counts = shown.counts();
    let groups = Group::ALL.map(|group| {
        let explained = if group == Group::Explain { shown.explained() } else { String::new() };
        format!("{}{}处{explained}", group.word(), counts.of(group))
    });
    let unchecked = match judged.outcome.unchecked.len() {
        0 => String::new(),
        count => format!("，另有{count}项未检查"),
    };
    let found = format!("经审核，{}{}{unchecked}", since::sentence(judged), groups.join("、"));
    let by = by(judged, dates);
    match judged.status {
        Status::Returned if counts.explain > 0 => format!("{found}，建议退回修改。{by}修改并作出说明后重新报送。"),
        Status::Returned => format!("{found}，建议退回修改。{by}修改后重新报送。"),
        Status::Awaiting => format!("{found}，建议由单位补充说明。{by}说明后重新报送。"),
        Status::Explained => format!("{found}，单位已作说明，待审核人审定。"),
        Status::Passed if counts.note > 0 => format!("{found}，建议通过。提示事项供参考，可不修改。"),
        Status::Passed => format!("{found}，建议通过。"),
        Status::Unreadable => format!("文件无法读取，未能审核，建议退回。{by}按下列意见重新报送。"),
    }
}

/// What the accountant does now; nothing where nothing is asked of her.
fn steps(judged: &Judged, counts: Counts, in_the_file: bool) -> Option<String> {
    match judged.status {
        Status::Explained | Status::Passed | Status::Unreadable => return None,
        Status::Returned | Status::Awaiting => {}
    }
    if !judged.can_be_gone_on_with() {
        return Some("1. 本文件不必修改，请打开本次下发给本单位的文件，把内容填入其中；2. 保存后重新报送。".to_owned());
    }
    let mut steps = Vec::new();
    if judged.has_refill {
        steps.push(format!(
            "本文件已不便直接修改，请打开一并发回的“{}”继续填报：能识别的内容都已填入，请补填空缺，并按下表逐项修改",
            refill_name(judged)
        ));
    } else if counts.correct > 0 {
        steps.push(if in_the_file {
            "直接在本文件各表中修改：点击“单元格”栏可到达该处，红色粗体须修改，黄色斜体须说明，改正后颜色自动消失"
                .to_owned()
        } else {
            "在原报送文件中按下表逐项修改，并另存为 .xlsx 格式".to_owned()
        });
    }
    if counts.explain > 0 {
        steps.push(format!(
            "“须说明”的事项核实无误的，在“单位说明”栏写明原因（不少于{MIN_EXPLANATION}个字）；有误的直接修改"
        ));
    }
    let send = match (judged.has_refill, in_the_file) {
        (true, _) if counts.explain > 0 => "保存后将重填件和本表一并报送",
        (true, _) => "保存后将重填件重新报送",
        (false, true) => "保存后将本文件重新报送",
        (false, false) => "将修改后的文件和本表一并报送",
    };
    steps.push(send.to_owned());
    let numbered: Vec<String> = (1..).zip(&steps).map(|(number, step)| format!("{number}. {step}")).collect();
    Some(format!("{}。", numbered.join("；")))
}
