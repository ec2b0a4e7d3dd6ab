//! 报送情况: a line for every unit, where it stands, with its review to open.

use super::SummaryError;
use super::common::{Common, section};
use super::filed::Said;
use super::spool::Spooled;
use super::standings::UnitLine;
use crate::excel::write::{Column, Datum, Entry, Tables};
use crate::plan::summary::{CODE, PAPER, UNITS};
use crate::words::plain;

const CAME: [&str; 1] = ["已收"];

pub(super) fn write(tables: &mut Tables, common: &Common<'_>, said: &mut Spooled<Said>) -> Result<(), SummaryError> {
    let columns = vec![
        Column::new("序号", 6.0, Entry::Centre),
        Column::new("归口股室", 12.0, Entry::Centre),
        Column::new(CODE, 11.0, Entry::Centre),
        Column::new("单位名称", 28.0, Entry::Words),
        Column::new("表格", 24.0, Entry::Words),
        Column::new("状态", 12.0, Entry::Centre),
        Column::new("第几次", 8.0, Entry::Centre),
        Column::new("须修改", 8.0, Entry::Centre),
        Column::new("须说明", 8.0, Entry::Centre),
        Column::new("提示", 8.0, Entry::Centre),
        Column::new("未检查", 8.0, Entry::Centre),
        Column::new("上次未改", 9.0, Entry::Centre),
        Column::new("综合得分", 9.0, Entry::Number),
        Column::new("评价等次", 9.0, Entry::Centre),
        Column::new("审核意见", 10.0, Entry::Centre),
        Column::new("校验码", 12.0, Entry::Centre),
        Column::new("备注", 30.0, Entry::Words),
        Column::new(PAPER, 9.0, Entry::Answer).with_choices(&CAME),
        Column::new("文件", 36.0, Entry::Words),
    ];
    let note = "每个单位一行，以计入的一份为准；“纸质件”栏可以登记，下次运行审核时保留";
    let mut list = tables.begin(UNITS, "报送情况", note, columns)?;
    for (number, line) in (1usize..).zip(common.lines) {
        let file = line.file.map(|at| &common.files[at]);
        let count = |of: Option<usize>| of.map_or(Datum::Blank, Datum::from);
        let form = line.form.map(|form| common.forms[form].called()).or_else(|| common.called()).unwrap_or_default();
        let of_file = line.file.map(|at| said.read(at)).transpose()?;
        let of_file = of_file.as_ref();
        let review = of_file.and_then(|said| said.review.as_ref());
        let paper = common.beside.last.and_then(|last| last.paper(line.code, &form)).unwrap_or_default();
        tables.row(
            &mut list,
            &[
                Datum::from(number),
                section(line).into(),
                line.code.into(),
                line.name.into(),
                form.as_str().into(),
                line.standing.word().into(),
                count(file.map(|file| file.round as usize)),
                count(file.map(|file| file.counts.correct)),
                count(file.map(|file| file.counts.explain)),
                count(file.map(|file| file.counts.note)),
                count(file.map(|file| file.unchecked)),
                count(file.map(|file| file.kept)),
                file.and_then(|file| file.score)
                    .and_then(|score| plain(score).parse().ok())
                    .map_or(Datum::Blank, Datum::Number),
                file.map_or("", |file| &file.grade).into(),
                review.map_or(Datum::Blank, |path| Datum::File("打开".to_owned(), path.clone())),
                of_file.map_or("", |said| &said.verification).into(),
                remark(common, line).as_str().into(),
                paper.into(),
                of_file.map_or("", |said| &said.path).into(),
            ],
        )?;
    }
    Ok(tables.end(&list)?)
}

/// What else is to be said of a unit.
fn remark(common: &Common<'_>, line: &UnitLine<'_>) -> String {
    let mut said = Vec::new();
    if !line.on_roster {
        said.push("不在本次名单中");
    }
    if let Some(file) = line.file.map(|at| &common.files[at]) {
        if !file.as_issued() {
            said.push("不是本次下发的年度或模板");
        }
        if file.late {
            said.push("逾期报送");
        }
        if file.unanswered {
            said.push("退回后未重新报送");
        }
    }
    said.join("；")
}
