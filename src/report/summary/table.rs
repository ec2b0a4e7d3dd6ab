//! 数据汇总 and 指标汇总 of one form: the figures and the indicators of all files that count, typed, with where they are
//! from.

use rust_decimal::Decimal;

use super::SummaryError;
use super::common::{Common, section};
use super::detail::Detail;
use super::figures::{FigureRow, Shown, Source};
use super::filed::{Apart, Filed};
use super::standings::UnitLine;
use crate::excel::write::{Column, Datum, Entry, List, Tables};
use crate::outcome::Status;
use crate::plan::summary::CODE;

/// What marks the rows that are added up.
const ADDED_UP: &str = "计";
/// Columns in front of the figures; the last one of them bears the mark.
const IN_FRONT: usize = 7;
const MARK: u16 = 6;

/// A figure over all units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Total {
    pub(super) source: Source,
    /// Over all files that count.
    pub(super) all: Decimal,
    /// Over those that have passed.
    pub(super) passed: Decimal,
}

/// The figures of a form over all units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Totals {
    pub(super) figures: Vec<Total>,
    /// Returns of the roster that are left out, as their amounts may be in another unit than the form's.
    pub(super) left_out: usize,
}

/// The lists of one form.
pub(super) struct Data {
    figures: List,
    indicators: Option<List>,
    totals: Totals,
}

impl Data {
    pub(super) fn begin(tables: &mut Tables, common: &Common<'_>, form: usize) -> Result<Self, SummaryError> {
        let of_form = &common.forms[form];
        let called = of_form.called();
        // A second form has sheets of its own.
        let number = if form == 0 { String::new() } else { (form + 1).to_string() };
        let sources: Vec<&Source> = of_form.figures.once.iter().chain(&of_form.figures.listed).collect();
        let mut columns = vec![
            Column::new("归口股室", 12.0, Entry::Centre),
            Column::new(CODE, 11.0, Entry::Centre),
            Column::new("单位名称", 24.0, Entry::Words),
            Column::new("状态", 12.0, Entry::Centre),
            Column::new("行", 16.0, Entry::Words),
            Column::new("文件", 20.0, Entry::Words),
            Column::new("合计标识", 6.0, Entry::Hidden),
        ];
        let of = |source: &&Source| if source.is_amount { Entry::Amount } else { Entry::Number };
        columns.extend(sources.iter().map(|source| Column::new(source.head.clone(), 12.0, of(source))));
        let note = format!(
            "{called}；计入的每份表格，各行填报数；末行为名单内各单位合计行之和（疑似以“元”填报的、不是本次下发的不计）"
        );
        let figures = tables.begin(&format!("数据汇总{number}"), "数据汇总", &note, columns)?;
        let indicators = if of_form.figures.indicators.is_empty() {
            None
        } else {
            let mut columns = vec![
                Column::new("归口股室", 12.0, Entry::Centre),
                Column::new(CODE, 11.0, Entry::Centre),
                Column::new("单位名称", 24.0, Entry::Words),
                Column::new("表", 14.0, Entry::Words),
                Column::new("类别", 12.0, Entry::Words),
            ];
            let fields = of_form.figures.indicators.iter();
            columns.extend(fields.map(|source| Column::new(source.head.clone(), 18.0, Entry::Words)));
            Some(tables.begin(&format!("指标汇总{number}"), "指标汇总", &called, columns)?)
        };
        let totals = sources.into_iter().map(|source| Total {
            source: source.clone(),
            all: Decimal::ZERO,
            passed: Decimal::ZERO,
        });
        Ok(Self { figures, indicators, totals: Totals { figures: totals.collect(), left_out: 0 } })
    }

    /// Adds a file that counts.
    pub(super) fn add(
        &mut self,
        tables: &mut Tables,
        line: &UnitLine<'_>,
        (file, path): (&Filed, &str),
        detail: &Detail,
    ) -> Result<(), SummaryError> {
        let adds_up = line.on_roster && file.apart.is_none();
        self.totals.left_out += usize::from(line.on_roster && file.apart == Some(Apart::MaybeInYuan));
        for row in &detail.figures {
            let mut data = vec![
                section(line).into(),
                line.code.into(),
                line.name.into(),
                file.status.word().into(),
                row.label.as_str().into(),
                path.into(),
                if row.total && adds_up { ADDED_UP.into() } else { Datum::Blank },
            ];
            data.extend(row.values.iter().map(datum));
            tables.row(&mut self.figures, &data)?;
            if adds_up {
                self.add_up(row, file.status);
            }
        }
        if let Some(list) = &mut self.indicators {
            for row in &detail.indicators {
                let mut data = vec![
                    section(line).into(),
                    line.code.into(),
                    line.name.into(),
                    row.table.as_str().into(),
                    row.category.as_str().into(),
                ];
                data.extend(row.values.iter().map(datum));
                tables.row(list, &data)?;
            }
        }
        Ok(())
    }

    fn add_up(&mut self, row: &FigureRow, status: Status) {
        for (total, value) in self.totals.figures.iter_mut().zip(&row.values).filter(|_| row.total) {
            let Some(figure) = figure(value) else { continue };
            total.all += figure;
            if status == Status::Passed {
                total.passed += figure;
            }
        }
    }

    /// The figures over all units.
    pub(super) const fn totals(&self) -> &Totals {
        &self.totals
    }

    pub(super) fn end(mut self, tables: &mut Tables) -> Result<(), SummaryError> {
        let mut data = vec![Datum::Blank; IN_FRONT];
        data[0] = "合计".into();
        data.extend(self.totals.figures.iter().map(|total| {
            if total.source.adds_up { Datum::SumWhere(MARK, ADDED_UP, number(total.all)) } else { Datum::Blank }
        }));
        tables.row(&mut self.figures, &data)?;
        tables.end(&self.figures)?;
        if let Some(list) = &self.indicators {
            tables.end(list)?;
        }
        Ok(())
    }
}

fn figure(value: &Shown) -> Option<Decimal> {
    match value {
        Shown::Figure(figure) => figure.parse().ok(),
        Shown::Nothing | Shown::Words(_) => None,
    }
}

fn datum(value: &Shown) -> Datum {
    match value {
        Shown::Nothing => Datum::Blank,
        Shown::Figure(figure) => figure.parse().map_or_else(|_| figure.as_str().into(), Datum::Number),
        Shown::Words(words) => words.as_str().into(),
    }
}

/// The nearest number that a cell holds (15 digits).
pub(super) fn number(figure: Decimal) -> f64 {
    figure.to_string().parse().unwrap_or_default()
}
