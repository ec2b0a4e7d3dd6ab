//! The two executions of a rule: what the workbook shows while it is filled in, and what is said of it on return.
//!
//! Fillings of every embedded form are made at random (the seed is fixed), with figures pulled to where rules begin and
//! cease to hold. Of each, the verdicts of 自查 are held against the findings of `check`; and all results that the
//! formulas should have are written to `agreement.json`, for `tests/office/live.py` to hold against `LibreOffice`.

mod dice;
mod filling;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use jiff::civil::date;
use serde_json::{Value as Json, json};
use xlcheck::checks::{Cached, Outcome, Run, SPECS, Subject, cached_results, check, live_words, verdicts};
use xlcheck::excel::package::Package;
use xlcheck::excel::scan::read_book;
use xlcheck::facts::{Finding, Severity, Submission};
use xlcheck::form::{Form, Judged, Library, Reference, Settings};
use xlcheck::language::{FAILS, HOLDS, TAIL, UNFILLED, UNKNOWN};
use xlcheck::layout::{Layout, Line, SELF_CHECK, is_live};
use xlcheck::outcome::{Issuing, Names, SubUnitsSaid, Unit, issue_one};
use xlcheck::plan::{LiveCheck, Stamp};
use xlcheck::sections::Rows;
use xlcheck::words::{Cell, Place};

use self::dice::Dice;
use self::filling::Filling;

/// Fillings of a form for each kind of unit.
const FILLINGS: u64 = 80;
const YEAR: i16 = 2021;

fn unit(sub_units: SubUnitsSaid, projects: Option<Names>) -> Unit {
    Unit {
        code: "629101".to_owned(),
        name: "青澜经开区市政维护中心".to_owned(),
        section: "城建股".to_owned(),
        sub_units,
        projects,
        figures: BTreeMap::new(),
    }
}

/// A form laid out for one unit, and its blank workbook.
struct Issue {
    form: Form,
    layout: Layout,
    stamp: Stamp,
    workbook: Vec<u8>,
}

impl Issue {
    fn new(form: Form, unit: &Unit) -> Self {
        let settings = Settings { district: "青澜经济开发区".to_owned(), ..Settings::default() };
        let deadline = Some(date(2022, 4, 30));
        let issuing = Issuing { form: &form, year: YEAR, deadline, password: None, settings: &settings };
        let (stamp, workbook) = (issuing.stamp(unit), issue_one(&issuing, unit).expect("issued"));
        let form = form.for_shape(&stamp.shape).unwrap_or(form);
        Self { layout: Layout::new(&form, stamp.shape.clone()), form, stamp, workbook }
    }

    fn every() -> Vec<Self> {
        let library = Library::embedded(&SPECS);
        let mut issues = Vec::new();
        for edition in library.editions() {
            let named = SubUnitsSaid::Named(["青澜区文化馆", "青澜区图书馆"].into_iter().collect());
            let form = || library.edition(&edition).expect("in order");
            let units = if form().repeats().is_some() {
                let projects = ["城市道路养护", "路灯改造"].into_iter().collect();
                [None, Some(projects)].map(|projects| unit(SubUnitsSaid::None, projects)).to_vec()
            } else {
                [SubUnitsSaid::None, SubUnitsSaid::Unsaid, named].map(|said| unit(said, None)).to_vec()
            };
            issues.extend(units.iter().map(|unit| Self::new(form(), unit)));
        }
        issues
    }

    fn results(&self, submission: &Submission) -> Vec<(Place, Cached)> {
        let run = Run::issued(&self.stamp);
        let results =
            cached_results((&self.form, &self.layout), submission, &live_words(&self.form, &self.stamp), &run);
        let name = |sheet: Option<usize>| match sheet {
            Some(sheet) => self.layout.sheets[sheet].name.clone(),
            None => SELF_CHECK.into(),
        };
        results.into_iter().map(|(sheet, cell, result)| (Place::new(name(sheet), cell), result)).collect()
    }

    fn fillings(&self, seed: u64) -> Vec<Filling> {
        let mut dice = Dice::new(seed);
        let mut fillings = vec![Filling::blank(&self.form, &self.layout, &self.stamp)];
        for _ in 0..FILLINGS {
            let mut filling = Filling::random(&self.form, &self.layout, &self.stamp, &mut dice);
            for _ in 0..2 {
                let submission = filling.submission(&self.form, &self.layout, &self.stamp);
                filling.pull(&self.form, &self.layout, &self.results(&submission), &mut dice);
            }
            fillings.push(filling);
        }
        fillings
    }
}

