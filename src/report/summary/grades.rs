//! 自评等次分布: how many units of each section give themselves which grade. Units are not ranked by what they give
//! themselves.

use std::collections::BTreeMap;

use super::SummaryError;
use super::common::{Common, section};
use super::problems::share;
use crate::excel::write::{Column, Datum, Entry, Tables};

/// The grades in their order; other words come behind them.
const GRADES: [&str; 4] = ["优", "良", "中", "差"];
const NONE: &str = "未填";

pub(super) fn write(tables: &mut Tables, common: &Common<'_>) -> Result<(), SummaryError> {
    let mut sections: Vec<&str> = Vec::new();
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut grades: Vec<&str> = GRADES.to_vec();
    for line in common.main_lines() {
        // What stands in place of the form says nothing of its grades.
        let Some(file) = line.file.filter(|_| line.form == common.main).map(|at| &common.files[at]) else { continue };
        let grade = if file.grade.is_empty() { NONE } else { &*file.grade };
        if !grades.contains(&grade) {
            grades.push(grade);
        }
        let section = section(line);
        if !sections.contains(&section) {
            sections.push(section);
        }
        *counts.entry((section, grade)).or_default() += 1;
    }
    let mut columns = vec![Column::new("归口股室", 18.0, Entry::Words), Column::new("份数", 8.0, Entry::Centre)];
    columns.extend(grades.iter().map(|grade| Column::new(*grade, 10.0, Entry::Centre)));
    columns.push(Column::new("优的占比", 10.0, Entry::Share));
    let note = "各单位自评的等次，未经复核；不按自评得分排名";
    let mut list = tables.begin("自评等次分布", "自评等次分布", note, columns)?;
    let of = |section: Option<&str>, grade: Option<&str>| -> usize {
        let wanted =
            |(of, given): &(&str, &str)| section.is_none_or(|one| one == *of) && grade.is_none_or(|one| one == *given);
        counts.iter().filter(|(key, _)| wanted(key)).map(|(_, count)| count).sum()
    };
    let rows = sections.iter().map(|section| (*section, Some(*section))).chain([("合计", None)]);
    for (name, section) in rows {
        let all = of(section, None);
        let mut data = vec![name.into(), Datum::from(all)];
        data.extend(grades.iter().map(|grade| Datum::from(of(section, Some(grade)))));
        data.push(share(of(section, GRADES.first().copied()), all));
        tables.row(&mut list, &data)?;
    }
    Ok(tables.end(&list)?)
}
