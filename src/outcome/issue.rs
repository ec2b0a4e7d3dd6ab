//! Issuing: one workbook per unit of a roster, and the record of what was issued.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook, XlsxError};

use super::output::{OutputError, is_taken, safe_name, write_whole};
use super::roster::{Names, Roster, SubUnitsSaid, Unit};
use crate::checks::Run;
use crate::excel::write::{IssuedFormulas, WriteError, saved, write_with};
use crate::form::{Form, Settings};
use crate::layout::Layout;
use crate::plan::{Issued, PARAMETER, PROJECTS, SEVERITY, Shape, Stamp};
use crate::words::{plain, sha256};

/// The record of what was issued.
pub const RECORD: &str = "下发清单.xlsx";
/// The heads of the record that say what was issued, by which it is known from a roster.
pub(super) const YEAR: &str = "年度";
pub(super) const DEADLINE: &str = "截止日期";
pub(super) const FORM: &str = "模板";
pub(super) const DIGEST: &str = "SHA-256";
/// Where units without a section are put.
pub const NO_SECTION: &str = "未分股室";

/// What a bureau issues.
#[derive(Debug, Clone, Copy)]
pub struct Issuing<'a> {
    /// The form.
    pub form: &'a Form,
    /// The year that is evaluated.
    pub year: i16,
    /// The last day to hand in.
    pub deadline: Option<Date>,
    /// The password of the sheets, ASCII.
    pub password: Option<&'a str>,
    /// The bureau's settings.
    pub settings: &'a Settings,
}

/// Why nothing could be issued.
#[derive(Debug, thiserror::Error)]
pub enum IssueError {
    /// A workbook could not be made.
    #[error("无法生成“{unit}”的工作簿")]
    Write {
        /// The unit.
        unit: String,
        /// Why.
        source: WriteError,
    },
    /// The record could not be made.
    #[error("无法生成“{RECORD}”")]
    Record(#[from] XlsxError),
    /// A file could not be written.
    #[error(transparent)]
    Output(#[from] OutputError),
    /// Two units would be issued the same file.
    #[error("“{0}”与另一单位的文件同名，请修改名单")]
    SameFile(String),
    /// Files that are there already and say something else, perhaps filled in meanwhile.
    #[error("以下文件已经存在且内容不同（可能已有人填写），没有写入任何文件，请用 --out 另选文件夹：\n{}", .0.join("\n"))]
    There(Vec<String>),
}

impl Issuing<'_> {
    /// The stamp of a unit's workbook.
    #[must_use]
    pub fn stamp(&self, unit: &Unit) -> Stamp {
        let mut issued = Issued::default();
        issued.set("单位名称", &unit.name);
        issued.set("预算编码", &unit.code);
        issued.set("归口股室", &unit.section);
        issued.set("年度", self.year.to_string());
        issued.set("区划", &self.settings.district);
        if !self.settings.contact.is_empty() {
            issued.set("联系人", &self.settings.contact);
        }
        for name in known_figures(self.form) {
            if let Some(figure) = unit.figures.get(&name) {
                issued.set(name, plain(*figure));
            }
        }
        if let SubUnitsSaid::Named(names) = &unit.sub_units {
            for (k, name) in (1..).zip(names.iter()) {
                issued.set(format!("二级机构{k}"), name);
            }
        }
        let things = self.things(unit);
        for (k, name) in (1..).zip(things.iter().flat_map(|things| things.iter())) {
            issued.set(format!("{PROJECTS}{k}"), name);
        }
        for (name, value) in &self.settings.parameters {
            issued.set(format!("{PARAMETER}{name}"), plain(*value));
        }
        for (rule, severity) in &self.settings.severities {
            issued.set(format!("{SEVERITY}{rule}"), severity.word());
        }
        Stamp {
            template: self.form.id.clone(),
            edition: self.form.edition.clone(),
            layout: self.form.layout_digest.clone(),
            rules: self.form.rules_digest.clone(),
            shape: Shape {
                sub_units: unit.sub_units.shape(),
                spare: self.settings.spare,
                things: things.map(Names::len),
            },
            year: self.year,
            deadline: self.deadline,
            issued,
        }
    }

    /// The things that a unit has of those that the form repeats a sheet for, where the roster says.
    fn things<'u>(&self, unit: &'u Unit) -> Option<&'u Names> {
        self.form.repeats().filter(|repeats| repeats.noun == PROJECTS).and(unit.projects.as_ref())
    }

    /// Whether a unit is issued anything: one without projects has nothing to say in a form of projects.
    #[must_use]
    pub fn concerns(&self, unit: &Unit) -> bool {
        self.things(unit).is_none_or(|things| !things.is_empty())
    }

    /// `<归口股室>/<code>_<name>_<year>年度<form>.xlsx`
    fn file(&self, unit: &Unit) -> PathBuf {
        let section = if unit.section.is_empty() { NO_SECTION.to_owned() } else { safe_name(&unit.section) };
        let name = format!("{}_{}_{}年度{}", unit.code, unit.name, self.year, self.form.short);
        Path::new(&section).join(format!("{}.xlsx", safe_name(&name)))
    }
}

