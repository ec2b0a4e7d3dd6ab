//! 总览: one page that answers what a bureau's chief asks: who has not sent, who must correct, what goes wrong most, what
//! has changed since.

use super::common::{Common, Progress};
use super::problems::{ByRule, share};
use super::standings::Standing;
use super::table::{Total, Totals, number};
use crate::excel::write::{Chart, Datum, Entry, FrontPage, PageStyle, Piece};
use crate::outcome::{Status, SummaryRecord};
use crate::report::lines::shortened;
use crate::report::order::Group;
use crate::report::review::day;

pub(super) const SHEET: &str = "总览";
/// Sections with a row of their own; the page has no room for more.
const MAX_SECTIONS: usize = 14;
/// The most frequent problems.
const MOST: usize = 5;
/// Characters of an example.
const MAX_EXAMPLE: usize = 60;
/// Totals that stand beside the final accounts.
const MAX_TOTALS: usize = 8;
/// Colours that can be told apart on paper and by those who cannot tell red from green (Okabe and Ito).
const COLOURS: [u32; 6] = [0x00_9E_73, 0xE6_9F_00, 0x56_B4_E9, 0xD5_5E_00, 0x99_99_99, 0xCC_79_A7];

/// The statuses of the table and of the chart, with the colour of each.
const COLUMNS: [(Option<Status>, u32); 6] = [
    (Some(Status::Passed), COLOURS[0]),
    (Some(Status::Awaiting), COLOURS[1]),
    (Some(Status::Explained), COLOURS[2]),
    (Some(Status::Returned), COLOURS[3]),
    (None, COLOURS[4]),
    (Some(Status::Unreadable), COLOURS[5]),
];

/// `rules` are those of the form that every unit is issued.
pub(super) fn page(common: &Common<'_>, rules: &ByRule, totals: &[Totals]) -> FrontPage {
    let mut page = FrontPage::default();
    let title = common.called().unwrap_or_else(|| "绩效自评".to_owned());
    page.across(36.0, &format!("{title}审核汇总"), PageStyle::Title);
    for sentence in sentences(common, rules) {
        page.across(if sentence.chars().count() > 46 { 36.0 } else { 20.0 }, &sentence, PageStyle::Paragraph);
    }
    let chart = sections(&mut page, common);
    problems(&mut page, rules);
    money(&mut page, common, totals);
    page.charts(vec![chart.0, chart.1]);
    // A run of a part of the returns is nothing to compare a later one with.
    let part = common.progress().earlier > 0;
    let kept = common.beside.last.and_then(|last| last.record.clone()).filter(|_| part);
    page.keep(kept.unwrap_or_else(|| record(common, rules)).text());
    page
}

/// What is kept for the next run.
fn record(common: &Common<'_>, rules: &ByRule) -> SummaryRecord {
    let progress = common.progress();
    SummaryRecord {
        date: common.received,
        due: progress.due,
        received: progress.received(),
        statuses: Status::ALL.map(|status| (status.word().to_owned(), progress.of(status))).into(),
        before: common.before().map(|before| Box::new(SummaryRecord { before: None, ..before.clone() })),
        rules: rules.ranked().into_iter().map(|(rule, of)| (format!("{rule}|{}", of.level), of.units)).collect(),
    }
}

/// What is read aloud.
fn sentences(common: &Common<'_>, rules: &ByRule) -> Vec<String> {
    let progress = common.progress();
    let mut said = vec![received(common, &progress)];
    let late = common.main_lines().filter(|line| line.file.is_some_and(|at| common.files[at].late)).count();
    let again = common.main_lines().filter(|line| line.file.is_some_and(|at| common.files[at].unanswered)).count();
    let mut also = Vec::new();
    if late > 0 {
        also.push(format!("逾期报送{late}家"));
    }
    if again > 0 {
        also.push(format!("退回后未重新报送{again}家"));
    }
    let replaced = (0..common.files.len()).filter(|at| common.counted.instead_of(*at).is_some()).count();
    if progress.earlier > 0 {
        also.push(format!("以前已报、不在本次文件中{}家", progress.earlier));
    }
    if replaced > 0 {
        also.push(format!("重复报送、不计入{replaced}份"));
    }
    let strangers = common.lines.iter().filter(|line| !line.on_roster).count();
    if strangers > 0 && common.beside.roster.is_some() {
        also.push(format!("名单外{strangers}份"));
    }
    for (at, form) in common.forms.iter().enumerate().filter(|(at, _)| Some(*at) != common.main) {
        let count = common.lines.iter().filter(|line| line.form == Some(at) && line.file.is_some()).count();
        let edition = if common.called().is_some_and(|called| called == form.called()) {
            format!("（{}版）", form.edition)
        } else {
            String::new()
        };
        if count > 0 {
            also.push(format!("另收到{}{edition}{count}份", form.called()));
        }
    }
    if !also.is_empty() {
        said.push(format!("其中：{}。", also.join("，")));
    }
    if let Some((_, most)) = rules.ranked().first().filter(|(_, of)| of.level == Group::Correct.word()) {
        said.push(format!("最多的问题是“{}”，{}家单位有，共{}处。", most.title, most.units, most.findings));
    }
    // A run of a part of the returns compares with nothing.
    said.extend(since(common, &progress).filter(|_| progress.earlier == 0));
    said
}

