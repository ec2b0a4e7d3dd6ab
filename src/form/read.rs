//! Reading a template folder into a form.

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use super::computed;
use super::copies::{Copies, Repeats, expanded, id_on, name_on, name_thing, numbered};
use super::external::externals;
use super::guide::{GUIDE_FILE, Guide, guide};
use super::inherited::{Inherited, inherited, rule_ids};
use super::parameter::{parameters, sums};
use super::rule::{CheckSpec, Rule};
use super::rules::RuleReader;
use super::scope::Names;
use super::{Form, SheetForm};
use crate::plan::Paper;
use crate::sections::read::{MAX_ISSUED_ROWS, check_id};
use crate::sections::{self, ListRow, RowList, Rows, Table};
use crate::template::{BadTemplate, Mistakes, Node, Source, Unread, read_file};
use crate::words::sha256;

/// The file that says what a form is.
pub const FORM_FILE: &str = "form.toml";
/// The file with a form's own rules.
pub const RULES_FILE: &str = "规则.toml";
/// What stands in [`FORM_FILE`] and decides no cell, only what rules say of them.
const OF_RULES: [&str; 6] = ["parameters", "sums", "references", "rules_of", "with", "without"];
/// The widest a column of Excel can be, in characters.
const MAX_COLUMN_WIDTH: usize = 255;
/// The most pages that a sheet is made to fit.
const MAX_PAGES: usize = 100;
/// Spare rows of repeated rows where the template does not say.
const SPARE: usize = 2;

/// The files of one edition, and those that all forms share.
#[derive(Debug, Clone)]
pub struct Files {
    /// The files of the edition's folder.
    pub own: Vec<Arc<Source>>,
    /// The files that all forms share: rules and the guide.
    pub shared: Vec<Arc<Source>>,
    /// The rules of an embedded edition, by form and edition; a later edition may take them over.
    pub earlier: fn(&str, &str) -> Option<Arc<Source>>,
}

impl Files {
    /// The file of this name in the edition's folder.
    #[must_use]
    pub fn own(&self, name: &str) -> Option<&Arc<Source>> {
        named(&self.own, name)
    }

    fn shared(&self, name: &str) -> Option<&Arc<Source>> {
        named(&self.shared, name)
    }
}

fn named<'a>(sources: &'a [Arc<Source>], name: &str) -> Option<&'a Arc<Source>> {
    sources.iter().find(|source| source.path.rsplit('/').next() == Some(name))
}

impl Form {
    /// Reads a form, or says everything that is wrong with its template.
    pub fn read(files: &Files, checks: &'static [CheckSpec]) -> Result<Self, BadTemplate> {
        Self::read_with(files, checks, Copies::AsWritten)
    }

    /// Reads a form with as many of its repeated sheets as are wanted.
    pub(super) fn read_with(files: &Files, checks: &'static [CheckSpec], copies: Copies) -> Result<Self, BadTemplate> {
        let mistakes = Mistakes::default();
        let mut unread = Unread::default();
        let form = read((files, checks, copies), &mistakes, &mut unread);
        match (form, mistakes.into_vec()) {
            (Some(form), mistakes) if mistakes.is_empty() => Ok(form),
            (_, mistakes) => Err(BadTemplate { mistakes, unread }),
        }
    }
}

