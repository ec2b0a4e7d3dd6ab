//! TXT-04 to TXT-08, TXT-12, XTB-17: amounts and numbers in words.

use rust_decimal::Decimal;

use super::{at, figure, first, paragraphs};
use crate::checks::people::filled;
use crate::checks::scores::share_a_word;
use crate::checks::{CheckOn, Hit, Subject};
use crate::facts::{Severity, Slot};
use crate::form::{Arguments, CheckSpec};
use crate::prose::{self, Amount};
use crate::words::{plain, two_decimals};

/// The checks of this file.
pub(super) static CHECKS: [CheckOn; 7] = [
    CheckOn { spec: CheckSpec::new("amount-differs", &["文字", "文字数", "表内数"]), find: amount_differs },
    CheckOn { spec: CheckSpec::new("listed-sum-differs", &["文字", "项数"]), find: listed_sum_differs },
    CheckOn { spec: CheckSpec::new("units-mixed", &["单位"]), find: units_mixed },
    CheckOn { spec: CheckSpec::new("growth-wrong", GROWTH), find: growth_wrong },
    CheckOn { spec: CheckSpec::new("growth-abnormal", GROWTH).limited(&["增长率"]), find: growth_abnormal },
    CheckOn {
        spec: CheckSpec::new("headcount-differs", &["文字", "文字数", "表内数"]), find: headcount_differs
    },
    CheckOn {
        spec: CheckSpec::new("project-without-indicator", &["项目", "金额", "占比"]).limited(&["占比"]),
        find: project_without_indicator,
    },
];

const GROWTH: &[&str] = &["文字", "方向", "写作", "应为率", "本年", "上年"];
/// A difference in words and table up to which it is a slip of rounding.
const CENT: Decimal = Decimal::from_parts(1, 0, 0, false, 2);
/// What an amount in yuan is of the same amount in 万元.
const TEN_THOUSAND: Decimal = Decimal::from_parts(10_000, 0, 0, false, 0);

/// Amounts that a label binds to a figure of the form: each field of the rule with its words, `基本支出|基本支出合计`.
fn amount_differs(subject: &Subject<'_>, arguments: &Arguments) -> Vec<Hit> {
    let labels: Vec<Vec<String>> =
        arguments.words.iter().map(|words| words.split('|').map(str::to_owned).collect()).collect();
    let mut hits = Vec::new();
    for paragraph in paragraphs(subject, arguments) {
        for amount in prose::amounts(paragraph.text) {
            let Some(label) = amount.label(paragraph.text, &labels) else { continue };
            let Some((slot, value)) = arguments.fields.get(label).and_then(|field| figure(subject, *field)) else {
                continue;
            };
            let of_another = means_another(paragraph.text, &amount)
                || is_of_another(subject, paragraph.text, &amount, &labels[label]);
            if of_another || amount.means(value) {
                continue;
            }
            let apart = (amount.value - value).abs();
            let ten_thousandfold = value == amount.value * TEN_THOUSAND;
            let severity = (apart <= CENT).then_some(Severity::Hint);
            let words = format!("{}{}", labels[label][0], &paragraph.text[amount.start..amount.end]);
            let hit = Hit { severity, ten_thousandfold, ..Hit::at(vec![paragraph.slot, slot]) };
            let hit = Hit { difference: Some(two_decimals(amount.value - value)), ..hit };
            hits.push(
                hit.found(two_decimals(amount.value))
                    .expected(two_decimals(value))
                    .fact("文字", words)
                    .fact("文字数", plain(amount.value))
                    .fact("表内数", two_decimals(value)),
            );
        }
    }
    hits
}

/// Whether the words in front of an amount speak of last year, of a plan or of a part only.
fn means_another(text: &str, amount: &Amount) -> bool {
    let marks = |c: char| matches!(c, '，' | '。' | '；' | '\n');
    let before = text[..amount.start].rsplit(marks).next().unwrap_or_default();
    ["上年", "去年", "上一年", "年初预算", "预算数", "较", "比", "追加", "新增", "其中"]
        .iter()
        .any(|word| before.contains(word))
}

/// Whether an amount is another year's, another unit's, a project's, or that of several labels together.
fn is_of_another(subject: &Subject<'_>, text: &str, amount: &Amount, labels: &[String]) -> bool {
    let piece = prose::piece_before(text, amount.start);
    let label = labels.iter().filter_map(|word| piece.rfind(word.as_str())).min().unwrap_or(piece.len());
    let label = amount.start - piece.len() + label;
    !prose::is_of_the_unit(text, label, subject.issued.get("单位名称"))
        || prose::is_of_other_time(text, amount.start, subject.run.year)
}

/// Totals in words whose listed parts come to something else.
fn listed_sum_differs(subject: &Subject<'_>, arguments: &Arguments) -> Vec<Hit> {
    let mut hits = Vec::new();
    for paragraph in paragraphs(subject, arguments) {
        for listed in prose::listed_sums(paragraph.text) {
            let (sum, total) = (listed.sum(), listed.total);
            let apart = (total - sum).abs();
            let addends = listed.addends.iter().filter(|(_, value)| !value.is_zero()).count();
            let tail = Decimal::new(5, 3) * Decimal::from(addends + 1);
            if apart.is_zero() || (apart <= tail && repeats_table(subject, arguments, total)) {
                continue;
            }
            let severity = (apart <= tail).then_some(Severity::Hint);
            let hit = Hit { severity, difference: Some(two_decimals(total - sum)), ..at(paragraph.slot) };
            hits.push(
                hit.found(two_decimals(total))
                    .expected(two_decimals(sum))
                    .fact("文字", &listed.words)
                    .fact("项数", listed.addends.len().to_string()),
            );
        }
    }
    hits
}

