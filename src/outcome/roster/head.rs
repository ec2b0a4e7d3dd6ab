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
    ("归口股室", &["归口股室", "归口科室", "业务股室", "处室", "归口业务科室"]),
    ("二级机构", &["二级机构", "二级机构名单", "下属单位", "二级单位"]),
    ("项目", &["项目", "项目名称", "项目名单", "项目清单"]),
];

/// Where the columns of a roster are.
pub(super) struct Head {
    pub row: u32,
    pub code: u16,
    pub name: u16,
    pub section: Option<u16>,
    pub sub_units: Option<u16>,
    pub projects: Option<u16>,
    /// Further figures by their heads.
    pub others: Vec<(String, u16)>,
}

impl Head {
    /// The head of a sheet; nothing where no row has both 预算编码 and 单位名称.
    pub fn find(sheet: &Sheet) -> Option<Self> {
        (0..MAX_HEAD_ROW).find_map(|row| {
            let texts: Vec<(String, u16)> = (0..MAX_COLUMNS)
                .map(|column| (sheet.text(Cell::new(row, column)).split_whitespace().collect::<String>(), column))
                .filter(|(text, _)| !text.is_empty())
                .collect();
            let column = |head: &str| {
                let words = HEADS.iter().find(|(known, _)| *known == head).map_or(&[][..], |(_, words)| words);
                words.iter().find_map(|word| texts.iter().find(|(text, _)| text == word).map(|(_, column)| *column))
            };
            let (code, name) = (column("预算编码")?, column("单位名称")?);
            let (section, sub_units, projects) = (column("归口股室"), column("二级机构"), column("项目"));
            let others = texts.iter().filter(|(text, _)| text.contains('.')).cloned().collect();
            Some(Self { row, code, name, section, sub_units, projects, others })
        })
    }
}