/// The roster columns of the figures that a form is issued with: `预算与上年.上年收入`.
pub(super) fn known_figures(form: &Form) -> impl Iterator<Item = String> {
    let of_table = |table: &crate::sections::Table| {
        let known = table.fields.iter().filter(|field| field.reference);
        known.map(|field| format!("{}.{}", table.id, field.id)).collect::<Vec<_>>()
    };
    form.tables.iter().flat_map(of_table)
}

/// The workbook of one unit.
pub fn issue_one(issuing: &Issuing<'_>, unit: &Unit) -> Result<Vec<u8>, IssueError> {
    Issuer::new(*issuing).workbook(unit)
}

/// Makes the workbooks of units; what those of one shape have in common is made once.
pub struct Issuer<'a> {
    issuing: Issuing<'a>,
    shapes: HashMap<Shape, Laid>,
}

/// A form laid out for the units of one shape.
struct Laid {
    /// The form with as many sheets as the shape has, where these are not those of the template.
    own: Option<Form>,
    layout: Layout,
    formulas: IssuedFormulas,
}

impl Laid {
    fn out(form: &Form, stamp: &Stamp) -> Self {
        let own = form.for_shape(&stamp.shape);
        let of_shape = own.as_ref().unwrap_or(form);
        let layout = Layout::new(of_shape, stamp.shape.clone());
        let formulas = IssuedFormulas::new(of_shape, &layout, &Run::issued(stamp));
        Self { own, layout, formulas }
    }
}

impl<'a> Issuer<'a> {
    /// Begins with nothing.
    #[must_use]
    pub fn new(issuing: Issuing<'a>) -> Self {
        Self { issuing, shapes: HashMap::new() }
    }

    /// The workbook of a unit.
    pub fn workbook(&mut self, unit: &Unit) -> Result<Vec<u8>, IssueError> {
        let Issuing { form, password, .. } = self.issuing;
        let stamp = self.issuing.stamp(unit);
        // What was known on issue is the same for all units of a bureau, so their formulas differ by the shape alone.
        let laid = self.shapes.entry(stamp.shape.clone()).or_insert_with(|| Laid::out(form, &stamp));
        let of_shape = (laid.own.as_ref().unwrap_or(form), &laid.layout);
        write_with(of_shape, &laid.formulas, &stamp, password)
            .map_err(|source| IssueError::Write { unit: unit.name.clone(), source })
    }
}

/// What was issued into a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuedFiles {
    /// The files below the folder, in the order of the roster.
    pub files: Vec<PathBuf>,
    /// Whether all of it had been there before, so that nothing was written.
    pub were_there: bool,
}

