//! Records of a table: fixed rows, rows per sub-unit, spare rows.

use super::Called;
use crate::plan::{Shape, SubUnits};
use crate::template::At;

/// A row of a list as the template says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListRow {
    /// A row that every unit has.
    Fixed {
        /// Its id.
        id: String,
        /// Its label on the form.
        label: String,
        /// Its name in messages.
        short: String,
        /// The row it repeats where a unit has no sub-units.
        copies: Option<usize>,
        /// Whether it is the sum of the other rows.
        total: bool,
        /// How the workbook calculates its amounts from other rows, in the rule language.
        formula: Option<At<String>>,
    },
    /// A group of rows alike that are filled from the top, every unit's the same number.
    Group {
        /// Its id; its rows are `质量1`, `质量2`, …
        id: String,
        /// Its label on the form.
        label: String,
        /// The label of the groups that it belongs to.
        under: String,
        /// How many rows are issued.
        count: usize,
        /// Whether one of its rows has to be filled in.
        required: bool,
    },
    /// Rows per sub-unit of the unit.
    Repeated {
        /// The id of the group; its rows are `机构1`, `机构2`, …
        id: String,
        /// What a placeholder is called (`二级机构` gives `2.二级机构1`).
        noun: String,
        /// The number in front of the first (`2.`).
        first: usize,
        /// How many placeholders are issued where the roster says nothing.
        placeholders: usize,
        /// How many blank rows are issued besides.
        spare: usize,
    },
}

impl ListRow {
    /// Its id, or that of its group.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::Fixed { id, .. } | Self::Group { id, .. } | Self::Repeated { id, .. } => id,
        }
    }
}

/// Rows that several tables share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowList {
    /// Its id; rules that look at it join its tables by row.
    pub id: String,
    /// Its name in rules: its id, but for the number of a repeated sheet.
    pub of: String,
    /// The sheet of a repeated one that it belongs to, from zero; nothing where its sheet stands once.
    pub copy: Option<usize>,
    /// The head of the column of names.
    pub label: String,
    /// What a person who fills in a name is told.
    pub prompt: Option<String>,
    /// Its rows.
    pub rows: Vec<ListRow>,
    /// The ids of rows in the edition before, where those were others, by the positions of the rows.
    pub renamed: Vec<(usize, String)>,
}

/// Where a record of a table comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The form; every unit has it.
    Fixed,
    /// The form, but it repeats the record at this position.
    Copy(usize),
    /// The roster: the sub-unit at this position from zero.
    Named(usize),
    /// The form: a placeholder name to be replaced.
    Placeholder,
    /// The form: a blank row in reserve, its name blank too.
    Spare,
    /// The form: one of several alike that are filled from the top.
    Repeated,
}

/// One record of a table for one shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its id (`汇总`, `机构1`, `任务3`); empty where a table has one record.
    pub id: String,
    /// The position of the row in the list that it stems from.
    pub of: usize,
    /// Its label on the form, `{…}` to be filled in.
    pub label: String,
    /// Its name in messages.
    pub short: String,
    /// The label of the group that its own label belongs to; mostly none.
    pub under: String,
    /// Where it comes from.
    pub origin: Origin,
    /// Whether it is the sum of the other rows.
    pub total: bool,
    /// Whether the workbook calculates its amounts.
    pub computed: bool,
}

impl RowList {
    /// The id of a row in the edition before, where that was another.
    #[must_use]
    pub fn was(&self, row: usize) -> Option<&str> {
        self.renamed.iter().find(|(renamed, _)| *renamed == row).map(|(_, was)| was.as_str())
    }

    /// What a row is called here and was before.
    #[must_use]
    pub fn called(&self, row: usize) -> Called<'_> {
        Called { id: self.rows[row].id(), was: self.was(row) }
    }

    /// The records of this list for a shape.
    #[must_use]
    pub fn rows(&self, shape: &Shape) -> Vec<Row> {
        let mut rows = Vec::new();
        for (of, row) in self.rows.iter().enumerate() {
            match row {
                ListRow::Fixed { id, label, short, copies, total, formula } => {
                    let origin = match copies {
                        Some(copied) if shape.sub_units == SubUnits::None => {
                            rows.iter().position(|row: &Row| row.of == *copied).map_or(Origin::Fixed, Origin::Copy)
                        }
                        Some(_) | None => Origin::Fixed,
                    };
                    rows.push(Row {
                        id: id.clone(),
                        of,
                        label: label.clone(),
                        short: short.clone(),
                        under: String::new(),
                        origin,
                        total: *total,
                        computed: formula.is_some(),
                    });
                }
                ListRow::Group { id, label, under, count, .. } => rows.extend((1..=*count).map(|k| Row {
                    id: format!("{id}{k}"),
                    of,
                    label: label.clone(),
                    short: format!("{label}{k}"),
                    under: under.clone(),
                    origin: Origin::Repeated,
                    total: false,
                    computed: false,
                })),
                ListRow::Repeated { id, noun, first, placeholders, spare } => {
                    let (named, blank) = match shape.sub_units {
                        SubUnits::None => continue,
                        SubUnits::Named(count) => (count, 0),
                        SubUnits::Unsaid => (0, *placeholders),
                    };
                    let spare = shape.spare.unwrap_or(*spare);
                    for k in 0..named + blank + spare {
                        let number = first + k;
                        let (label, origin) = if k < named {
                            (format!("{number}.{{{noun}{}}}", k + 1), Origin::Named(k))
                        } else if k < named + blank {
                            (format!("{number}.{noun}{}", k + 1), Origin::Placeholder)
                        } else {
                            (String::new(), Origin::Spare)
                        };
                        let id = format!("{id}{}", k + 1);
                        let short = if label.is_empty() { format!("{number}.") } else { label.clone() };
                        let under = String::new();
                        rows.push(Row { id, of, label, short, under, origin, total: false, computed: false });
                    }
                }
            }
        }
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fixed(id: &str, copies: Option<usize>) -> ListRow {
        ListRow::Fixed {
            id: id.to_owned(),
            label: id.to_owned(),
            short: id.to_owned(),
            copies,
            total: copies.is_none(),
            formula: None,
        }
    }

    #[test]
    fn a_row_repeats_the_record_and_not_the_row_of_the_list() {
        let spare =
            ListRow::Repeated { id: "机构".into(), noun: "机构".into(), first: 1, placeholders: 2, spare: 0 };
        let list = RowList {
            id: "机构".into(),
            of: "机构".into(),
            copy: None,
            label: "名称".into(),
            prompt: None,
            rows: vec![spare, fixed("汇总", None), fixed("部机关", Some(1))],
            renamed: Vec::new(),
        };
        let origins = |sub_units| {
            let rows = list.rows(&Shape { sub_units, ..Shape::default() });
            rows.into_iter().map(|row| (row.id, row.origin)).collect::<Vec<_>>()
        };
        let row = |id: &str, origin| (id.to_owned(), origin);
        assert_eq!(origins(SubUnits::None), [row("汇总", Origin::Fixed), row("部机关", Origin::Copy(0))]);
        assert_eq!(
            origins(SubUnits::Named(1)),
            [row("机构1", Origin::Named(0)), row("汇总", Origin::Fixed), row("部机关", Origin::Fixed)]
        );
    }
}
