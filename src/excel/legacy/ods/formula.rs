//! Formulas of `OpenDocument` in the words of Excel, as far as the two differ in how they write the same
//! (ODF 1.3 part 4, 5.8): `of:=IF([.F19]="";"";[$表.B2])` is `IF(F19="","",表!B2)`.

/// The formula without the name of its grammar and without `=`.
pub(super) fn a1(stored: &str) -> String {
    let formula = stored.split_once('=').map_or(stored, |(_, formula)| formula);
    let mut written = String::with_capacity(formula.len());
    let mut rest = formula;
    while let Some(at) = rest.find(['"', '[', ';']) {
        written.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        rest = match rest.as_bytes()[at] {
            b';' => {
                written.push(',');
                after
            }
            b'[' => {
                let (reference, after) = after.split_once(']').unwrap_or((after, ""));
                written.push_str(&area(reference));
                after
            }
            // A quote; one that stands in a text is doubled and so is the end of one text and the start of another.
            _ => {
                let end = after.find('"').map_or(rest.len(), |end| at + end + 2);
                written.push_str(&rest[at..end]);
                &rest[end..]
            }
        };
    }
    written + rest
}

/// `.A1`, `.A1:.B2`, `$表.A1`.
fn area(reference: &str) -> String {
    let mut cells = reference.split(':').map(|cell| cell.rsplit_once('.').unwrap_or(("", cell)));
    let (sheet, first) = cells.next().unwrap_or_default();
    let sheet = sheet.trim_start_matches('$');
    let sheet = if sheet.is_empty() { String::new() } else { format!("{sheet}!") };
    cells.fold(format!("{sheet}{first}"), |area, (_, cell)| format!("{area}:{cell}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_written_as_excel_writes_them() {
        for (stored, written) in [
            ("of:=IF([.F19]=\"\";\"\";[.F19])", "IF(F19=\"\",\"\",F19)"),
            ("of:=SUM([.$B$2:.B9];[$收支.C1:.C2])", "SUM($B$2:B9,收支!C1:C2)"),
            ("of:=[$'我 的.表'.A1]&\"a;[.B1]\"\"\"", "'我 的.表'!A1&\"a;[.B1]\"\"\""),
            ("of:=[.C1]=1", "C1=1"),
            ("msoxl:=A1+1", "A1+1"),
            ("of:=[.C1", "C1"),
            ("of:=\"", "\""),
            ("", ""),
        ] {
            assert_eq!(a1(stored), written, "{stored}");
        }
    }
}
