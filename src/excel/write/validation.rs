//! Validations: what an input cell accepts, and what the person is told.

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, ExcelDateTime, Worksheet, XlsxError,
};

use crate::fields::Accepts;
use crate::form::Form;
use crate::plan::SheetPlan;
use crate::sections::Field;
use crate::words::{Area, Cell, areas};

/// The largest amount that a form accepts, 万元: a thousand billion yuan, far beyond any budget.
const LARGEST_AMOUNT: f64 = 1e8;
/// The largest head count.
const LARGEST_COUNT: i32 = 10_000_000;
/// The first year a date may lie in.
const FIRST_YEAR: u16 = 2000;
/// UTF-16 units of the text of a validation error (ECMA-376 18.3.1.32).
const MAX_ERROR: usize = 225;
/// UTF-16 units of a prompt (ECMA-376 18.3.1.32).
const MAX_PROMPT: usize = 255;

/// Adds one validation for all cells of a sheet that accept the same.
pub(super) fn add(form: &Form, plan: &SheetPlan, worksheet: &mut Worksheet) -> Result<(), XlsxError> {
    let mut groups: Vec<(&Field, Vec<Cell>)> = Vec::new();
    for planned in plan.cells.iter().filter(|planned| planned.filling.is_input()) {
        let Some(slot) = planned.filling.slot() else { continue };
        let field = &form.tables[slot.table].fields[slot.field];
        match groups.iter_mut().find(|(other, _)| same(other, field)) {
            Some((_, cells)) => cells.push(planned.cell),
            None => groups.push((field, vec![planned.cell])),
        }
    }
    for (field, cells) in groups {
        let Some(validation) = validation(field)? else { continue };
        let ranges = areas(&cells);
        let text = ranges.iter().map(Area::to_string).collect::<Vec<_>>().join(" ");
        let first = ranges.first().copied().unwrap_or_else(|| Area::single(Cell::new(0, 0)));
        worksheet.add_data_validation(
            first.first.row,
            first.first.column,
            first.last.row,
            first.last.column,
            &validation.set_multi_range(text),
        )?;
    }
    Ok(())
}

fn same(a: &Field, b: &Field) -> bool {
    a.kind == b.kind && a.limits == b.limits && a.prompt == b.prompt
}

fn validation(field: &Field) -> Result<Option<DataValidation>, XlsxError> {
    let accepts = field.kind.accepts(&field.limits);
    let new = DataValidation::new().ignore_blank(true);
    let mut style = DataValidationErrorStyle::Stop;
    let validation = match accepts {
        Accepts::Anything if field.prompt.is_none() => return Ok(None),
        Accepts::Anything => new.allow_any_value(),
        Accepts::Decimal { negative } => {
            let least = if negative { -LARGEST_AMOUNT } else { 0.0 };
            new.allow_decimal_number(DataValidationRule::Between(least, LARGEST_AMOUNT))
        }
        Accepts::Between(least, most) => new.allow_decimal_number(DataValidationRule::Between(least, most)),
        Accepts::Whole => new.allow_whole_number(DataValidationRule::Between(0, LARGEST_COUNT)),
        Accepts::Day => {
            // Days typed as 2022.8.24 are texts to Excel and can be read all the same.
            style = DataValidationErrorStyle::Warning;
            let first = ExcelDateTime::from_ymd(FIRST_YEAR, 1, 1)?;
            new.allow_date(DataValidationRule::GreaterThanOrEqualTo(first))
        }
        Accepts::Length(most) => {
            let most = u32::try_from(most).unwrap_or(u32::MAX);
            new.allow_text_length(DataValidationRule::LessThanOrEqualTo(most))
        }
        Accepts::OneOf(choices) => new.allow_list_strings(&choices)?,
    };
    let refusal = cut(&field.kind.refusal(&field.limits), MAX_ERROR);
    let mut validation = validation.set_error_style(style).set_error_title("请核对")?.set_error_message(refusal)?;
    if let Some(prompt) = &field.prompt {
        validation = validation.set_input_title(cut(&field.label, 32))?.set_input_message(cut(prompt, MAX_PROMPT))?;
    }
    Ok(Some(validation))
}

/// The text up to so many UTF-16 units.
fn cut(text: &str, most: usize) -> String {
    let mut units = 0;
    let fits = |c: &char| {
        units += c.len_utf16();
        units <= most
    };
    text.chars().take_while(fits).collect()
}
