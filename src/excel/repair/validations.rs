//! Validations put back for single cells: the issued ones, and no other over the same cells.

use crate::excel::mark::MarkError;
use crate::excel::mark::children::{Children, WORKSHEET};
use crate::excel::package::PackageError;
use crate::excel::package::xml::{TagKind, Tags};
use crate::excel::splice::Splice;
use crate::words::{Area, Cell, areas};

/// A validation of the issued workbook.
#[derive(Debug, Clone)]
pub(super) struct IssuedValidation {
    areas: Vec<Area>,
    /// Its element up to the value of `sqref`, and from there on.
    around: (String, String),
}

impl IssuedValidation {
    /// Those of an issued sheet.
    pub(super) fn all(part: &str, bytes: &[u8]) -> Result<Vec<Self>, PackageError> {
        let mut tags = Tags::new(part, bytes)?;
        let text = tags.text();
        let mut all = Vec::new();
        while let Some(tag) = tags.next_tag()? {
            if tag.opens("dataValidation")
                && let Some(sqref) = tag.value_range("sqref")
            {
                let end = tags.close(tag)?.end;
                let areas = read_areas(&text[sqref.clone()]);
                let around = (text[tag.start..sqref.start].to_owned(), text[sqref.end..end].to_owned());
                all.push(Self { areas, around });
            }
        }
        Ok(all)
    }

    fn covers(&self, cell: Cell) -> bool {
        self.areas.iter().any(|area| area.contains(cell))
    }

    /// The element for these cells, written with a prefix.
    fn xml(&self, p: &str, cells: &[Cell]) -> String {
        let sqref = written(&areas(cells));
        prefixed(&format!("{}{sqref}{}", self.around.0, self.around.1), p)
    }
}

/// The splices that guard these cells again, each given by where it was planned and where it is; cells that were issued
/// without a validation stay as they are.
pub(super) fn splices(
    (part, bytes): (&str, &[u8]),
    issued: &[IssuedValidation],
    cells: &[(Cell, Cell)],
) -> Result<(Vec<Splice>, Vec<Cell>), MarkError> {
    let of = |one: &IssuedValidation| {
        let mut own: Vec<Cell> =
            cells.iter().filter(|(planned, _)| one.covers(*planned)).map(|(_, cell)| *cell).collect();
        own.sort_unstable();
        own
    };
    let groups: Vec<(&IssuedValidation, Vec<Cell>)> =
        issued.iter().map(|one| (one, of(one))).filter(|(_, own)| !own.is_empty()).collect();
    let guarded: Vec<Cell> = groups.iter().flat_map(|(_, own)| own.iter().copied()).collect();
    if guarded.is_empty() {
        return Ok((Vec::new(), guarded));
    }
    let children = Children::read(part, bytes, |_| {})?;
    let p = children.root.prefix();
    let added: String = groups.iter().map(|(one, own)| one.xml(p, own)).collect();
    let mut splices = Vec::new();
    let Some(child) = children.get("dataValidations") else {
        let at = children.place("dataValidations", WORKSHEET);
        let count = groups.len();
        splices.push(Splice::insert(at, format!("<{p}dataValidations count=\"{count}\">{added}</{p}dataValidations>")));
        return Ok((splices, guarded));
    };
    let (mut kept, mut tags) = (0, Tags::new(part, bytes)?);
    while let Some(tag) = tags.next_tag()? {
        if tag.start >= child.close.start.max(child.open.end) {
            break;
        }
        if tag.start < child.open.end || !tag.opens("dataValidation") {
            continue;
        }
        let range = tag.value_range("sqref");
        let close = tags.close(tag)?;
        let Some(range) = range else { continue };
        let before = read_areas(&String::from_utf8_lossy(&bytes[range.clone()]));
        let after = without(&before, &areas(&sorted(&guarded)));
        if after.is_empty() {
            splices.push(Splice::replace(tag.start..close.end, ""));
            continue;
        }
        kept += 1;
        if after != before {
            splices.push(Splice::replace(range, written(&after)));
        }
    }
    if let Some(range) = child.open.value_range("count") {
        splices.push(Splice::replace(range, (kept + groups.len()).to_string()));
    }
    if child.open.kind == TagKind::Empty {
        // The count stands in the same tag, whose end alone is written anew.
        let end = child.open.end;
        splices.push(Splice::replace(end - 2..end, format!(">{added}</{}>", child.open.name())));
    } else {
        splices.push(Splice::insert(child.close.start, added));
    }
    Ok((splices, guarded))
}

fn sorted(cells: &[Cell]) -> Vec<Cell> {
    let mut cells = cells.to_vec();
    cells.sort_unstable();
    cells
}

fn read_areas(sqref: &str) -> Vec<Area> {
    sqref.split_ascii_whitespace().filter_map(|area| area.parse().ok()).collect()
}

