//! The review as a sheet: what stands where, and the XML that says so.

use std::fmt::Write;

use quick_xml::escape::escape;
use rust_decimal::Decimal;

use super::look::ReviewStyle;
use super::styles::CellFormats;
use crate::excel::package::xstring;
use crate::words::{Area, Cell, MAX_COLUMNS, MAX_ROWS, Place, column_letters, plain};

/// The most links of a sheet (Excel specifications and limits).
const MAX_LINKS: usize = 65_530;
/// The tallest row, in points (Excel specifications and limits).
const MAX_HEIGHT: f64 = 409.0;

/// A protected, printable sheet without formulas.
#[derive(Debug, Clone, PartialEq)]
pub struct ReviewSheet {
    /// The sheet's name; a file that has one of this name gets a number behind it.
    pub name: String,
    /// The widths of the columns from `A`, in characters of the default font; one without width is hidden.
    pub column_widths: Vec<f64>,
    /// The rows from the first.
    pub rows: Vec<ReviewRow>,
    /// The first and last row, from zero, that are printed on every page.
    pub title_rows: Option<(u32, u32)>,
    /// The rows, from zero, before which a printed page ends.
    pub page_breaks: Vec<u32>,
    /// How many columns from `A` are printed.
    pub print_columns: u16,
}

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub struct ReviewRow {
    /// Its height in points; the client decides where none is given.
    pub height: Option<f64>,
    /// Its cells from left to right, none under the span of another.
    pub cells: Vec<ReviewCell>,
}

/// One cell, perhaps merged with those to its right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewCell {
    /// Its column from zero.
    pub column: u16,
    /// How many columns it covers, at least one.
    pub span: u16,
    /// What stands in it.
    pub content: ReviewContent,
    /// What it is.
    pub style: ReviewStyle,
    /// The cell that a click leads to.
    pub link: Option<Place>,
    /// Whether people may write in it.
    pub unlocked: bool,
}

/// What stands in a cell of the review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReviewContent {
    /// Nothing.
    Blank,
    /// Words, never read as a formula.
    Text(String),
    /// A number.
    Number(Decimal),
}

impl ReviewSheet {
    /// All cells, row by row.
    pub(super) fn cells(&self) -> impl Iterator<Item = &ReviewCell> {
        self.rows.iter().flat_map(|row| &row.cells)
    }

    /// The printed area with both corners fixed.
    pub(super) fn print_area(&self) -> String {
        let rows = self.rows.len().clamp(1, MAX_ROWS as usize);
        format!("$A$1:${}${rows}", column_letters(self.print_columns.clamp(1, MAX_COLUMNS) - 1))
    }

    /// The sheet's part in the main namespace of its workbook, in the order of `CT_Worksheet` (ECMA-376 18.3.1.99).
    pub(super) fn xml(&self, namespace: &str, formats: &CellFormats) -> String {
        let mut body = Body::default();
        for (row, content) in (0..MAX_ROWS).zip(&self.rows) {
            body.row(row, content, formats);
        }
        let columns = (1..).zip(&self.column_widths).fold(String::new(), |mut xml, (n, width)| {
            let hidden = if *width > 0.0 { "" } else { " hidden=\"1\"" };
            let width = width.clamp(0.0, 255.0);
            let _ = write!(xml, "<col min=\"{n}\" max=\"{n}\" width=\"{width}\"{hidden} customWidth=\"1\"/>");
            xml
        });
        format!(
            concat!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet xmlns=\"{}\">",
                "<sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr>",
                "<sheetViews><sheetView showGridLines=\"0\" tabSelected=\"1\" workbookViewId=\"0\"/></sheetViews>",
                "<sheetFormatPr defaultRowHeight=\"15\"/>{}<sheetData>{}</sheetData>",
                "<sheetProtection sheet=\"1\" objects=\"1\" scenarios=\"1\" formatColumns=\"0\" formatRows=\"0\"/>{}{}",
                "<printOptions horizontalCentered=\"1\"/>",
                "<pageMargins left=\"0.5\" right=\"0.5\" top=\"0.6\" bottom=\"0.6\" header=\"0.3\" footer=\"0.3\"/>",
                "<pageSetup paperSize=\"9\" orientation=\"landscape\" fitToHeight=\"0\"/>",
                "<headerFooter><oddFooter>&amp;C第 &amp;P 页 共 &amp;N 页</oddFooter></headerFooter>{}</worksheet>"
            ),
            namespace,
            wrapped("cols", &columns),
            body.rows,
            wrapped("mergeCells", &body.merges),
            wrapped("hyperlinks", &body.links),
            self.row_breaks(),
        )
    }

    /// The breaks between rows (ECMA-376 18.3.1.74): a break stands below the row with its number from one.
    fn row_breaks(&self) -> String {
        if self.page_breaks.is_empty() {
            return String::new();
        }
        let count = self.page_breaks.len();
        let breaks = self.page_breaks.iter().fold(String::new(), |mut xml, row| {
            let _ = write!(xml, "<brk id=\"{row}\" max=\"{}\" man=\"1\"/>", MAX_COLUMNS - 1);
            xml
        });
        format!("<rowBreaks count=\"{count}\" manualBreakCount=\"{count}\">{breaks}</rowBreaks>")
    }
}

fn wrapped(name: &str, content: &str) -> String {
    if content.is_empty() { String::new() } else { format!("<{name}>{content}</{name}>") }
}

/// What the rows give to the different elements of the sheet.
#[derive(Default)]
struct Body {
    rows: String,
    merges: String,
    links: String,
    link_count: usize,
}

impl Body {
    fn row(&mut self, row: u32, content: &ReviewRow, formats: &CellFormats) {
        let height = content.height.map(|height| height.clamp(0.0, MAX_HEIGHT));
        let height = height.map(|height| format!(" ht=\"{height}\" customHeight=\"1\"")).unwrap_or_default();
        let _ = write!(self.rows, "<row r=\"{}\"{height}>", row + 1);
        for cell in content.cells.iter().filter(|cell| cell.column < MAX_COLUMNS) {
            self.cell(row, cell, formats);
        }
        self.rows.push_str("</row>");
    }

    fn cell(&mut self, row: u32, cell: &ReviewCell, formats: &CellFormats) {
        let at = Cell::new(row, cell.column);
        let last = Cell::new(row, cell.column.saturating_add(cell.span.max(1) - 1).min(MAX_COLUMNS - 1));
        let format = formats.get(&(cell.style, cell.unlocked)).copied().unwrap_or_default();
        let _ = match &cell.content {
            ReviewContent::Blank => write!(self.rows, "<c r=\"{at}\" s=\"{format}\"/>"),
            ReviewContent::Number(number) => {
                write!(self.rows, "<c r=\"{at}\" s=\"{format}\"><v>{}</v></c>", plain(*number))
            }
            ReviewContent::Text(text) => write!(
                self.rows,
                "<c r=\"{at}\" s=\"{format}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
                xstring(text)
            ),
        };
        for column in cell.column + 1..=last.column {
            let _ = write!(self.rows, "<c r=\"{}\" s=\"{format}\"/>", Cell::new(row, column));
        }
        if last != at {
            let _ = write!(self.merges, "<mergeCell ref=\"{}\"/>", Area::new(at, last));
        }
        if let Some(place) = cell.link.as_ref().filter(|_| self.link_count < MAX_LINKS) {
            self.link_count += 1;
            let location = format!("'{}'!{}", place.sheet.replace('\'', "''"), place.cell);
            let _ = write!(self.links, "<hyperlink ref=\"{at}\" location=\"{}\"/>", escape(location));
        }
    }
}
