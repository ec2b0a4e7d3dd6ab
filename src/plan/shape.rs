//! What the layout of a workbook depends on besides the form.

/// What a unit's roster entry says of its sub-units (二级机构).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub enum SubUnits {
    /// Nothing: the paper form's placeholder rows are issued.
    #[default]
    Unsaid,
    /// 无: no rows, and the head office repeats the total row.
    None,
    /// So many, by name.
    Named(usize),
}

/// What the layout of a workbook depends on besides the form.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Shape {
    /// The unit's sub-units.
    pub sub_units: SubUnits,
    /// Spare rows per list instead of the form's own number.
    pub spare: Option<usize>,
    /// How many things the roster names that the form repeats a sheet for (项目); nothing where it names none.
    pub things: Option<usize>,
}
