//! 免改: what single units need not correct, as the settings say it.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::settings::{day, is_rule};
use super::{Form, SheetForm};
use crate::facts::Excused;
use crate::sections::{ListRow, Rows, Table};
use crate::template::{At, Mistakes, Node, Source, nearest};

/// 免改: a unit need not correct what a rule finds, everywhere or in one place, for a reason, until a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excuse {
    /// The rule.
    pub rule: String,
    /// 预算编码 of the unit.
    pub unit: String,
    /// The only field, table or sheet that is excused (`支出.项目支出`); all of them where nothing is said.
    pub field: Option<String>,
    /// The only row that is excused (`汇总`); all of them where nothing is said.
    pub row: Option<String>,
    /// Why, and until when.
    pub excused: Excused,
    /// The file, where the unit stands in it, and where the day does.
    source: Arc<Source>,
    unit_at: Range<usize>,
    until_at: Range<usize>,
}

impl Excuse {
    /// Whether it is about a finding of this rule, field and row.
    pub(super) fn is_about(&self, [rule, field, row]: [&str; 3]) -> bool {
        let fits = |only: &Option<String>, found: &str| only.as_deref().is_none_or(|only| only == found);
        self.rule == rule && fits(&self.field, field) && fits(&self.row, row)
    }

    /// `单位629104规则“XTB-03”（支出.累计结余，汇总）的免改`
    fn words(&self) -> String {
        let places: Vec<&str> = self.field.iter().chain(&self.row).map(String::as_str).collect();
        let places = if places.is_empty() { String::new() } else { format!("（{}）", places.join("，")) };
        format!("单位{}规则“{}”{places}的免改", self.unit, self.rule)
    }

    /// Notes that its day has passed.
    pub(super) fn say_expired(&self, mistakes: &Mistakes) {
        let message = format!("{}已于{}到期，不再适用", self.words(), self.excused.until);
        let help = Some("删去这一段，或改为新的期限".to_owned());
        mistakes.doubt(&self.source, self.until_at.clone(), message, help);
    }

    /// Notes that its unit is not among those of a roster.
    pub(super) fn say_stranger(&self, codes: &[&str], mistakes: &Mistakes) {
        let message = format!("名单中没有单位“{}”，这一条免改不起作用", self.unit);
        let near = nearest(&self.unit, codes.iter().copied()).map(|near| format!("是否想写“{near}”？"));
        mistakes.doubt(&self.source, self.unit_at.clone(), message, near);
    }
}

/// Reads every excuse of a settings file for these forms.
pub(super) fn excuses(root: &Node<'_>, forms: &[&Form]) -> Vec<Excuse> {
    let excuse = |node: Node<'_>| {
        let rule = node.required_text("rule").filter(|rule| is_rule(&node, rule, forms));
        let unit = node.required_text("unit").filter(|unit| is_code(&node, unit, forms));
        let field = node.text("field").filter(|field| is_place(&node, field, forms));
        let row = node.text("row").filter(|row| is_row(&node, row, field.as_ref(), forms));
        let reason = node.required_text("reason").filter(|reason| is_reason(&node, reason));
        let said = node.required_text("until");
        let until = said.as_ref().and_then(|text| day(&node, text));
        let source = Arc::clone(node.source());
        node.finish();
        let (unit, excused) = (unit?, Excused { reason: reason?.value, until: until? });
        Some(Excuse {
            rule: rule?.value,
            unit: unit.value,
            field: field.map(|field| field.value),
            row: row.map(|row| row.value),
            excused,
            source,
            unit_at: unit.span,
            until_at: said?.span,
        })
    };
    let mut excuses: Vec<Excuse> = Vec::new();
    for node in root.nodes("excused") {
        let span = node.span.clone();
        let Some(excuse) = excuse(node) else { continue };
        let is_same = |known: &Excuse| {
            (&known.rule, &known.unit) == (&excuse.rule, &excuse.unit)
                && (&known.field, &known.row) == (&excuse.field, &excuse.row)
        };
        if excuses.iter().any(is_same) {
            root.mistake(span, format!("{}写了两次", excuse.words()));
        }
        excuses.push(excuse);
    }
    excuses
}

/// Whether a text names what findings are about: a field by its table, a table, or a sheet.
fn is_place(node: &Node<'_>, place: &At<String>, forms: &[&Form]) -> bool {
    let (table, field) =
        place.value.split_once('.').map_or((&*place.value, None), |(table, field)| (table, Some(field)));
    let has_field = |of: &Table| field.is_none_or(|field| of.field(field).is_some());
    let is_known = tables(forms).any(|(form, known)| is_table(form, known, table) && has_field(known))
        || field.is_none() && forms.iter().flat_map(|form| &form.sheets).any(|sheet| is_sheet(sheet, table));
    if !is_known {
        let fields = tables(forms)
            .flat_map(|(_, table)| table.fields.iter().map(move |field| format!("{}.{}", table.id, field.id)));
        let sheets = forms.iter().flat_map(|form| form.sheets.iter().map(|sheet| sheet.name.clone()));
        let known: Vec<String> = fields.chain(tables(forms).map(|(_, table)| table.id.clone())).chain(sheets).collect();
        let near = nearest(&place.value, known.iter().map(String::as_str));
        let help = near
            .map_or_else(|| "写成“表.栏目”，例如 \"支出.项目支出\"".to_owned(), |near| format!("是否想写“{near}”？"));
        node.mistake_with_help(place.span.clone(), format!("没有名为“{}”的栏目、表或工作表", place.value), Some(help));
    }
    is_known
}

