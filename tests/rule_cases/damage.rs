//! What happens to files on their way, by a closed list of words.

use std::collections::BTreeMap;
use std::io::Write;

use jiff::civil::{Date, date};
use serde::Deserialize;
use xlcheck::checks::SPECS;
use xlcheck::excel::package::Package;
use xlcheck::excel::patch::{NewValue, set_cells};
use xlcheck::form::{Library, Settings};
use xlcheck::outcome::Judge;
use xlcheck::plan::Stamp;
use xlcheck::report::final_copy;
use xlcheck::words::Cell;

use super::case::Typed;
use super::client::{Edit, edit};

/// The very hidden sheet of the stamp.
const STAMP: &str = "xlcheck";

/// The day on which a file came in that became final.
const RECEIVED: Date = date(2022, 4, 20);

/// Rows of the stamp that are looked at.
const MAX_KEYS: u32 = 500;

/// One thing that is done to a file.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Damage {
    /// A sheet is deleted.
    RemoveSheet(String),
    /// A sheet is hidden.
    HideSheet(String),
    /// A sheet is given another name.
    RenameSheet {
        /// As issued.
        from: String,
        /// As found.
        to: String,
    },
    /// A cell, locked or not, holds something else: `收支情况!C5`.
    Overwrite {
        /// The cell.
        cell: String,
        /// What it holds.
        with: Typed,
    },
    /// A formula stands in a cell.
    Formula {
        /// The cell.
        cell: String,
        /// The formula without `=`.
        formula: String,
        /// Its stored result.
        result: String,
    },
    /// A row is put in above this one: `收支情况!8`.
    InsertRow(String),
    /// A row is deleted.
    DeleteRow(String),
    /// A column is deleted: `收支情况!D`.
    DeleteColumn(String),
    /// Only so many percent of the file arrive.
    Truncate(usize),
    /// A mail gateway has put something behind the file.
    Append(String),
    /// The very hidden sheet says something else of the workbook, by its keys.
    Stamp(BTreeMap<String, String>),
    /// The very hidden sheet is emptied, as where macros are cleaned away.
    EmptyStampSheet {},
    /// The document properties are gone, as mail gateways leave them.
    EmptyProperties {},
    /// The visible line of the stamp is gone, wherever it stands.
    EmptyStampLine {},
    /// It has passed and become a 定稿.
    Finalise {},
    /// The workbook is behind a password.
    Password {},
    /// A Word document instead of the workbook.
    Document {},
    /// A file of these characters instead of the workbook.
    Characters(String),
}

impl Damage {
    /// The file after it, or what the damage does not fit.
    pub fn done_to(&self, bytes: Vec<u8>) -> Result<Vec<u8>, String> {
        Ok(match self {
            Self::RemoveSheet(sheet) => workbook(bytes, |xml| without_sheet(&xml, sheet))?,
            Self::HideSheet(sheet) => workbook(bytes, |xml| {
                xml.replace(&format!("name=\"{sheet}\""), &format!("name=\"{sheet}\" state=\"hidden\""))
            })?,
            Self::RenameSheet { from, to } => workbook(bytes, |xml| {
                let renamed = xml.replace(&format!("name=\"{from}\""), &format!("name=\"{to}\""));
                renamed.replace(&format!(">{from}!"), &format!(">{to}!"))
            })?,
            Self::Overwrite { cell, with } => {
                let new = match with {
                    Typed::Words(words) if words.is_empty() => NewValue::Blank,
                    Typed::Words(words) => NewValue::Text(words.clone()),
                    Typed::Number(number) => NewValue::Number(number.to_string()),
                    Typed::Day { day } => return Err(format!("{day}：请写成文字")),
                };
                let (sheet, cell) = place(cell)?;
                on_sheet(bytes, sheet, |xml| {
                    let cell: Cell = cell.parse().map_err(|_| format!("{cell}不是单元格"))?;
                    set_cells(xml.as_bytes(), &[(cell, new)]).map_err(|error| error.to_string())
                })?
            }
            Self::Formula { cell, formula, result } => {
                let (sheet, cell) = place(cell)?;
                on_sheet(bytes, sheet, |xml| {
                    with_formula(&xml, cell, formula, result).ok_or_else(|| format!("没有单元格{cell}"))
                })?
            }
            Self::InsertRow(row) => {
                let (sheet, row) = place(row)?;
                edit(&bytes, sheet, Edit::InsertRow(number(row)? - 1))
            }
            Self::DeleteRow(row) => {
                let (sheet, row) = place(row)?;
                edit(&bytes, sheet, Edit::DeleteRow(number(row)? - 1))
            }
            Self::DeleteColumn(column) => {
                let (sheet, column) = place(column)?;
                let cell: Cell = format!("{column}1").parse().map_err(|_| format!("“{column}”不是列"))?;
                edit(&bytes, sheet, Edit::DeleteColumn(cell.column))
            }
            Self::Truncate(percent) => bytes[..bytes.len() * percent / 100].to_vec(),
            Self::Append(text) => [bytes, text.clone().into_bytes()].concat(),
            Self::Stamp(changes) => stamped(bytes, changes)?,
            Self::EmptyStampSheet {} => without_stamp(bytes)?,
            Self::EmptyProperties {} => without_properties(bytes)?,
            Self::EmptyStampLine {} => without_line(bytes)?,
            Self::Finalise {} => finalised(bytes)?,
            Self::Password {} => encrypted(),
            Self::Document {} => document(),
            Self::Characters(text) => text.clone().into_bytes(),
        })
    }
}

