//! What an issued workbook says of itself: template, shape, unit, what it was issued with, and a seal over it all.
//!
//! It stands in a very hidden sheet, in document properties and in one visible line, because every client loses one
//! of them (clients.md).

use jiff::civil::Date;

use super::{Issued, Shape, SubUnits};
use crate::words::sha256;

/// Digits of the seal in the visible line.
const SHORT_SEAL: usize = 8;
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
    pub const YEAR: &str = "年度";
    pub const DEADLINE: &str = "截止日期";
    pub const SEAL: &str = "校验";
    pub const ISSUED: &str = "下发.";
}

/// What stands, among issued values, in front of the name of a parameter that the bureau set otherwise than the form.
pub const PARAMETER: &str = "参数.";

/// The word for a unit of which the roster says that it has no sub-units.
pub const NO_SUB_UNITS: &str = "无";
const UNSAID: &str = "未填";

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
        pairs.filter(|(name, _)| !name.starts_with(key::ISSUED) || name.ends_with("预算编码")).collect()
    }

    /// The stamp that these keys and values say; nothing where they do not say which template it is.
    #[must_use]
    pub fn from_pairs(pairs: &[(String, String)]) -> Option<Self> {
        let get = |key: &str| pairs.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str());
        let sub_units = match get(key::SUB_UNITS) {
            Some(NO_SUB_UNITS) => SubUnits::None,
            Some(text) => text.parse().map_or(SubUnits::Unsaid, SubUnits::Named),
            None => SubUnits::Unsaid,
        };
        let mut issued = Issued::default();
        for (name, value) in pairs {
            if let Some(name) = name.strip_prefix(key::ISSUED) {
                issued.set(name, value);
            }
        }
        Some(Self {
            template: get(key::TEMPLATE)?.to_owned(),
            edition: get(key::EDITION)?.to_owned(),
            layout: get(key::LAYOUT).unwrap_or_default().to_owned(),
            rules: get(key::RULES).unwrap_or_default().to_owned(),
            shape: Shape { sub_units, spare: get(key::SPARE).and_then(|text| text.parse().ok()) },
            year: get(key::YEAR)?.parse().ok()?,
            deadline: get(key::DEADLINE).and_then(|text| text.parse().ok()),
            issued,
        })
    }

    /// SHA-256 over the canonical values, in hex.
    #[must_use]
    pub fn seal(&self) -> String {
        let sealed = self.sealed();
        let pieces = sealed.iter().flat_map(|(name, value)| [name.as_bytes(), b"\x1f", value.as_bytes(), b"\x1e"]);
        sha256(pieces)
    }

    /// The visible line: `模板 … 版本 … 编码 … 年度 … 校验 …`.
    #[must_use]
    pub fn line(&self) -> String {
        let seal = self.seal();
        let short = seal.get(..SHORT_SEAL).unwrap_or(&seal);
        let code = self.issued.get("预算编码");
        format!("模板：{}　版本：{}　编码：{code}　年度：{}　校验：{short}", self.template, self.edition, self.year)
    }

    fn sealed(&self) -> Vec<(String, String)> {
        let sub_units = match self.shape.sub_units {
            SubUnits::None => NO_SUB_UNITS.to_owned(),
            SubUnits::Unsaid => UNSAID.to_owned(),
            SubUnits::Named(count) => count.to_string(),
        };
        let mut pairs = vec![
            (key::TEMPLATE.to_owned(), self.template.clone()),
            (key::EDITION.to_owned(), self.edition.clone()),
            (key::LAYOUT.to_owned(), self.layout.clone()),
            (key::RULES.to_owned(), self.rules.clone()),
            (key::SUB_UNITS.to_owned(), sub_units),
            (key::SPARE.to_owned(), self.shape.spare.map(|spare| spare.to_string()).unwrap_or_default()),
            (key::YEAR.to_owned(), self.year.to_string()),
            (key::DEADLINE.to_owned(), self.deadline.map(|day| day.to_string()).unwrap_or_default()),
        ];
        pairs.extend(self.issued.iter().map(|(name, value)| (format!("{}{name}", key::ISSUED), value.to_owned())));
        pairs
    }
}
