//! What happens to workbooks on their way: scripted damages, the exact findings of each, and no value read wrongly in
//! silence.
//!
//! Every damage is done to two workbooks. In the one everything is right, so that what is found comes from the damage;
//! its findings stand in `findings.txt`. In the other every field holds something that no other holds; whatever is read
//! there is what people see at the field's label, or its cell is reported.
//!
//! What the marked copy puts back of each stands in `restored.txt`, see `repairs.rs`; what a 重填件 holds of those beyond
//! repair in `refills.txt`, see `refills.rs`.
//!
//! `SNAPSHOTS=overwrite cargo test --test damages` writes the list anew; read the difference before you commit it.

#[path = "../rule_cases/base.rs"]
#[expect(dead_code, reason = "the cases of rules use more of it")]
mod base;
#[path = "../rule_cases/case.rs"]
#[expect(dead_code, reason = "the cases of rules use more of it")]
mod case;
#[path = "../client/mod.rs"]
mod client;
#[path = "../rule_cases/damage.rs"]
#[expect(dead_code, reason = "the cases of rules use more of it")]
mod damage;
mod desk;
mod doc;
mod figures;
mod foreign;
mod grid;
mod locked;
mod ods;
mod pasted;
mod refills;
mod repairs;
mod rows;
mod sheets;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::sync::LazyLock;

use desk::{Desk, Of, Reported, Values, said, value};
use doc::Doc;

/// The least number of damages (the goal of the project).
const LEAST: usize = 80;
/// Fields of one kind that the list names; of more it says how many.
const NAMED: usize = 4;
/// What people see at a field that was deleted.
pub const GONE: &str = "（已删去）";

/// What people see at a field that is calculated of what was changed: whatever follows.
pub const FOLLOWS: &str = "（随之变动）";

/// One thing that happens to a workbook.
pub struct Damage {
    /// What was done, in words.
    says: &'static str,
    /// The workbook that it is done to.
    of: Of,
    /// Does it.
    does: fn(&mut Doc),
    /// What people see at labels afterwards, where that is something else than before.
    sees: fn(&mut Values),
}

impl Damage {
    /// A damage of the workbook of 2021 after which every value is seen where it was, or where it was moved to.
    pub const fn new(says: &'static str, does: fn(&mut Doc)) -> Self {
        Self { says, of: Of::Year2021, does, sees: |_| {} }
    }

    /// The same in the workbook of 2024.
    #[must_use]
    pub const fn of_2024(self) -> Self {
        Self { of: Of::Year2024, ..self }
    }

    /// The same, after which people see something else.
    #[must_use]
    pub const fn sees(self, sees: fn(&mut Values)) -> Self {
        Self { sees, ..self }
    }
}

fn all() -> impl Iterator<Item = &'static Damage> {
    [rows::DAMAGES, sheets::DAMAGES, locked::DAMAGES, figures::DAMAGES, foreign::DAMAGES].into_iter().flatten()
}

/// A workbook before anything happens to it.
struct Before {
    values: Values,
    reported: Reported,
}

impl Before {
    fn of(desk: &Desk, doc: &Doc) -> Self {
        let judged = desk.judged(doc.bytes());
        Self { values: Desk::values(&judged), reported: Reported::of(&judged) }
    }
}

/// What was read otherwise than people see it, and how that is reported; `false` where it is not.
fn deviations(damage: &Damage, desk: &Desk, doc: &Doc, before: &Before) -> Vec<(String, bool)> {
    let mut damaged = doc.clone();
    (damage.does)(&mut damaged);
    let judged = desk.judged(damaged.bytes());
    let reported = Reported::of(&judged);
    let mut seen = before.values.clone();
    (damage.sees)(&mut seen);
    let entries = Desk::entries(&judged);
    if entries.is_empty() {
        return vec![(format!("没有读取任何数据（{}）", judged.status.word()), true)];
    }
    let mut kinds: BTreeMap<(String, bool), Vec<String>> = BTreeMap::new();
    for (name, seen) in &seen {
        let Some(entry) = entries.get(name) else {
            kinds.entry(("没有这个栏目".to_owned(), seen.is_empty() || seen == GONE)).or_default().push(name.clone());
            continue;
        };
        let read = value(entry);
        if read == *seen
            || seen == FOLLOWS
            || seen == GONE && (entry.lost || read.is_empty())
            || entry.lost && seen.is_empty()
        {
            continue;
        }
        // What is calculated of a cell that cannot be read is not known; that cell is reported.
        let is_known = !read.starts_with('？') || desk.inputs.contains(name);
        if !is_known && !judged.outcome.unchecked.is_empty() {
            continue;
        }
        let how = reported.how(&before.reported, entry);
        let kind = match (entry.lost, how) {
            (true, _) => ("找不到，已报告".to_owned(), !judged.outcome.findings.is_empty()),
            (false, Some(how)) => (format!("读作别的，已由{how}指出"), true),
            (false, None) => ("读错而没有报告".to_owned(), false),
        };
        let told = if entry.lost { name.clone() } else { format!("{name}（见“{seen}”读“{read}”）") };
        kinds.entry(kind).or_default().push(told);
    }
    let line = |((kind, fine), names): ((String, bool), Vec<String>)| {
        let more = names.len().saturating_sub(NAMED);
        let more = if more > 0 { format!("等{}项", names.len()) } else { String::new() };
        (format!("{kind}：{}{more}", names[..names.len().min(NAMED)].join("、")), fine)
    };
    kinds.into_iter().map(line).collect()
}

