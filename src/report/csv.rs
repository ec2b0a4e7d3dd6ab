//! Tables as text, for spreadsheets that read it: comma-separated, and no word of a unit becomes a formula.

/// How a cell begins that a spreadsheet would take for a formula; Chinese versions take full-width signs too.
const FORMULA_STARTS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// What begins a text by which Excel, WPS and Notepad know that it is UTF-8.
pub const UTF8: &str = "\u{feff}";

/// A line of a CSV file, its end included.
#[must_use]
pub fn csv_line(cells: &[&str]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
    format!("{}\r\n", cells.join(","))
}

/// A cell of a CSV file; words that a spreadsheet would take for a formula are kept words.
fn quoted(cell: &str) -> String {
    let is_number = cell.parse::<f64>().is_ok();
    let cell = if cell.starts_with(FORMULA_STARTS) && !is_number { format!("'{cell}") } else { cell.to_owned() };
    if cell.contains([',', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn words_are_no_formulas_in_a_table_of_values() {
        for (cell, written) in [
            ("-15.75", "-15.75"),
            ("=1+1", "'=1+1"),
            ("-cmd", "'-cmd"),
            ("＝1+1", "'＝1+1"),
            ("\n=1", "\"'\n=1\""),
            ("甲,乙", "\"甲,乙\""),
            ("说“\"”", "\"说“\"\"”\""),
        ] {
            assert_eq!(quoted(cell), written);
        }
    }
}
