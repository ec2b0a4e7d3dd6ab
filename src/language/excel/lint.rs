//! Looks a finished formula over: what Excel would refuse must not reach a workbook.

/// Characters of a formula (Excel specifications and limits: “Length of formula contents”).
pub const MAX_LENGTH: usize = 8_192;
/// Functions within functions (“Nested levels of functions”).
pub const MAX_NESTING: usize = 64;
/// Arguments of one function (“Arguments in a function”).
pub const MAX_ARGUMENTS: usize = 255;
/// Characters of a quoted text inside a formula (“Text values in formulas are limited to 255 characters”).
pub const MAX_TEXT: usize = 255;

/// Why Excel would not take a formula.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FormulaProblem {
    /// More than `MAX_LENGTH` characters.
    #[error("公式长{0}个字符，超过 Excel 的上限{MAX_LENGTH}")]
    TooLong(usize),
    /// More than `MAX_NESTING` levels.
    #[error("公式的函数嵌套超过 Excel 的上限{MAX_NESTING}层")]
    TooDeep,
    /// A function with more than `MAX_ARGUMENTS` arguments.
    #[error("公式中一个函数的参数超过 Excel 的上限{MAX_ARGUMENTS}个")]
    TooManyArguments,
    /// A quoted text of more than `MAX_TEXT` characters.
    #[error("公式中的一段文字超过 Excel 的上限{MAX_TEXT}个字符")]
    TextTooLong,
    /// Brackets that do not close, or close too often.
    #[error("公式的括号不成对")]
    Brackets,
    /// Quotes that do not close.
    #[error("公式的引号不成对")]
    Quotes,
}

/// Checks the limits of Excel, and that brackets and quotes are in pairs; lengths are counted in UTF-16 as Excel does.
pub fn lint(formula: &str) -> Result<(), FormulaProblem> {
    let length = utf16(formula);
    if length > MAX_LENGTH {
        return Err(FormulaProblem::TooLong(length));
    }
    // The arguments so far of every open bracket.
    let mut open: Vec<usize> = Vec::new();
    let mut letters = formula.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' | '\'' => {
                let inside = letters.by_ref().take_while(|(_, c)| *c != letter).last();
                let end = inside.map_or(at + 1, |(last, c)| last + c.len_utf8());
                if !formula[end..].starts_with(letter) {
                    return Err(FormulaProblem::Quotes);
                }
                // A doubled quote is read as two texts; the limit is kept all the same by each half.
                if letter == '"' && utf16(&formula[at + 1..end]) > MAX_TEXT {
                    return Err(FormulaProblem::TextTooLong);
                }
            }
            '(' => {
                open.push(1);
                if open.len() > MAX_NESTING {
                    return Err(FormulaProblem::TooDeep);
                }
            }
            ')' => {
                open.pop().ok_or(FormulaProblem::Brackets)?;
            }
            ',' => {
                let arguments = open.last_mut().ok_or(FormulaProblem::Brackets)?;
                *arguments += 1;
                if *arguments > MAX_ARGUMENTS {
                    return Err(FormulaProblem::TooManyArguments);
                }
            }
            _ => {}
        }
    }
    if open.is_empty() { Ok(()) } else { Err(FormulaProblem::Brackets) }
}

pub(super) fn utf16(text: &str) -> usize {
    text.encode_utf16().count()
}

#[cfg(test)]
mod tests {
    use super::{FormulaProblem, lint};

    #[test]
    fn what_excel_takes_passes() {
        for formula in ["C12", "IF(A1=\"(\",\"通过\",'a)b'!A1)", "\"说\"\"明\"", "'it''s'!A1", "\"\"", "1"] {
            assert_eq!(lint(formula), Ok(()), "{formula}");
        }
        assert_eq!(lint(&format!("SUM({}1)", "1,".repeat(254))), Ok(()));
        assert_eq!(lint(&format!("{}1{}", "ABS(".repeat(64), ")".repeat(64))), Ok(()));
        assert_eq!(lint(&format!("\"{}\"", "字".repeat(255))), Ok(()));
        assert_eq!(lint(&"1".repeat(8_192)), Ok(()));
    }

    #[test]
    fn what_excel_refuses_is_named() {
        for (formula, problem, message) in [
            ("1".repeat(8_193), FormulaProblem::TooLong(8_193), "公式长8193个字符，超过 Excel 的上限8192"),
            (
                format!("{}1{}", "ABS(".repeat(65), ")".repeat(65)),
                FormulaProblem::TooDeep,
                "公式的函数嵌套超过 Excel 的上限64层",
            ),
            (
                format!("SUM({}1)", "1,".repeat(255)),
                FormulaProblem::TooManyArguments,
                "公式中一个函数的参数超过 Excel 的上限255个",
            ),
            (
                format!("A1=\"{}\"", "字".repeat(256)),
                FormulaProblem::TextTooLong,
                "公式中的一段文字超过 Excel 的上限255个字符",
            ),
            ("ABS(1".to_owned(), FormulaProblem::Brackets, "公式的括号不成对"),
            ("ABS(1))".to_owned(), FormulaProblem::Brackets, "公式的括号不成对"),
            ("1,2".to_owned(), FormulaProblem::Brackets, "公式的括号不成对"),
            ("\"a".to_owned(), FormulaProblem::Quotes, "公式的引号不成对"),
            ("'收支!A1".to_owned(), FormulaProblem::Quotes, "公式的引号不成对"),
            ("\"".to_owned(), FormulaProblem::Quotes, "公式的引号不成对"),
        ] {
            assert_eq!(lint(&formula), Err(problem.clone()));
            assert_eq!(problem.to_string(), message);
        }
    }
}
