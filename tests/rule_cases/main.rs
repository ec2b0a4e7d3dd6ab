//! The cases of every rule: what was typed, and exactly what has to be found.
//!
//! `tests/cases/规则/<rule>.toml` holds the cases of one rule, `<rule>@<edition>.toml` those of a rule that a later
//! edition says anew, `tests/cases/底稿` the fillings they start from. Each case is filled into the workbook that a unit is issued, damaged where it says so, and checked as a whole.

#[path = "../client/mod.rs"]
mod client;

mod base;
mod case;
mod damage;
mod desk;

use std::path::Path;

use case::{Case, CaseFile};
use desk::Desk;
use xlcheck::facts::Severity;

/// Whether a line is what a case says: rule, severity and place, and behind a colon words that it says.
fn fits(expected: &str, line: &str) -> bool {
    let (head, words) = expected.split_once('：').unwrap_or((expected, ""));
    let (found, said) = line.split_once('\n').unwrap_or((line, ""));
    head == found && said.contains(words)
}

/// The lines that only one of two lists has, each with what that means.
fn differences(expected: &[String], found: &[String], of: &str) -> Vec<String> {
    let mut left = expected.to_vec();
    let mut lines = Vec::new();
    for line in found {
        match left.iter().position(|one| fits(one, line)) {
            Some(at) => drop(left.remove(at)),
            None => lines.push(format!("多出{of} {}", line.replace('\n', "　"))),
        }
    }
    lines.extend(left.into_iter().map(|line| format!("缺少{of} {line}")));
    lines
}

/// What is wrong with a case: it cannot be filled in, or something else is found than it says.
fn wrong(desk: &Desk, form: &str, case: &Case) -> Vec<String> {
    match desk.judged(form, case) {
        Ok(judged) => {
            let mut lines = differences(&case.finds, &judged.findings, "");
            lines.extend(differences(&case.unchecked, &judged.unchecked, "未检查"));
            let reads = case.reads.as_ref();
            lines.extend(reads.map(|reads| differences(reads, &judged.reads, "读作")).unwrap_or_default());
            let status = case.status.as_ref().filter(|status| *status != judged.status);
            lines.extend(status.map(|status| format!("应为{status}，实为{}", judged.status)));
            lines
        }
        Err(problem) => vec![problem],
    }
}

/// A case of a form, and how it is called.
type Named<'a> = (String, &'a str, &'a Case);