/// Issues every unit of a roster into a folder. Nothing is written where a file is already there with other content: it
/// may have been filled in.
pub fn issue_all(issuing: &Issuing<'_>, roster: &Roster, folder: &Path) -> Result<IssuedFiles, IssueError> {
    let units: Vec<(&Unit, PathBuf)> =
        roster.units.iter().filter(|unit| issuing.concerns(unit)).map(|unit| (unit, issuing.file(unit))).collect();
    let mut files = HashSet::new();
    if let Some((_, file)) = units.iter().find(|(_, file)| !files.insert(file)) {
        return Err(IssueError::SameFile(file.display().to_string()));
    }
    let mut issuer = Issuer::new(*issuing);
    let mut were_there = false;
    let is_there = |file: &Path| folder.join(file).symlink_metadata().is_ok();
    if is_there(Path::new(RECORD)) || units.iter().any(|(_, file)| is_there(file)) {
        let (mut there, mut all) = (Vec::new(), true);
        each(&mut issuer, &units, |file, bytes| {
            let path = folder.join(file);
            all &= path.is_file();
            there.extend(is_taken(&path, bytes).then(|| path.display().to_string()));
            Ok(())
        })?;
        if !there.is_empty() {
            return Err(IssueError::There(there));
        }
        were_there = all;
    }
    if !were_there {
        each(&mut issuer, &units, |file, bytes| Ok(write_whole(&folder.join(file), bytes)?))?;
    }
    Ok(IssuedFiles { files: units.into_iter().map(|(_, file)| file).collect(), were_there })
}

/// Makes one file after another, the record last. None is kept: those of a province would not fit into the memory.
fn each(
    issuer: &mut Issuer<'_>,
    units: &[(&Unit, PathBuf)],
    mut made: impl FnMut(&Path, &[u8]) -> Result<(), IssueError>,
) -> Result<(), IssueError> {
    let mut record = Vec::with_capacity(units.len());
    for (unit, file) in units {
        let bytes = issuer.workbook(unit)?;
        record.push(line(unit, file, &bytes, &issuer.issuing.stamp(unit)));
        made(file, &bytes)?;
    }
    made(Path::new(RECORD), &list(&record)?)
}

/// Heads and widths of the record.
const COLUMNS: [(&str, f64); 11] = [
    ("序号", 6.0),
    ("预算编码", 12.0),
    ("单位名称", 34.0),
    ("归口股室", 16.0),
    ("二级机构", 30.0),
    (DEADLINE, 12.0),
    ("文件", 60.0),
    (DIGEST, 68.0),
    ("校验", 68.0),
    (YEAR, 8.0),
    (FORM, 34.0),
];

fn line(unit: &Unit, file: &Path, bytes: &[u8], stamp: &Stamp) -> Vec<String> {
    let sub_units = match &unit.sub_units {
        SubUnitsSaid::Unsaid => String::new(),
        SubUnitsSaid::None => crate::plan::NO_SUB_UNITS.to_owned(),
        SubUnitsSaid::Named(names) => names.join("、"),
    };
    vec![
        unit.code.clone(),
        unit.name.clone(),
        unit.section.clone(),
        sub_units,
        stamp.deadline.map(|day| day.to_string()).unwrap_or_default(),
        file.display().to_string().replace('\\', "/"),
        sha256([bytes]),
        stamp.seal(),
        stamp.year.to_string(),
        format!("{}@{}", stamp.template, stamp.edition),
    ]
}

fn list(lines: &[Vec<String>]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("下发清单")?;
    let cell = Format::new().set_font_name("宋体").set_font_size(10).set_border(FormatBorder::Thin).set_text_wrap();
    let head = cell.clone().set_bold().set_align(FormatAlign::Center);
    for (column, (name, width)) in (0u16..).zip(COLUMNS) {
        sheet.set_column_width(column, width)?;
        sheet.write_string_with_format(0, column, name, &head)?;
    }
    for (row, line) in (1u32..).zip(lines) {
        sheet.write_number_with_format(row, 0, f64::from(row), &cell)?;
        for (column, text) in (1u16..).zip(line) {
            sheet.write_string_with_format(row, column, text, &cell)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(0, 0)?;
    let made = rust_xlsxwriter::ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&rust_xlsxwriter::DocProperties::new().set_creation_datetime(&made));
    saved(&mut workbook)
}
