//! Reading a sheet of a template: its page, its row lists, its tables.

use super::copies::{Copies, Repeats, id_on, name_on, name_thing, numbered};
use super::{Form, SheetForm};
use crate::plan::Paper;
use crate::sections::read::{MAX_ISSUED_ROWS, check_id};
use crate::sections::{self, ListRow, RowList, Rows, Table};
use crate::template::{Mistakes, Node};

/// The widest a column of Excel can be, in characters.
const MAX_COLUMN_WIDTH: usize = 255;
/// The most pages that a sheet is made to fit.
const MAX_PAGES: usize = 100;
/// Spare rows of repeated rows where the template does not say.
const SPARE: usize = 2;

/// Reads a sheet; what stands in a list or table that is wrong itself is noted among the broken names.
pub(super) fn sheet(
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
    let mut renamed = Vec::new();
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
        renamed.extend(row.text("was").map(|was| (rows.len(), was)));
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
    for (_, was) in &renamed {
        if rows.iter().any(|row| row.id() == was.value) {
            node.mistake(was.span.clone(), format!("行“{}”还在这一组行中，不能又是旧名", was.value));
        }
    }
    let renamed = renamed.into_iter().map(|(row, was)| (row, was.value)).collect();
    let (id, label) = (id?, label?);
    let own = id_on(copy, &id.value);
    if form.lists.iter().any(|list| list.id == own) || form.table(&own).is_some() {
        node.mistake(id.span, format!("名称“{}”重复", id.value));
    }
    Some(RowList { id: own, of: id.value, copy, label: label.value, prompt, rows, renamed })
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
            let message = "“of_copies”用于逐项填列的表（records、list），并且有一张工作表写了“repeats”";
            node.mistake(node.span.clone(), message);
        }
    }
}
