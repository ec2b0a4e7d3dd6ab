//! The workbooks that are measured: shaped like the forms of the product, written without it.

use rust_xlsxwriter::{DataValidation, DataValidationRule, Format, FormatBorder, Workbook, Worksheet, XlsxError};

const SHEETS: usize = 10;
const COLUMNS: u16 = 10;

/// About 10 sheets, 1,500 cells, 300 inputs and 120 formulas.
pub fn standard() -> Vec<u8> {
    write(15)
}

/// About 20,000 cells: a form with 200 sub-units in every table.
pub fn heavy() -> Vec<u8> {
    write(200)
}

fn write(rows: u32) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for number in 0..SHEETS {
        fill(workbook.add_worksheet(), number, rows).unwrap_or_else(|error| panic!("{error}"));
    }
    for (number, row, column) in (0..SHEETS)
        .flat_map(|number| (3..rows + 3).map(move |row| (number, row, ['C', 'D'])))
        .flat_map(|(n, r, cs)| cs.map(|c| (n, r, c)))
    {
        let name = format!("收支{number}.第{row}行.决算数{column}");
        let refers_to = format!("=收支情况{number}!${column}${}", row + 1);
        workbook.define_name(name, &refers_to).unwrap_or_else(|error| panic!("{error}"));
    }
    workbook.save_to_buffer().unwrap_or_else(|error| panic!("{error}"))
}

/// A title, a header and rows of: number, label, two filled and two blank inputs, labels, total.
fn fill(sheet: &mut Worksheet, number: usize, rows: u32) -> Result<(), XlsxError> {
    let label = Format::new().set_border(FormatBorder::Thin).set_text_wrap();
    let figure = Format::new().set_border(FormatBorder::Thin).set_num_format("#,##0.00");
    let input = figure.clone().set_unlocked().set_background_color("FFF9E5");
    sheet.set_name(format!("收支情况{number}"))?.protect();
    sheet.merge_range(0, 0, 0, COLUMNS - 1, "部门整体支出绩效自评表", &label)?;
    for column in 0..COLUMNS {
        sheet.write_with_format(2, column, format!("第{column}栏（万元）"), &label)?;
    }
    for row in 3..rows + 3 {
        sheet.write_with_format(row, 0, row - 2, &label)?;
        sheet.write_with_format(row, 1, format!("第{row}项支出"), &label)?;
        sheet.write_with_format(row, 2, f64::from(row * 7919 % 100_000) / 100.0, &input)?;
        sheet.write_with_format(row, 3, f64::from(row * 104_729 % 1_000_000) / 100.0, &input)?;
        sheet.write_blank(row, 4, &input)?;
        sheet.write_blank(row, 5, &input)?;
        sheet.write_with_format(row, 6, "万元", &label)?;
        sheet.write_with_format(row, 7, format!("说明{number}-{row}"), &label)?;
        sheet.write_with_format(row, 8, "按决算数填报", &label)?;
        let total = format!("=ROUND(SUM(C{0}:F{0}),2)", row + 1);
        sheet.write_formula_with_format(row, 9, total.as_str(), &figure)?;
    }
    for column in 2..6 {
        let rule = DataValidationRule::Between(-1e9, 1e9);
        let validation = DataValidation::new().allow_decimal_number(rule).set_error_message("请填写数字，单位万元")?;
        sheet.add_data_validation(3, column, rows + 2, column, &validation)?;
    }
    Ok(())
}
