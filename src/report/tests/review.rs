//! The review, row by row.

use jiff::civil::date;

use super::{DATES, attachment, finding, nothing_wrong, returned};
use crate::excel::mark::{ReviewCell, ReviewContent, ReviewRow, ReviewSheet};
use crate::excel::package::Package;
use crate::excel::scan::read_book;
use crate::facts::{Hindrance, Severity};
use crate::outcome::{Judged, Kind, Status};
use crate::report::review::review;
use crate::report::{Dates, Shown, marked_copy};

/// The rows of a review: cells by column, `→` before links, `□` for cells to write in.
fn rows(sheet: &ReviewSheet) -> String {
    let cell = |cell: &ReviewCell| {
        let text = match &cell.content {
            ReviewContent::Blank => String::new(),
            ReviewContent::Text(text) => text.clone(),
            ReviewContent::Number(number) => format!("#{number}"),
        };
        let link = cell.link.as_ref().map(|place| format!("→{place} ")).unwrap_or_default();
        format!("{link}{text}{}", if cell.unlocked { "□" } else { "" })
    };
    let row = |row: &ReviewRow| row.cells.iter().map(cell).collect::<Vec<_>>().join("|");
    sheet.rows.iter().map(|one| row(one) + "\n").collect::<Vec<_>>().concat()
}

