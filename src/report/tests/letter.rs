//! The letter to a unit: its words, and what keeps it to a page.

use std::path::Path;

use jiff::civil::date;

use super::{DATES, finding, nothing_wrong, returned};
use crate::excel::package::Package;
use crate::excel::scan::read_book;
use crate::facts::Severity;
use crate::outcome::{Judged, Status};
use crate::report::{Dates, letters};

const REVIEW: &str = "审核结果/退回/629104_意见(2).xlsx";

/// The paths of the letters of a file, the words of the text, and the cells of the sheet.
fn written(judged: &Judged, dates: Dates) -> (Vec<String>, String, Vec<String>) {
    let letters = letters(judged, dates, Path::new(REVIEW)).expect("written");
    let paths = letters.iter().map(|(path, _)| path.display().to_string().replace('\\', "/")).collect();
    let [(_, text), (_, sheet)] = <[_; 2]>::try_from(letters).expect("a text and a sheet");
    let text = String::from_utf8(text).expect("UTF-8");
    let text = text.strip_prefix('\u{feff}').expect("what Notepad knows UTF-8 by").to_owned();
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count(), "lines of Windows");
    let book = read_book(&Package::open(sheet).expect("a package")).expect("a book");
    let [sheet] = &book.sheets[..] else { panic!("one sheet") };
    assert!(sheet.cells.iter().all(|content| content.formula.is_none()));
    let cells = sheet.cells.iter().map(|content| sheet.text(content.cell).to_owned()).collect();
    (paths, text.replace("\r\n", "\n"), cells)
}

#[test]
fn a_letter_says_what_to_do_in_plain_words() {
    let (paths, text, cells) = written(&returned(), DATES);
    let path = "退回/629104_青澜经开区文化旅游局_第2次退回通知";
    assert_eq!(paths, [format!("{path}.txt"), format!("{path}.xlsx")]);
    let expected = "\
退回通知

青澜经开区文化旅游局（预算编码629104）：
　　你单位第2次报送的绩效自评表（文件“629104=cmd.xlsx”）已于2022年4月20日收到。经审核，须修改3处、须说明1处，现退回修改。主要事项和办理方法如下：

　　一、请修改（共3处）
　　1. “收支情况”表C17、F17：TYP-01的标题（2处）。请改正。
　　2. “收支情况”表B17：支出合计相差6.00万元，请核对。

　　二、请核实说明（共1处）
　　1. “收支情况”表H17（汇总行“累计结余”）：支出超过收入，请说明资金来源。

　　三、办理方法
　　1. 请对照随本通知发回的“629104_意见(2).xlsx”，在原报送文件中逐项修改，并另存为Excel工作簿（.xlsx）。
　　2. 须说明的事项，核实无误的，请在“审核意见”表“单位说明”栏写明原因（不少于5个字）；有误的，请直接修改。
　　3. 请于2022年4月30日前将改好的文件和审核意见一并重新报送社保股。
　　如有疑问，请联系：　　　　　　　　（电话：　　　　　　　　）。谢谢配合。
　　　　　　　　　　　　　　　　　　社保股（盖章）
　　　　　　　　　　　　　　　　　　　　　　年　　月　　日
";
    assert_eq!(text, expected);
    let trimmed = |text: &str| text.trim().to_owned();
    let lines: Vec<String> = text.lines().map(trimmed).filter(|line| !line.is_empty()).collect();
    assert_eq!(cells.iter().map(|cell| trimmed(cell)).collect::<Vec<_>>(), lines, "the same words on the sheet");
}

#[test]
fn a_unit_that_has_to_explain_is_asked_to() {
    let mut judged = Judged { status: Status::Awaiting, ..returned() };
    judged.outcome.findings.retain(|finding| finding.rule == "XTB-03");
    let late = Dates { reviewed: date(2022, 5, 1), ..DATES };
    let (paths, text, _) = written(&judged, late);
    assert_eq!(paths[0], "待说明/629104_青澜经开区文化旅游局_第2次补充说明通知.txt");
    for said in [
        "补充说明通知\n",
        "经审核，须说明1处，请补充说明。",
        "　　一、请核实说明（共1处）\n",
        "　　二、办理方法\n",
        "3. 报送期限（2022年4月30日）已过，请尽快将改好的文件和审核意见一并重新报送社保股。",
    ] {
        assert!(text.contains(said), "{said}\n{text}");
    }
    assert!(!text.contains("退回") && !text.contains("请修改"), "{text}");
}

#[test]
fn nobody_is_written_to_who_is_not_known_or_asked_for_nothing() {
    let unknown = Judged { name: " ".to_owned(), ..returned() };
    let unreadable = Judged { status: Status::Unreadable, ..returned() };
    for judged in [nothing_wrong(), unknown, unreadable] {
        assert_eq!(letters(&judged, DATES, Path::new(REVIEW)).expect("none"), Vec::new());
    }
}

#[test]
fn what_has_no_room_is_counted_and_words_of_a_unit_are_no_formula() {
    let mut judged = Judged { name: "=1+1\u{202e}\n局".to_owned(), ..returned() };
    let long = "数".repeat(300);
    let many = |severity, rule: &str| {
        let one = |row: u32| crate::facts::Finding {
            expected: Some("0".to_owned()),
            ..finding(rule, severity, &[&format!("B{row}")], &format!("栏{row}"), &format!("={long}"))
        };
        (1..=40).map(one).collect::<Vec<_>>()
    };
    judged.outcome.findings = [many(Severity::Error, "SUM-01"), many(Severity::Query, "XTB-01")].concat();
    let (_, text, cells) = written(&judged, DATES);
    assert!(
        text.contains("\n=1+1  局（预算编码629104）：\n") && cells.contains(&"=1+1  局（预算编码629104）：".to_owned())
    );
    let listed = |from: &str, to: &str| {
        let part = text.split_once(from).expect(from).1.split_once(to).expect(to).0;
        let rest = part.lines().find_map(|line| line.trim().strip_prefix("其余")?.strip_suffix("处见审核意见。"));
        (
            part.lines().filter(|line| line.contains("表B")).count(),
            rest.expect("a rest").parse::<usize>().expect("a number"),
        )
    };
    let (correct, explain) = (listed("一、请修改", "二、"), listed("二、请核实说明", "三、"));
    assert!(correct.0 >= 2 && correct.0 + correct.1 == 40, "{correct:?}");
    assert!(explain.0 >= 1 && explain.0 + explain.1 == 40, "{explain:?}");
}
