//! The manual of rules, and the page of all rules and their severities: generated, complete, and about the rules that
//! there are.
//!
//! `SNAPSHOTS=overwrite cargo test --test handbook` writes docs/规则手册.md and docs/手册/规则与级别.md anew.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

use xlcheck::checks::SPECS;
use xlcheck::form::{Form, Judged, Library, handbook, levels};

fn forms() -> Vec<Form> {
    let library = Library::embedded(&SPECS);
    library.editions().iter().map(|edition| library.edition(edition).expect("in order")).collect()
}

fn generated() -> String {
    handbook(&forms().iter().collect::<Vec<_>>())
}

/// A document as it stands in the repository, written anew where that is asked for.
fn document(name: &str, generated: impl FnOnce() -> String) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name);
    if std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite") {
        std::fs::write(&path, generated()).expect("written");
    }
    std::fs::read_to_string(path).expect(name)
}

/// The manual as it stands in the repository.
fn manual() -> &'static str {
    static MANUAL: LazyLock<String> = LazyLock::new(|| document("规则手册.md", generated));
    &MANUAL
}

#[test]
fn the_manual_is_current() {
    assert!(
        manual() == generated(),
        "docs/规则手册.md is not what the templates say; see the top of tests/handbook.rs"
    );
}

#[test]
fn the_page_of_severities_is_current_and_has_every_rule_of_every_edition() {
    let forms = forms();
    let generated = levels(&forms.iter().collect::<Vec<_>>());
    let page = document("手册/规则与级别.md", || generated.clone());
    assert!(
        page == generated,
        "docs/手册/规则与级别.md is not what the templates say; see the top of tests/handbook.rs"
    );
    for form in &forms {
        let (_, of_form) = page.split_once(&format!("\n### {}\n", form.id)).expect("a table of the form");
        let table = of_form.split("\n### ").next().expect("a table");
        let head = table.lines().find(|line| line.starts_with("| 规则 |")).expect("a head");
        let column = head.split(" | ").position(|cell| cell.trim_end_matches(" |") == form.edition).expect("a column");
        for rule in &form.rules {
            let start = format!("| {} | {} | ", rule.id, rule.title);
            let line = table.lines().find(|line| line.starts_with(&start)).unwrap_or_else(|| panic!("{start}"));
            let cell = line.split(" | ").nth(column).expect("a cell");
            assert!(cell.starts_with(rule.severity.word()), "{}@{}: {line}", form.id, form.edition);
        }
    }
}

#[test]
fn the_manual_has_a_chapter_for_every_rule_and_none_besides() {
    let forms = forms();
    let rules: BTreeSet<&str> = forms.iter().flat_map(|form| &form.rules).map(|rule| rule.id.as_str()).collect();
    let manual = manual();
    let chapters = manual.lines().filter_map(|line| line.strip_prefix("#### ")?.split(' ').next());
    assert_eq!(chapters.collect::<BTreeSet<_>>(), rules);
    for form in &forms {
        for rule in &form.rules {
            assert!(manual.contains(&format!("#### {} {}\n", rule.id, rule.title)), "{}", rule.id);
        }
    }
}

/// A native check that no rule names never runs; a rule that names none that exists is refused by the reader.
#[test]
fn every_check_of_the_program_is_used_by_a_rule() {
    let forms = forms();
    let rules = forms.iter().flat_map(|form| &form.rules);
    let used: BTreeSet<&str> = rules
        .filter_map(|rule| match &rule.judged {
            Judged::Check { spec, .. } => Some(spec.name),
            Judged::Cases { .. } => None,
        })
        .collect();
    let known: BTreeSet<&str> = SPECS.iter().map(|spec| spec.name).collect();
    assert_eq!(known.len(), SPECS.len(), "two checks have one name");
    assert_eq!(used, known);
}

#[test]
fn every_rule_says_what_it_looks_at_and_gives_an_example() {
    let mut wanting = Vec::new();
    for form in forms() {
        for rule in &form.rules {
            let says = match &rule.judged {
                Judged::Check { .. } => !rule.looks.is_empty(),
                Judged::Cases { .. } => rule.looks.is_empty(),
            };
            if !says || rule.example.is_empty() {
                wanting.push(format!("{}@{} {}", form.id, form.edition, rule.id));
            }
            for text in [&rule.why, &rule.fix, &rule.example] {
                assert!(text.ends_with('。'), "{}: {text}", rule.id);
            }
        }
    }
    assert_eq!(wanting, Vec::<String>::new(), "no `looks` (of a check), or no `example`");
}

#[test]
fn what_is_explained_is_what_the_manual_says() {
    let manual = manual();
    for form in forms() {
        for rule in &form.rules {
            let explained = rule.explained(&form);
            let headings: Vec<&str> = explained.iter().map(|(heading, _)| *heading).collect();
            for wanted in ["级别", "查什么", "为什么", "例子", "怎么改"] {
                assert!(headings.contains(&wanted), "{} says nothing of {wanted}", rule.id);
            }
            for line in explained.iter().flat_map(|(_, lines)| lines) {
                assert!(manual.contains(line.as_str()), "{}: {line}", rule.id);
            }
        }
    }
}
