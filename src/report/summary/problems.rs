//! 问题清单 and 问题统计: every finding of the files that count, and how many units each rule concerns.

use std::fs::File;
use std::io::{self, BufWriter, Seek, Write};

use indexmap::IndexMap;

use super::SummaryError;
use super::common::{Common, section};
use super::detail::{Detail, Problem};
use super::standings::UnitLine;
use crate::excel::write::{Column, Datum, Entry, List, Tables};
use crate::plan::summary::{CODE, DECIDED, DECISION, FORM, KEY, PROBLEMS, ROUND, YEAR};
use crate::report::csv::{UTF8, csv_line};
use crate::report::order::Group;

/// Rows with which a list can still be worked in; beyond them hints stand in a file of their own.
const MAX_LISTED: usize = 100_000;
/// The heads of that file.
const APART: [&str; 10] =
    ["归口股室", "预算编码", "单位名称", "表名", "单元格", "项目", "提示", "填报数", "应为", "规则"];
const DECISIONS: [&str; 3] = ["采纳", "不采纳", "免改：理由，至2022-12-31"];

/// The list of findings.
pub(super) struct Problems {
    list: List,
    number: usize,
    /// Hints of more files than a sheet is comfortable with, as a table of text on the disk; nothing where the sheet has
    /// them all.
    apart: Option<BufWriter<File>>,
}

impl Problems {
    /// Begins the list of so many findings.
    pub(super) fn begin(tables: &mut Tables, findings: usize) -> Result<Self, SummaryError> {
        let columns = vec![
            Column::new("序号", 6.0, Entry::Centre),
            Column::new("归口股室", 12.0, Entry::Centre),
            Column::new(CODE, 11.0, Entry::Centre),
            Column::new("单位名称", 22.0, Entry::Words),
            Column::new("级别", 11.0, Entry::Centre),
            Column::new("表名", 11.0, Entry::Centre),
            Column::new("单元格", 11.0, Entry::Centre),
            Column::new("项目", 20.0, Entry::Words),
            Column::new("存在问题", 46.0, Entry::Words),
            Column::new("填报数", 12.0, Entry::Centre),
            Column::new("应为", 12.0, Entry::Centre),
            Column::new("差额", 10.0, Entry::Centre),
            Column::new("与上次比", 10.0, Entry::Centre),
            Column::new("单位说明", 26.0, Entry::Words),
            Column::new(DECISION, 22.0, Entry::Answer).with_choices(&DECISIONS),
            Column::new("规则", 9.0, Entry::Centre),
            Column::new(FORM, 10.0, Entry::Hidden),
            Column::new(YEAR, 8.0, Entry::Hidden),
            Column::new(ROUND, 8.0, Entry::Hidden),
            Column::new(DECIDED, 10.0, Entry::Hidden),
            Column::new(KEY, 10.0, Entry::Hidden),
        ];
        let note = "“审核人处理”栏写 采纳、不采纳，或 免改：理由，至某年某月某日；保存后再运行一次审核，按所写处理";
        let mut apart = if findings > MAX_LISTED { Some(BufWriter::new(tempfile::tempfile()?)) } else { None };
        if let Some(apart) = &mut apart {
            write!(apart, "{UTF8}{}", csv_line(&APART))?;
        }
        Ok(Self { list: tables.begin(PROBLEMS, "问题清单", note, columns)?, number: 0, apart })
    }