/// The 定稿 of a file that passes.
fn finalised(bytes: Vec<u8>) -> Result<Vec<u8>, String> {
    let library = Library::embedded(&SPECS);
    let judge = Judge::of_library(library, Settings::default(), None, RECEIVED).map_err(|error| error.to_string())?;
    let made = final_copy(&judge.judge("表.xlsx", bytes)).map_err(|error| error.to_string())?;
    made.map(|(_, bytes)| bytes).ok_or_else(|| "没有通过，不能定稿".to_owned())
}

fn place(text: &str) -> Result<(&str, &str), String> {
    text.split_once('!').ok_or_else(|| format!("“{text}”应写成“工作表!位置”"))
}

fn number(row: &str) -> Result<u32, String> {
    row.parse().map_err(|_| format!("“{row}”不是行号"))
}

/// The package with one part written anew.
fn with_part(
    bytes: Vec<u8>,
    part: impl FnOnce(&Package) -> Result<String, String>,
    change: impl FnOnce(String) -> Result<Vec<u8>, String>,
) -> Result<Vec<u8>, String> {
    let mut package = Package::open(bytes).map_err(|error| error.to_string())?;
    let part = part(&package)?;
    let bytes = package.required(&part).map_err(|error| error.to_string())?;
    let text = String::from_utf8(bytes.to_vec()).expect("UTF-8");
    let changed = change(text.clone())?;
    if changed == text.as_bytes() {
        return Err(format!("{part}没有变化"));
    }
    package.replace(&part, changed);
    package.write().map_err(|error| error.to_string())
}

fn workbook(bytes: Vec<u8>, change: impl FnOnce(String) -> String) -> Result<Vec<u8>, String> {
    let part = |package: &Package| package.workbook().map(|book| book.part).map_err(|error| error.to_string());
    with_part(bytes, part, |xml| Ok(change(xml).into_bytes()))
}

fn on_sheet(
    bytes: Vec<u8>,
    sheet: &str,
    change: impl FnOnce(String) -> Result<Vec<u8>, String>,
) -> Result<Vec<u8>, String> {
    let part = |package: &Package| {
        let book = package.workbook().map_err(|error| error.to_string())?;
        book.sheet(sheet).map(|sheet| sheet.part.clone()).ok_or_else(|| format!("没有工作表“{sheet}”"))
    };
    with_part(bytes, part, change)
}

/// The workbook part without a sheet; names that pointed into it are broken, as Excel leaves them.
fn without_sheet(xml: &str, sheet: &str) -> String {
    let Some(name) = xml.find(&format!("name=\"{sheet}\"")) else { return xml.to_owned() };
    let (Some(start), Some(length)) = (xml[..name].rfind("<sheet "), xml[name..].find("/>")) else {
        return xml.to_owned();
    };
    let rest = format!("{}{}", &xml[..start], &xml[name + length + 2..]);
    let reference = format!(">{sheet}!");
    let mut pieces = rest.split(&reference);
    let mut broken = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let behind = piece.find('<').map_or("", |end| &piece[end..]);
        broken.push_str(">#REF!");
        broken.push_str(behind);
    }
    broken
}

fn with_formula(xml: &str, cell: &str, formula: &str, result: &str) -> Option<Vec<u8>> {
    let (before, rest) = xml.split_at(xml.find(&format!("<c r=\"{cell}\""))?);
    let tag = &rest[..=rest.find('>')?];
    let behind = if tag.ends_with("/>") { &rest[tag.len()..] } else { rest.split_once("</c>")?.1 };
    let style = tag.find(" s=\"").map_or("", |at| {
        let end = tag[at + 4..].find('"').map_or(tag.len(), |end| at + 5 + end);
        &tag[at..end]
    });
    Some(format!("{before}<c r=\"{cell}\"{style}><f>{formula}</f><v>{result}</v></c>{behind}").into_bytes())
}