/// `截至2022年4月20日，应报120家，已报80家，报送率66.7%；通过20家、…；未报40家。`
fn received(common: &Common<'_>, progress: &Progress) -> String {
    let statuses = COLUMNS.iter().filter_map(|(status, _)| *status).filter(|status| *status != Status::Unreadable);
    let statuses: Vec<String> = statuses.map(|status| format!("{}{}家", status.word(), progress.of(status))).collect();
    let unreadable = match common.unreadable() {
        0 => String::new(),
        count => format!("，另有{count}份文件无法审核"),
    };
    let today = day(Some(common.received));
    if common.beside.roster.is_none() {
        return format!("截至{today}，收到{}家：{}{unreadable}。", progress.received(), statuses.join("、"));
    }
    #[expect(clippy::cast_precision_loss, reason = "counts of units")]
    let rate = 100.0 * progress.received() as f64 / progress.due.max(1) as f64;
    let is_over = common.is_over();
    format!(
        "截至{today}，应报{}家，已报{}家，报送率{rate:.1}%；{}{unreadable}；{}未报{}家。",
        progress.due,
        progress.received(),
        statuses.join("、"),
        if is_over { "逾期" } else { "" },
        progress.missing
    )
}

/// What has changed since the run before.
fn since(common: &Common<'_>, progress: &Progress) -> Option<String> {
    let before = common.before()?;
    let change = |now: usize, before: usize| match now.cmp(&before) {
        std::cmp::Ordering::Greater => format!("增加{}家", now - before),
        std::cmp::Ordering::Less => format!("减少{}家", before - now),
        std::cmp::Ordering::Equal => "不变".to_owned(),
    };
    let of = |status: Status| change(progress.of(status), before.of(status.word()));
    Some(format!(
        "与上次审核（{}）相比：已报{}，通过{}，退回{}。",
        day(Some(before.date)),
        change(progress.received(), before.received),
        of(Status::Passed),
        of(Status::Returned),
    ))
}

/// The table of sections, and the charts of it: of all units, and by section.
fn sections(page: &mut FrontPage, common: &Common<'_>) -> (Chart, Chart) {
    page.across(24.0, "一、各股室进度（家）", PageStyle::Heading);
    let piece = |datum: Datum, style: PageStyle| Piece { columns: 1, datum, style };
    let centre = PageStyle::Entry(Entry::Centre);
    let mut heads = vec![piece("归口股室".into(), PageStyle::Head), piece("应报".into(), PageStyle::Head)];
    let word = |status: &Option<Status>| status.map_or("未报送", Status::word);
    heads.extend(COLUMNS.iter().map(|(status, _)| piece(word(status).into(), PageStyle::Head)));
    heads.push(piece("报送率".into(), PageStyle::Head));
    page.row(30.0, heads);
    let line = |name: &str, progress: &Progress| {
        let mut pieces = vec![piece(name.into(), centre), piece(Datum::from(progress.due), centre)];
        let count = |status: &Option<Status>| status.map_or(progress.missing, |status| progress.of(status));
        pieces.extend(COLUMNS.iter().map(|(status, _)| piece(Datum::from(count(status)), centre)));
        pieces.push(piece(share(progress.received(), progress.due), PageStyle::Entry(Entry::Share)));
        pieces
    };
    let mut by_section = common.by_section();
    let rest = by_section.split_off(by_section.len().min(MAX_SECTIONS));
    let mut first = None;
    let mut last = 0;
    for (name, progress) in &by_section {
        last = page.row(18.0, line(name, progress));
        first.get_or_insert(last);
    }
    let mut most = by_section.iter().map(|(_, progress)| progress.due).max().unwrap_or_default();
    if !rest.is_empty() {
        let all = rest.iter().fold(Progress::default(), |all, (_, progress)| all.and(progress));
        last = page.row(18.0, line(&format!("其余{}个股室", rest.len()), &all));
        most = most.max(all.due);
    }
    let all = common.progress();
    let total = page.row(18.0, line("合计", &all));
    let series = || (2u16..).zip(COLUMNS).map(|(column, (_, colour))| (column, colour)).collect::<Vec<_>>();
    let chart = |title: &str, rows: (u32, u32), most: usize| Chart {
        title: title.to_owned(),
        stacked: true,
        rows,
        head: first.unwrap_or(total) - 1,
        categories: 0,
        series: series(),
        most,
    };
    let first = first.unwrap_or(total);
    (chart("全部单位", (total, total), all.due), chart("各股室", (first, last.max(first)), most))
}

