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

/// The most sub-units that one unit is issued rows for.
pub const MAX_SUB_UNITS: usize = 300;
/// The most spare rows that a list is issued with.
pub const MAX_SPARE: usize = 1_000;

/// The most sheets that one is repeated into: more tabs than that nobody finds his way in.
pub const MAX_THINGS: usize = 60;

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

impl Shape {
    /// Whether a bureau can have issued it. What a file says of itself is laid out only where this holds: each row that
    /// it claims takes time and memory.
    #[must_use]
    pub fn can_be_issued(&self) -> bool {
        let named = match self.sub_units {
            SubUnits::Unsaid | SubUnits::None => 0,
            SubUnits::Named(count) => count,
        };
        named <= MAX_SUB_UNITS
            && self.spare.unwrap_or_default() <= MAX_SPARE
            && self.things.unwrap_or_default() <= MAX_THINGS
    }
}
