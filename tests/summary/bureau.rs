//! A bureau's folder with its roster and its returns, and its summary as another reader reads it.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use calamine::{Data, Reader, Xlsx};
use rust_xlsxwriter::Workbook;
use xlcheck::form::Form;
use xlcheck::outcome::{SubUnitsSaid, Tables, Unit};

use crate::desk;

pub const SECTIONS: [&str; 6] = ["城建股", "行政股", "企业股", "社保股", "农业股", "教科文股"];
/// Units of the roster; the first have sent a right file, the next a wrong one, the rest nothing.
pub const UNITS: usize = 120;
pub const RIGHT: usize = 30;
pub const WRONG: usize = 50;

/// The bureau's folder.
pub struct Bureau {
    pub folder: tempfile::TempDir,
    pub form: Form,
}

pub fn unit(number: usize) -> Unit {
    Unit {
        code: format!("{}", 700_100 + number),
        name: format!("青澜经开区第{number}事务所"),
        section: SECTIONS[number % SECTIONS.len()].to_owned(),
        sub_units: SubUnitsSaid::None,
        ..desk::unit(SubUnitsSaid::None)
    }
}

impl Bureau {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join("收回")).expect("made");
        Self { folder, form: desk::form() }
    }

    /// The roster of the first units.
    pub fn roster(&self, units: usize) {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        let heads = ["预算编码", "单位名称", "归口股室", "二级机构", "决算.支出合计"];
        sheet.write_row(0, 0, heads).expect("heads");
        for (row, number) in (1u32..).zip(0..units) {
            let Unit { code, name, section, .. } = unit(number);
            sheet.write_row(row, 0, [code, name, section, "无".to_owned()]).expect("a row");
            sheet.write_number(row, 4, 598.15).expect("a figure");
        }
        workbook.save(self.folder.path().join("名单.xlsx")).expect("written");
    }

    /// A return of a unit by an example's recipe.
    pub fn filled(&self, number: usize, example: &str) -> Vec<u8> {
        self.filled_with(number, example, |_| ())
    }

    /// The same, with other values.
    pub fn filled_with(&self, number: usize, example: &str, change: impl FnOnce(&mut Tables)) -> Vec<u8> {
        self.filled_in(desk::issued_to(&self.form, &unit(number)), example, change)
    }

    /// A workbook filled in by an example's recipe, with other values.
    pub fn filled_in(&self, issued: Vec<u8>, example: &str, change: impl FnOnce(&mut Tables)) -> Vec<u8> {
        let mut values = desk::values(example);
        if example != "01_无误" {
            // The recipe is one of a unit with sub-units; this one has none.
            let keep = |row: &String| row == "汇总" || row.is_empty() || !row.starts_with("机构");
            values.values.values_mut().for_each(|rows| rows.retain(|row, _| keep(row) && row != "部机关"));
        }
        change(&mut values.values);
        desk::filled(&self.form, &desk::judge(), issued, &values)
    }

    pub fn put(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.folder.path().join("收回").join(name), bytes).expect("written");
    }

    /// Runs a check of everything; gives the report.
    pub fn check(&self, date: &str) -> serde_json::Value {
        self.check_folder("收回", date)
    }

    pub fn check_folder(&self, folder: &str, date: &str) -> serde_json::Value {
        self.check_with(folder, date, &[])
    }

    /// Runs a check with more options.
    pub fn check_with(&self, folder: &str, date: &str, more: &[&str]) -> serde_json::Value {
        let roster = ["--roster", "名单.xlsx", "--format", "json"];
        self.report(&[&["check", folder, "--date", date], &roster[..], more].concat())
    }

    /// What the program says in JSON.
    pub fn report(&self, words: &[&str]) -> serde_json::Value {
        let output = self.program(words);
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)))
    }

    /// Runs the program in the bureau's folder.
    pub fn program(&self, words: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xlcheck"));
        command.current_dir(self.folder.path()).args(words).output().expect("run")
    }

    /// What a check says on the error output.
    pub fn told(&self, date: &str) -> String {
        let output = self.program(&["check", "收回", "--roster", "名单.xlsx", "--date", date, "--format", "json"]);
        String::from_utf8(output.stderr).expect("UTF-8")
    }

    /// The summary with the highest number, of fewer than ten.
    pub fn written(&self) -> PathBuf {
        let numbers = (1..10).rev().map(|number| self.path(&format!("审核汇总({number}).xlsx")));
        numbers.into_iter().find(|path| path.exists()).expect("a summary")
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("审核结果").join(name)
    }

    pub fn summary(&self, name: &str) -> Summary {
        Summary::read(&self.path(name))
    }
}

/// A summary as another reader reads it.
pub struct Summary {
    pub sheets: BTreeMap<String, Vec<Vec<Data>>>,
}

impl Summary {
    pub fn read(path: &Path) -> Self {
        let bytes = std::fs::read(path).unwrap_or_else(|_| panic!("{}", path.display()));
        let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
        let names = workbook.sheet_names();
        let sheets = names.into_iter().map(|name| {
            let range = workbook.worksheet_range(&name).expect("a sheet");
            let rows: Vec<Vec<Data>> = (0..=range.end().map_or(0, |end| end.0))
                .map(|row| {
                    (0..=range.end().map_or(0, |end| end.1))
                        .map(|column| range.get_value((row, column)).cloned().unwrap_or_default())
                        .collect()
                })
                .collect();
            (name, rows)
        });
        Self { sheets: sheets.collect() }
    }

    /// The rows of a list, by the heads of its columns.
    pub fn rows(&self, sheet: &str) -> Vec<BTreeMap<String, String>> {
        let rows = &self.sheets[sheet];
        let heads: Vec<String> = rows[2].iter().map(ToString::to_string).collect();
        let named = |row: &Vec<Data>| heads.iter().cloned().zip(row.iter().map(ToString::to_string)).collect();
        rows[3..].iter().map(named).collect()
    }

    /// The front page, a text a row.
    pub fn front(&self) -> Vec<String> {
        let text = |row: &Vec<Data>| {
            let cells: Vec<String> =
                row.iter().take(9).map(ToString::to_string).filter(|text| !text.is_empty()).collect();
            cells.join(" ")
        };
        self.sheets["总览"].iter().map(text).filter(|text| !text.is_empty()).collect()
    }
}

pub fn archive(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).expect("an entry");
        zip.write_all(bytes).expect("written");
    }
    zip.finish().expect("an archive").into_inner()
}
