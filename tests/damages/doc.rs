//! A filled workbook that is about to be damaged.

use std::collections::{BTreeMap, HashMap};

use regex::{Captures, Regex};
use xlcheck::excel::package::Package;
use xlcheck::words::{Area, Cell};

use super::client::{Edit, edit};
use super::grid::{Grid, shifts};

/// The workbook part, and that of its relationships.
const WORKBOOK: &str = "xl/workbook.xml";
const RELATED: &str = "xl/_rels/workbook.xml.rels";

/// A workbook, and where its fields were when it was issued.
#[derive(Clone)]
pub struct Doc {
    package: Package,
    places: BTreeMap<String, (String, Cell)>,
}

impl Doc {
    /// A workbook with the places of its fields.
    pub fn new(bytes: Vec<u8>, places: BTreeMap<String, (String, Cell)>) -> Self {
        Self { package: Package::open(bytes).expect("a package"), places }
    }

    /// Its bytes.
    pub fn bytes(&self) -> Vec<u8> {
        self.package.write().expect("written")
    }

    /// The cell that a field was issued in.
    pub fn at(&self, field: &str) -> String {
        self.places.get(field).unwrap_or_else(|| panic!("no field {field}")).1.to_string()
    }

    /// The sheet that a field was issued on.
    pub fn sheet_of(&self, field: &str) -> String {
        self.places.get(field).unwrap_or_else(|| panic!("no field {field}")).0.clone()
    }

    /// The text of a part.
    pub fn part(&self, name: &str) -> String {
        String::from_utf8(self.package.required(name).expect(name).to_vec()).expect("UTF-8")
    }

    /// Changes the text of a part; there has to be something to change.
    pub fn change(&mut self, part: &str, change: impl FnOnce(String) -> String) {
        let before = self.part(part);
        let after = change(before.clone());
        assert_ne!(before, after, "{part}");
        self.package.replace(part, after.into_bytes());
    }

    /// Adds a part.
    pub fn add(&mut self, part: &str, text: &str) {
        self.package.replace(part, text.as_bytes().to_vec());
    }

    /// Adds a part of a type, related to another part.
    pub fn relate(&mut self, from: &str, kind: &str, target: &str) {
        let (folder, name) = from.rsplit_once('/').expect("a folder");
        let rels = format!("{folder}/_rels/{name}.rels");
        let base = "http://schemas.openxmlformats.org";
        if self.package.stored_name(&rels).is_none() {
            self.add(&rels, &format!("<Relationships xmlns=\"{base}/package/2006/relationships\"></Relationships>"));
        }
        let one = format!(
            "<Relationship Id=\"rIdX{}\" Type=\"{base}/officeDocument/2006/relationships/{kind}\" Target=\"{target}\"/>",
            target.len()
        );
        self.change(&rels, |xml| xml.replace("</Relationships>", &format!("{one}</Relationships>")));
    }

    /// Says the type of a part.
    pub fn typed(&mut self, part: &str, kind: &str) {
        let one = format!("<Override PartName=\"/{part}\" ContentType=\"{kind}\"/>");
        self.change("[Content_Types].xml", |xml| xml.replace("</Types>", &format!("{one}</Types>")));
    }

    /// The part of a sheet.
    pub fn part_of(&self, sheet: &str) -> String {
        self.package.workbook().expect("a workbook").sheet(sheet).expect(sheet).part.clone()
    }

    /// The cells of a sheet.
    pub fn grid(&self, sheet: &str) -> Grid {
        Grid::read(&self.part(&self.part_of(sheet)))
    }

    /// Changes the cells of a sheet.
    pub fn on(&mut self, sheet: &str, change: impl FnOnce(&mut Grid)) {
        let mut grid = self.grid(sheet);
        change(&mut grid);
        self.package.replace(&self.part_of(sheet), grid.xml().into_bytes());
    }

    /// Changes the cell of a field.
    pub fn at_field(&mut self, field: &str, change: impl FnOnce(&mut Grid, &str)) {
        let (sheet, cell) = (self.sheet_of(field), self.at(field));
        self.on(&sheet, |grid| change(grid, &cell));
    }

