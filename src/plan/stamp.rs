//! What an issued workbook says of itself: template, shape, unit, what it was issued with, and a seal over it all.
//!
//! It stands in a very hidden sheet, in document properties and in one visible line, because every client loses one
//! of them (clients.md).

use jiff::civil::Date;

use super::{Issued, Shape, SubUnits};
use crate::words::sha256;

/// Digits of a digest in the visible line.
const SHORT: usize = 8;
/// The name, in planned texts, of the visible line that says which template the workbook is.
pub const STAMP_LINE: &str = "标识";

/// The identity of an issued workbook.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stamp {
    /// The form's id.
    pub template: String,
    /// Its edition.
    pub edition: String,
    /// Digest of its layout.
    pub layout: String,
    /// Digest of its rules when the workbook was issued.
    pub rules: String,
    /// The shape it was laid out for.
    pub shape: Shape,
    /// The year that is evaluated.
    pub year: i16,
    /// The last day to hand in.
    pub deadline: Option<Date>,
    /// Everything it was issued with, `单位名称` and `预算编码` among it.
    pub issued: Issued,
}

/// Keys of the stamp, in the order in which they are sealed.
mod key {
    pub const TEMPLATE: &str = "模板";
    pub const EDITION: &str = "版本";
    pub const LAYOUT: &str = "版式";
    pub const RULES: &str = "规则";
    pub const SUB_UNITS: &str = "二级机构";
    pub const SPARE: &str = "备用行";
    pub const THINGS: &str = "份数";
    pub const YEAR: &str = "年度";
    pub const DEADLINE: &str = "截止日期";
    pub const SEAL: &str = "校验";
    pub const ISSUED: &str = "下发.";
}

/// The column of the roster that a form may repeat a sheet for; the names of a unit's projects are issued as `项目1` …
pub const PROJECTS: &str = "项目";

/// What stands, among issued values, in front of the name of a parameter that the bureau set otherwise than the form.
pub const PARAMETER: &str = "参数.";

/// What stands, among issued values, in front of the id of a rule whose severity the bureau set otherwise than the form.
pub const SEVERITY: &str = "级别.";

/// The word for a unit of which the roster says that it has no sub-units.
pub const NO_SUB_UNITS: &str = "无";
const UNSAID: &str = "未填";
/// The issued value that says which unit it is.
const CODE: &str = "预算编码";
/// What stands between a digest and the shape in the visible line.
const BETWEEN: char = '-';

/// Words of the visible line besides the keys.
mod line {
    pub const CODE: &str = "编码";
    pub const THINGS: char = '共';
    pub const IS: char = '：';
    pub const GAP: &str = "　";
}

fn seal(pairs: &[(String, String)]) -> String {
    sha256(pairs.iter().flat_map(|(name, value)| [name.as_bytes(), b"\x1f", value.as_bytes(), b"\x1e"]))
}

/// The first digits of a digest.
fn short(digest: &str) -> &str {
    digest.get(..SHORT).unwrap_or(digest)
}

/// The sub-units that a word says.
fn sub_units_of(word: &str) -> SubUnits {
    match word {
        NO_SUB_UNITS => SubUnits::None,
        _ => word.parse().map_or(SubUnits::Unsaid, SubUnits::Named),
    }
}

impl Stamp {
    /// Everything that planned texts may name: what the workbook is issued with, the deadline and the visible line.
    #[must_use]
    pub fn words(&self) -> Issued {
        let mut words = self.issued.clone();
        if let Some(day) = self.deadline {
            words.set(key::DEADLINE, format!("{}年{}月{}日", day.year(), day.month(), day.day()));
        }
        words.set(STAMP_LINE, self.line());
        words
    }

    /// The stamp as keys and values, the seal last.
    #[must_use]
    pub fn pairs(&self) -> Vec<(String, String)> {
        let mut pairs = self.sealed();
        pairs.push((key::SEAL.to_owned(), self.seal()));
        pairs
    }

    /// The pairs that fit into document properties: those that say how to read the workbook.
    #[must_use]
    pub fn short_pairs(&self) -> Vec<(String, String)> {
        let pairs = self.pairs().into_iter();
        pairs.filter(|(name, _)| !name.starts_with(key::ISSUED) || name.ends_with(CODE)).collect()
    }

