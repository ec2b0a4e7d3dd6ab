//! The formulas of cells, those included that are written once for a group of cells (ECMA-376 18.3.1.40).

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use super::defect::Defect;
use super::formula::moved;
use super::limits::Used;
use super::xml::{attribute, local};
use crate::facts::Content;
use crate::words::Cell;

/// How a cell stores its formula.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stored {
    /// In its own text: normal and array formulas.
    Own,
    /// As a member of the group of this index.
    Shared(u32),
}

impl Stored {
    /// Reads the attributes of an `f` element.
    pub fn read(tag: &BytesStart<'_>) -> Result<Self, Defect> {
        debug_assert_eq!(local(tag), "f");
        if attribute(tag, "t")?.as_deref() != Some("shared") {
            return Ok(Self::Own);
        }
        let group = attribute(tag, "si")?.and_then(|index| index.trim_ascii().parse().ok());
        Ok(group.map_or(Self::Own, Self::Shared))
    }
}

/// The groups of a sheet.
#[derive(Debug, Default)]
pub(super) struct SharedFormulas {
    /// The cell that holds the text of a group, with the text.
    masters: HashMap<u32, (Cell, Box<str>)>,
    /// Members that came before their master: position among the filled cells and group.
    orphans: Vec<(usize, u32)>,
}

impl SharedFormulas {
    /// The formula of a cell, given what it stores; `position` is that of the cell among the filled ones.
    ///
    /// A member whose group nobody has written yet gets an empty formula, and its own in [`Self::resolve`].
    pub fn formula(
        &mut self,
        stored: Stored,
        text: &str,
        cell: Cell,
        position: usize,
        used: &mut Used,
    ) -> Result<Option<Box<str>>, Defect> {
        let formula: Box<str> = match stored {
            Stored::Own if text.is_empty() => return Ok(None),
            Stored::Own => text.into(),
            Stored::Shared(group) if text.is_empty() => {
                if let Some((master, text)) = self.masters.get(&group) {
                    moved(text, *master, cell).into()
                } else {
                    self.orphans.push((position, group));
                    Box::default()
                }
            }
            Stored::Shared(group) => {
                used.text(text.len())?;
                self.masters.insert(group, (cell, text.into()));
                text.into()
            }
        };
        used.text(formula.len())?;
        Ok(Some(formula))
    }

    /// Gives their formulas to the cells that came before their master; where there is none the formula stays empty.
    pub fn resolve(&mut self, filled: &mut [Content], used: &mut Used) -> Result<(), Defect> {
        for (position, group) in self.orphans.drain(..) {
            if let (Some(content), Some((master, text))) = (filled.get_mut(position), self.masters.get(&group)) {
                let formula = moved(text, *master, content.cell);
                used.text(formula.len())?;
                content.formula = Some(formula.into());
            }
        }
        Ok(())
    }
}
