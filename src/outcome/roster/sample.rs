//! A roster to begin with: the heads that are read, how to fill them, and two lines that are no units.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, XlsxError};

use crate::excel::write::saved;

/// What the names of the sample begin with. A roster that still has such a line is not used, and says so: else a bureau
/// would issue to units that are none, and miss them ever after.
pub const SAMPLE: &str = "（样例）";

/// Where the notes stand: above the head, so that no line below it is anything but a unit.
const NOTES: [&str; 3] = [
    "填写说明：一行一个单位，从表头的下一行起填，两行样例请改成本局的单位或删去；“预算编码”“单位名称”必填，编码只用数字，不能重复。",
    "“二级机构”没有的写“无”，有多个的用顿号隔开；“项目”只在下发项目支出绩效自评表时用，写各项目名称，用分号隔开，没有项目的写“无”。",
    "不要加合计行，不要改表头的名称。右边可以加栏填决算数，例如“决算.收入合计”“决算.支出合计”，审核时自动核对。",
];

/// The heads with the widths of their columns.
const HEADS: [(&str, f64); 5] =
    [("预算编码", 14.0), ("单位名称", 34.0), ("归口股室", 16.0), ("二级机构", 36.0), ("项目", 36.0)];

/// One unit with sub-units and projects, one without.
const LINES: [[&str; 5]; 2] = [
    ["100001", "（样例）城市管理局", "城建股", "园林所、环卫所", "道路保洁经费；公园养护经费"],
    ["100002", "（样例）档案馆", "行政股", "无", "无"],
];

/// Lines that are bordered and made texts for the units to come: a code may begin with 0.
const ROOM: u32 = 300;

/// The workbook.
pub fn sample_roster() -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("名单")?;
    let font = Format::new().set_font_name("宋体").set_font_size(11);
    let note = font.clone().set_text_wrap().set_align(FormatAlign::VerticalCenter);
    let cell = font.clone().set_border(FormatBorder::Thin).set_text_wrap().set_num_format("@");
    let head = cell.clone().set_bold().set_align(FormatAlign::Center);
    let last = u16::try_from(HEADS.len() - 1).unwrap_or_default();
    let mut row = 0;
    for text in NOTES {
        sheet.merge_range(row, 0, row, last, text, &note)?;
        sheet.set_row_height(row, 32)?;
        row += 1;
    }
    for (column, (name, width)) in (0u16..).zip(HEADS) {
        sheet.set_column_width(column, width)?;
        sheet.write_string_with_format(row, column, name, &head)?;
    }
    sheet.set_freeze_panes(row + 1, 0)?.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(row, row)?;
    for line in LINES {
        row += 1;
        for (column, text) in (0u16..).zip(line) {
            sheet.write_string_with_format(row, column, text, &cell)?;
        }
    }
    for blank in row + 1..row + ROOM {
        for column in 0..=last {
            sheet.write_blank(blank, column, &cell)?;
        }
    }
    // The same bytes on every day.
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
    saved(&mut workbook)
}
