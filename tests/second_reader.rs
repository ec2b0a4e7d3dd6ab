//! Two readers, one workbook: our scan and calamine must find the same values and formulas in every cell.

use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet, XlsxError};
use std::io::Cursor;
use xlcheck::excel::package::Package;
use xlcheck::excel::scan::read_book;
use xlcheck::facts::{Content, Raw};

#[test]
fn both_readers_find_the_same_cells() -> Result<(), XlsxError> {
    let mut workbook = Workbook::new();
    figures(workbook.add_worksheet())?;
    words(workbook.add_worksheet())?;
    results(workbook.add_worksheet())?;
    let bytes = workbook.save_to_buffer()?;

    let book = read_book(&Package::open(bytes.clone()).expect("a package")).expect("a book");
    let mut other: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).expect("a workbook");
    let names: Vec<&str> = book.sheets.iter().map(|sheet| &*sheet.name).collect();
    assert_eq!(names, other.sheet_names());
    for sheet in &book.sheets {
        let values = other.worksheet_range(&sheet.name).expect("values");
        let formulas = other.worksheet_formula(&sheet.name).expect("formulas");
        let mut compared = 0;
        for content in &sheet.cells {
            let position = (content.cell.row, u32::from(content.cell.column));
            let at = format!("{}!{}", sheet.name, content.cell);
            assert_same_value(content, values.get_value(position), &at);
            let formula = formulas.get_value(position).filter(|formula| !formula.is_empty());
            assert_eq!(content.formula.as_deref(), formula.map(String::as_str), "{at}");
            compared += 1;
        }
        let filled = values.used_cells().filter(|(_, _, value)| **value != Data::Empty).count();
        assert_eq!(compared, filled, "{}", sheet.name);
    }
    assert_eq!(book.sheets.iter().map(|sheet| sheet.cells.len()).sum::<usize>(), 1_230);
    Ok(())
}

fn assert_same_value(content: &Content, other: Option<&Data>, at: &str) {
    let other = other.unwrap_or(&Data::Empty);
    match (&content.raw, other) {
        (Raw::Number(text), Data::Float(number)) => assert_eq!(text.parse(), Ok(*number), "{at}"),
        (Raw::Number(text), Data::DateTime(date)) => {
            assert_eq!(text.parse(), Ok(date.as_f64()), "{at}");
            assert!(content.date_format, "{at}");
        }
        // Calamine leaves CR LF as it stands; we read it as one line break.
        (Raw::Text(text), Data::String(other)) => assert_eq!(**text, other.replace("\r\n", "\n"), "{at}"),
        (Raw::Truth(truth), Data::Bool(other)) => assert_eq!(truth, other, "{at}"),
        (Raw::Error(error), Data::Error(other)) => assert_eq!(**error, other.to_string(), "{at}"),
        (raw, other) => panic!("{at}: {raw:?} is not {other:?}"),
    }
}

fn figures(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_name("收支情况")?;
    for row in 0..500u32 {
        let figure = f64::from(row) * 1234.567 - 0.1;
        sheet.write(row, 0, figure)?;
        sheet.write(row, 1, f64::from(row) / 7.0)?;
    }
    for (row, figure) in [0.1 + 0.2, -0.0, 1e21, 1e-9, 1_234_567_890_123_456.0, f64::MAX].into_iter().enumerate() {
        sheet.write(u32::try_from(row).unwrap_or(0), 3, figure)?;
    }
    let formats = ["yyyy\"年\"m\"月\"d\"日\"", "yyyy-mm-dd hh:mm", "[h]:mm", "yyyy/m/d;@"];
    for (row, format) in formats.into_iter().enumerate() {
        let date = ExcelDateTime::from_ymd(2022, 8, 24)?.and_hms(9, 30, 0)?;
        sheet.write_with_format(u32::try_from(row).unwrap_or(0), 4, &date, &Format::new().set_num_format(format))?;
    }
    sheet.write(1_048_575, 0, 1)?;
    Ok(())
}

fn words(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_name("一、'绩效'&<总体>")?;
    for row in 0..100u32 {
        sheet.write(row, 0, format!("第{}项支出", row % 7))?;
        sheet.write(row, 1, format!("说明{row}"))?;
    }
    let words =
        [" 前后空格 ", "甲\n乙", "甲\r\n乙", "_x0041_", "<b>&amp;\"'", "\u{b}制表\t", "１２，３４", "😀𠮷", "="];
    for (row, text) in words.into_iter().enumerate() {
        sheet.write_string(u32::try_from(row).unwrap_or(0), 2, text)?;
    }
    let (bold, plain) = (Format::new().set_bold(), Format::new());
    sheet.write_rich_string(0, 3, &[(&bold, "富"), (&plain, " 文 "), (&bold, "本")])?;
    Ok(())
}

fn results(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_name("自查")?;
    sheet.write(0, 0, true)?.write(0, 1, false)?;
    let formulas = [
        ("=SUM(收支情况!A1:A9)", "12.5"),
        ("=IF(A1,\"通过\",\"不符 & <差额>\")", "通过"),
        ("='一、''绩效''&<总体>'!A1", "第0项支出"),
        ("=A1=B1", "FALSE"),
        ("=1/0", "#DIV/0!"),
    ];
    for (row, (formula, result)) in formulas.into_iter().enumerate() {
        sheet.write_formula(u32::try_from(row).unwrap_or(0), 2, Formula::new(formula).set_result(result))?;
    }
    sheet.write_array_formula(0, 3, 1, 3, "{=收支情况!A1:A2*2}")?;
    Ok(())
}
