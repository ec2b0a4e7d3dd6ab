//! What a template author is told: each mistake with file, line, column, a mark under it, and what was probably meant.
//!
//! `tests/templates` holds a small template that is in order. Each case there replaces the lines marked `-` of one of
//! its files by those marked `+`, and says what is told. `SNAPSHOTS=overwrite cargo test --test templates` writes what
//! is told anew; read the difference before you commit it.

use std::path::{Path, PathBuf};

use xlcheck::checks::SPECS;
use xlcheck::form::{Form, Library, difference_lines, differences};
use xlcheck::layout::Layout;
use xlcheck::plan::{Shape, SubUnits};
use xlcheck::template::rendered;
use xlcheck::words::Area;

const FILES: [&str; 4] = ["form.toml", "收支.toml", "规则.toml", "填报说明.toml"];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/templates")
}

fn text(name: &str) -> String {
    std::fs::read_to_string(folder().join(name)).expect(name)
}

/// The form of the small template and what is doubted of it, or what its author is told; one of its files has another
/// text.
fn examine(name: &str, spoilt: &str) -> Result<(Form, String), String> {
    examine_files(&[(name, spoilt.to_owned())])
}

/// The same where several of its files have other texts.
fn examine_files(spoilt: &[(&str, String)]) -> Result<(Form, String), String> {
    let folder = tempfile::tempdir().expect("a folder");
    for file in FILES {
        let other = spoilt.iter().find(|(name, _)| *name == file).map(|(_, text)| text.clone());
        std::fs::write(folder.path().join(file), other.unwrap_or_else(|| text(file))).expect("written");
    }
    let path = folder.path().to_str().expect("a path");
    let tidy = |told: String| {
        let told = told.replace(&format!("{path}/"), "");
        told.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
    };
    let examined = Library::embedded(&SPECS).examine(path);
    examined.map(|(form, doubts)| (form, tidy(rendered(&doubts)))).map_err(|error| tidy(error.to_string()))
}

/// The form of the small template, or what its author is told.
fn read(name: &str, spoilt: &str) -> Result<Form, String> {
    examine(name, spoilt).map(|(form, _)| form)
}

/// A file of the template with some lines replaced by others.
fn spoil(file: &str, change: &[&str]) -> String {
    let lines = |mark: char| {
        let marked = change.iter().filter_map(move |line| line.strip_prefix(mark));
        marked.flat_map(|line| [line, "\n"]).collect::<String>()
    };
    let (old, new) = (lines('-'), lines('+'));
    let text = text(file);
    assert!(!old.is_empty() && text.contains(&old), "no such lines in {file}: {old}");
    text.replacen(&old, &new, 1)
}

/// Runs the cases of one file: a title, the file, the lines taken out and put in, and what is told.
fn run(name: &str) {
    let cases = text(name);
    let mut found = Vec::new();
    for case in cases.split("## ").skip(1) {
        let (change, _) = case.split_once("\n\n").expect("a change and what is told");
        let mut lines = change.lines();
        let (Some(_), Some(file)) = (lines.next(), lines.next()) else { panic!("no title or file: {change}") };
        let spoilt = spoil(file, &lines.collect::<Vec<_>>());
        let told = examine(file, &spoilt).map_or_else(|told| told, |(_, doubts)| doubts);
        assert!(!told.is_empty(), "nothing is told of {change}");
        found.push(format!("## {change}\n\n{told}\n"));
    }
    let found = found.join("\n");
    if std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite") {
        std::fs::write(folder().join(name), &found).expect("written");
    }
    assert_eq!(found, text(name));
}

#[test]
fn the_template_is_in_order_before_it_is_spoilt() {
    let form = read("form.toml", &text("form.toml")).expect("in order");
    let tables: Vec<&str> = form.tables.iter().map(|table| table.id.as_str()).collect();
    assert_eq!(tables, ["收入", "填表", "任务表", "说明"]);
    assert!(form.rule("SUM-01").is_some() && form.rule("CMP-11").is_some());
}

#[test]
fn names_that_mean_nothing_or_two_things() {
    run("names.txt");
}

#[test]
fn values_and_keys_of_the_wrong_kind() {
    run("types.txt");
}

#[test]
fn formulas_that_cannot_be_calculated() {
    run("formulas.txt");
}

#[test]
fn messages_that_cannot_be_said() {
    run("messages.txt");
}

#[test]
fn tables_that_would_lie_over_each_other() {
    run("overlaps.txt");
}

#[test]
fn a_guide_that_says_what_nobody_knows() {
    run("guide.txt");
}

#[test]
fn files_that_are_no_toml() {
    run("syntax.txt");
}

