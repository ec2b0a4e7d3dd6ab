//! The head of a roster: which column says what.

use crate::facts::Sheet;
use crate::words::Cell;

/// Rows above the head that may hold a title.
pub(super) const MAX_HEAD_ROW: u32 = 10;
/// Columns that are looked at.
const MAX_COLUMNS: u16 = 200;
/// Other words for the heads of a roster.
const HEADS: [(&str, &[&str]); 5] = [
    ("预算编码", &["预算编码", "单位编码", "单位代码", "预算单位编码", "编码", "代码"]),
    ("单位名称", &["单位名称", "部门（单位）名称", "部门(单位)名称", "部门名称", "名称"]),
    ("归口股室", &["归口股室", "归口科室", "业务股室", "业务科室", "处室", "归口业务科室", "股室", "科室"]),
    ("二级机构", &["二级机构", "二级机构名单", "下属单位", "二级单位"]),
    ("项目", &["项目", "项目名称", "项目名单", "项目清单"]),
];

/// Where the columns of a roster, or of another table with one line a unit, are.
pub(in crate::outcome) struct Head {
    pub row: u32,
    pub code: u16,
    /// Nothing in a table that does without.
    pub name: Option<u16>,
    pub section: Option<u16>,
    pub sub_units: Option<u16>,
    pub projects: Option<u16>,
    /// Further figures by their heads.
    pub others: Vec<(String, u16)>,
}

impl Head {
    /// The head of a sheet; nothing where no row has both 预算编码 and 单位名称.
    pub fn find(sheet: &Sheet) -> Option<Self> {
        // People type the dot as they type Chinese.
        let is_figure = |head: &str| {
            let head = head.replace(['．', '·', '•', '。'], ".");
            head.contains('.').then_some(head)
        };
        rows(sheet).find_map(|(row, texts)| Self::of(row, &texts, &is_figure).filter(|head| head.name.is_some()))
    }

    /// The head of a table of figures, known by 预算编码 alone; `figure` gives the name of the figure that a head means.
    pub fn of_figures(sheet: &Sheet, figure: &dyn Fn(&str) -> Option<String>) -> Option<Self> {
        let heads: Vec<Self> = rows(sheet).filter_map(|(row, texts)| Self::of(row, &texts, figure)).collect();
        let with_figures = heads.iter().position(|head| !head.others.is_empty()).unwrap_or_default();
        heads.into_iter().nth(with_figures)
    }

    fn of(row: u32, texts: &[(String, u16)], figure: &dyn Fn(&str) -> Option<String>) -> Option<Self> {
        let column = |head: &str| {
            let words = HEADS.iter().find(|(known, _)| *known == head).map_or(&[][..], |(_, words)| words);
            words.iter().find_map(|word| texts.iter().find(|(text, _)| text == word).map(|(_, column)| *column))
        };
        let code = column("预算编码")?;
        let (name, section) = (column("单位名称"), column("归口股室"));
        let (sub_units, projects) = (column("二级机构"), column("项目"));
        let others = texts.iter().filter_map(|(text, column)| Some((figure(text)?, *column))).collect();
        Some(Self { row, code, name, section, sub_units, projects, others })
    }
}

/// The rows that may be a head, each with its words and their columns.
fn rows(sheet: &Sheet) -> impl Iterator<Item = (u32, Vec<(String, u16)>)> {
    (0..MAX_HEAD_ROW).map(|row| {
        let texts = (0..MAX_COLUMNS)
            .map(|column| (sheet.text(Cell::new(row, column)).split_whitespace().collect::<String>(), column))
            .filter(|(text, _)| !text.is_empty());
        (row, texts.collect())
    })
}