/// The keys of the stamp, row by row.
fn stamp_keys(bytes: &[u8]) -> Vec<String> {
    stamp_column(bytes, 0)
}

/// What stands in a column of the stamp, row by row, as far as there are keys.
fn stamp_column(bytes: &[u8], column: u16) -> Vec<String> {
    let package = Package::open(bytes.to_vec()).expect("a package");
    let book = xlcheck::excel::scan::read_book(&package).expect("a book");
    let sheet = book.sheet(STAMP).expect("the stamp");
    let is_key = |row: &u32| !sheet.text(Cell::new(*row, 0)).is_empty();
    (0..MAX_KEYS).take_while(is_key).map(|row| sheet.text(Cell::new(row, column)).to_owned()).collect()
}

/// The workbook with other values in its stamp.
fn stamped(bytes: Vec<u8>, changes: &BTreeMap<String, String>) -> Result<Vec<u8>, String> {
    let (keys, values) = (stamp_keys(&bytes), stamp_column(&bytes, 1));
    let new = |(key, value): (&String, &String)| {
        let row = keys.iter().position(|known| known == key).ok_or_else(|| format!("标识中没有“{key}”"))?;
        Ok((Cell::new(u32::try_from(row).expect("a row"), 1), NewValue::Text(value.clone())))
    };
    let mut new: Vec<(Cell, NewValue)> = changes.iter().map(new).collect::<Result<_, String>>()?;
    // It was issued so: the seal is over what it says.
    let last = u32::try_from(keys.len()).expect("a row") - 1;
    let says = |row: &u32| {
        let cell = Cell::new(*row, 1);
        let said = new.iter().find(|(at, _)| *at == cell).map(|(_, value)| value.clone());
        let Some(NewValue::Text(value)) = said else { return values[*row as usize].clone() };
        value
    };
    let pairs: Vec<(String, String)> = (0..last).map(|row| (keys[row as usize].clone(), says(&row))).collect();
    let seal = Stamp::from_pairs(&pairs).ok_or("标识不全")?.seal();
    new.push((Cell::new(last, 1), NewValue::Text(seal)));
    on_sheet(bytes, STAMP, |xml| set_cells(xml.as_bytes(), &new).map_err(|error| error.to_string()))
}

fn without_stamp(bytes: Vec<u8>) -> Result<Vec<u8>, String> {
    let rows = u32::try_from(stamp_keys(&bytes).len()).expect("rows");
    let cells = (0..rows).flat_map(|row| [0, 1].map(|column| Cell::new(row, column)));
    let blanks: Vec<(Cell, NewValue)> = cells.map(|cell| (cell, NewValue::Blank)).collect();
    on_sheet(bytes, STAMP, |xml| set_cells(xml.as_bytes(), &blanks).map_err(|error| error.to_string()))
}

fn without_properties(bytes: Vec<u8>) -> Result<Vec<u8>, String> {
    let part = |_: &Package| Ok("docProps/custom.xml".to_owned());
    with_part(bytes, part, |xml| Ok(xml.replace("name=\"xlcheck.", "name=\"other.").into_bytes()))
}

fn without_line(bytes: Vec<u8>) -> Result<Vec<u8>, String> {
    let part = |_: &Package| Ok("xl/sharedStrings.xml".to_owned());
    with_part(bytes, part, |xml| Ok(xml.replace("模板：", "样式：").into_bytes()))
}

/// The head of a compound file with the stream that encrypted workbooks have (MS-CFB 2.2, MS-OFFCRYPTO 2.3.4.1).
fn encrypted() -> Vec<u8> {
    let name: Vec<u8> = "EncryptedPackage\0".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut bytes = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    bytes.resize(512, 0);
    bytes.extend(&name);
    bytes.resize(512 + 64, 0);
    bytes.push(u8::try_from(name.len()).expect("short"));
    bytes.resize(512 + 128, 0);
    bytes
}

/// A Word document.
fn document() -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
    let types = format!("<Types><Override PartName=\"/word/document.xml\" ContentType=\"{word}\"/></Types>");
    for (name, text) in [("[Content_Types].xml", types.as_str()), ("word/document.xml", "<document/>")] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("started");
        zip.write_all(text.as_bytes()).expect("written");
    }
    zip.finish().expect("finished").into_inner()
}
