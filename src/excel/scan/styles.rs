//! What a cell's format says of its lock and of dates (styles.xml, ECMA-376 18.8).

use std::collections::HashMap;

use super::defect::Defect;
use super::limits::MAX_STYLES;
use super::xml::{Node, Xml, attribute, is_true, local};

/// The part of a cell format that a check needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct CellFormat {
    /// Whether the cell is locked when its sheet is protected.
    pub locked: bool,
    /// Whether its number format shows a date or a time of day.
    pub date: bool,
    /// Whether its number format shows a percentage.
    pub percent: bool,
}

impl CellFormat {
    /// The format of a cell without one: locked (ECMA-376 18.8.33), General.
    const GENERAL: Self = Self { locked: true, date: false, percent: false };
}

/// The cell formats, in the order of their indices.
#[derive(Debug, Default)]
pub(super) struct Styles(Vec<CellFormat>);

impl Styles {
    /// Reads `numFmts` and `cellXfs`; everything else is appearance.
    pub fn read(part: &[u8]) -> Result<Self, Defect> {
        let mut xml = Xml::new(part)?;
        let mut formats: Vec<(bool, u32)> = Vec::new();
        let mut codes = HashMap::new();
        if !xml.root("styleSheet")? {
            return Ok(Self::default());
        }
        loop {
            match xml.next()? {
                Node::Open(tag) => match local(&tag) {
                    "numFmts" => number_formats(&mut xml, &mut codes)?,
                    "cellXfs" => cell_formats(&mut xml, &mut formats)?,
                    _ => xml.skip()?,
                },
                Node::Empty(_) => {}
                Node::Close => break,
                Node::End => return Err(Defect::Unterminated),
            }
        }
        // Number formats may stand after the cell formats that use them.
        let formats = formats.into_iter().map(|(locked, id)| CellFormat {
            locked,
            date: codes.get(&id).map_or_else(|| is_builtin_date(id), |(date, _)| *date),
            percent: codes.get(&id).map_or_else(|| is_builtin_percent(id), |(_, percent)| *percent),
        });
        Ok(Self(formats.collect()))
    }

    /// The format of an index as a cell stores it; an index that does not exist means no format.
    pub fn get(&self, index: &str) -> CellFormat {
        let format = index.parse::<usize>().ok().and_then(|index| self.0.get(index));
        format.copied().unwrap_or(CellFormat::GENERAL)
    }
}

/// Reads which custom number formats show dates and which percentages, by their ids.
fn number_formats(xml: &mut Xml<'_>, codes: &mut HashMap<u32, (bool, bool)>) -> Result<(), Defect> {
    let inside = xml.depth();
    loop {
        match xml.next()? {
            Node::Open(tag) | Node::Empty(tag) if local(&tag) == "numFmt" => {
                let id = attribute(&tag, "numFmtId")?.and_then(|id| id.parse().ok());
                if let (Some(id), Some(code)) = (id, attribute(&tag, "formatCode")?) {
                    codes.insert(id, (is_date_code(&code), is_percent_code(&code)));
                    if codes.len() > MAX_STYLES {
                        return Err(Defect::TooMany { what: "数字格式", limit: MAX_STYLES });
                    }
                }
            }
            Node::Close if xml.depth() < inside => return Ok(()),
            Node::Open(_) | Node::Empty(_) | Node::Close => {}
            Node::End => return Err(Defect::Unterminated),
        }
    }
}

/// Reads lock and number format id of each cell format.
fn cell_formats(xml: &mut Xml<'_>, formats: &mut Vec<(bool, u32)>) -> Result<(), Defect> {
    let inside = xml.depth();
    loop {
        match xml.next()? {
            Node::Open(tag) | Node::Empty(tag) => match local(&tag) {
                "xf" => {
                    let id = attribute(&tag, "numFmtId")?.and_then(|id| id.parse().ok()).unwrap_or(0);
                    formats.push((true, id));
                    if formats.len() > MAX_STYLES {
                        return Err(Defect::TooMany { what: "单元格格式", limit: MAX_STYLES });
                    }
                }
                // Excel goes by this element whatever `applyProtection` says.
                "protection" => {
                    if let (Some(locked), Some(format)) = (attribute(&tag, "locked")?, formats.last_mut()) {
                        format.0 = is_true(&locked);
                    }
                }
                _ => {}
            },
            Node::Close if xml.depth() < inside => return Ok(()),
            Node::Close => {}
            Node::End => return Err(Defect::Unterminated),
        }
    }
}

/// Whether a built-in number format shows a date or a time: those of ECMA-376 18.8.30, and of its Chinese, Japanese and
/// Korean lists (27–36, 50–58), which files name by number alone.
const fn is_builtin_date(id: u32) -> bool {
    matches!(id, 14..=22 | 27..=36 | 45..=47 | 50..=58)
}