    /// Adds the findings of a file that counts.
    pub(super) fn add(
        &mut self,
        tables: &mut Tables,
        common: &Common<'_>,
        (line, round): (&UnitLine<'_>, u32),
        detail: &Detail,
    ) -> Result<(), SummaryError> {
        let (form, year) =
            line.form.map_or((String::new(), 0), |form| (common.forms[form].name(), common.forms[form].year));
        for problem in &detail.problems {
            if let Some(apart) = self.apart.as_mut().filter(|_| problem.level == Group::Note.word()) {
                let Problem { sheet, cells, item, message, found, expected, rule, .. } = problem;
                let words = [section(line), line.code, line.name, sheet, cells, item, message, found, expected, rule];
                apart.write_all(csv_line(&words).as_bytes())?;
                continue;
            }
            self.number += 1;
            let text = |text: &str| Datum::from(text);
            tables.row(
                &mut self.list,
                &[
                    Datum::from(self.number),
                    text(section(line)),
                    text(line.code),
                    text(line.name),
                    text(&level(problem)),
                    text(&problem.sheet),
                    text(&problem.cells),
                    text(&problem.item),
                    text(&problem.message),
                    text(&problem.found),
                    text(&problem.expected),
                    text(&problem.difference),
                    text(&problem.state),
                    text(&problem.explanation),
                    text(&problem.opinion),
                    text(&problem.rule),
                    text(&form),
                    text(&year.to_string()),
                    Datum::from(round as usize),
                    text(&problem.opinion),
                    text(&problem.key),
                ],
            )?;
        }
        Ok(())
    }

    /// Ends the list; gives the hints that stand apart from it.
    pub(super) fn end(self, tables: &mut Tables) -> Result<Option<File>, SummaryError> {
        tables.end(&self.list)?;
        let Some(apart) = self.apart else { return Ok(None) };
        let mut apart = apart.into_inner().map_err(io::IntoInnerError::into_error)?;
        apart.rewind()?;
        Ok(Some(apart))
    }
}

fn level(problem: &Problem) -> String {
    format!("{}{}", problem.level, if problem.guessed { "（供参考）" } else { "" })
}

/// What a rule has found in all files that count.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct OfRule {
    pub(super) title: String,
    pub(super) level: String,
    /// Units with such a finding.
    pub(super) units: usize,
    /// The last of them: the lines of a unit that has sent several forms stand together.
    last: String,
    pub(super) findings: usize,
    /// Whose it was first, and what was said.
    pub(super) example: String,
    pub(super) fix: String,
}

/// Findings by rule.
#[derive(Debug, Default)]
pub(super) struct ByRule {
    rules: IndexMap<String, OfRule>,
    units: usize,
    last: String,
}

impl ByRule {
    /// Counts a file.
    pub(super) fn add(&mut self, line: &UnitLine<'_>, detail: &Detail) {
        let unit = if line.code.is_empty() { line.name } else { line.code };
        if self.units == 0 || self.last != unit {
            self.units += 1;
            unit.clone_into(&mut self.last);
        }
        let mut of_file: IndexMap<(&str, &str), Vec<&Problem>> = IndexMap::new();
        for problem in detail.problems.iter().filter(|problem| !problem.guessed) {
            of_file.entry((&problem.rule, &problem.level)).or_default().push(problem);
        }
        for ((rule, level), problems) in of_file {
            let Some(first) = problems.first() else { continue };
            let of_rule = self.rules.entry(format!("{rule}|{level}")).or_insert_with(|| OfRule {
                title: first.title.clone(),
                level: level.to_owned(),
                example: format!("{}：{}", line.name, first.message),
                fix: first.fix.clone(),
                ..OfRule::default()
            });
            if of_rule.units == 0 || of_rule.last != unit {
                of_rule.units += 1;
                unit.clone_into(&mut of_rule.last);
            }
            of_rule.findings += problems.len();
        }
    }

    /// Units with a file that counts.
    pub(super) const fn units(&self) -> usize {
        self.units
    }

    /// Rule and what it has found, those that most units have to do with first; what must be corrected before the rest.
    pub(super) fn ranked(&self) -> Vec<(&str, &OfRule)> {
        let mut ranked: Vec<(&str, &OfRule)> =
            self.rules.iter().map(|(key, of)| (key.split('|').next().unwrap_or_default(), of)).collect();
        let weight =
            |of: &OfRule| Group::ALL.iter().position(|group| group.word() == of.level).unwrap_or(Group::ALL.len());
        ranked.sort_by(|(rule, one), (other_rule, other)| {
            (weight(one), std::cmp::Reverse(one.units), *rule).cmp(&(
                weight(other),
                std::cmp::Reverse(other.units),
                *other_rule,
            ))
        });
        ranked
    }

