//! One page of all rules (docs/手册/规则与级别.md): what the severities mean, and a line for every rule.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::Form;
use super::rule::Rule;
use crate::facts::Certainty;

/// What stands at the head.
const HEAD: &str = "\
# 规则与级别

这一页由程序按模板生成，不要手工修改。每条规则查什么、为什么、举例和怎么改，见[规则手册](../规则手册.md)，
或者运行 `xlcheck explain 规则号`。

## 级别

| 级别 | 颜色 | 单位怎么办 |
|---|---|---|
| 错误 | 红色、粗体 | 须修改。只能改正，不能用说明代替 |
| 核实 | 黄色、斜体 | 须说明。有误的改正；属实的在“单位说明”栏写明原因，不少于5个字 |
| 提示 | 浅蓝 | 供参考，不要求修改，也不要求答复。四舍五入的尾差列在这里 |
| 未检查 | 不着色 | 因为缺少数据或格子读不出来而没有核对，**不等于通过** |

## 状态

一份表格只有一个状态，从上往下，先符合哪一条就是哪一条：

| 状态 | 什么时候 | 下一步 |
|---|---|---|
| 无法审核 | 文件打不开，或者不是表格（例如改了名的Word文档） | 请单位重新报送 |
| 退回 | 还有错误 | 单位改正后再报 |
| 待说明 | 没有错误，还有核实没有说明 | 单位改正或说明后再报 |
| 已说明待审定 | 核实都说明了，审核人还没有采纳 | 审核人写“采纳”或“不采纳” |
| 通过 | 没有错误，核实都已采纳或免改 | 打印定稿，签字盖章 |

## 全部规则

一行一条。表中是各版的级别，“—”是这一版没有这条规则；带“*”的可能误报，只供审核人判断，不影响状态。
本局在审核设置里改过级别的，以本局的为准，见[审核设置](../审核设置.md)。
";

/// The page of some forms: a table for each form, a column for each of its editions.
#[must_use]
pub fn levels(forms: &[&Form]) -> String {
    let mut text = HEAD.to_owned();
    for editions in forms.chunk_by(|one, next| one.id == next.id) {
        let Some(form) = editions.first() else { continue };
        let named = |of: fn(&Form) -> &str| editions.iter().map(|form| of(form)).collect::<Vec<_>>().join(" | ");
        let _ = writeln!(text, "\n### {}\n\n| 规则 | 问题 | {} |", form.id, named(|form| &form.edition));
        let _ = writeln!(text, "|---|---|{}", "---|".repeat(editions.len()));
        for ((id, title), levels) in rows(editions) {
            let _ = writeln!(text, "| {id} | {title} | {} |", levels.join(" | "));
        }
    }
    text
}

/// The rules of all editions by id, with the severity in each; what is called otherwise is a rule of its own.
fn rows<'f>(editions: &[&'f Form]) -> BTreeMap<(&'f str, &'f str), Vec<String>> {
    let mut rows = BTreeMap::new();
    for (position, form) in editions.iter().enumerate() {
        for rule in &form.rules {
            let levels = rows
                .entry((rule.id.as_str(), rule.title.as_str()))
                .or_insert_with(|| vec!["—".to_owned(); editions.len()]);
            levels[position] = level(rule);
        }
    }
    rows
}

fn level(rule: &Rule) -> String {
    let mark = match rule.certainty {
        Certainty::Certain => "",
        Certainty::Heuristic => "*",
    };
    format!("{}{mark}", rule.severity.word())
}
