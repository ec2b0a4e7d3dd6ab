//! 退回通知: the letters to the units whose files go back, each on a page.

use super::SummaryError;
use super::common::Common;
use super::detail::Detail;
use super::spool::Spooled;
use crate::excel::write::Tables;
use crate::report::letter::Paragraph;

pub(super) fn write(
    tables: &mut Tables,
    common: &Common<'_>,
    spooled: &mut Spooled<Detail>,
) -> Result<(), SummaryError> {
    let mut letters = tables.begin_letters("退回通知")?;
    let counted = common.lines.iter().filter_map(|line| line.file).map(|at| &common.files[at]);
    for number in counted.filter(|file| file.status.is_sent_back()).filter_map(|file| file.detail) {
        let letter = spooled.read(number)?.letter;
        if !letter.is_empty() && !tables.letter(&mut letters, letter.iter().map(Paragraph::row))? {
            break;
        }
    }
    Ok(tables.end_letters(&letters)?)
}