fn tables<'a>(forms: &'a [&Form]) -> impl Iterator<Item = (&'a Form, &'a Table)> {
    forms.iter().flat_map(|form| form.tables.iter().map(move |table| (*form, table)))
}

/// Whether a name is that of a table; those of repeated sheets have its number behind them.
fn is_table(form: &Form, table: &Table, name: &str) -> bool {
    let is_repeated = form.sheets.get(table.sheet).is_some_and(|sheet| sheet.repeats.is_some());
    table.id == name || (is_repeated && is_numbered(name, &format!("{}_", table.id)))
}

fn is_sheet(sheet: &SheetForm, name: &str) -> bool {
    sheet.name == name || (sheet.repeats.is_some() && is_numbered(name, &sheet.name))
}

/// Whether a name is a stem with a number behind it.
fn is_numbered(name: &str, stem: &str) -> bool {
    let number = name.strip_prefix(stem).unwrap_or_default();
    !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a text names a row of the table of a field, or of any table where no field is said.
fn is_row(node: &Node<'_>, row: &At<String>, field: Option<&At<String>>, forms: &[&Form]) -> bool {
    let wanted = field.map(|field| field.value.split('.').next().unwrap_or_default());
    let of_field = tables(forms).filter(|(form, table)| wanted.is_none_or(|wanted| is_table(form, table, wanted)));
    let known: Vec<RowName<'_>> = of_field.flat_map(|(form, table)| row_names(form, table)).collect();
    let is_known = known.iter().any(|name| name.is(&row.value));
    if !is_known {
        let words: Vec<String> = known.iter().map(RowName::example).collect();
        let help = nearest(&row.value, words.iter().map(String::as_str)).map(|near| format!("是否想写“{near}”？"));
        node.mistake_with_help(row.span.clone(), format!("没有名为“{}”的行", row.value), help);
    }
    is_known
}

/// What a row is called in findings.
enum RowName<'a> {
    /// So.
    Fixed(&'a str),
    /// So, with a number from 1 behind it.
    Numbered(&'a str),
}

impl RowName<'_> {
    fn is(&self, name: &str) -> bool {
        match self {
            Self::Fixed(known) => name == *known,
            Self::Numbered(stem) => is_numbered(name, stem),
        }
    }

    fn example(&self) -> String {
        match self {
            Self::Fixed(known) => (*known).to_owned(),
            Self::Numbered(stem) => format!("{stem}1"),
        }
    }
}

fn row_names<'a>(form: &'a Form, table: &'a Table) -> Vec<RowName<'a>> {
    match &table.rows {
        Rows::One => Vec::new(),
        Rows::Repeated { stem, .. } => vec![RowName::Numbered(stem)],
        Rows::List(list) => {
            let rows = form.lists.get(*list).map(|list| list.rows.as_slice()).unwrap_or_default();
            let name = |row: &'a ListRow| match row {
                ListRow::Fixed { id, .. } => RowName::Fixed(id),
                ListRow::Group { id, .. } | ListRow::Repeated { id, .. } => RowName::Numbered(id),
            };
            rows.iter().map(name).collect()
        }
    }
}

/// Whether a text has the form of a unit's code, as the forms ask for it.
fn is_code(node: &Node<'_>, code: &At<String>, forms: &[&Form]) -> bool {
    let fields = forms.iter().flat_map(|form| &form.tables).flat_map(|table| &table.fields);
    let digits: BTreeSet<usize> = fields.filter_map(|field| field.limits.digits).collect();
    let all_digits = !code.value.is_empty() && code.value.bytes().all(|byte| byte.is_ascii_digit());
    let is_code = all_digits && (digits.is_empty() || digits.contains(&code.value.len()));
    if !is_code {
        let digits: Vec<String> = digits.iter().map(|count| format!("{count}位")).collect();
        let message = format!("“{}”不是预算编码，应为{}数字", code.value, digits.join("或"));
        node.mistake_with_help(code.span.clone(), message, Some("写单位的预算编码，不写名称".to_owned()));
    }
    is_code
}

fn is_reason(node: &Node<'_>, reason: &At<String>) -> bool {
    let is_reason = !reason.value.trim().is_empty();
    if !is_reason {
        node.mistake(reason.span.clone(), "请写明免改的理由，单位和审核人都会看到");
    }
    is_reason
}