    /// Inserts or deletes rows or columns of a sheet, one edit after the other.
    pub fn edit(&mut self, sheet: &str, edits: &[Edit]) {
        for one in edits {
            self.package = Package::open(edit(&self.bytes(), sheet, *one)).expect("a package");
        }
    }

    /// Changes the workbook part.
    pub fn workbook(&mut self, change: impl FnOnce(String) -> String) {
        self.change(WORKBOOK, change);
    }

    /// Cuts an area and pastes it elsewhere: values, formats, defined names and references to it go along.
    pub fn cut(&mut self, sheet: &str, area: &str, to: &str) {
        let area: Area = area.parse().expect("an area");
        self.move_cells(sheet, &shifts(area, to.parse().expect("a cell")));
    }

    /// Pushes what stands at an area and right of it to the right, as “插入单元格” does.
    pub fn push_right(&mut self, sheet: &str, area: &str) {
        let area: Area = area.parse().expect("an area");
        let width = area.last.column - area.first.column + 1;
        let rows = area.first.row..=area.last.row;
        let cells = self.grid(sheet).cells.into_keys();
        let pushed = cells.filter(|cell| rows.contains(&cell.row) && cell.column >= area.first.column);
        let moved: Vec<(Cell, Cell)> = pushed.map(|cell| (cell, Cell::new(cell.row, cell.column + width))).collect();
        self.move_cells(sheet, &moved);
    }

    /// Pushes what stands at an area and below it down.
    pub fn push_down(&mut self, sheet: &str, area: &str) {
        let area: Area = area.parse().expect("an area");
        let height = area.last.row - area.first.row + 1;
        let columns = area.first.column..=area.last.column;
        let cells = self.grid(sheet).cells.into_keys();
        let pushed = cells.filter(|cell| columns.contains(&cell.column) && cell.row >= area.first.row);
        let moved: Vec<(Cell, Cell)> = pushed.map(|cell| (cell, Cell::new(cell.row + height, cell.column))).collect();
        self.move_cells(sheet, &moved);
    }

    fn move_cells(&mut self, sheet: &str, moved: &[(Cell, Cell)]) {
        self.on(sheet, |grid| {
            let taken: Vec<_> = moved.iter().map(|(from, to)| (*to, grid.cells.remove(from))).collect();
            for (to, stored) in taken {
                grid.cells.insert(to, stored.unwrap_or_default());
            }
        });
        let moved: HashMap<Cell, Cell> = moved.iter().copied().collect();
        let formula = Regex::new("<(f|formula)>([^<]*)</").expect("a pattern");
        let follow = |text: &str, is_own: bool| follow(text, sheet, is_own, &moved);
        for one in self.package.workbook().expect("a workbook").sheets {
            let xml = self.part(&one.part);
            let followed = formula.replace_all(&xml, |found: &Captures<'_>| {
                format!("<{}>{}</", &found[1], follow(&found[2], one.name == sheet))
            });
            self.package.replace(&one.part, followed.as_bytes().to_vec());
        }
        let xml = self.part(WORKBOOK);
        let tag = Regex::new("(<definedName name=\"[^_\"][^>]*>)([^<]*)</").expect("a pattern");
        let followed =
            tag.replace_all(&xml, |found: &Captures<'_>| format!("{}{}</", &found[1], follow(&found[2], false)));
        self.package.replace(WORKBOOK, followed.as_bytes().to_vec());
    }

    /// Renames a sheet in every place that names it.
    pub fn rename(&mut self, from: &str, to: &str) {
        self.workbook(|xml| xml.replace(&format!("name=\"{from}\""), &format!("name=\"{to}\"")));
        self.renamed_in_formulas(from, to);
    }

    fn renamed_in_formulas(&mut self, from: &str, to: &str) {
        let mut parts: Vec<String> =
            self.package.workbook().expect("a workbook").sheets.into_iter().map(|sheet| sheet.part).collect();
        parts.push(WORKBOOK.to_owned());
        for part in parts {
            let xml = self.part(&part).replace(&format!("'{from}'!"), &format!("{from}!"));
            self.package.replace(&part, xml.replace(&format!("{from}!"), &format!("'{to}'!")).into_bytes());
        }
    }