    /// The stamp that these keys and values say; nothing where they do not say which template it is, or claim a shape
    /// that no bureau has issued.
    #[must_use]
    pub fn from_pairs(pairs: &[(String, String)]) -> Option<Self> {
        let get = |key: &str| pairs.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str());
        let number = |key: &str| get(key).and_then(|text| text.parse().ok());
        let sub_units = get(key::SUB_UNITS).map_or(SubUnits::Unsaid, sub_units_of);
        let mut issued = Issued::default();
        for (name, value) in pairs {
            if let Some(name) = name.strip_prefix(key::ISSUED) {
                issued.set(name, value);
            }
        }
        let shape = Shape { sub_units, spare: number(key::SPARE), things: number(key::THINGS) };
        Some(Self {
            template: get(key::TEMPLATE)?.to_owned(),
            edition: get(key::EDITION)?.to_owned(),
            layout: get(key::LAYOUT).unwrap_or_default().to_owned(),
            rules: get(key::RULES).unwrap_or_default().to_owned(),
            shape: Some(shape).filter(Shape::can_be_issued)?,
            year: get(key::YEAR)?.parse().ok()?,
            deadline: get(key::DEADLINE).and_then(|text| text.parse().ok()),
            issued,
        })
    }

    /// SHA-256 over the canonical values, in hex.
    #[must_use]
    pub fn seal(&self) -> String {
        seal(&self.sealed())
    }

    /// Whether these keys and values are those that were sealed. Who changes one of them on purpose can seal anew: only
    /// 下发清单 proves more.
    #[must_use]
    pub fn is_sealed(pairs: &[(String, String)]) -> bool {
        let (seals, sealed): (Vec<_>, Vec<_>) = pairs.iter().cloned().partition(|(name, _)| name == key::SEAL);
        seals.first().is_some_and(|(_, value)| *value == seal(&sealed))
    }

    /// The visible line: `模板：…　版本：…　编码：…　年度：…　版式：…　校验：…`.
    #[must_use]
    pub fn line(&self) -> String {
        let (seal, code) = (self.seal(), self.issued.get(CODE));
        let spare = self.shape.spare.map(|spare| format!("{BETWEEN}{spare}")).unwrap_or_default();
        let things = self.shape.things.map(|things| format!("{BETWEEN}{}{things}", line::THINGS)).unwrap_or_default();
        let shape = format!("{}{BETWEEN}{}{spare}{things}", short(&self.layout), self.sub_units());
        let year = self.year.to_string();
        let words: [(&str, &str); 6] = [
            (key::TEMPLATE, &self.template),
            (key::EDITION, &self.edition),
            (line::CODE, code),
            (key::YEAR, &year),
            (key::LAYOUT, &shape),
            (key::SEAL, short(&seal)),
        ];
        words.map(|(name, value)| format!("{name}{}{value}", line::IS)).join(line::GAP)
    }

    /// What the visible line says; nothing where it is no such line. Of its layout it knows the first digits only.
    #[must_use]
    pub fn from_line(text: &str) -> Option<Self> {
        let words: Vec<(&str, &str)> = text.split_whitespace().filter_map(|word| word.split_once(line::IS)).collect();
        let get = |key: &str| words.iter().find(|(name, _)| *name == key).map(|(_, value)| *value);
        let mut shape = get(key::LAYOUT)?.split(BETWEEN);
        let (layout, sub_units) = (shape.next()?, sub_units_of(shape.next()?));
        let (mut spare, mut things) = (None, None);
        for word in shape {
            match word.strip_prefix(line::THINGS) {
                Some(number) => things = number.parse().ok(),
                None => spare = word.parse().ok(),
            }
        }
        let shape = Shape { sub_units, spare, things };
        let mut issued = Issued::default();
        issued.set(CODE, get(line::CODE)?);
        Some(Self {
            template: get(key::TEMPLATE)?.to_owned(),
            edition: get(key::EDITION)?.to_owned(),
            layout: layout.to_owned(),
            shape: Some(shape).filter(Shape::can_be_issued)?,
            year: get(key::YEAR)?.parse().ok()?,
            issued,
            ..Self::default()
        })
    }

    /// Whether it was issued in the layout of this digest, as far as it knows.
    #[must_use]
    pub fn is_of_layout(&self, digest: &str) -> bool {
        self.layout.len() >= SHORT && digest.starts_with(&self.layout)
    }

    /// The word for its sub-units.
    fn sub_units(&self) -> String {
        match self.shape.sub_units {
            SubUnits::None => NO_SUB_UNITS.to_owned(),
            SubUnits::Unsaid => UNSAID.to_owned(),
            SubUnits::Named(count) => count.to_string(),
        }
    }

    fn sealed(&self) -> Vec<(String, String)> {
        let mut pairs = vec![
            (key::TEMPLATE.to_owned(), self.template.clone()),
            (key::EDITION.to_owned(), self.edition.clone()),
            (key::LAYOUT.to_owned(), self.layout.clone()),
            (key::RULES.to_owned(), self.rules.clone()),
            (key::SUB_UNITS.to_owned(), self.sub_units()),
            (key::SPARE.to_owned(), self.shape.spare.map(|spare| spare.to_string()).unwrap_or_default()),
            (key::YEAR.to_owned(), self.year.to_string()),
            (key::DEADLINE.to_owned(), self.deadline.map(|day| day.to_string()).unwrap_or_default()),
        ];
        pairs.extend(self.shape.things.map(|things| (key::THINGS.to_owned(), things.to_string())));
        pairs.extend(self.issued.iter().map(|(name, value)| (format!("{}{name}", key::ISSUED), value.to_owned())));
        pairs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_visible_line_says_which_workbook_it_is() {
        let shapes = [
            (SubUnits::None, None, None),
            (SubUnits::Unsaid, Some(0), None),
            (SubUnits::Named(12), Some(3), Some(2)),
            (SubUnits::Unsaid, None, Some(4)),
        ];
        for (sub_units, spare, things) in shapes {
            let mut stamp = Stamp {
                template: "自评".to_owned(),
                edition: "2021".to_owned(),
                layout: sha256(["版式".as_bytes()]),
                shape: Shape { sub_units, spare, things },
                year: 2021,
                ..Stamp::default()
            };
            stamp.issued.set(CODE, "629101");
            let read = Stamp::from_line(&stamp.line()).expect("a line");
            assert!(
                read.is_of_layout(&stamp.layout) && !read.is_of_layout(&sha256(["别的版式".as_bytes()])),
                "{}",
                stamp.line()
            );
            assert_eq!(Stamp { layout: stamp.layout.clone(), ..read }, stamp);
        }
    }

    #[test]
    fn other_words_are_no_visible_line() {
        for text in
            ["", "模板：自评", "模板：自评　版本：2021　编码：629101　年度：今年　版式：1a2b3c4d-无　校验：0", "说明"]
        {
            assert_eq!(Stamp::from_line(text), None, "{text}");
        }
        let cut =
            Stamp::from_line("模板：自评　版本：2021　编码：629101　年度：2021　版式：1-无　校验：0").expect("a line");
        assert!(!cut.is_of_layout("1a2b3c4d"));
    }
}