/// Whether a total is that of a field of the rule: its tail is said where the table is checked (forms.md 4.4).
fn repeats_table(subject: &Subject<'_>, arguments: &Arguments, total: Decimal) -> bool {
    arguments.fields.iter().any(|field| figure(subject, *field).is_some_and(|(_, value)| value == total))
}

fn units_mixed(subject: &Subject<'_>, arguments: &Arguments) -> Vec<Hit> {
    let mut all = paragraphs(subject, arguments);
    for position in 0..arguments.fields.len() {
        let fields = filled(subject, arguments, position);
        all.extend(fields.into_iter().map(|(slot, text)| super::Paragraph { slot, text }));
    }
    let texts: Vec<&str> = all.iter().map(|one| one.text).collect();
    let units = prose::units(&texts.join("\n"));
    let place = first(&all, |text| prose::units(text).iter().any(|unit| *unit != "万元").then_some(()));
    match place {
        Some((slot, ())) if units.len() > 1 => vec![at(slot).found(units.join("、")).fact("单位", units.join("、"))],
        Some(_) | None => Vec::new(),
    }
}

fn growth_wrong(subject: &Subject<'_>, arguments: &Arguments) -> Vec<Hit> {
    growths(subject, arguments, |growth| !growth.is_right())
}

/// Rates of growth, in percent, from which on the base has to be looked at.
fn growth_abnormal(subject: &Subject<'_>, arguments: &Arguments) -> Vec<Hit> {
    let [abnormal] = subject.limits(arguments);
    growths(subject, arguments, |growth| growth.is_right() && growth.stated >= abnormal)
}

fn growths(subject: &Subject<'_>, arguments: &Arguments, wrong: impl Fn(&prose::Growth) -> bool) -> Vec<Hit> {
    let mut hits = Vec::new();
    for paragraph in paragraphs(subject, arguments) {
        for growth in prose::growths(paragraph.text).into_iter().filter(&wrong) {
            let way = if growth.up { "增长" } else { "下降" };
            let mut hit = at(paragraph.slot).found(format!("{way}{}%", plain(growth.stated)));
            hit = hit.fact("文字", &growth.words).fact("方向", way).fact("写作", plain(growth.stated));
            if let (Some(rate), Some((this, last))) = (growth.calculated(), growth.amounts) {
                let way = if rate.is_sign_negative() { "下降" } else { "增长" };
                let rate = format!("{way}{}%", two_decimals(rate.abs()));
                hit = hit.expected(&rate).fact("应为率", rate).fact("本年", plain(this)).fact("上年", plain(last));
            }
            hits.push(hit);
        }
    }
    hits
}

/// Numbers of posts (first field) and of people (second) in words.
fn headcount_differs(subject: &Subject<'_>, arguments: &Arguments) -> Vec<Hit> {
    let [established, actual] = arguments.fields[..] else { return Vec::new() };
    let mut hits = Vec::new();
    for paragraph in paragraphs(subject, arguments) {
        for headcount in prose::headcounts(paragraph.text) {
            let unit = subject.issued.get("单位名称");
            if !headcount.is_of_the_unit(paragraph.text, unit, subject.run.year) {
                continue;
            }
            let field = match headcount.kind {
                prose::Kind::Established => established,
                prose::Kind::Actual => actual,
            };
            let Some((slot, value)) = figure(subject, field) else { continue };
            let number = Decimal::from(headcount.number);
            if number != value {
                let hit = Hit::at(vec![paragraph.slot, slot]).found(plain(number)).expected(plain(value));
                hits.push(hit.fact("文字", headcount.words).fact("文字数", plain(number)).fact("表内数", plain(value)));
            }
        }
    }
    hits
}

/// The largest project that the text lists under the first field's amount, where no indicator (further fields) is
/// about it and it has at least the share of the limit, in percent.
fn project_without_indicator(subject: &Subject<'_>, arguments: &Arguments) -> Vec<Hit> {
    let Some((_, projects)) = arguments.fields.first().and_then(|field| figure(subject, *field)) else {
        return Vec::new();
    };
    let indicators: Vec<(Slot, &str)> =
        (1..arguments.fields.len()).flat_map(|position| filled(subject, arguments, position)).collect();
    let [large] = subject.limits(arguments);
    let mut hits = Vec::new();
    for paragraph in paragraphs(subject, arguments) {
        for listed in prose::listed_sums(paragraph.text).into_iter().filter(|listed| listed.total == projects) {
            let Some((name, amount)) = listed.addends.iter().max_by_key(|(_, amount)| *amount) else { continue };
            let Some(share) = amount.checked_mul(Decimal::ONE_HUNDRED).and_then(|part| part.checked_div(projects))
            else {
                continue;
            };
            if share >= large && !indicators.iter().any(|(_, text)| share_a_word(name, text)) {
                let hit = at(paragraph.slot).found(two_decimals(*amount)).fact("项目", name);
                hits.push(hit.fact("金额", two_decimals(*amount)).fact("占比", two_decimals(share)));
            }
        }
    }
    hits
}
