//! FIL: what happened to the file on its way.

use super::words::filled;
use super::{Check, Hit, Subject};
use crate::facts::{Damage, Hindrance, Instead, Severity, Slot, Weight};
use crate::form::CheckSpec;
use crate::words::Place;

/// The checks of this file.
pub(super) static CHECKS: [Check; 13] = [
    check("unreadable", &["文件", "原因", "重报", "占用", "出错"], unreadable),
    check("format", &[], format),
    check("other-template", &["没有标识", "标识改动"], other_template),
    check("other-unit", &[], other_unit),
    check("other-year", &[], other_year),
    check("sheet-missing", &["工作表", "新名", "缺少", "副本", "原表", "相同", "不同"], sheet_missing),
    check("label-changed", &["工作表", "单元格", "清空"], label_changed),
    check("structure", &["工作表", "详情", "无法定位", "核对"], structure),
    check("formula-overwritten", &["工作表", "单元格", "固定值", "新公式", "清空", "另有"], formula_overwritten),
    check("old-result", &["工作表", "单元格"], old_result),
    check("aid-changed", &["工作表", "详情"], aid_changed),
    check("carries-more", &["内容"], carries_more),
    check("final-changed", &[], final_changed),
];

const fn check(name: &'static str, facts: &'static [&'static str], find: fn(&Subject<'_>) -> Vec<Hit>) -> Check {
    Check { spec: CheckSpec::new(name, facts), find }
}

/// The damage of one kind, each made a hit.
fn of(subject: &Subject<'_>, hit: impl Fn(&Damage) -> Option<Hit>) -> Vec<Hit> {
    subject.damages.iter().filter_map(hit).collect()
}

fn at(name: &str, place: &Place) -> Hit {
    Hit { place: Some(place.clone()), subject: Some(name.to_owned()), ..Hit::default() }
        .fact("工作表", &*place.sheet)
        .fact("单元格", place.cell.to_string())
}

fn unreadable(subject: &Subject<'_>) -> Vec<Hit> {
    of(subject, |damage| match damage {
        Damage::Unreadable { file, cause, hindrance } => {
            let whose = match hindrance {
                Hindrance::File => "重报",
                Hindrance::Machine => "占用",
                Hindrance::Program => "出错",
            };
            Some(Hit::file("文件").fact("文件", file).fact("原因", cause).fact(whose, ""))
        }
        _ => None,
    })
}

fn format(subject: &Subject<'_>) -> Vec<Hit> {
    of(subject, |damage| match damage {
        Damage::Format { found, read } => {
            let severity = read.then_some(Severity::Hint);
            Some(Hit { severity, ..Hit::file("文件格式").found(found) })
        }
        _ => None,
    })
}

fn other_template(subject: &Subject<'_>) -> Vec<Hit> {
    of(subject, |damage| match damage {
        Damage::OtherTemplate { found, expected } => {
            let hit = Hit::file("模板").expected(expected);
            Some(match found {
                Some(found) => hit.found(found),
                None => hit.fact("没有标识", "没有模板标识"),
            })
        }
        Damage::StampChanged { expected } => {
            Some(Hit::file("模板标识").expected(expected).fact("标识改动", "模板标识被改动过"))
        }
        _ => None,
    })
}

fn other_unit(subject: &Subject<'_>) -> Vec<Hit> {
    of(subject, |damage| match damage {
        Damage::OtherUnit { name, place, found, expected } => Some(at(name, place).found(found).expected(expected)),
        _ => None,
    })
}

fn other_year(subject: &Subject<'_>) -> Vec<Hit> {
    of(subject, |damage| match damage {
        Damage::OtherYear { name, place, found, expected } => {
            let hit = place.as_ref().map_or_else(|| Hit::file(name), |place| at(name, place));
            Some(hit.found(found).expected(expected))
        }
        _ => None,
    })
}

