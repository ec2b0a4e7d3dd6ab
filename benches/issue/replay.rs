//! The calls of `rust_xlsxwriter` that write a workbook which is there already: what issuing cannot be faster than with
//! that writer. They are made ready before time is taken; only the calls themselves count.

use rust_xlsxwriter::{
    ConditionalFormatCell, ConditionalFormatCellRule, ConditionalFormatFormula, DataValidation,
    DataValidationErrorStyle, DataValidationRule, Format, Formula, ProtectionOptions, Url, Workbook, Worksheet,
    XlsxError,
};
use xlcheck::excel::package::Package;
use xlcheck::words::Cell;

use crate::element::Element;
use crate::formats;

/// What a workbook holds, as calls take it.
pub struct Replay {
    formats: Vec<Format>,
    sheets: Vec<Sheet>,
    names: Vec<(String, String)>,
}

struct Sheet {
    name: String,
    widths: Vec<(u16, u16, f64)>,
    heights: Vec<(u32, f64)>,
    merged: Vec<(Cell, Cell)>,
    cells: Vec<(Cell, usize, Held)>,
    links: Vec<(Cell, Url)>,
    validations: Vec<(Vec<(Cell, Cell)>, DataValidation)>,
    rules: Vec<((Cell, Cell), Rule)>,
}

enum Held {
    Blank,
    Words(String),
    Number(f64),
    Formula(Formula, String),
}

enum Rule {
    Formula(ConditionalFormatFormula),
    Equal(ConditionalFormatCell),
}

impl Replay {
    /// Reads a workbook.
    pub fn of(bytes: &[u8]) -> Self {
        let package = Package::open(bytes.to_vec()).unwrap_or_else(|error| panic!("{error}"));
        let part = |name: &str| Element::read(&package.required(name).unwrap_or_else(|error| panic!("{error}")));
        let (formats, of_rules) = formats::read(&part("xl/styles.xml"));
        let strings: Vec<String> = part("xl/sharedStrings.xml").children.iter().map(all_text).collect();
        let workbook = part("xl/workbook.xml");
        let sheets = (1..).zip(workbook.all("sheets")).map(|(number, sheet)| {
            let xml = part(&format!("xl/worksheets/sheet{number}.xml"));
            Sheet::of(sheet.get("name").unwrap_or_default(), &xml, &strings, &of_rules)
        });
        let names = workbook.all("definedNames").iter().filter(|name| name.get("localSheetId").is_none());
        let names = names.map(|name| (name.get("name").unwrap_or_default().to_owned(), format!("={}", name.text)));
        Self { formats, sheets: sheets.collect(), names: names.collect() }
    }

    /// Makes the calls.
    pub fn write(&self) -> Result<Vec<u8>, XlsxError> {
        let mut workbook = Workbook::new();
        for sheet in &self.sheets {
            sheet.write(workbook.add_worksheet(), &self.formats)?;
        }
        for (name, at) in &self.names {
            workbook.define_name(name, at)?;
        }
        workbook.save_to_buffer()
    }
}

fn all_text(element: &Element) -> String {
    element.text.clone() + &element.children.iter().map(all_text).collect::<String>()
}

fn areas(of: &Element, name: &str) -> Vec<(Cell, Cell)> {
    let areas = of.get(name).unwrap_or_default().split(' ').filter_map(|area| {
        let (first, last) = area.split_once(':').unwrap_or((area, area));
        Some((first.parse().ok()?, last.parse().ok()?))
    });
    areas.collect()
}

impl Sheet {
    fn of(name: &str, xml: &Element, strings: &[String], of_rules: &[Format]) -> Self {
        let rows = xml.all("sheetData");
        let merged: Vec<(Cell, Cell)> = xml.all("mergeCells").iter().flat_map(|area| areas(area, "ref")).collect();
        let is_covered = |cell: Cell| {
            let covers = |(first, last): &(Cell, Cell)| {
                cell != *first
                    && (first.row..=last.row).contains(&cell.row)
                    && (first.column..=last.column).contains(&cell.column)
            };
            merged.iter().any(covers)
        };
        let cells = rows.iter().flat_map(|row| &row.children).filter_map(|cell| {
            let at: Cell = cell.get("r")?.parse().ok()?;
            (!is_covered(at)).then(|| (at, cell.number("s").unwrap_or_default(), held(cell, strings)))
        });
        let links = xml.all("hyperlinks").iter().filter_map(|link| {
            let to = format!("internal:{}", link.get("location")?);
            let text = link.get("display").unwrap_or_default().to_owned();
            Some((link.get("ref")?.parse().ok()?, Url::new(to).set_text(text)))
        });
        let widths = xml.all("cols").iter().filter_map(|column| {
            Some((column.number::<u16>("min")? - 1, column.number::<u16>("max")? - 1, column.number("width")?))
        });
        let heights = rows.iter().filter_map(|row| Some((row.number::<u32>("r")? - 1, row.number("ht")?)));
        let validations = xml.all("dataValidations").iter();
        let formatting = xml.children.iter().filter(|child| child.name == "conditionalFormatting");
        let rules = formatting.flat_map(|of| {
            let ranges = of.get("sqref").unwrap_or_default().to_owned();
            let area = areas(of, "sqref").first().copied();
            let of_rule = |rule: &Element| Some((area?, rule_of(rule, &ranges, of_rules)));
            of.children.iter().filter_map(of_rule).collect::<Vec<_>>()
        });
        Self {
            name: name.to_owned(),
            widths: widths.collect(),
            heights: heights.collect(),
            cells: cells.collect(),
            links: links.collect(),
            validations: validations.map(|one| (areas(one, "sqref"), validation(one))).collect(),
            rules: rules.collect(),
            merged,
        }
    }