/// What rules take over from others, so that these say nothing although they are broken.
fn taken_over(form: &Form) -> BTreeSet<&str> {
    form.rules
        .iter()
        .flat_map(|rule| rule.replaces.iter().chain(&rule.replaces_here).chain(&rule.in_yuan))
        .map(String::as_str)
        .collect()
}

/// What `check` says of every condition that has a line in 自查, by that line.
fn said(issue: &Issue, outcome: &Outcome) -> BTreeMap<LiveCheck, &'static str> {
    let mut said = BTreeMap::new();
    for line in &issue.layout.lines {
        let LiveCheck::Condition { rule, .. } = line.check else { continue };
        let rule = &issue.form.rules[rule];
        let place = issue.layout.place(line.mark);
        let is_of_list = matches!(issue.form.tables[line.mark.table].rows, Rows::Repeated { .. });
        let at_mark = |finding: &&Finding| finding.place.as_ref() == Some(&place);
        let mut of_rule = outcome.findings.iter().filter(|finding| finding.rule == rule.id);
        // Of a list the first cell that is blank is pointed at, or all of it.
        let finding = if is_of_list { of_rule.next() } else { of_rule.find(at_mark) };
        let unchecked = || outcome.unchecked.iter().any(|one| one.rule == rule.id && one.places.contains(&place));
        let word = match finding {
            Some(finding) if finding.severity == Severity::Hint && rule.severity != Severity::Hint => TAIL,
            Some(_) => FAILS,
            None if unchecked() => UNKNOWN,
            None => HOLDS,
        };
        said.insert(line.check, word);
    }
    said
}

/// Rules of which a workbook sees the plain cases only.
const SEES_LESS: [&str; 3] = ["PLH-01", "CMP-06", "TYP-01"];
/// What `check` calls words where numbers belong; a workbook sees no difference.
const WORDS_FOR_NUMBERS: [&str; 5] = ["TYP-01", "TYP-02", "TYP-03", "TYP-04", "TYP-07"];

/// Whether `check` finds on a sheet what a test of its cells looks for.
fn is_found(issue: &Issue, outcome: &Outcome, id: &str, sheet: usize) -> bool {
    let is_it = |rule: &str| rule == id || (id == WORDS_FOR_NUMBERS[0] && WORDS_FOR_NUMBERS.contains(&rule));
    let is_here =
        |finding: &Finding| finding.place.as_ref().is_some_and(|place| place.sheet == issue.layout.sheets[sheet].name);
    outcome.findings.iter().any(|finding| is_it(&finding.rule) && is_here(finding))
}

/// What a rule allows of differences between the workbook and `check`.
#[expect(clippy::struct_excessive_bools, reason = "each allows for something that has nothing to do with the others")]
struct Allows {
    /// Another rule may say it instead.
    taken_over: bool,
    /// The rule has several conditions: what is found of one, or cannot be judged, may stand for another.
    shared: bool,
    /// It asks for nothing but whether cells are filled: 未填 is then what is wrong.
    of_presence: bool,
    /// Numbers were typed as words, which `check` reads and formulas do not.
    words: bool,
}

/// Whether the verdict in the workbook is what `check` says.
fn agrees(verdict: &str, said: &str, allows: &Allows) -> bool {
    match verdict {
        FAILS => said == FAILS || allows.taken_over,
        TAIL => said == TAIL || (said == FAILS && allows.shared) || allows.taken_over,
        HOLDS => said == HOLDS || allows.shared,
        UNFILLED => said == UNKNOWN || said == HOLDS || (said == FAILS && allows.of_presence),
        UNKNOWN => said == UNKNOWN || allows.words || (said == HOLDS && allows.taken_over),
        _ => said == HOLDS || said == UNKNOWN,
    }
}