/// Whether a built-in number format shows a percentage: `0%` and `0.00%` (ECMA-376 18.8.30).
const fn is_builtin_percent(id: u32) -> bool {
    matches!(id, 9 | 10)
}

/// Whether a number format code shows a percentage: a `%` outside quotes and escapes multiplies by a hundred.
fn is_percent_code(code: &str) -> bool {
    let mut letters = code.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '%' => return true,
            '"' => skip_past(&mut letters, '"'),
            '[' => skip_past(&mut letters, ']'),
            '\\' | '_' | '*' => drop(letters.next()),
            _ => {}
        }
    }
    false
}

/// Whether a number format code shows a date or a time: it does where a letter of one stands outside quotes, brackets
/// and escapes (ECMA-376 18.8.31).
fn is_date_code(code: &str) -> bool {
    let mut letters = code.chars();
    let mut shown = String::new();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => skip_past(&mut letters, '"'),
            // `[h]` counts hours and is a time; `[Red]`, `[$-804]`, `[>=100]`, `[DBNum1]` are not.
            '[' => {
                let inside: String = letters.by_ref().take_while(|letter| *letter != ']').collect();
                let counts =
                    !inside.is_empty() && inside.chars().all(|l| matches!(l.to_ascii_lowercase(), 'h' | 'm' | 's'));
                if counts {
                    return true;
                }
            }
            '\\' | '_' | '*' => {
                letters.next();
            }
            _ => shown.extend(letter.to_lowercase()),
        }
    }
    // `G/通用格式` is General as Chinese programs spell it; the `e` of `0.00E+00` is no year.
    let shown = shown.replace("general", "").replace("g/通用格式", "").replace("e+", "").replace("e-", "");
    shown.contains(['y', 'm', 'd', 'h', 's', 'e', 'g']) || shown.contains("aaa") || shown.contains("bb")
}

fn skip_past(letters: &mut std::str::Chars<'_>, end: char) {
    for letter in letters.by_ref() {
        if letter == end {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locks_and_dates_are_read_for_each_format() {
        let part = "<styleSheet xmlns:x14=\"urn:x\"><cellStyleXfs><xf numFmtId=\"14\"><protection locked=\"0\"/></xf></cellStyleXfs>\
            <cellXfs count=\"9\"><xf numFmtId=\"0\"/>\
            <xf numFmtId=\"176\" applyProtection=\"0\"><alignment/><protection locked=\"0\" hidden=\"1\"/></xf>\
            <xf numFmtId=\"31\"><protection hidden=\"1\"></protection></xf>\
            <xf numFmtId=\"43\"><protection locked=\"true\"/></xf><xf/></cellXfs>\
            <numFmts><numFmt numFmtId=\"176\" formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;\"></numFmt>\
            <numFmt numFmtId=\"43\" formatCode=\"0.00_ \"/></numFmts></styleSheet>";
        let styles = Styles::read(part.as_bytes()).expect("styles");
        let formats: Vec<_> = styles.0.iter().map(|format| (format.locked, format.date)).collect();
        assert_eq!(formats, [(true, false), (false, true), (true, true), (true, false), (true, false)]);
        assert_eq!(styles.get("1"), CellFormat { locked: false, date: true, percent: false });
        for missing in ["", "5", "-1", "4294967296"] {
            assert_eq!(styles.get(missing), CellFormat::GENERAL);
        }
    }

    #[test]
    fn codes_of_dates_are_told_from_codes_of_figures() {
        for code in [
            "yyyy/m/d;@",
            "yyyy\"年\"m\"月\"d\"日\";@",
            "[$-804]aaaa",
            "[h]:mm",
            "h:mm AM/PM",
            "[DBNum1][$-804]e\"年\"",
            "M\\月",
        ] {
            assert!(is_date_code(code), "{code}");
        }
        for code in [
            "General",
            "G/通用格式",
            "0.00E+00",
            "#,##0.00_);[Red](#,##0.00)",
            "0\"元/day\"",
            "\\d0",
            "[$¥-804]#,##0.00",
            "_ ￥* #,##0.00_ ",
            "[>=100]0;0.0",
            "@",
            "",
            "\"",
            "[",
        ] {
            assert!(!is_date_code(code), "{code}");
        }
    }

    #[test]
    fn codes_of_percentages_are_told_from_others() {
        for code in ["0%", "0.00%", "#,##0.0%;[Red]-0%", "0\"约\"%"] {
            assert!(is_percent_code(code), "{code}");
        }
        for code in ["0.00", "0\"%\"", "0\\%", "[%]0", "0_%", ""] {
            assert!(!is_percent_code(code), "{code}");
        }
    }

    #[test]
    fn endless_formats_end() {
        let part = format!("<styleSheet><cellXfs>{}</cellXfs></styleSheet>", "<xf/>".repeat(70_000));
        let error = Styles::read(part.as_bytes()).map(|_| ()).map_err(|defect| defect.to_string());
        assert_eq!(error, Err("单元格格式超过 65536 个".to_owned()));
    }
}