fn written(areas: &[Area]) -> String {
    areas.iter().map(Area::to_string).collect::<Vec<_>>().join(" ")
}

/// An element written without a prefix, with one. Words in it are escaped, so that `<` begins tags alone.
pub(super) fn prefixed(xml: &str, p: &str) -> String {
    if p.is_empty() {
        return xml.to_owned();
    }
    xml.replace("</", "\u{0}").replace('<', &format!("<{p}")).replace('\u{0}', &format!("</{p}"))
}

/// What is left of areas outside of others.
fn without(areas: &[Area], holes: &[Area]) -> Vec<Area> {
    let mut left = areas.to_vec();
    for hole in holes {
        left = left.into_iter().flat_map(|area| outside(area, *hole)).collect();
    }
    left
}

/// What is left of an area outside of another: above, left, right and below of it.
fn outside(area: Area, hole: Area) -> Vec<Area> {
    let first = Cell::new(area.first.row.max(hole.first.row), area.first.column.max(hole.first.column));
    let last = Cell::new(area.last.row.min(hole.last.row), area.last.column.min(hole.last.column));
    if first.row > last.row || first.column > last.column {
        return vec![area];
    }
    let mut left = Vec::new();
    let mut add = |from: (u32, u16), to: (u32, u16)| {
        left.push(Area::new(Cell::new(from.0, from.1), Cell::new(to.0, to.1)));
    };
    if area.first.row < first.row {
        add((area.first.row, area.first.column), (first.row - 1, area.last.column));
    }
    if area.first.column < first.column {
        add((first.row, area.first.column), (last.row, first.column - 1));
    }
    if last.column < area.last.column {
        add((first.row, last.column + 1), (last.row, area.last.column));
    }
    if last.row < area.last.row {
        add((last.row + 1, area.first.column), (area.last.row, area.last.column));
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_area_gives_way_to_single_cells() {
        let left = |area: &str, holes: &str| written(&without(&read_areas(area), &read_areas(holes)));
        assert_eq!(left("B2:D4", "C3"), "B2:D2 B3 D3 B4:D4");
        assert_eq!(left("B2:D4", "B2:D4"), "");
        assert_eq!(left("B2:D4 F1", "A1:B9"), "C2:D4 F1");
        assert_eq!(left("A1:XFD1048576", "A1"), "B1:XFD1 A2:XFD1048576");
        assert_eq!(left("B2", "C3"), "B2");
    }

    const ISSUED: &str = "<worksheet><dataValidations count=\"1\"><dataValidation type=\"decimal\" sqref=\"B2:B9\"><formula1>0</formula1></dataValidation></dataValidations></worksheet>";

    fn repaired(xml: &str, cells: &[(&str, &str)]) -> String {
        let issued = IssuedValidation::all("p", ISSUED.as_bytes()).expect("well formed");
        let cell = |text: &str| text.parse::<Cell>().expect("a cell");
        let cells: Vec<_> = cells.iter().map(|(planned, at)| (cell(planned), cell(at))).collect();
        let (mut splices, _) = splices(("p", xml.as_bytes()), &issued, &cells).expect("well formed");
        crate::excel::splice::sort(&mut splices);
        String::from_utf8(crate::excel::splice::apply(xml.as_bytes(), &splices).expect("fits")).expect("text")
    }

    #[test]
    fn what_was_issued_takes_the_place_of_what_was_pasted() {
        let cells = [("B3", "C4"), ("B4", "C5"), ("D1", "D1")];
        let own = "<x:dataValidation type=\"decimal\" sqref=\"C4:C5\"><x:formula1>0</x:formula1></x:dataValidation>";
        assert_eq!(
            repaired("<x:worksheet><x:sheetData/><x:pageMargins/></x:worksheet>", &cells),
            format!(
                "<x:worksheet><x:sheetData/><x:dataValidations count=\"1\">{own}</x:dataValidations><x:pageMargins/></x:worksheet>"
            )
        );
        let foreign = "<x:dataValidation type=\"none\" sqref=\"C1:C4\"/><x:dataValidation sqref=\"C5\"><x:formula1/></x:dataValidation>";
        assert_eq!(
            repaired(
                &format!("<x:worksheet><x:dataValidations count=\"2\">{foreign}</x:dataValidations></x:worksheet>"),
                &cells
            ),
            format!(
                "<x:worksheet><x:dataValidations count=\"2\"><x:dataValidation type=\"none\" sqref=\"C1:C3\"/>{own}</x:dataValidations></x:worksheet>"
            )
        );
        assert_eq!(
            repaired("<x:worksheet><x:dataValidations count=\"0\"/></x:worksheet>", &cells),
            format!("<x:worksheet><x:dataValidations count=\"1\">{own}</x:dataValidations></x:worksheet>")
        );
    }
}