#[test]
fn the_workbook_says_what_is_said_on_return() {
    let mut seen: BTreeMap<(String, usize), BTreeSet<&str>> = BTreeMap::new();
    let (mut compared, mut wrong) = (0, Vec::new());
    let mut fixed = BTreeSet::new();
    let mut issues = Vec::new();
    for (number, issue) in (0u64..).zip(Issue::every()) {
        let mut cases = Vec::new();
        let over = taken_over(&issue.form);
        fixed.extend(cannot_be_pulled(&issue));
        for filling in issue.fillings(number + 1) {
            let submission = filling.submission(&issue.form, &issue.layout, &issue.stamp);
            let run = Run { received: Some(date(2022, 4, 20)), ..Run::issued(&issue.stamp) };
            let subject = Subject::new((&issue.form, &issue.layout), &submission, &[], &issue.stamp.issued, &run);
            let outcome = check(&subject);
            let said = said(&issue, &outcome);
            for (check, verdict) in verdicts(&subject) {
                compared += 1;
                let (rule, case, record) = match check {
                    LiveCheck::Condition { rule, case, record } => (rule, case, record),
                    LiveCheck::Cells { rule, sheet } => {
                        let id = &issue.form.rules[rule].id;
                        let is_found = is_found(&issue, &outcome, id, sheet);
                        let is_wrong = [FAILS, UNFILLED].contains(&verdict);
                        if is_wrong != is_found && !(is_found && SEES_LESS.contains(&id.as_str())) && verdict != UNKNOWN
                        {
                            wrong.push(format!("{id}：自查“{verdict}”，审核{}", if is_found { "有" } else { "没有" }));
                        }
                        continue;
                    }
                };
                let id = &issue.form.rules[rule].id;
                seen.entry((id.clone(), case)).or_default().insert(verdict);
                let allows = Allows {
                    taken_over: over.contains(id.as_str()),
                    shared: is_one_of_several(&issue.form, check),
                    of_presence: is_of_presence(&issue.form, check),
                    words: filling.has_words_for_numbers(),
                };
                if !agrees(verdict, said[&check], &allows) {
                    wrong.push(format!("{id}[{case}] 第{record}行：自查“{verdict}”，审核“{}”", said[&check]));
                }
            }
            cases.push(
                json!({ "typed": filling.typed(&issue.layout), "results": results(&issue.results(&submission)) }),
            );
        }
        let blank = write(&format!("agreement-{number}.xlsx"), &issue.workbook);
        let live = issue.form.rules.iter().filter(|rule| is_live(rule)).count();
        let share =
            format!("{}@{}: {live} of {} rules are live", issue.form.id, issue.form.edition, issue.form.rules.len());
        issues.push(
            json!({ "share": share, "workbook": blank, "inputs": Filling::inputs(&issue.layout), "cases": cases }),
        );
    }
    write("agreement.json", json!(issues).to_string().as_bytes());
    assert!(wrong.is_empty(), "{}处不同：\n{}", wrong.len(), wrong[..wrong.len().min(20)].join("\n"));
    assert!(compared > 10_000, "only {compared} verdicts were compared");
    let lacking = lacking(&seen, &fixed);
    assert!(lacking.is_empty(), "这些条件没有试到：\n{}", lacking.join("\n"));
}

fn is_of_presence(form: &Form, check: LiveCheck) -> bool {
    let LiveCheck::Condition { rule, case, .. } = check else { return false };
    let Judged::Cases { cases, .. } = &form.rules[rule].judged else { return false };
    let used = cases[case].must.expression().value_references();
    used.iter().all(|reference| matches!(reference, Reference::Parameter(_) | Reference::Run(_)))
}

/// Whether a rule has several conditions: what is found of one, or cannot be judged, may stand for another.
fn is_one_of_several(form: &Form, check: LiveCheck) -> bool {
    matches!(&form.rules[check.rule()].judged, Judged::Cases { cases, .. } if cases.len() > 1)
}

/// The conditions that mark what is calculated, or a whole list: no cell can be pulled to what they expect.
fn cannot_be_pulled(issue: &Issue) -> Vec<(String, usize)> {
    let condition = |line: &Line| {
        let LiveCheck::Condition { rule, case, .. } = line.check else { return None };
        let (sheet, cell) = issue.layout.cell(line.mark);
        let is_input = issue.layout.sheets[sheet].at(cell).is_some_and(|planned| planned.filling.is_input());
        let is_of_list = matches!(issue.form.tables[line.mark.table].rows, Rows::Repeated { .. });
        (!is_input || is_of_list).then(|| (issue.form.rules[rule].id.clone(), case))
    };
    issue.layout.lines.iter().filter_map(condition).collect()
}

