//! Every message whole, with the text it points at.

use super::must;

/// Where the message points, and what it says.
fn said(sentence: &str) -> (String, String) {
    let error = must(sentence).expect_err(sentence);
    (sentence[error.span.start..error.span.end].to_owned(), error.to_string())
}

#[test]
fn a_wrong_sentence_is_told_what_and_where() {
    for (sentence, place, message) in [
        ("", "", "表达式为空"),
        ("  ", "  ", "表达式为空"),
        ("a = #", "#", "无法识别的字符“#”"),
        ("（a = b）", "（", "全角符号“（”请改为半角“(”"),
        ("单位名称 = “无”", "“", "全角符号““”请改为半角“\"”"),
        ("单位名称 = \"无", "\"无", "文字缺少结尾的引号"),
        ("1.部机关 = 0", "1.部机关", "“1.部机关”不是数"),
        ("a = 1.2.3", "1.2.3", "“1.2.3”不是数"),
        ("a = 1.", "1.", "“1.”不是数"),
        (
            "a = 99999999999999999999999999999999",
            "99999999999999999999999999999999",
            "“99999999999999999999999999999999”不是数",
        ),
        ("(a = b", "", "此处应为“)”"),
        ("sum(a b) = c", "b", "此处应为“)”"),
        ("a = b +", "", "此处应为字段、数、文字或“(”"),
        ("a = * b", "*", "此处应为字段、数、文字或“(”"),
        ("a = 支出.", "", "此处应为名称"),
        ("a = b[1]", "1", "此处应为名称"),
        ("a = b[汇总", "", "此处应为“]”"),
        ("a = b c", "c", "“c”多余，或者它前面缺少运算符"),
        ("a < b < c", "<", "比较不能连写，请用 and 连接两个比较"),
        ("if a > 0 then b > 0", "", "此处应为“else”"),
        ("if a > 0 b > 0", "b", "此处应为“then”"),
        ("支出合记 = a", "支出合记", "没有字段“支出合记”，是否想写“支出合计”？"),
        ("未有之名 = a", "未有之名", "没有字段“未有之名”"),
        ("a = sums(b, c)", "sums", "未知函数“sums”，是否想写“sum”？"),
        ("a = 平均(b)", "平均", "未知函数“平均”"),
        ("a = round(b)", "round(b)", "函数“round”应有2个参数，现有1个"),
        ("a = sum()", "sum()", "函数“sum”应有1个参数，现有0个"),
        ("filled(a + b)", "a + b", "函数“filled”的参数应为字段"),
        ("a = round(b, 2.5)", "2.5", "小数位数应为0到9的整数"),
        ("a = round(b, 10)", "10", "小数位数应为0到9的整数"),
        ("汇总 = 机构", "机构", "“机构”是一组单元格，只能写在 sum、min 等汇总函数中"),
        ("a = abs(支出.机构)", "支出.机构", "“支出.机构”是一组单元格，只能写在 sum、min 等汇总函数中"),
        ("单位名称 = a", "单位名称 = a", "文字不能与金额比较"),
        ("报告日期 > 2022", "报告日期 > 2022", "日期不能与整数比较"),
        ("单位名称 < \"无\"", "单位名称 < \"无\"", "文字只能用 = 或 != 比较"),
        ("a = b + 单位名称", "单位名称", "此处应为数，现为文字"),
        ("a = max(单位名称)", "单位名称", "此处应为数或日期，现为文字"),
        ("报告日期 > year_end(a)", "a", "此处应为整数，现为金额"),
        ("a + b", "a + b", "此处应为条件，现为金额"),
        ("a = b and c", "c", "此处应为条件，现为金额"),
        (
            "a = if b > 0 then c else 单位名称",
            "if b > 0 then c else 单位名称",
            "then 与 else 的类型应当相同，现为金额与文字",
        ),
        ("a > max(b, 日期)", "日期", "金额不能与日期比较"),
    ] {
        assert_eq!(said(sentence), (place.to_owned(), message.to_owned()), "{sentence}");
    }
}

#[test]
fn depth_is_bounded_in_brackets_chains_and_both() {
    let brackets = |n: usize| format!("{}a{} = b", "(".repeat(n), ")".repeat(n));
    assert!(must(&brackets(90)).is_ok());
    assert_eq!(said(&brackets(200)).1, "表达式嵌套超过100层");
    let chain = |n: usize| format!("a = b{}", " + c".repeat(n));
    assert!(must(&chain(90)).is_ok());
    assert_eq!(said(&chain(100)).1, "表达式嵌套超过100层");
    let both = format!("a = {}b{}", "(".repeat(60), " + c)".repeat(60));
    assert!(must(&both).is_ok());
    let nested = format!("a = {}b{}", "(".repeat(60), " + c + d)".repeat(60));
    assert_eq!(said(&nested).1, "表达式嵌套超过100层");
    for hostile in ["(", "not ", "-", "if ", "sum(", "a+", "a["] {
        assert!(must(&hostile.repeat(100_000)).is_err(), "{hostile}");
    }
}