    /// 问题统计.
    pub(super) fn write(&self, tables: &mut Tables, common: &Common<'_>) -> Result<(), SummaryError> {
        let columns = vec![
            Column::new("规则", 9.0, Entry::Centre),
            Column::new("问题", 30.0, Entry::Words),
            Column::new("级别", 10.0, Entry::Centre),
            Column::new("涉及单位", 9.0, Entry::Centre),
            Column::new("占比", 8.0, Entry::Share),
            Column::new("处数", 8.0, Entry::Centre),
            Column::new("较上次", 8.0, Entry::Centre),
            Column::new("例子", 60.0, Entry::Words),
            Column::new("怎么改", 50.0, Entry::Words),
        ];
        let note = "占比是涉及单位占计入单位的比例；“较上次”是涉及单位数与上一次审核汇总的差；供参考的提示不在其中，见问题清单";
        let mut list = tables.begin(STATISTICS, "问题统计", note, columns)?;
        for (rule, of) in self.ranked() {
            let before = common.before().map(|before| before.units_of(rule, &of.level));
            #[expect(clippy::cast_precision_loss, reason = "counts of units")]
            let trend = before.map_or(Datum::Blank, |before| Datum::Number(of.units as f64 - before as f64));
            tables.row(
                &mut list,
                &[
                    rule.into(),
                    of.title.as_str().into(),
                    of.level.as_str().into(),
                    Datum::from(of.units),
                    share(of.units, self.units),
                    Datum::from(of.findings),
                    trend,
                    of.example.as_str().into(),
                    of.fix.as_str().into(),
                ],
            )?;
        }
        Ok(tables.end(&list)?)
    }
}

/// The sheet of findings by rule.
pub(super) const STATISTICS: &str = "问题统计";

/// A share of all; blank of none.
pub(super) fn share(part: usize, all: usize) -> Datum {
    #[expect(clippy::cast_precision_loss, reason = "counts of units")]
    let share = part as f64 / all.max(1) as f64;
    if all == 0 { Datum::Blank } else { Datum::Number(share) }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use indexmap::IndexMap;
    use jiff::civil::date;

    use super::super::Beside;
    use super::super::standings::{Counted, Standing};
    use super::*;
    use crate::outcome::Status;

    fn problem(level: &str, message: &str) -> Problem {
        let none = String::new;
        Problem {
            rule: "TXT-06".to_owned(),
            title: none(),
            level: level.to_owned(),
            guessed: false,
            sheet: "综述".to_owned(),
            cells: "A3".to_owned(),
            item: none(),
            message: message.to_owned(),
            fix: none(),
            found: "=1+1".to_owned(),
            expected: none(),
            difference: none(),
            state: none(),
            explanation: none(),
            opinion: none(),
            key: none(),
        }
    }

    /// What stands apart from a list that is said to have so many findings.
    fn apart(findings: usize) -> Option<String> {
        let (counted, earlier) = (Counted::default(), BTreeSet::new());
        let beside = Beside { roster: None, last: None, earlier: &earlier, due: &[] };
        let common = Common {
            received: date(2022, 4, 20),
            files: &[],
            forms: &[],
            counted: &counted,
            lines: &[],
            main: None,
            due: None,
            beside,
        };
        let line = UnitLine {
            code: "629101",
            name: "青澜经开区市政维护中心",
            section: "城建股",
            on_roster: true,
            form: None,
            in_place: false,
            file: None,
            standing: Standing::Received(Status::Returned),
        };
        let detail = Detail {
            problems: vec![problem("须修改", "要改"), problem("提示", "甲,乙")],
            figures: Vec::new(),
            indicators: Vec::new(),
            letter: Vec::new(),
            values: IndexMap::new(),
        };
        let mut tables = Tables::new("总览").expect("a workbook");
        let mut problems = Problems::begin(&mut tables, findings).expect("begun");
        problems.add(&mut tables, &common, (&line, 1), &detail).expect("added");
        let apart = problems.end(&mut tables).expect("ended");
        apart.map(|apart| io::read_to_string(apart).expect("read"))
    }

    #[test]
    fn hints_of_very_many_findings_stand_apart() {
        assert_eq!(apart(MAX_LISTED), None);
        let heads = "\u{feff}归口股室,预算编码,单位名称,表名,单元格,项目,提示,填报数,应为,规则\r\n";
        let hint = "城建股,629101,青澜经开区市政维护中心,综述,A3,,\"甲,乙\",'=1+1,,TXT-06\r\n";
        assert_eq!(apart(MAX_LISTED + 1), Some(format!("{heads}{hint}")));
    }
}