#[test]
fn one_mistake_in_a_table_is_told_once() {
    run("broken.txt");
}

#[test]
fn what_can_hardly_be_meant() {
    run("doubts.txt");
}

/// A rule that finds nothing with the parameters as they are, and does with others.
#[test]
fn rules_that_parameters_keep_silent_are_doubted() {
    let doubts = |low: u32, high: u32, rule: &[&str]| {
        let parameter = |id: &str, value: u32| format!("  {{ id = \"{id}\", value = {value} }},\n");
        let parameters = [parameter("低", low), parameter("高", high)].concat();
        let form = format!("{}\nparameters = [\n{parameters}]\n", text("form.toml"));
        let change: Vec<String> = ["-must = \"收入合计 = 其他收入\"".to_owned()]
            .into_iter()
            .chain(rule.iter().map(|line| format!("+{line}")))
            .collect();
        let rules = spoil("规则.toml", &change.iter().map(String::as_str).collect::<Vec<_>>());
        examine_files(&[("form.toml", form), ("规则.toml", rules)]).expect("in order").1
    };
    let silent = "按模板中参数的数，规则永远不会报出问题";
    for (rule, finds_nothing, finds) in [
        (&["must = \"收入合计 >= 低 or 收入合计 < 高\""][..], (60, 80), (80, 60)),
        (&["when = \"收入合计 > 高\"", "must = \"收入合计 > 低\""], (60, 80), (80, 60)),
        (&["when = \"高 < 低\"", "must = \"收入合计 > 其他收入\""], (60, 80), (80, 60)),
    ] {
        let told = doubts(finds_nothing.0, finds_nothing.1, rule);
        assert!(told.contains(silent) && told.contains("规则.toml:"), "{rule:?}: {told}");
        assert_eq!(doubts(finds.0, finds.1, rule), "", "{rule:?}");
    }
}

#[test]
fn nothing_is_doubted_of_the_embedded_templates() {
    let library = Library::embedded(&SPECS);
    for edition in library.editions() {
        let (_, doubts) = library.examine(&edition.to_string()).expect("in order");
        assert_eq!(rendered(&doubts), "", "{edition}");
    }
    assert_eq!(examine("form.toml", &text("form.toml")).expect("in order").1, "");
}

/// What is told of the differences between the small template and one with some lines changed.
#[test]
fn what_is_different_in_another_edition() {
    let (mut found, cases) = (Vec::new(), text("differences.txt"));
    let before = read("form.toml", &text("form.toml")).expect("in order");
    for case in cases.split("## ").skip(1) {
        let (change, _) = case.split_once("\n\n").expect("a change and what is told");
        let mut lines = change.lines();
        let (Some(_), Some(file)) = (lines.next(), lines.next()) else { panic!("no title or file: {change}") };
        let after = read(file, &spoil(file, &lines.collect::<Vec<_>>())).unwrap_or_else(|told| panic!("{told}"));
        let told = difference_lines(&differences(&before, &after)).join("\n");
        found.push(format!("## {change}\n\n{told}\n"));
    }
    let found = found.join("\n");
    if std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite") {
        std::fs::write(folder().join("differences.txt"), &found).expect("written");
    }
    assert_eq!(found, text("differences.txt"));
    assert_eq!(differences(&before, &before), []);
}

/// What is not told must not happen: in a template that is in order each cell is planned once, each field has one.
#[test]
fn no_two_cells_of_a_form_lie_over_each_other() {
    let library = Library::embedded(&SPECS);
    let small = read("form.toml", &text("form.toml")).expect("in order");
    let embedded = library.editions().into_iter().map(|edition| library.edition(&edition).expect("in order"));
    for form in embedded.chain([small]) {
        let named = (1..=6).map(SubUnits::Named);
        for sub_units in [SubUnits::None, SubUnits::Unsaid].into_iter().chain(named) {
            let layout = Layout::new(&form, Shape { sub_units: sub_units.clone(), ..Shape::default() });
            let mut slots = Vec::new();
            for sheet in &layout.sheets {
                let areas: Vec<Area> =
                    sheet.cells.iter().map(|cell| cell.merged.unwrap_or(Area::single(cell.cell))).collect();
                for (position, area) in areas.iter().enumerate() {
                    let other = areas[..position].iter().find(|other| other.overlaps(*area));
                    assert_eq!(other, None, "{} {sub_units:?} {}!{area}", form.id, sheet.name);
                }
                slots.extend(sheet.cells.iter().filter_map(|cell| cell.filling.slot()));
            }
            slots.sort();
            assert_eq!(slots, layout.slots().collect::<Vec<_>>(), "{} {sub_units:?}", form.id);
        }
    }
}