fn sheet_missing(subject: &Subject<'_>) -> Vec<Hit> {
    of(subject, |damage| match damage {
        Damage::SheetMissing { sheet } => Some(Hit::file(sheet).fact("缺少", sheet)),
        Damage::SheetRenamed { sheet, found } => {
            let hit = Hit::file(sheet).fact("工作表", sheet).fact("新名", found);
            Some(Hit { severity: Some(Severity::Hint), ..hit })
        }
        Damage::SheetTwice { sheet, found, differs } => {
            let hit = Hit::file(found).fact("原表", sheet).fact("副本", found);
            let (severity, fact) = if *differs { (Severity::Query, "不同") } else { (Severity::Hint, "相同") };
            Some(Hit { severity: Some(severity), ..hit }.fact(fact, sheet))
        }
        _ => None,
    })
}

fn label_changed(subject: &Subject<'_>) -> Vec<Hit> {
    of(subject, |damage| match damage {
        Damage::LabelChanged { name, place, issued, found } => {
            let hit = at(name, place).expected(issued);
            Some(if found.is_empty() { hit.fact("清空", "清空") } else { hit.found(found) })
        }
        _ => None,
    })
}

fn structure(subject: &Subject<'_>) -> Vec<Hit> {
    of(subject, |damage| match damage {
        Damage::Structure { sheet, detail, weight, cells } => {
            let hit = Hit::file(sheet).fact("工作表", sheet).fact("详情", detail);
            let hit = Hit { places: cells.clone(), ..hit };
            Some(match weight {
                Weight::Lost => hit.fact("无法定位", "无法定位其中的数据"),
                Weight::ToConfirm => Hit { severity: Some(Severity::Query), ..hit }.fact("核对", ""),
                Weight::Followed => Hit { severity: Some(Severity::Hint), ..hit },
            })
        }
        _ => None,
    })
}

fn formula_overwritten(subject: &Subject<'_>) -> Vec<Hit> {
    of(subject, |damage| match damage {
        Damage::FormulaOverwritten { name, place, found, repeats, cells } => {
            let hit = match found {
                Instead::Value(value) => at(name, place).found(value).fact("固定值", value),
                Instead::Formula(formula) => at(name, place).found(format!("={formula}")).fact("新公式", formula),
                Instead::Nothing => at(name, place).fact("清空", "清空"),
            };
            let hit = if *cells > 1 { hit.fact("另有", format!("等{cells}格")) } else { hit };
            let expected = repeats.and_then(|slot| filled(subject, slot));
            let is_calculated = |slot: &Slot| subject.field(*slot).is_computed(subject.row(*slot));
            Some(Hit { slots: repeats.iter().copied().filter(is_calculated).collect(), expected, ..hit })
        }
        _ => None,
    })
}

fn old_result(subject: &Subject<'_>) -> Vec<Hit> {
    of(subject, |damage| match damage {
        Damage::OldResult { name, place, found, slot } => {
            let hit = at(name, place).found(found);
            Some(Hit { expected: filled(subject, *slot), ..hit })
        }
        _ => None,
    })
}

fn aid_changed(subject: &Subject<'_>) -> Vec<Hit> {
    of(subject, |damage| match damage {
        Damage::AidChanged { sheet, detail, cells } => {
            let hit = Hit::file(sheet).fact("工作表", sheet).fact("详情", detail);
            Some(Hit { places: cells.clone(), ..hit })
        }
        _ => None,
    })
}

fn carries_more(subject: &Subject<'_>) -> Vec<Hit> {
    of(subject, |damage| match damage {
        Damage::CarriesMore { what } => Some(Hit::file("文件").fact("内容", what.join("、"))),
        _ => None,
    })
}

fn final_changed(subject: &Subject<'_>) -> Vec<Hit> {
    of(subject, |damage| match damage {
        Damage::FinalChanged { found, expected } => Some(Hit::file("定稿").found(found).expected(expected)),
        _ => None,
    })
}
