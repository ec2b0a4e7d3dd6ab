//! The words of a letter.

use super::items::{items, listed, needed};
use super::{Asked, Paragraph};
use crate::excel::write::{LETTER_HEIGHT, LetterStyle};
use crate::outcome::Judged;
use crate::plan::review::MIN_EXPLANATION;
use crate::report::Dates;
use crate::report::lines::shortened;
use crate::report::order::{Counts, Group, Shown, correct_first};
use crate::report::path::refill_name;
use crate::report::review::{by, day, subject};

/// Characters of a name that somebody else has chosen: of a file, of a unit.
const MAX_NAME: usize = 80;
/// The share of the page that explanations are sure of where there are corrections as well.
const SHARE: f64 = 0.4;
/// Whom to send to where the section is not known.
const ANY_SECTION: &str = "归口股室";
/// Where a person writes whom to ask, where the bureau has not said it.
const CONTACT: &str = "　　　　　　　　（电话：　　　　　　　　）";
/// Where a person writes the day.
const DAY: &str = "　　　　年　　月　　日";

/// The paragraphs of the letter to a unit that is sent a review of this file name.
pub(super) fn letter(judged: &Judged, asked: Asked, dates: Dates, review: &str) -> Vec<Paragraph> {
    let shown = Shown::of(judged);
    let unexplained = shown.unexplained();
    let counts = Counts { explain: unexplained.iter().map(|line| line.count()).sum(), ..shown.counts() };
    let paragraph = Paragraph::new;
    let mut above = vec![
        paragraph(LetterStyle::Subject, &subject(judged)),
        paragraph(LetterStyle::Title, asked.title()),
        paragraph(LetterStyle::Address, &address(judged)),
        paragraph(LetterStyle::Body, &opening(judged, asked, dates, counts)),
    ];
    above.retain(|paragraph| !paragraph.text.is_empty());

    let (correct, urgent) = correct_first(judged, &shown);
    let (correct, explain) = (items(judged, correct), items(judged, unexplained));
    let mut numerals = ["一", "二", "三"].into_iter();
    let mut heading =
        |text: &str| paragraph(LetterStyle::Heading, &format!("　　{}、{text}", numerals.next().unwrap_or_default()));
    let correct_heading = (counts.correct > 0).then(|| {
        let urgent = if urgent > 0 && urgent < correct.len() {
            format!("，请先改前{urgent}项，其他问题可能随之消除")
        } else {
            String::new()
        };
        heading(&format!("请修改（共{}处{urgent}）", counts.correct))
    });
    let explain_heading = (counts.explain > 0).then(|| heading(&format!("请核实说明（共{}处）", counts.explain)));
    let mut below = vec![heading("办理方法")];
    let steps = steps(judged, asked, dates, counts, review);
    below.extend(
        (1..).zip(steps).map(|(number, step)| paragraph(LetterStyle::Body, &format!("　　{number}. {step}。"))),
    );
    below.extend(close(judged));

    let headings = correct_heading.iter().chain(&explain_heading);
    let fixed: f64 = above.iter().chain(headings).chain(&below).map(Paragraph::height).sum();
    let room = LETTER_HEIGHT - fixed;
    let for_explain = if correct.is_empty() { room } else { needed(&explain).min(room * SHARE) };
    let mut letter = above;
    let correct = correct_heading.into_iter().chain(listed(&correct, room - for_explain)).collect::<Vec<_>>();
    let taken: f64 = correct.iter().skip(1).map(Paragraph::height).sum();
    letter.extend(correct);
    letter.extend(explain_heading.into_iter().chain(listed(&explain, room - taken)));
    letter.extend(below);
    letter
}

/// `青澜经开区文化旅游局（预算编码629104）：`
fn address(judged: &Judged) -> String {
    let code = match judged.code.trim() {
        "" => String::new(),
        code => format!("（预算编码{code}）"),
    };
    format!("{}{code}：", shortened(judged.name.trim(), MAX_NAME))
}