/// The most frequent problems.
fn problems(page: &mut FrontPage, rules: &ByRule) {
    page.across(24.0, "二、共性问题", PageStyle::Heading);
    let piece = |columns: u16, datum: Datum, style: PageStyle| Piece { columns, datum, style };
    let ranked: Vec<_> = rules
        .ranked()
        .into_iter()
        .filter(|(_, of)| of.level == Group::Correct.word() || of.level == Group::Explain.word())
        .collect();
    if ranked.is_empty() {
        page.across(18.0, "计入的表格没有须修改、须说明的问题。", PageStyle::Paragraph);
        return;
    }
    let head = |columns: u16, words: &str| piece(columns, words.into(), PageStyle::Head);
    page.row(20.0, vec![head(2, "问题"), head(1, "级别"), head(1, "单位"), head(1, "占比"), head(4, "例子")]);
    for (_, of) in ranked.into_iter().take(MOST) {
        let centre = PageStyle::Entry(Entry::Centre);
        page.row(
            32.0,
            vec![
                piece(2, of.title.as_str().into(), PageStyle::Words),
                piece(1, of.level.as_str().into(), centre),
                piece(1, Datum::from(of.units), centre),
                piece(1, share(of.units, rules.units()), PageStyle::Entry(Entry::Share)),
                piece(4, shortened(&of.example, MAX_EXAMPLE).as_str().into(), PageStyle::Words),
            ],
        );
    }
}

/// What the units that have passed have spent, beside the final accounts.
fn money(page: &mut FrontPage, common: &Common<'_>, totals: &[Totals]) {
    let Some(of_form) = common.main.and_then(|form| totals.get(form)) else { return };
    let totals: Vec<&Total> =
        of_form.figures.iter().filter(|total| total.source.is_amount && total.source.is_sum).take(MAX_TOTALS).collect();
    if totals.is_empty() {
        return;
    }
    let known = common.with_accounts();
    let of = if known > 0 { format!("；决算数为名单中有数的{known}家之和") } else { String::new() };
    page.across(24.0, &format!("三、主要金额（万元{of}）"), PageStyle::Heading);
    let piece = |columns: u16, datum: Datum, style: PageStyle| Piece { columns, datum, style };
    let head = |columns: u16, words: &str| piece(columns, words.into(), PageStyle::Head);
    let has_accounts = totals.iter().any(|total| common.accounts(&total.source).is_some());
    let mut heads = vec![head(3, "项目"), head(2, "计入各单位合计"), head(2, "其中已通过")];
    if has_accounts {
        heads.push(head(2, "已通过单位决算数"));
    }
    page.row(20.0, heads);
    let amount = PageStyle::Entry(Entry::Amount);
    for total in totals {
        let mut pieces = vec![
            piece(3, total.source.head.as_str().into(), PageStyle::Words),
            piece(2, Datum::Number(number(total.all)), amount),
            piece(2, Datum::Number(number(total.passed)), amount),
        ];
        if has_accounts {
            let accounts = common.accounts(&total.source).map_or(Datum::Blank, |sum| Datum::Number(number(sum)));
            pieces.push(piece(2, accounts, amount));
        }
        page.row(18.0, pieces);
    }
    if of_form.left_out > 0 {
        let words = format!("另有{}份表格疑似以“元”填报，改正或核实以前，金额没有计入上面的合计。", of_form.left_out);
        page.across(18.0, &words, PageStyle::Paragraph);
    }
}

impl Common<'_> {
    /// Whether something is missing, and its last day is over.
    fn is_over(&self) -> bool {
        let of_record = self.due.and_then(|due| due.issued.deadline);
        let due = of_record.or_else(|| self.files.iter().filter_map(|file| file.due).max());
        self.lines.iter().any(|line| line.standing == Standing::Missing) && due.is_some_and(|due| self.received > due)
    }
}
