//! The catalogue of rules, the rules of the forms, what is not implemented and why, and the manual: the same ids.
//!
//! The catalogue's ids are listed in `tests/cases/规则目录.txt`; docs/decisions/06-rules-not-implemented.md says why a
//! rule is in no form.

use std::collections::BTreeSet;
use std::path::Path;

use xlcheck::checks::SPECS;
use xlcheck::form::Library;

fn text(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect(path)
}

fn is_id(word: &str) -> bool {
    let (letters, digits) = word.split_once('-').unwrap_or_default();
    let is_number = digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
    letters.len() == 3 && letters.bytes().all(|byte| byte.is_ascii_uppercase()) && is_number
}

fn catalogue() -> Vec<String> {
    let text = text("tests/cases/规则目录.txt");
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(str::split_whitespace).map(str::to_owned).collect()
}

/// The rules of all embedded forms.
fn implemented() -> BTreeSet<String> {
    let library = Library::embedded(&SPECS);
    let forms = library.editions().into_iter().map(|edition| library.edition(&edition).expect("in order"));
    forms.flat_map(|form| form.rules.into_iter().map(|rule| rule.id)).collect()
}

/// The ids in the first column of the table, each with a reason behind it.
fn left_out() -> Vec<String> {
    let text = text("docs/decisions/06-rules-not-implemented.md");
    let rows = text.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |")?.split_once(" | "));
    let ids = rows.flat_map(|(rules, why)| rules.split(' ').map(move |rule| (rule, why)));
    let ids = ids.filter(|(rule, _)| is_id(rule)).inspect(|(rule, why)| assert!(why.len() > 20, "{rule}: why?"));
    ids.map(|(rule, _)| rule.to_owned()).collect()
}

#[test]
fn every_rule_of_the_catalogue_is_in_a_form_or_there_is_a_reason() {
    let (catalogue, implemented, left_out) = (catalogue(), implemented(), left_out());
    let known: BTreeSet<String> = catalogue.iter().cloned().collect();
    assert!(catalogue.iter().all(|id| is_id(id)) && catalogue.len() >= 178, "the catalogue was not found");
    assert_eq!(known.len(), catalogue.len(), "an id stands in the catalogue twice");
    let strange: Vec<&String> = implemented.difference(&known).collect();
    assert!(strange.is_empty(), "of no catalogue: {strange:?}");
    let missing: BTreeSet<String> = known.difference(&implemented).cloned().collect();
    let listed: BTreeSet<String> = left_out.iter().cloned().collect();
    assert_eq!(listed.len(), left_out.len(), "a rule stands in the table of those left out twice");
    assert_eq!(
        missing, listed,
        "in no form (left) are not those of docs/decisions/06-rules-not-implemented.md (right)"
    );
}

#[test]
fn the_manual_has_a_chapter_for_the_rules_of_the_catalogue_that_forms_have() {
    let manual = text("docs/规则手册.md");
    let chapters = manual.lines().filter_map(|line| line.strip_prefix("#### ")?.split(' ').next());
    let chapters: BTreeSet<String> = chapters.map(str::to_owned).collect();
    let expected: BTreeSet<String> = catalogue().into_iter().filter(|id| !left_out().contains(id)).collect();
    assert_eq!(chapters, expected);
}

#[test]
fn the_readme_and_the_changelog_tell_how_many_rules_the_forms_have() {
    let rules = |name: &str| Library::embedded(&SPECS).open(name).expect("an embedded form").rules.len();
    let overall = ["2021", "2024"].map(|edition| rules(&format!("部门整体支出绩效自评@{edition}")));
    let [in_2021, in_2024] = overall;
    let projects = rules("项目支出绩效自评表@2024");
    let (readme, changelog) = (text("README.md"), text("CHANGELOG.md"));
    for told in [format!("({in_2021} rules,"), format!("({in_2024} rules:"), format!("({projects} rules)")] {
        assert!(readme.contains(&told), "README.md does not tell of {told}");
    }
    for told in [format!("{in_2021} in all"), format!("{in_2024} rules,"), format!("of {in_2021} in 2021")] {
        assert!(changelog.contains(&told), "CHANGELOG.md does not tell of {told}");
    }
}
