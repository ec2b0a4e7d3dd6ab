//! 未报送名单: the units to be urged, and for each section a text to send them.

use indexmap::IndexMap;

use super::SummaryError;
use super::common::{Common, section};
use super::standings::{Standing, UnitLine};
use crate::excel::write::{Column, Datum, Entry, Tables};
use crate::report::review::day;

/// Units that are named in a text; a message of more is not read.
const MAX_NAMED: usize = 60;

pub(super) fn write(tables: &mut Tables, common: &Common<'_>) -> Result<(), SummaryError> {
    let columns = vec![
        Column::new("归口股室", 14.0, Entry::Centre),
        Column::new("预算编码", 12.0, Entry::Centre),
        Column::new("单位名称", 32.0, Entry::Words),
        Column::new("情况", 18.0, Entry::Centre),
        Column::new("催报文字", 80.0, Entry::Words),
    ];
    let note = "按股室列出未报送和退回后未重新报送的单位；每个股室第一行的文字可以复制发送";
    let mut list = tables.begin("未报送名单", "未报送名单", note, columns)?;
    let mut sections: IndexMap<&str, Vec<&UnitLine<'_>>> = IndexMap::new();
    for line in common.main_lines().filter(|line| urged(common, line).is_some()) {
        sections.entry(section(line)).or_default().push(line);
    }
    for (section, lines) in sections {
        let text = text(common, &lines);
        for (at, line) in lines.iter().enumerate() {
            tables.row(
                &mut list,
                &[
                    section.into(),
                    line.code.into(),
                    line.name.into(),
                    urged(common, line).unwrap_or_default().into(),
                    if at == 0 { text.as_str().into() } else { Datum::Blank },
                ],
            )?;
        }
    }
    Ok(tables.end(&list)?)
}

/// Why a unit is urged; nothing where it is not.
fn urged(common: &Common<'_>, line: &UnitLine<'_>) -> Option<&'static str> {
    match line.standing {
        Standing::Missing => Some("未报送"),
        Standing::Earlier => None,
        Standing::Received(_) => {
            let is_unanswered = line.file.is_some_and(|at| common.files[at].unanswered);
            is_unanswered.then_some("退回后未重报")
        }
    }
}

/// `以下2家单位尚未报送2021年度部门整体支出绩效自评材料：…。请尽快报送。`
fn text(common: &Common<'_>, lines: &[&UnitLine<'_>]) -> String {
    let named = |wanted: &str| {
        let names: Vec<&str> =
            lines.iter().filter(|line| urged(common, line) == Some(wanted)).map(|line| line.name).collect();
        let more = if names.len() > MAX_NAMED { "等" } else { "" };
        (names.len(), format!("{}{more}", names[..names.len().min(MAX_NAMED)].join("、")))
    };
    let what = common.called().unwrap_or_else(|| "绩效自评".to_owned());
    let mut sentences = Vec::new();
    if let (count @ 1.., names) = named("未报送") {
        sentences.push(format!("以下{count}家单位尚未报送{what}材料：{names}"));
    }
    if let (count @ 1.., names) = named("退回后未重报") {
        sentences.push(format!("以下{count}家单位的材料已退回，尚未修改重报：{names}"));
    }
    format!("截至{}，{}。请尽快报送。", day(Some(common.received)), sentences.join("。"))
}