    /// The sheets of the workbook part, each as it stands there.
    fn sheet_tags(xml: &str) -> Vec<String> {
        let tag = Regex::new("<sheet [^>]*/>").expect("a pattern");
        tag.find_iter(xml).map(|found| found.as_str().to_owned()).collect()
    }

    /// Puts the sheets into another order; local names are left alone as far as they are print areas.
    pub fn order(&mut self, order: impl FnOnce(&mut Vec<String>)) {
        self.workbook(|xml| {
            let mut tags = Self::sheet_tags(&xml);
            order(&mut tags);
            let all = Regex::new("(?s)<sheets>.*</sheets>").expect("a pattern");
            all.replace(&xml, format!("<sheets>{}</sheets>", tags.concat())).into_owned()
        });
    }

    /// Deletes a sheet; names that pointed into it are broken, as Excel leaves them.
    pub fn delete_sheet(&mut self, sheet: &str) {
        self.order(|tags| tags.retain(|tag| !tag.contains(&format!("name=\"{sheet}\""))));
        let mut parts: Vec<String> =
            self.package.workbook().expect("a workbook").sheets.into_iter().map(|sheet| sheet.part).collect();
        parts.push(WORKBOOK.to_owned());
        let reference = Regex::new(&format!(r"'?{sheet}'?!\$?[A-Z]+\$?\d+(:\$?[A-Z]+\$?\d+)?")).expect("a pattern");
        for part in parts {
            let xml = reference.replace_all(&self.part(&part), "#REF!").into_owned();
            self.package.replace(&part, xml.into_bytes());
        }
    }

    /// Adds a sheet with this part behind the others.
    pub fn add_sheet(&mut self, name: &str, state: &str, xml: &str) {
        let number = Self::sheet_tags(&self.part(WORKBOOK)).len() + 40;
        let part = format!("xl/worksheets/sheet{number}.xml");
        self.add(&part, xml);
        self.typed(&part, "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml");
        let base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let one = format!(
            "<Relationship Id=\"rId{number}\" Type=\"{base}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>"
        );
        self.change(RELATED, |xml| xml.replace("</Relationships>", &format!("{one}</Relationships>")));
        self.order(|tags| {
            tags.push(format!("<sheet name=\"{name}\" sheetId=\"{number}\"{state} r:id=\"rId{number}\"/>"));
        });
    }

    /// Copies a sheet under a name; defined names stay with the original.
    pub fn copy_sheet(&mut self, from: &str, to: &str) {
        let xml = self.part(&self.part_of(from));
        self.add_sheet(to, "", &xml);
    }

    /// Takes every defined name out.
    pub fn lose_names(&mut self) {
        self.workbook(|xml| {
            let names = Regex::new("(?s)<definedNames>.*</definedNames>").expect("a pattern");
            names.replace(&xml, "").into_owned()
        });
    }
}

/// A formula after cells of a sheet were moved.
fn follow(text: &str, sheet: &str, is_own: bool, moved: &HashMap<Cell, Cell>) -> String {
    let reference =
        Regex::new(r"('[^']+'!|[\p{L}_][\p{L}\d_.]*!)?(\$?[A-Z]{1,3}\$?[1-9]\d*)\b(:)?").expect("a pattern");
    let moved = reference.replace_all(text, |found: &Captures<'_>| {
        let prefix = found.get(1).map_or("", |prefix| prefix.as_str());
        let names = prefix.trim_end_matches('!').trim_matches('\'') == sheet || prefix.is_empty() && is_own;
        let to = found[2].replace('$', "").parse::<Cell>().ok().and_then(|cell| moved.get(&cell));
        match to {
            Some(to) if names && found.get(3).is_none() => {
                let written = if found[2].contains('$') { to.absolute() } else { to.to_string() };
                format!("{prefix}{written}")
            }
            Some(_) | None => found[0].to_owned(),
        }
    });
    moved.into_owned()
}