    fn write(&self, worksheet: &mut Worksheet, formats: &[Format]) -> Result<(), XlsxError> {
        worksheet.set_name(&self.name)?;
        for (first, last, width) in &self.widths {
            worksheet.set_column_range_width(*first, *last, *width)?;
        }
        for (row, height) in &self.heights {
            worksheet.set_row_height(*row, *height)?;
        }
        let mut merged = self.merged.iter().peekable();
        for (cell, format, held) in &self.cells {
            let format = &formats[*format];
            let (row, column) = (cell.row, cell.column);
            // Areas and cells stand in the same order but for those that overlap no row.
            if let Some((first, last)) = merged
                .next_if(|(first, _)| first == cell)
                .copied()
                .or_else(|| self.merged.iter().find(|(first, _)| first == cell).copied())
            {
                worksheet.merge_range(first.row, first.column, last.row, last.column, "", format)?;
            }
            match held {
                Held::Blank => worksheet.write_blank(row, column, format)?,
                Held::Words(words) => worksheet.write_string_with_format(row, column, words, format)?,
                Held::Number(number) => worksheet.write_number_with_format(row, column, *number, format)?,
                Held::Formula(formula, result) => {
                    worksheet.write_formula_with_format(row, column, formula.clone(), format)?;
                    worksheet.set_formula_result(row, column, result.as_str())
                }
            };
        }
        for (cell, link) in &self.links {
            worksheet.write_url(cell.row, cell.column, link.clone())?;
        }
        for (areas, validation) in &self.validations {
            for (first, last) in areas {
                worksheet.add_data_validation(first.row, first.column, last.row, last.column, validation)?;
            }
        }
        for ((first, last), rule) in &self.rules {
            let (first_row, first_column, last_row, last_column) = (first.row, first.column, last.row, last.column);
            match rule {
                Rule::Formula(rule) => {
                    worksheet.add_conditional_format(first_row, first_column, last_row, last_column, rule)?
                }
                Rule::Equal(rule) => {
                    worksheet.add_conditional_format(first_row, first_column, last_row, last_column, rule)?
                }
            };
        }
        worksheet.protect_with_options(&ProtectionOptions { format_rows: true, ..ProtectionOptions::default() });
        Ok(())
    }
}

fn held(cell: &Element, strings: &[String]) -> Held {
    let value = cell.words("v").unwrap_or_default();
    match (cell.words("f"), cell.get("t")) {
        (Some(formula), _) => Held::Formula(Formula::new(format!("={formula}")), value.to_owned()),
        (None, Some("s")) => {
            Held::Words(value.parse().ok().and_then(|at: usize| strings.get(at).cloned()).unwrap_or_default())
        }
        (None, _) => value.parse().map_or(Held::Blank, Held::Number),
    }
}

fn rule_of(rule: &Element, ranges: &str, of_rules: &[Format]) -> Rule {
    let format = rule.number::<usize>("dxfId").and_then(|at| of_rules.get(at)).cloned().unwrap_or_default();
    let formula = rule.words("formula").unwrap_or_default();
    if rule.get("type") == Some("cellIs") {
        let equal = ConditionalFormatCellRule::EqualTo(Formula::new(formula));
        return Rule::Equal(ConditionalFormatCell::new().set_rule(equal).set_format(format).set_multi_range(ranges));
    }
    let rule = ConditionalFormatFormula::new().set_rule(Formula::new(formula));
    Rule::Formula(rule.set_format(format).set_multi_range(ranges))
}

fn validation(of: &Element) -> DataValidation {
    let formula = |name: &str| Formula::new(of.words(name).unwrap_or("0"));
    let first = || formula("formula1");
    let rule = match of.get("operator") {
        Some("lessThanOrEqual") => DataValidationRule::LessThanOrEqualTo(first()),
        Some("greaterThanOrEqual") => DataValidationRule::GreaterThanOrEqualTo(first()),
        _ => DataValidationRule::Between(first(), formula("formula2")),
    };
    let validation = DataValidation::new();
    let mut validation = match of.get("type") {
        Some("textLength") => validation.allow_text_length_formula(rule),
        Some("whole") => validation.allow_whole_number_formula(rule),
        Some("date") => validation.allow_date_formula(rule),
        Some("list") => validation.allow_list_formula(first()),
        Some("custom") => validation.allow_custom(first()),
        _ => validation.allow_decimal_number_formula(rule),
    };
    if of.get("errorStyle") == Some("warning") {
        validation = validation.set_error_style(DataValidationErrorStyle::Warning);
    }
    let set = |validation: DataValidation| -> Result<DataValidation, XlsxError> {
        let text = |name: &str| of.get(name).unwrap_or_default();
        validation
            .set_input_title(text("promptTitle"))?
            .set_input_message(text("prompt"))?
            .set_error_title(text("errorTitle"))?
            .set_error_message(text("error"))
    };
    set(validation).unwrap_or_else(|error| panic!("{error}"))
}