/// The conditions of which not every verdict was seen that they can give.
fn lacking(
    seen: &BTreeMap<(String, usize), BTreeSet<&str>>,
    cannot_be_pulled: &BTreeSet<(String, usize)>,
) -> Vec<String> {
    let library = Library::embedded(&SPECS);
    let mut lacking = BTreeSet::new();
    for edition in library.editions() {
        let form = library.edition(&edition).expect("in order");
        for rule in form.rules.iter().filter(|rule| is_live(rule)) {
            let Judged::Cases { cases, .. } = &rule.judged else { continue };
            for (number, case) in cases.iter().enumerate() {
                let condition = (rule.id.clone(), number);
                let seen = seen.get(&condition);
                if cannot_be_pulled.contains(&condition) && seen.is_some() {
                    continue;
                }
                let mut wanted = vec![HOLDS, FAILS];
                wanted.extend(case.must.allows_tail().then_some(TAIL));
                // Where nothing but a blank can be wrong, 未填 says it.
                let blank_says_it = case.must.expression().value_references().is_empty();
                let was_seen = |word: &str| {
                    let or = if word == FAILS && blank_says_it { UNFILLED } else { word };
                    seen.is_some_and(|seen| seen.contains(word) || seen.contains(or))
                };
                let missing = wanted.into_iter().filter(|word| !was_seen(word));
                lacking.extend(missing.map(|word| format!("{}[{number}]：{word}", rule.id)));
            }
        }
    }
    let words: BTreeSet<&str> = seen.values().flatten().copied().collect();
    for word in [UNFILLED, UNKNOWN] {
        if !words.contains(word) {
            lacking.insert(word.to_owned());
        }
    }
    lacking.into_iter().collect()
}

#[test]
fn the_severity_that_a_bureau_says_stands_in_the_workbook() {
    let form = Library::embedded(&SPECS).open("部门整体支出绩效自评@2021").expect("the form");
    let severities = BTreeMap::from([("SUM-03".to_owned(), Severity::Query)]);
    let settings = Settings { severities, ..Settings::default() };
    let issuing = Issuing { form: &form, year: YEAR, deadline: None, password: None, settings: &settings };
    let bytes = issue_one(&issuing, &unit(SubUnitsSaid::None, None)).expect("issued");
    let book = read_book(&Package::open(bytes).expect("a package")).expect("a book");
    let sheet = book.sheet(SELF_CHECK).expect("自查");
    let said = |rule: &str| {
        let of_rule = sheet.cells.iter().filter(|content| sheet.text(content.cell) == rule);
        let severity = of_rule.map(|content| sheet.text(Cell { column: content.cell.column - 1, ..content.cell }));
        severity.collect::<BTreeSet<_>>()
    };
    assert_eq!((said("SUM-03"), said("SUM-02")), (BTreeSet::from(["核实"]), BTreeSet::from(["错误"])));
}

/// docs/自查.md says of every rule that no workbook can judge why that is, and of no other.
#[test]
fn what_is_not_live_has_a_reason() {
    let library = Library::embedded(&SPECS);
    let forms = library.editions().into_iter().map(|edition| library.edition(&edition).expect("in order"));
    let not_live = |form: Form| {
        let rules = form.rules.into_iter().filter(|rule| !is_live(rule));
        rules.map(|rule| rule.id).collect::<Vec<_>>()
    };
    let not_live: BTreeSet<String> = forms.flat_map(not_live).collect();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/自查.md");
    let text = std::fs::read_to_string(path).expect("docs/自查.md");
    let ids = text.split(|c: char| !(c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-'));
    let told: BTreeSet<String> = ids.filter(|id| id.contains('-') && id.len() > 4).map(str::to_owned).collect();
    assert_eq!(not_live, told);
}

fn results(results: &[(Place, Cached)]) -> Json {
    let text = |result: &Cached| match result {
        Cached::Number(number) => json!(number.to_string().parse::<f64>().expect("a number")),
        Cached::Text(text) => json!(text),
        Cached::Day(day) => json!(xlcheck::fields::serial(*day, false)),
    };
    Json::Object(results.iter().map(|(place, result)| (place.to_string(), text(result))).collect())
}

/// Writes a file beside the tests' own; gives its path.
fn write(name: &str, bytes: &[u8]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("agreement");
    std::fs::create_dir_all(&folder).expect("a folder");
    let path = folder.join(name);
    std::fs::write(&path, bytes).expect(name);
    path
}