/// What was received, when, and what it comes to.
fn opening(judged: &Judged, asked: Asked, dates: Dates, counts: Counts) -> String {
    let file = judged.shown.rsplit(['/', '\\']).next().unwrap_or(&judged.shown);
    let groups = [Group::Correct, Group::Explain].into_iter().filter(|group| counts.of(*group) > 0);
    let found: Vec<String> = groups.map(|group| format!("{}{}处", group.word(), counts.of(group))).collect();
    let then = match asked {
        Asked::Correction => "现退回修改",
        Asked::Explanation => "请补充说明",
    };
    format!(
        "　　你单位第{}次报送的绩效自评表（文件“{}”）已于{}收到。经审核，{}，{then}。主要事项和办理方法如下：",
        judged.rounds.number,
        shortened(file, MAX_NAME),
        day(Some(dates.received)),
        found.join("、"),
    )
}

/// What to do, by when, and whom to send to.
fn steps(judged: &Judged, asked: Asked, dates: Dates, counts: Counts, review: &str) -> Vec<String> {
    let section = match judged.section.trim() {
        "" => ANY_SECTION,
        section => section,
    };
    if !judged.can_be_gone_on_with() {
        return vec![
            "你单位报送的不是本次下发的文件，不必在其中修改，请打开本次下发给你单位的文件，把内容填入其中".to_owned(),
            format!("{}将填好的文件重新报送{section}", by(judged, dates)),
        ];
    }
    let is_in_the_file = judged.read.as_ref().is_some_and(|read| read.can_be_marked);
    let mut steps = Vec::new();
    let open = if is_in_the_file { "请打开随本通知发回的" } else { "请对照随本通知发回的" };
    let yellow = if counts.explain > 0 { "，黄色斜体的须说明" } else { "" };
    steps.push(match (asked, is_in_the_file) {
        _ if judged.has_refill => format!(
            "原报送文件已不便直接修改，请打开随本通知发回的“{}”继续填报：能识别的内容都已填入，请补填空缺，并对照“{review}”逐项修改",
            refill_name(judged)
        ),
        (Asked::Correction, true) => {
            format!("{open}“{review}”，直接在其中修改：红色粗体的须修改{yellow}，全部问题列在最后一张表“审核意见”中")
        }
        (Asked::Correction, false) => {
            format!("{open}“{review}”，在原报送文件中逐项修改，并另存为Excel工作簿（.xlsx）")
        }
        (Asked::Explanation, _) => format!("{open}“{review}”，全部事项列在其中“审核意见”表，相关单元格为黄色斜体"),
    });
    if counts.explain > 0 {
        steps.push(format!(
            "须说明的事项，核实无误的，请在“审核意见”表“单位说明”栏写明原因（不少于{MIN_EXPLANATION}个字）；有误的，请直接修改"
        ));
    }
    let what = match (asked, is_in_the_file) {
        _ if judged.has_refill && counts.explain > 0 => "填好的重填件和审核意见一并",
        _ if judged.has_refill => "填好的重填件",
        (Asked::Correction, true) => "改好的该文件",
        (Asked::Explanation, true) => "写好说明的该文件",
        (Asked::Correction | Asked::Explanation, false) => "改好的文件和审核意见一并",
    };
    steps.push(format!("{}将{what}重新报送{section}", by(judged, dates)));
    steps
}

/// Whom to ask, who has written it, and when.
fn close(judged: &Judged) -> [Paragraph; 3] {
    let issued = judged.read.as_ref().map(|read| read.stamp.issued.get("联系人").trim().to_owned());
    let contact = issued.filter(|contact| !contact.is_empty()).unwrap_or_else(|| CONTACT.to_owned());
    let ask = format!("　　如有疑问，请联系：{contact}。谢谢配合。");
    [
        Paragraph::new(LetterStyle::Body, &ask),
        Paragraph::new(LetterStyle::Close, &format!("{}（盖章）", judged.section.trim())),
        Paragraph::new(LetterStyle::Close, DAY),
    ]
}
