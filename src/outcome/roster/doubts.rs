//! What is odd about a roster that can be used all the same.

use std::collections::HashMap;

use super::{Head, Line, Unit};
use crate::facts::Sheet;
use crate::form::Form;
use crate::outcome::issue::known_figures;
use crate::words::Place;

/// Of ten codes nine have the usual number of digits, or there is none that is usual.
const USUAL: (usize, usize) = (9, 10);

/// Something odd about a roster.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}：{oddity}")]
pub struct Doubt {
    /// Where it is.
    pub place: Place,
    /// What is odd.
    pub oddity: Oddity,
}

/// What is odd about a roster.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Oddity {
    /// One name with two codes.
    #[error("单位名称“{name}”与{first}相同，预算编码不同，请核对")]
    NameTwice {
        /// The name.
        name: String,
        /// Where it stands first.
        first: Place,
    },
    /// A code that has lost zeros in front, most likely: a number in Excel has none.
    #[error("预算编码“{code}”只有{}位，其他单位多为{usual}位，请核对前面的0是否丢了", .code.len())]
    Shorter {
        /// The code.
        code: String,
        /// How many digits the others have.
        usual: usize,
    },
    /// Two columns of one head, of which the last one is used.
    #[error("“{head}”与{first}相同，使用的是这一列，请删去多余的一列")]
    HeadTwice {
        /// The head.
        head: String,
        /// Where it stands first.
        first: Place,
    },
    /// A column of figures that no form asks for.
    #[error("“{0}”不是自评表上的栏目，这一列没有使用，请核对表头")]
    UnknownFigure(String),
}

/// The lines of a roster that was read, and the columns of its figures.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Doubts {
    of_units: Vec<Doubt>,
    figures: Vec<(String, Place)>,
}

impl Doubts {
    /// Looks at units, each with its row.
    pub(super) fn of(sheet: &Sheet, head: &Head, units: &[Unit], rows: &[u32]) -> Self {
        let at = |row: u32, column: u16| Line { sheet, head, row }.place(column);
        let usual = usual_length(units);
        let mut first_of: HashMap<&str, u32> = HashMap::new();
        let mut of_units = Vec::new();
        for (unit, row) in units.iter().zip(rows.iter().copied()) {
            if let (Some(usual), code) = (usual, &unit.code)
                && code.len() < usual
            {
                let oddity = Oddity::Shorter { code: code.clone(), usual };
                of_units.push(Doubt { place: at(row, head.code), oddity });
            }
            let Some(column) = head.name else { continue };
            let first = *first_of.entry(&unit.name).or_insert(row);
            if first != row {
                let oddity = Oddity::NameTwice { name: unit.name.clone(), first: at(first, column) };
                of_units.push(Doubt { place: at(row, column), oddity });
            }
        }
        let figures = head.others.iter().map(|(name, column)| (name.clone(), at(head.row, *column)));
        Self { of_units, figures: figures.collect() }
    }

    /// All of them, where returns are of these forms.
    pub(super) fn all(&self, forms: &[&Form]) -> Vec<Doubt> {
        let is_known = |name: &str| forms.iter().any(|form| knows(form, name));
        let doubt = |(at, (name, place)): (usize, &(String, Place))| {
            let first = self.figures[..at].iter().find(|(known, _)| known == name);
            let oddity = match first {
                Some((_, first)) => Oddity::HeadTwice { head: name.clone(), first: first.clone() },
                None if is_known(name) => return None,
                None => Oddity::UnknownFigure(name.clone()),
            };
            Some(Doubt { place: place.clone(), oddity })
        };
        self.figures.iter().enumerate().filter_map(doubt).chain(self.of_units.iter().cloned()).collect()
    }
}

/// Whether a form is issued with a figure of this name, or compares with one.
fn knows(form: &Form, name: &str) -> bool {
    let has_field = |field: &str| form.tables.iter().any(|table| table.fields.iter().any(|known| known.id == field));
    let of_external = name.split_once('.').is_some_and(|(id, field)| {
        let mut externals = form.externals.iter().filter(|external| external.id == id);
        // What no rule compares may still be compared in 审核汇总.
        externals.any(|external| has_field(field) || external.fields.iter().any(|known| known == field))
    });
    of_external || known_figures(form).any(|known| known == name)
}

/// The number of digits that nine tenths of all codes have, or those that have kept a zero in front.
fn usual_length(units: &[Unit]) -> Option<usize> {
    let zeros = units.iter().filter(|unit| unit.code.starts_with('0')).map(|unit| unit.code.len()).max();
    let mut of_length: HashMap<usize, usize> = HashMap::new();
    for unit in units {
        *of_length.entry(unit.code.len()).or_default() += 1;
    }
    let (length, count) = of_length.into_iter().max_by_key(|(length, count)| (*count, *length))?;
    zeros.or((count * USUAL.1 >= units.len() * USUAL.0).then_some(length))
}
