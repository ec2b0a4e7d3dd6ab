//! What a name in a rule stands for.

/// A name of a rule, resolved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reference {
    /// A field of the record that is being looked at.
    Here {
        /// Position of the table.
        table: usize,
        /// Position of the field.
        field: usize,
    },
    /// A field of a table that has one record.
    Single {
        /// Position of the table.
        table: usize,
        /// Position of the field.
        field: usize,
    },
    /// A field in the rows of one row of the list: one cell of a fixed row, several of a repeated one.
    InRow {
        /// Position of the table.
        table: usize,
        /// Position of the field.
        field: usize,
        /// Position of the row in the list.
        row: usize,
    },
    /// A field in all records of its table.
    Column {
        /// Position of the table.
        table: usize,
        /// Position of the field.
        field: usize,
    },
    /// The rows of one row of the list, in the column that is being looked at.
    Line {
        /// Position of the row in the list.
        row: usize,
    },
    /// A field on the repeated sheet of the record that is looked at: that of its third project in its third record.
    OfSheet {
        /// Position of the table on the first of the sheets.
        table: usize,
        /// Position of the field.
        field: usize,
        /// Position of the row in the list; nothing for all records.
        row: Option<usize>,
        /// How far the tables of one sheet are apart from those of the next.
        apart: usize,
    },
    /// The id of the row of the list that the record stems from, in words.
    Category {
        /// Position of the list.
        list: usize,
    },
    /// In a message: the field to correct first.
    Marked,
    /// A figure that a bureau may set.
    Parameter(usize),
    /// Something of this run.
    Run(RunFact),
    /// A figure from elsewhere.
    External {
        /// Position of the source.
        source: usize,
        /// Position of the field in it.
        field: usize,
    },
}

/// What a run of the tool brings along.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RunFact {
    /// The year that is evaluated.
    Year,
    /// The day the file came in.
    Received,
    /// The last day to hand in.
    Deadline,
}

impl RunFact {
    /// Every fact of a run with its name in rules.
    pub const NAMES: [(&'static str, Self); 3] =
        [("年度", Self::Year), ("收件日期", Self::Received), ("截止日期", Self::Deadline)];

    /// Its name in rules.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Year => Self::NAMES[0].0,
            Self::Received => Self::NAMES[1].0,
            Self::Deadline => Self::NAMES[2].0,
        }
    }
}
