//! Reading a template folder into a form.

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use super::computed;
use super::copies::{Copies, expanded};
use super::external::externals;
use super::guide::{GUIDE_FILE, Guide, guide};
use super::inherited::{Inherited, inherited, rule_ids};
use super::parameter::{parameters, sums};
use super::rule::{CheckSpec, Rule};
use super::rules::RuleReader;
use super::scope::Names;
use super::sheet::sheet;
use super::{Form, SheetForm};
use crate::template::{BadTemplate, Mistakes, Node, Source, Unread, read_file};
use crate::words::sha256;

/// The file that says what a form is.
pub const FORM_FILE: &str = "form.toml";
/// The file with a form's own rules.
pub const RULES_FILE: &str = "规则.toml";
/// What stands in [`FORM_FILE`] and decides no cell, only what rules say of them.
const OF_RULES: [&str; 6] = ["parameters", "sums", "references", "rules_of", "with", "without"];

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
        let form = Self::read_with(files, checks, Copies::AsWritten)?;
        if form.repeats().is_some() {
            // What only goes wrong where a sheet stands several times has to be known before a workbook is issued.
            Self::read_with(files, checks, Copies::Named(2))?;
        }
        Ok(form)
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