/// What is wrong with all of these cases, tried on every processor.
fn all_wrong(cases: &[Named<'_>]) -> Vec<String> {
    let mut desk = Desk::new();
    for (_, form, case) in cases {
        desk.prepare(form, case);
    }
    let lines = |(name, form, case): &Named<'_>| {
        let wrong = wrong(&desk, form, case);
        wrong.into_iter().map(|line| format!("{name}：{line}")).collect::<Vec<_>>()
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let chunks: Vec<&[Named<'_>]> = cases.chunks(cases.len().div_ceil(threads).max(1)).collect();
    std::thread::scope(|scope| {
        let tried = chunks.iter().map(|chunk| scope.spawn(|| chunk.iter().flat_map(lines).collect::<Vec<_>>()));
        let tried: Vec<_> = tried.collect();
        tried.into_iter().flat_map(|thread| thread.join().expect("tried")).collect()
    })
}

#[test]
fn every_case_finds_exactly_what_it_says() {
    let files = case::files();
    let of_file = |(rule, file)| {
        let (rule, file): (&String, &CaseFile) = (rule, file);
        let cases = file.breaks.iter().chain(&file.nearly);
        let named = cases.map(|case| (format!("{rule}.toml “{}”", case.says), file.form.as_str(), case));
        named.collect::<Vec<_>>()
    };
    let cases: Vec<Named<'_>> = files.iter().flat_map(of_file).collect();
    let lines = all_wrong(&cases);
    assert!(lines.is_empty(), "{}处与用例不符：\n{}", lines.len(), lines.join("\n"));
}

#[test]
fn nothing_is_found_in_the_fillings_that_cases_start_from() {
    let fillings = base::all();
    let case = |name: &String| Case { base: Some(name.clone()), ..Case::default() };
    let cases: Vec<Case> = fillings.iter().map(|(_, name)| case(name)).collect();
    let named =
        fillings.iter().zip(&cases).map(|((form, name), case)| (format!("{form}/{name}.toml"), form.as_str(), case));
    let lines = all_wrong(&named.collect::<Vec<_>>());
    assert!(lines.is_empty(), "{}", lines.join("\n"));
}

/// The ids of the rules that a file of a template says itself; none where there is no such file.
fn said_in(template: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates").join(template).join("规则.toml");
    let Ok(text) = std::fs::read_to_string(&path) else { return Vec::new() };
    let table = toml::de::DeTable::parse(&text).expect("TOML");
    let Some(toml::de::DeValue::Table(rules)) = table.get_ref().get("rules").map(toml::Spanned::get_ref) else {
        return Vec::new();
    };
    rules.keys().map(|id| id.get_ref().to_string()).collect()
}

/// Every rule and the form whose edition says it, anew or for the first time; no form where all forms share it.
fn said(desk: &Desk) -> Vec<(String, Option<String>)> {
    let shared = said_in("通用").into_iter().map(|rule| (rule, None));
    let own = desk.forms().flat_map(|(name, form)| {
        let rules = said_in(&format!("{}/{}", form.id, form.edition));
        rules.into_iter().map(|rule| (rule, Some(name.clone())))
    });
    shared.chain(own).collect()
}

/// Whether a case expects a finding of the rule, no lighter than the rule weighs.
fn breaks(case: &Case, rule: &str, severity: Severity) -> bool {
    case.finds.iter().any(|line| {
        let mut words = line.split(' ');
        let of_rule = words.next() == Some(rule);
        let weight = words.next().and_then(|word| Severity::ALL.into_iter().find(|one| one.word() == word));
        of_rule && weight.is_some_and(|weight| weight <= severity)
    })
}

/// What is wrong with the cases of a file: they belong to no rule, or do not break or nearly break it as they say.
fn misplaced(desk: &Desk, name: &str, file: &CaseFile) -> Vec<String> {
    let (rule, edition) = name.split_once('@').map_or((name, None), |(rule, edition)| (rule, Some(edition)));
    let form = desk.forms().find(|(form, _)| **form == file.form).map(|(_, form)| form);
    let Some((form, known)) = form.and_then(|form| Some((form, form.rule(rule)?))) else {
        return vec![format!("{name}.toml：表单“{}”没有这条规则", file.form)];
    };
    let other = edition.filter(|edition| *edition != form.edition);
    let mut lines: Vec<String> = other.map(|_| format!("{name}.toml：说的是表单“{}”", file.form)).into_iter().collect();
    let weak = file.breaks.iter().filter(|case| !breaks(case, rule, known.severity));
    lines.extend(weak.map(|case| format!("{name}.toml “{}”：没有违反本规则", case.says)));
    let strong = file.nearly.iter().filter(|case| breaks(case, rule, known.severity));
    lines.extend(strong.map(|case| format!("{name}.toml “{}”：已违反本规则", case.says)));
    lines
}

#[test]
fn every_rule_of_every_edition_has_a_case_that_breaks_it_and_one_that_nearly_does() {
    let (desk, files) = (Desk::new(), case::files());
    let said = said(&desk);
    assert!(said.len() >= 100, "the templates were not found");
    let mut lines = Vec::new();
    for (rule, form) in said {
        let is_of_rule = |name: &str| name.split('@').next() == Some(rule.as_str());
        let of_form = |file: &CaseFile| form.as_ref().is_none_or(|form| file.form == *form);
        let own = || files.iter().filter(|(name, file)| is_of_rule(name) && of_form(file));
        let form = form.as_deref().unwrap_or("通用");
        if own().all(|(_, file)| file.breaks.is_empty()) {
            lines.push(format!("{form} {rule}：缺少违反它的用例（breaks）"));
        }
        if own().all(|(_, file)| file.nearly.is_empty()) {
            lines.push(format!("{form} {rule}：缺少几乎违反它的用例（nearly）"));
        }
    }
    lines.extend(files.iter().flat_map(|(name, file)| misplaced(&desk, name, file)));
    assert!(lines.is_empty(), "{}", lines.join("\n"));
}