/// The lines of a damage in the list, and the values that were read wrongly in silence.
fn tried(number: usize, damage: &Damage, before: &BTreeMap<Of, [Before; 2]>) -> (String, Vec<String>) {
    let desk = Desk::of(damage.of);
    let mut damaged = desk.right.clone();
    (damage.does)(&mut damaged);
    let judged = desk.judged(damaged.bytes());
    let mut text = format!("\n{number:03} [{}] {}\n", damage.of.word(), damage.says);
    let mut line = |line: &str| writeln!(text, "    {line}").expect("written");
    line(judged.status.word());
    for said in said(&judged) {
        line(&said);
    }
    let known = |one: &&xlcheck::facts::Unchecked| !desk.unchecked.contains(&one.rule);
    let unchecked: Vec<&str> = judged.outcome.unchecked.iter().filter(known).map(|one| &*one.rule).collect();
    if !unchecked.is_empty() {
        line(&format!("未检查 {}", unchecked.join(" ")));
    }
    for one in &judged.outcome.normalised {
        line(&format!("读作 {} “{}”→“{}”", one.place, one.found, one.read_as));
    }
    let [of_right, of_unique] = &before[&damage.of];
    let mut wrong = Vec::new();
    for (told, doc, before) in [(false, &desk.right, of_right), (true, &desk.unique, of_unique)] {
        for (deviation, fine) in deviations(damage, desk, doc, before) {
            if told {
                line(&format!("各栏不同的表：{deviation}"));
            }
            if !fine {
                wrong.push(format!("{number:03} {}：{deviation}", damage.says));
            }
        }
    }
    (text, wrong)
}

static TRIED: LazyLock<(String, Vec<String>)> = LazyLock::new(|| {
    let of = |of| (of, [Before::of(Desk::of(of), &Desk::of(of).right), Before::of(Desk::of(of), &Desk::of(of).unique)]);
    let before: BTreeMap<Of, [Before; 2]> = [Of::Year2021, Of::Year2024].map(of).into();
    let damages: Vec<(usize, &Damage)> = (1..).zip(all()).collect();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let chunks: Vec<_> = damages.chunks(damages.len().div_ceil(threads * 4).max(1)).collect();
    let tried: Vec<(String, Vec<String>)> = std::thread::scope(|scope| {
        let before = &before;
        let running: Vec<_> = chunks
            .into_iter()
            .map(|chunk| scope.spawn(move || chunk.iter().map(|(n, one)| tried(*n, one, before)).collect::<Vec<_>>()))
            .collect();
        running.into_iter().flat_map(|thread| thread.join().expect("tried")).collect()
    });
    let text = tried.iter().map(|(text, _)| text.as_str()).collect();
    (text, tried.into_iter().flat_map(|(_, wrong)| wrong).collect())
});

#[test]
fn every_damage_has_exactly_the_findings_of_the_list() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/damages/findings.txt");
    let text = &TRIED.0;
    if std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite") {
        std::fs::write(&path, text).expect("written");
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    let other = there.lines().zip(text.lines()).find(|(there, now)| there != now);
    assert!(there == *text, "findings.txt is not what is found: {other:?}; see the top of this file");
    assert!(all().count() >= LEAST, "{}", all().count());
}

#[test]
fn no_value_is_read_wrongly_in_silence() {
    let wrong = &TRIED.1;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nothing_is_said_of_the_workbook_that_is_right() {
    for of in [Of::Year2021, Of::Year2024] {
        let desk = Desk::of(of);
        assert_eq!(said(&desk.judged(desk.right.bytes())), Vec::<String>::new());
    }
}
