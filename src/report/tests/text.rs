//! The summary for a terminal.

use std::collections::BTreeSet;

use super::{attachment, nothing_wrong, returned, roster};
use crate::report::{Closing, Tally, text};

const PAGE: text::Page = text::Page { width: 60, colour: false };

#[test]
fn the_text_of_a_file() {
    let expected = "\
【退回】629104 青澜经开区文化旅游局
  收回/629104=cmd.xlsx
  须修改3处  须说明1处  提示3处  未检查1项

  须修改
    收支情况!B17  汇总行“支出合计”
      支出合计相差6.00万元，请核对。
    收支情况!C17、F17  汇总行“基本支出”、汇总行“项目支
    出”
      TYP-01的标题（2处）。请改正。

  须说明
    收支情况!H17  汇总行“累计结余”
      支出超过收入，请说明资金来源。

  提示
    报送文件实际是.xls，请另存为.xlsx。
    收支情况!E17  汇总行“公用支出”（供参考）
      人均公用支出偏高，请核实口径。
    收支情况!E17:F17、E18  支出汇总行
      各栏为空，系统按0处理。

  打印提醒：“负责人”为空，请在纸质件上补签。

  未检查
    SUM-02 基本支出不符：收支情况!C17 的内容无法识别

  原值→读作
    收支情况!B6  ４１８．６９ → 418.69
";
    assert_eq!(text::file(&returned(), PAGE), expected);
    let passed = "【通过】629104 青澜经开区文化旅游局\n  收回/629104=cmd.xlsx\n  没有发现问题\n";
    assert_eq!(text::file(&nothing_wrong(), PAGE), passed);
    assert_eq!(text::file(&attachment(), PAGE), "");
}

#[test]
fn what_steers_a_terminal_is_not_printed() {
    let mut judged = returned();
    judged.outcome.findings.remove(3);
    judged.shown = "a\u{202e}b\u{7}.xlsx".to_owned();
    let text = text::file(&judged, PAGE);
    assert!(text.contains("      应填数字，现为“约 [31m三百 万元”，请改填数字。\n"), "{text}");
    assert!(text.contains("\n  a b .xlsx\n"), "{text}");
}

#[test]
fn colours_change_no_word() {
    let plain = text::file(&returned(), PAGE);
    let coloured = text::file(&returned(), text::Page { colour: true, ..PAGE });
    assert!(coloured.starts_with("\u{1b}[1;31m【退回】\u{1b}[0m\u{1b}[1m629104 青澜经开区文化旅游局\u{1b}[0m\n"));
    let codes = regex::Regex::new("\u{1b}\\[[0-9;]+m").expect("a pattern");
    assert_eq!(codes.replace_all(&coloured, ""), plain);
}

#[test]
fn the_closing_table() {
    let mut tally = Tally::default();
    for judged in [returned(), returned(), nothing_wrong(), attachment()] {
        tally.add(&judged);
    }
    let roster = roster();
    let expected = "\
状态  份数  须修改  须说明  提示  未检查
退回     2       6       2     6       2
通过     1       0       0     0       0
合计     3       6       2     6       2

未报送（1家）
  629110 青澜经开区档案馆（行政股）

附件（1个，不作为报送文件）
  附件.pdf
";
    let missing = tally.missing(&roster, &BTreeSet::new());
    assert_eq!(text::closing(&Closing { tally: &tally, missing: &missing, compared: None }, PAGE), expected);
    assert_eq!(text::closing(&Closing { tally: &Tally::default(), missing: &[], compared: None }, PAGE), "");
}
