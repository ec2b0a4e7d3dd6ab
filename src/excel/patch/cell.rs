//! One cell written anew, or with another stored result.

use crate::excel::package::xml::{Tag, TagKind, Tags};
use crate::excel::package::xstring;
use crate::excel::splice::Splice;
use crate::facts::Raw;
use crate::words::Cell;

use super::PatchError;

/// What a cell is to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewValue {
    /// A number in plain or scientific digits; dates are given as the serial number that the workbook counts.
    Number(String),
    /// Words, never read as a formula.
    Text(String),
    /// Nothing but the style.
    Blank,
    /// Another stored result of the formula that stands in the cell and stays there.
    Result(Cached),
    /// A formula without `=`, and its stored result where it is known.
    Formula(String, Option<Cached>),
    /// The cell format of this index; what stands in the cell stays there.
    Style(usize),
}

/// The stored result of a formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cached {
    /// A number.
    Number(String),
    /// Words, perhaps none.
    Text(String),
}

impl Cached {
    /// The result that a file stores of a formula; truth values and errors are calculated anew.
    #[must_use]
    pub fn of(raw: &Raw) -> Option<Self> {
        match raw {
            Raw::Number(number) => Some(Self::Number(number.to_string())),
            Raw::Text(text) => Some(Self::Text(text.to_string())),
            Raw::Blank | Raw::Truth(_) | Raw::Error(_) | Raw::Date(_) => None,
        }
    }
}

/// A cell that the sheet does not store yet.
pub(super) fn new(prefix: &str, cell: Cell, style: Option<&str>, value: &NewValue) -> Result<String, PatchError> {
    let own = if let NewValue::Style(index) = value { Some(index.to_string()) } else { None };
    let style = own.as_deref().or(style).map(|style| format!(" s=\"{}\"", xstring(style))).unwrap_or_default();
    let (kind, content) = match value {
        NewValue::Result(_) => return Err(PatchError::NoFormula { cell }),
        value => written(prefix, cell, value)?,
    };
    Ok(element(prefix, cell, &format!("{style}{kind}"), &content))
}

/// The splice that gives a stored cell another value; `open` is its opening tag.
pub(super) fn replace<'a>(
    tags: &mut Tags<'a>,
    open: Tag<'a>,
    cell: Cell,
    value: &NewValue,
    keeps_shared: bool,
) -> Result<Splice, PatchError> {
    let text = tags.text();
    if let NewValue::Style(index) = value {
        return Ok(match open.value_range("s") {
            Some(range) => Splice::replace(range, index.to_string()),
            None => Splice::insert(open.name_end(), format!(" s=\"{index}\"")),
        });
    }
    let mut formula = None;
    let mut end = open.end;
    if open.kind == TagKind::Open {
        while let Some(tag) = tags.next_tag()? {
            if tag.depth == open.depth {
                end = tag.end;
                break;
            }
            if tag.opens("f") && tag.depth == open.depth + 1 {
                let close = tags.close(tag)?;
                formula = Some((tag, &text[tag.start..close.end]));
            }
        }
    }
    let prefix = open.prefix();
    let style = open.value_range("s").map(|range| format!(" s=\"{}\"", &text[range])).unwrap_or_default();
    let (kind, content) = match (value, formula) {
        (NewValue::Result(_), None) => return Err(PatchError::NoFormula { cell }),
        (NewValue::Result(_), Some((_, formula))) => {
            let (kind, result) = written(prefix, cell, value)?;
            (kind, format!("{formula}{result}"))
        }
        (_, Some((formula, _))) if keeps_shared && formula.attribute("ref").is_some() => {
            return Err(PatchError::SharedFormula { cell });
        }
        (_, _) => written(prefix, cell, value)?,
    };
    Ok(Splice::replace(open.start..end, element(prefix, cell, &format!("{style}{kind}"), &content)))
}

fn element(prefix: &str, cell: Cell, attributes: &str, content: &str) -> String {
    if content.is_empty() {
        format!("<{prefix}c r=\"{cell}\"{attributes}/>")
    } else {
        format!("<{prefix}c r=\"{cell}\"{attributes}>{content}</{prefix}c>")
    }
}

/// The type attribute and the content that a value is stored as (ECMA-376 18.18.11).
fn written(prefix: &str, cell: Cell, value: &NewValue) -> Result<(&'static str, String), PatchError> {
    let p = prefix;
    Ok(match value {
        NewValue::Number(number) | NewValue::Result(Cached::Number(number)) => {
            let finite = number.parse::<f64>().is_ok_and(f64::is_finite);
            if !finite {
                return Err(PatchError::NotANumber { cell, text: number.clone() });
            }
            ("", format!("<{p}v>{number}</{p}v>"))
        }
        NewValue::Text(text) => {
            (" t=\"inlineStr\"", format!("<{p}is><{p}t xml:space=\"preserve\">{}</{p}t></{p}is>", xstring(text)))
        }
        NewValue::Result(Cached::Text(text)) => (" t=\"str\"", format!("<{p}v>{}</{p}v>", xstring(text))),
        NewValue::Formula(formula, result) => {
            let formula = format!("<{p}f>{}</{p}f>", xstring(formula));
            match result {
                Some(result) => {
                    let (kind, result) = written(prefix, cell, &NewValue::Result(result.clone()))?;
                    (kind, formula + &result)
                }
                None => ("", formula),
            }
        }
        NewValue::Blank | NewValue::Style(_) => ("", String::new()),
    })
}