#[test]
fn the_rows_of_a_review() {
    let judged = returned();
    let expected = "\
审核意见
单位名称|青澜经开区文化旅游局|预算编码|629104|归口股室|社保股
文件名|629104=cmd.xlsx|报送次数|第2次报送|报送期限|2022年4月30日
填报模板|部门整体支出绩效自评（2021版）|收件日期|2022年4月20日|审核日期|2022年4月22日
审核结论|经审核，须修改3处、须说明1处、提示3处，另有1项未检查，建议退回修改。请于2022年4月30日前修改并作出说明后重新报送。
办理方法|1. 直接在本文件各表中修改：点击“单元格”栏可到达该处，红色粗体须修改，黄色斜体须说明，改正后颜色自动消失；2. “须说明”的事项核实无误的，在“单位说明”栏写明原因（不少于5个字）；有误的直接修改；3. 保存后将本文件重新报送。
请先修改以下3处（其他问题与之有关，改正后可能随之消除）
1|收支情况|→收支情况!C17 C17|汇总行“基本支出”|应填数字，现为“约\u{1b}[31m三百\n万元”，请改填数字。|涉及3项检查
2|收支情况|→收支情况!F17 F17|汇总行“项目支出”|应填数字，现为“约\u{1b}[31m三百\n万元”，请改填数字。|涉及3项检查
3|收支情况|→收支情况!B17 B17|汇总行“支出合计”|支出合计相差6.00万元，请核对。|涉及2项检查
序号|表名|单元格|项目|存在问题|填报数|应为|差额|处理要求|单位说明|审核人意见|规则|识别号|相关单元格
一、须修改（3处）
1|收支情况|→收支情况!B17 B17|汇总行“支出合计”|支出合计相差6.00万元，请核对。|#880.10|#886.10|#-6.00|请改正。|□|□|SUM-03|SUM-03|支出.支出合计|汇总|→收支情况!C17 C17|→收支情况!F17 F17
2|收支情况|→收支情况!C17 C17|汇总行“基本支出”|应填数字，现为“约\u{1b}[31m三百\n万元”，请改填数字。|约\u{1b}[31m三百\n万元|—|—|请改正。|□|□|TYP-01|TYP-01|支出.基本支出|汇总
|收支情况|→收支情况!F17 F17|汇总行“项目支出”|应填数字，现为“约\u{1b}[31m三百\n万元”，请改填数字。|约\u{1b}[31m三百\n万元|—|—|同上|同上|同上|TYP-01|TYP-01|支出.项目支出|汇总
二、须说明（1处）
1|收支情况|→收支情况!H17 H17|汇总行“累计结余”|支出超过收入，请说明资金来源。|—|—|—|请改正。|□|□|XTB-03|XTB-03|支出.累计结余|汇总|→收支情况!B17 B17
三、提示（3处）
1|—|—|文件格式|报送文件实际是.xls，请另存为.xlsx。|.xls|—|—|请改正。|—|□|FIL-14|FIL-14|文件格式|
2|收支情况|→收支情况!E17 E17|汇总行“公用支出”|（供参考）人均公用支出偏高，请核实口径。|#65.68|—|—|请改正。|—|□|XTB-10|XTB-10|支出.公用支出|汇总
3|收支情况|→收支情况!E17 E17:F17、E18|支出汇总行|各栏为空，系统按0处理。|—|—|—|请改正。|—|□|CMP-02|CMP-02|支出|汇总|→收支情况!F17 F17|→收支情况!E18 E18
四、未检查（1项，不等于通过）
1|收支情况|→收支情况!C17 C17|基本支出不符|收支情况!C17 的内容无法识别（涉及收支情况!C17:E17）|SUM-02
五、原值→读作（1处，读作有误的请改正）
1|收支情况|→收支情况!B6 B6|原值：４１８．６９|读作：418.69

打印提醒|“负责人”为空，请在纸质件上补签。
审核人补充意见|□
初审人：|复核人：|股室负责人（签字）：|联系电话：|日期：　　　　年　　月　　日
";
    let sheet = review(&judged, &Shown::of(&judged), DATES, true);
    assert_eq!(rows(&sheet), expected);
    assert_eq!((sheet.title_rows, sheet.print_columns), (Some((10, 10)), 11));
}

#[test]
fn conclusions() {
    let conclusion = |judged: &Judged, dates| {
        let rows = rows(&review(judged, &Shown::of(judged), dates, true));
        let line = rows.lines().find_map(|line| line.strip_prefix("审核结论|").map(str::to_owned));
        line.expect("a conclusion")
    };
    let passed = nothing_wrong();
    assert_eq!(conclusion(&passed, DATES), "经审核，须修改0处、须说明0处、提示0处，建议通过。");
    let late = Dates { reviewed: date(2022, 5, 1), ..DATES };
    let mut awaiting = Judged { status: Status::Awaiting, ..returned() };
    awaiting.outcome.findings.retain(|finding| finding.rule == "XTB-03");
    assert_eq!(
        conclusion(&awaiting, late),
        "经审核，须修改0处、须说明1处、提示0处，另有1项未检查，建议由单位补充说明。报送期限（2022年4月30日）已过，请尽快说明后重新报送。"
    );
    let unreadable = Judged { status: Status::Unreadable, deadline: None, ..nothing_wrong() };
    assert_eq!(conclusion(&unreadable, DATES), "文件无法读取，未能审核，建议退回。请按下列意见重新报送。");
}

#[test]
fn many_hints_of_a_rule_are_listed_in_short() {
    let mut judged = nothing_wrong();
    let cells = ["B6", "C6", "D6", "E6", "B8", "C8", "D8", "E8", "B10", "C10", "D10"];
    let hint = |cell: &&str| finding("TYP-04", Severity::Hint, &[cell], cell, "为文本型数字，请改为数值。");
    judged.outcome.findings = cells.iter().map(hint).collect();
    let rows = rows(&review(&judged, &Shown::of(&judged), DATES, true));
    assert!(rows.contains("\n|收支情况|其余3处：B10:D10|—|—|—|同上|—|同上|TYP-04\n"), "{rows}");
    assert_eq!(rows.lines().filter(|line| line.contains("TYP-04")).count(), 9);
}

#[test]
fn a_file_that_cannot_be_marked_has_a_review_of_its_own() {
    let judged = returned();
    let bytes = marked_copy(&judged, DATES).expect("made").expect("a review");
    assert_eq!(bytes, marked_copy(&judged, DATES).expect("made").expect("a review"));
    let package = Package::open(bytes).expect("a package");
    let book = read_book(&package).expect("a book");
    let names: Vec<&str> = book.sheets.iter().map(|sheet| &*sheet.name).collect();
    assert_eq!(names, ["说明", "审核意见"]);
    assert_eq!(
        book.sheets[0].text("A1".parse().expect("a cell")),
        "“收回/629104=cmd.xlsx”不能直接批注，审核意见见下一张工作表。"
    );
    let review = package.workbook().expect("a workbook").sheets[1].part.clone();
    let review = package.required(&review).expect("a sheet");
    let review = std::str::from_utf8(&review).expect("UTF-8");
    assert!(!review.contains("<hyperlink "));
    assert!(review.contains("1. 在原报送文件中按下表逐项修改，并另存为 .xlsx 格式；2. “须说明”"));
    assert_eq!(marked_copy(&attachment(), DATES).expect("nothing"), None);
}

#[test]
fn what_was_not_issued_is_not_to_be_gone_on_with() {
    let with = |rule: &str| {
        let mut judged = returned();
        judged.outcome.findings.push(finding(rule, Severity::Error, &["B6"], "预算编码", "请核对。"));
        judged
    };
    let steps = "\n办理方法|1. 本文件不必修改，请打开本次下发给本单位的文件，把内容填入其中；2. 保存后重新报送。\n";
    for judged in [Judged { as_issued: false, ..returned() }, with("FIL-03"), with("FIL-04")] {
        let said = rows(&review(&judged, &Shown::of(&judged), DATES, true));
        assert!(said.contains(steps), "{said}");
    }
    let mut put_back = with("FIL-04");
    put_back.outcome.findings.iter_mut().for_each(|finding| finding.put_back = finding.rule == "FIL-04");
    let said = rows(&review(&put_back, &Shown::of(&put_back), DATES, true));
    assert!(!said.contains(steps), "{said}");
    let here = Judged { kind: Kind::Unreadable, hindrance: Some(Hindrance::Machine), ..returned() };
    assert_eq!(marked_copy(&here, DATES).expect("nothing"), None);
}