fn read(
    (files, checks, copies): (&Files, &'static [CheckSpec], Copies),
    mistakes: &Mistakes,
    unread: &mut Unread,
) -> Option<Form> {
    let Some(head) = files.own(FORM_FILE) else {
        let path = files.own.first().map_or(FORM_FILE, |source| source.path.as_str());
        let source = Arc::new(Source { path: path.to_owned(), text: String::new() });
        mistakes.note(&source, 0..0, format!("文件夹中没有“{FORM_FILE}”"), None);
        return None;
    };
    let mut layout = Vec::new();
    let mut texts = Vec::new();
    let (mut form, inherited) = read_file(head, mistakes, |root| {
        layout.push(root.canonical(|key| !OF_RULES.contains(&key)));
        texts.push(root.canonical(|_| true));
        form_head((files, checks), root, mistakes)
    })?;
    form.sheets = expanded(files, std::mem::take(&mut form.sheets), copies);
    // A sheet or a parameter that is missing would be missed by every rule that names it.
    let mut all_read = mistakes.count() == 0;
    let written: Vec<(String, Option<usize>)> =
        form.sheets.iter().map(|sheet| (sheet.file.clone(), sheet.copy)).collect();
    let mut broken = Vec::new();
    for (position, (name, copy)) in written.iter().enumerate() {
        let source = files.own(&format!("{name}.toml"))?;
        let before = mistakes.count();
        let is_again = copy.is_some_and(|copy| copy > 0);
        let read = read_file(source, mistakes, |root| {
            if !is_again {
                layout.push(root.canonical(|key| key != "was"));
            }
            sheet(&mut form, position, copies, root, (mistakes, &mut broken));
            Some(())
        });
        if is_again {
            mistakes.forget_after(before);
        }
        all_read &= read.is_some();
    }
    if !all_read {
        // Rules would complain of every name that stands on the sheet.
        *unread = Unread::All;
        return None;
    }
    form.layout_digest = sha256(layout.iter().map(String::as_bytes));
    let mut rules: Vec<Rule> = Vec::new();
    let known = Names {
        tables: &form.tables,
        lists: &form.lists,
        externals: &form.externals,
        parameters: &form.parameters,
        copy: Cell::new(None),
    };
    let source = |sheet: usize| files.own(&format!("{}.toml", written.get(sheet)?.0));
    let computed = computed::read(&known, &source, mistakes);
    let reader = RuleReader {
        names: known,
        checks,
        mistakes,
        broken: &broken,
        unread: RefCell::default(),
        ids: RefCell::default(),
        replaced: RefCell::default(),
    };
    let own = files.own(RULES_FILE);
    let mut replaced = inherited.without.clone();
    replaced
        .extend(own.and_then(|source| read_file(source, mistakes, |root| Some(rule_ids(&root)))).unwrap_or_default());
    let sources = files.shared(RULES_FILE).into_iter().map(|source| (source, &[][..]));
    let sources = sources.chain(inherited.rules.iter().map(|source| (source, replaced.as_slice())));
    for (source, left_out) in sources.chain(own.map(|source| (source, &[][..]))) {
        texts.push(source.text.clone());
        let read = read_file(source, mistakes, |root| Some(reader.file(root, left_out)));
        rules.extend(read.unwrap_or_default());
    }
    *unread = reader.finish(&inherited.without);
    form.rules_digest = sha256(texts.iter().map(String::as_bytes));
    form.rules = rules;
    form.computed = computed;
    if let Some(source) = files.own(GUIDE_FILE).or_else(|| files.shared(GUIDE_FILE)) {
        form.guide = read_file(source, mistakes, |root| guide(root, &form)).unwrap_or_default();
    }
    Some(form)
}

fn form_head(
    (files, checks): (&Files, &'static [CheckSpec]),
    root: Node<'_>,
    mistakes: &Mistakes,
) -> Option<(Form, Inherited)> {
    let texts = ["id", "edition", "title", "short"].map(|key| root.required_text(key).map(|text| text.value));
    let unit = root.text("unit").map(|unit| unit.value).unwrap_or_default();
    let mut sheets: Vec<SheetForm> = Vec::new();
    for name in root.texts("sheets") {
        let file = format!("{}.toml", name.value);
        if file == GUIDE_FILE {
            root.mistake(name.span.clone(), format!("工作表“{}”由程序生成，不必列出", name.value));
        } else if files.own(&file).is_none() {
            root.mistake(name.span.clone(), format!("文件夹中没有“{}.toml”", name.value));
        } else if sheets.iter().any(|sheet| sheet.name == name.value) {
            root.mistake(name.span.clone(), format!("工作表“{}”重复", name.value));
        } else {
            sheets.push(SheetForm::named(name.value));
        }
    }
    let externals = externals(&root);
    let parameters = parameters(&root, mistakes);
    let sums = sums(&root, &parameters);
    let inherited = inherited(files, &root, texts[0].as_deref().unwrap_or_default());
    root.finish();
    let [Some(id), Some(edition), Some(title), Some(short)] = texts else { return None };
    let form = Form {
        id,
        edition,
        title,
        short,
        unit,
        sheets,
        lists: Vec::new(),
        tables: Vec::new(),
        computed: Vec::new(),
        externals,
        parameters,
        sums,
        rules: Vec::new(),
        guide: Guide::default(),
        layout_digest: String::new(),
        rules_digest: String::new(),
        files: files.clone(),
        checks,
    };
    Some((form, inherited))
}

/// Reads a sheet; what stands in a list or table that is wrong itself is noted among the broken names.
fn sheet(
    form: &mut Form,
    position: usize,
    copies: Copies,
    root: Node<'_>,
    (mistakes, broken): (&Mistakes, &mut Vec<String>),
) {
    let copy = form.sheets[position].copy;
    let title = root.texts("title").into_iter().map(|line| numbered(copy, line.value)).collect();
    let repeats = Repeats::read(&root);
    let paper = match root.text("paper") {
        Some(word) if word.value == "landscape" => Paper::Landscape,
        Some(word) if word.value != "portrait" => {
            root.mistake(word.span, "“paper”应为 \"portrait\" 或 \"landscape\"");
            Paper::Portrait
        }
        Some(_) | None => Paper::Portrait,
    };
    let cover = match root.text("look") {
        Some(word) if word.value == "cover" => true,
        Some(word) => {
            root.mistake(word.span, "“look”只能写 \"cover\"，或不写");
            false
        }
        None => false,
    };
    let pages = root.count_in("pages", 1..=MAX_PAGES).and_then(|pages| u16::try_from(pages).ok());
    let columns = root.required_counts("columns");
    if let Some(columns) = &columns
        && columns.value.iter().any(|width| *width == 0 || *width > MAX_COLUMN_WIDTH)
    {
        root.mistake(columns.span.clone(), format!("列宽应在1到{MAX_COLUMN_WIDTH}之间"));
    }
    let printed = columns.as_ref().map(|columns| columns.value.len());
    for node in root.nodes("list") {
        let before = mistakes.count();
        let list = list(form, copy, &node);
        form.lists.extend(list);
        if mistakes.count() > before {
            broken.extend(ids(&node, "rows"));
        }
        node.finish();
    }
    for node in root.nodes("table") {
        let before = mistakes.count();
        let table = table(form, (position, copies), printed, &node, broken);
        if mistakes.count() > before || table.is_none() {
            broken.extend(ids(&node, "fields"));
        }
        // What a table of an unknown kind says cannot be known either.
        if let Some(table) = table {
            form.tables.push(table);
            node.finish();
        }
    }
    let columns = columns.map(|columns| columns.value).unwrap_or_default();
    let known = std::mem::replace(&mut form.sheets[position], SheetForm::named(String::new()));
    form.sheets[position] = SheetForm { repeats, title, paper, cover, pages, columns, ..known };
    name_thing(form, position, copies, &root);
    root.finish();
}

/// The id of a list or table, and those of its parts.
fn ids(node: &Node<'_>, parts: &'static str) -> Vec<String> {
    let own = node.text("id");
    let parts = node.nodes(parts).into_iter().filter_map(|part| part.text("id"));
    own.into_iter().chain(parts).map(|id| id.value).collect()
}

fn list(form: &Form, copy: Option<usize>, node: &Node<'_>) -> Option<RowList> {
    let id = node.required_text("id");
    let label = node.required_text("label");
    let prompt = sections::read::prompt(node);
    if let Some(label) = &label {
        // The names of the rows are a field of each table, called by this label.
        check_id(node, label);
    }
    let mut rows: Vec<ListRow> = Vec::new();
    for row in node.nodes("rows") {
        let Some(row_id) = row.required_text("id") else { continue };
        check_id(&row, &row_id);
        let repeats = row.text("repeats");
        if rows.iter().any(|known| known.id() == row_id.value) {
            row.mistake(row_id.span.clone(), format!("行“{}”重复", row_id.value));
        } else if let Some(known) = rows.iter().find(|known| {
            let is_numbered = matches!(known, ListRow::Repeated { .. } | ListRow::Group { .. })
                && is_numbered(&row_id.value, known.id());
            is_numbered || repeats.is_some() && self::is_numbered(known.id(), &row_id.value)
        }) {
            row.mistake(row_id.span.clone(), format!("行“{}”与“{}”的各行重名", row_id.value, known.id()));
        }
        if let Some(noun) = repeats {
            rows.push(ListRow::Repeated {
                id: row_id.value,
                noun: noun.value,
                first: row.count("first").unwrap_or(1),
                placeholders: row.count_in("placeholders", 0..=MAX_ISSUED_ROWS).unwrap_or_default(),
                spare: row.count_in("spare", 0..=MAX_ISSUED_ROWS).unwrap_or(SPARE),
            });
        } else {
            let label = row.required_text("label").map(|label| label.value).unwrap_or_default();
            let short = row.text("short").map_or_else(|| label.clone(), |short| short.value);
            let copies = row.text("copies").and_then(|copied| {
                let fits = |known: &ListRow| matches!(known, ListRow::Fixed { id, .. } if *id == copied.value);
                let position = rows.iter().position(fits);
                if position.is_none() {
                    row.mistake(copied.span, format!("前面没有名为“{}”的固定行", copied.value));
                }
                position
            });
            let total = row.flag("total");
            let formula = row.text("formula");
            let under = row.text("under").map(|under| under.value).unwrap_or_default();
            let required = row.flag("required");
            rows.push(match row.count_in("rows", 1..=MAX_ISSUED_ROWS) {
                Some(count) => ListRow::Group { id: row_id.value, label, under, count, required },
                None => ListRow::Fixed { id: row_id.value, label, short, copies, total, formula },
            });
        }
        row.finish();
    }
    let (id, label) = (id?, label?);
    let own = id_on(copy, &id.value);
    if form.lists.iter().any(|list| list.id == own) || form.table(&own).is_some() {
        node.mistake(id.span, format!("名称“{}”重复", id.value));
    }
    Some(RowList { id: own, of: id.value, copy, label: label.value, prompt, rows })
}

/// Whether an id is one of those that a repeated row gives its records: `机构2` of `机构`.
fn is_numbered(id: &str, repeated: &str) -> bool {
    let number = id.strip_prefix(repeated).unwrap_or_default();
    !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())
}

fn table(
    form: &Form,
    (sheet, copies): (usize, Copies),
    printed: Option<usize>,
    node: &Node<'_>,
    broken: &[String],
) -> Option<Table> {
    let copy = form.sheets[sheet].copy;
    let id = node.required_text("id");
    let kind_name = node.required_text("kind");
    let list = node.text("list");
    let title = node.text("title").map(|title| title.value);
    let name = node.text("name").map(|name| name.value);
    let required = node.flag("required");
    let heading = node.text("heading").map(|heading| heading.value);
    let label_columns = node.count("label_columns").and_then(|columns| u16::try_from(columns.max(1)).ok());
    let together = node.flag("together");
    let stub = node.text("stub").map(|stub| stub.value);
    let spans = node.counts("spans").map(|spans| spans.value).unwrap_or_default();
    let foot = node.texts("foot").into_iter().map(|line| line.value).collect();
    let was = node.text("was").map(|was| was.value);
    let (id, kind_name) = (id?, kind_name?);
    check_id(node, &id);
    let own = id_on(copy, &id.value);
    if form.table(&own).is_some() || form.lists.iter().any(|list| list.id == own) {
        node.mistake(id.span.clone(), format!("名称“{}”重复", id.value));
    }
    let Some(kind) = sections::find(&kind_name.value) else {
        sections::read::unknown(node, &kind_name, "版块种类", sections::KINDS.iter().map(|kind| kind.name()));
        return None;
    };
    let name = name.or_else(|| title.clone()).unwrap_or_else(|| id.value.clone());
    let name = name_on(&form.sheets[sheet], name);
    let mut fields = Vec::new();
    let mut rows = Rows::One;
    let mut row_ids = Vec::new();
    if let Some(list) = &list {
        let Some(position) = form.lists.iter().position(|known| known.of == list.value && known.copy == copy) else {
            if !broken.contains(&list.value) {
                sections::read::unknown(node, list, "行的列表", form.lists.iter().map(|known| known.id.as_str()));
            }
            return None;
        };
        if kind.names_rows() {
            let RowList { label, prompt, .. } = &form.lists[position];
            fields.push(sections::read::name_field(label.clone(), prompt.clone()));
        }
        row_ids = form.lists[position].rows.iter().map(|row| row.id().to_owned()).collect();
        rows = Rows::List(position);
    }
    let mut table = Table {
        id: own,
        of: id.value,
        copy,
        of_copies: node.flag("of_copies"),
        name,
        title,
        sheet,
        kind,
        fields,
        rows,
        row_ids,
        spans,
        together,
        required,
        length: None,
        label_columns,
        stub,
        heading,
        foot,
        was,
    };
    kind.read(node, &mut table);
    for field in &mut table.fields {
        field.issued = field.issued.take().map(|text| numbered(copy, text));
    }
    if table.of_copies {
        of_copies(form, copies, node, &mut table);
    }
    if let (Some(list), false) = (list, matches!(table.rows, Rows::List(_))) {
        node.mistake(list.span, format!("“{}”没有共用的行，不能写“list”", kind.name()));
    }
    let needed = kind.columns(&table);
    if let Some(printed) = printed.filter(|printed| needed > *printed) {
        node.mistake(node.span.clone(), format!("表“{}”需要{needed}列，工作表只写了{printed}列的宽度", table.id));
    }
    Some(table)
}

/// Gives a table a record for each sheet of the repeated one.
fn of_copies(form: &Form, copies: Copies, node: &Node<'_>, table: &mut Table) {
    let repeats = form.sheets.iter().find_map(|sheet| sheet.repeats.as_ref());
    match (&mut table.rows, repeats) {
        (Rows::Repeated { count, .. }, Some(repeats)) => *count = repeats.count(copies),
        (Rows::Repeated { .. } | Rows::One | Rows::List(_), _) => {
            let message = "“of_copies”用于前面的工作表有“repeats”、本表逐项填列的情况";
            node.mistake(node.span.clone(), message);
        }
    }
}
