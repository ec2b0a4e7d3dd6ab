//! 收件登记: every file that was found, whose it is, which of several counts and why.

use std::io;

use super::SummaryError;
use super::common::Common;
use super::detail::Detail;
use super::filed::{Filed, Said};
use super::likeness::Likeness;
use super::spool::Spooled;
use crate::excel::write::{Column, Datum, Entry, Tables};
use crate::outcome::{Kind, Roster};
use crate::plan::summary::{CHOICE, CODE, DIGEST, RECEIVED};

/// Cells in which two files of a unit differ that are named; the others are counted.
const MAX_NAMED: usize = 12;
const YES: [&str; 1] = ["是"];

pub(super) fn write(
    tables: &mut Tables,
    common: &Common<'_>,
    likeness: &Likeness,
    (said, details): (&mut Spooled<Said>, &mut Spooled<Detail>),
) -> Result<(), SummaryError> {
    let columns = vec![
        Column::new("序号", 6.0, Entry::Centre),
        Column::new("文件", 44.0, Entry::Words),
        Column::new(CODE, 11.0, Entry::Centre),
        Column::new("单位名称", 26.0, Entry::Words),
        Column::new("归口股室", 12.0, Entry::Centre),
        Column::new("表格", 24.0, Entry::Words),
        Column::new("第几次", 8.0, Entry::Centre),
        Column::new("保存时间", 18.0, Entry::Centre),
        Column::new("结论", 12.0, Entry::Centre),
        Column::new("计入", 6.0, Entry::Centre),
        Column::new("说明", 46.0, Entry::Words),
        Column::new(CHOICE, 9.0, Entry::Answer).with_choices(&YES),
        Column::new(DIGEST, 20.0, Entry::Hidden),
    ];
    let choice =
        "同一单位有几份的，计入报送次数最多、保存最晚的一份；要改用另一份，在“改用此份”栏写“是”，保存后再运行一次审核";
    let note = match likeness.len() {
        0 => choice.to_owned(),
        count => format!("{choice}。有{count}份与其他单位的文字雷同，见“说明”栏"),
    };
    let mut list = tables.begin(RECEIVED, "收件登记", &note, columns)?;
    for (at, file) in common.files.iter().enumerate() {
        let form = file.form.map(|form| common.forms[form].called()).unwrap_or_default();
        let instead = common.counted.instead_of(at);
        let counts = match (file.is_return(), instead) {
            (true, None) if file.as_issued() => "是",
            (true, None | Some(_)) | (false, _) => "否",
        };
        let chosen = common.counted.is_chosen(at);
        let of_file = said.read(at)?;
        let instead = match instead {
            Some(instead) => Some((said.read(instead)?, common.files[instead].detail)),
            None => None,
        };
        let mut remark = remark(common, (file, &of_file), instead, details)?;
        remark.extend(likeness.said(common.files, at));
        let remark = remark.join("；");
        tables.row(
            &mut list,
            &[
                Datum::from(at + 1),
                of_file.path.as_str().into(),
                (&*file.code).into(),
                (&*file.name).into(),
                (&*file.section).into(),
                form.as_str().into(),
                if file.is_return() { Datum::from(file.round as usize) } else { Datum::Blank },
                time(&of_file.saved).as_str().into(),
                status(file).into(),
                counts.into(),
                remark.as_str().into(),
                if chosen { YES[0].into() } else { Datum::Blank },
                of_file.sha256.as_str().into(),
            ],
        )?;
    }
    Ok(tables.end(&list)?)
}

/// The status of a file, or what it is otherwise.
fn status(file: &Filed) -> &str {
    match file.kind {
        Kind::Return | Kind::Unreadable => file.status.word(),
        Kind::Attachment => "附件",
        Kind::Packed => "未解压",
    }
}

/// `2022-04-18 09:30` of `2022-04-18T09:30:00Z`.
fn time(saved: &str) -> String {
    saved.get(..16).map(|time| time.replace('T', " ")).unwrap_or_default()
}

/// What is to be said of a file.
fn remark(
    common: &Common<'_>,
    (file, of_file): (&Filed, &Said),
    instead: Option<(Said, Option<usize>)>,
    details: &mut Spooled<Detail>,
) -> Result<Vec<String>, io::Error> {
    let mut said = Vec::new();
    match file.kind {
        Kind::Packed => return Ok(vec!["压缩文件，请解压后重新审核".to_owned()]),
        Kind::Attachment => return Ok(vec!["不是自评工作簿，不作为报送文件".to_owned()]),
        Kind::Unreadable => said.push(of_file.because.clone()),
        Kind::Return => {}
    }
    if let Some(roster) = common.beside.roster.filter(|_| file.is_return()) {
        said.extend(against(roster, file));
    }
    if !file.as_issued() {
        said.push("不是本次下发的年度或模板，数据不计入汇总".to_owned());
    }
    if file.late {
        said.push("超过报送期限收到".to_owned());
    }
    if let Some((other, detail)) = instead {
        let same = other.sha256 == of_file.sha256;
        said.push(format!("同一单位另有“{}”，以那一份为准{}", other.path, if same { "，两份完全相同" } else { "" }));
        if let (false, Some(one), Some(counts)) = (same, file.detail, detail) {
            said.push(differences(&details.read(one)?.values, &details.read(counts)?.values));
        }
    }
    Ok(said)
}

/// What a return says of its unit that the roster does not.
fn against(roster: &Roster, file: &Filed) -> Option<String> {
    match roster.unit(&file.code) {
        Ok(unit) if file.name.is_empty() || alike(&unit.name) == alike(&file.name) => None,
        Ok(unit) => Some(format!("表中单位名称为“{}”，名单中为“{}”，请核对", file.name, unit.name)),
        Err(_) if file.code.is_empty() => Some("表中没有预算编码，请核对是哪个单位的".to_owned()),
        Err(_) => Some(format!("预算编码{}不在本次名单中，请核对", file.code)),
    }
}

/// A name without blanks, which say nothing.
fn alike(name: &str) -> String {
    name.split_whitespace().collect()
}

type Values = indexmap::IndexMap<String, String>;

/// In which fields two files differ.
fn differences(one: &Values, other: &Values) -> String {
    let changed = one.iter().filter(|(name, value)| other.get(*name) != Some(value)).map(|(name, _)| name);
    let gone = other.keys().filter(|name| !one.contains_key(*name));
    let names: Vec<&str> = changed.chain(gone).map(String::as_str).collect();
    match names.len() {
        0 => "两份填报内容相同".to_owned(),
        count if count <= MAX_NAMED => format!("两份有{count}格不同：{}", names.join("、")),
        count => format!("两份有{count}格不同：{}等", names[..MAX_NAMED].join("、")),
    }
}
