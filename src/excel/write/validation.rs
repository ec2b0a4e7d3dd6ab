//! Validations: what an input cell accepts, and what the person is told.

use std::borrow::Cow;

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, ExcelDateTime, Worksheet, XlsxError,
};

use crate::facts::Slot;
use crate::fields::{Accepts, FieldType, Limits, MAX_REFUSAL, MAX_TITLE, Prompt, Shown, cut};
use crate::form::Form;
use crate::plan::{PlannedCell, SheetPlan};
use crate::sections::{Rows, Table};
use crate::words::{Area, Cell, areas};

/// The largest amount that a form accepts, 万元: a thousand billion yuan, far beyond any budget.
const LARGEST_AMOUNT: f64 = 1e8;
/// The largest head count.
const LARGEST_COUNT: i32 = 10_000_000;
/// The first year a date may lie in.
const FIRST_YEAR: u16 = 2000;
/// Points of the highest row (Excel).
const MAX_ROW: f64 = 409.0;
/// Points of a line of words.
const LINE: f64 = 15.0;
/// Half-width characters of a column that its margins take, and those of a character of Chinese.
const EDGE: f64 = 3.0;
const HALF_WIDTHS: f64 = 2.0;
/// A limit is said in round numbers of characters.
const ROUND: f64 = 50.0;
/// The title over every error.
const ERROR_TITLE: &str = "请核对";

/// What is asked of some cells, and what their prompt says.
#[derive(PartialEq)]
struct Asked<'a> {
    kind: &'static dyn FieldType,
    limits: Cow<'a, Limits>,
    prompt: Option<Prompt<'a>>,
}

/// Adds one validation for all cells of a sheet that are asked for the same.
pub(super) fn add(form: &Form, plan: &SheetPlan, worksheet: &mut Worksheet) -> Result<(), XlsxError> {
    let mut groups: Vec<(Asked<'_>, Vec<Cell>)> = Vec::new();
    for planned in plan.cells.iter().filter(|planned| planned.filling.is_input()) {
        let Some(slot) = planned.filling.slot() else { continue };
        let asked = Asked::of(&form.tables[slot.table], slot, visible(plan, planned));
        match groups.iter_mut().find(|(other, _)| *other == asked) {
            Some((_, cells)) => cells.push(planned.cell),
            None => groups.push((asked, vec![planned.cell])),
        }
    }
    for (asked, cells) in groups {
        let ranges = areas(&cells);
        let text = ranges.iter().map(Area::to_string).collect::<Vec<_>>().join(" ");
        let first = ranges.first().copied().unwrap_or_else(|| Area::single(Cell::new(0, 0)));
        worksheet.add_data_validation(
            first.first.row,
            first.first.column,
            first.last.row,
            first.last.column,
            &asked.validation()?.set_multi_range(text),
        )?;
    }
    Ok(())
}

/// The characters that a cell of words can show in the highest row of Excel; nothing where cells are merged.
fn visible(plan: &SheetPlan, planned: &PlannedCell) -> Option<usize> {
    let width = plan.columns.get(usize::from(planned.cell.column)).filter(|_| planned.merged.is_none())?;
    let characters = (width - EDGE) / HALF_WIDTHS * (MAX_ROW / LINE).floor() / ROUND;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few thousand characters at most")]
    let rounded = (characters.max(1.0).floor() * ROUND) as usize;
    Some(rounded)
}

impl<'a> Asked<'a> {
    fn of(table: &'a Table, slot: Slot, visible: Option<usize>) -> Self {
        let field = &table.fields[slot.field];
        // A single paragraph is no longer than the whole text may be, nor than a row can show.
        let (least, most) = field.limits.length.or(table.length).unwrap_or((0, usize::MAX));
        let shorter = visible.filter(|visible| *visible < most).unwrap_or(most);
        let limits = if field.kind.shown() == Shown::Words && shorter < usize::MAX {
            Cow::Owned(Limits { length: Some((least.min(shorter), shorter)), ..field.limits.clone() })
        } else {
            Cow::Borrowed(&field.limits)
        };
        // Who fills rows from the top has read it in the first.
        let is_told = slot.row == 0 || !matches!(table.rows, Rows::Repeated { .. });
        let own = field
            .prompt
            .as_deref()
            .map(|text| Prompt { title: cut(&field.label, MAX_TITLE).into(), text: text.into() });
        let prompt = own.or_else(|| field.kind.prompt(&limits)).filter(|_| is_told);
        Self { kind: field.kind, limits, prompt }
    }

    fn validation(&self) -> Result<DataValidation, XlsxError> {
        let new = DataValidation::new().ignore_blank(true);
        let validation = match self.kind.accepts(&self.limits) {
            Accepts::Anything => new.allow_any_value(),
            Accepts::Decimal { negative } => {
                let least = if negative { -LARGEST_AMOUNT } else { 0.0 };
                new.allow_decimal_number(DataValidationRule::Between(least, LARGEST_AMOUNT))
            }
            Accepts::Between(least, most) => new.allow_decimal_number(DataValidationRule::Between(least, most)),
            Accepts::Whole => new.allow_whole_number(DataValidationRule::Between(0, LARGEST_COUNT)),
            Accepts::Day => {
                let first = ExcelDateTime::from_ymd(FIRST_YEAR, 1, 1)?;
                new.allow_date(DataValidationRule::GreaterThanOrEqualTo(first))
            }
            Accepts::Length(most) => {
                let most = u32::try_from(most).unwrap_or(u32::MAX);
                new.allow_text_length(DataValidationRule::LessThanOrEqualTo(most))
            }
            Accepts::OneOf(choices) => new.allow_list_strings(&choices)?,
        };
        let style =
            if self.kind.insists() { DataValidationErrorStyle::Stop } else { DataValidationErrorStyle::Warning };
        let refusal = self.kind.refusal(&self.limits);
        let validation = validation
            .set_error_style(style)
            .set_error_title(ERROR_TITLE)?
            .set_error_message(cut(&refusal, MAX_REFUSAL))?;
        match &self.prompt {
            Some(Prompt { title, text }) => validation.set_input_title(&**title)?.set_input_message(&**text),
            None => Ok(validation),
        }
    }
}
