//! The manual of rules (docs/规则手册.md): everything that forms check, by the sheets where it is found.

use std::collections::HashMap;
use std::fmt::Write;

use super::explain::Explained;
use super::rule::Rule;
use super::{Form, Parameter};
use crate::facts::Severity;
use crate::words::plain;

/// What stands at the head.
const HEAD: &str = "\
# 规则手册

本手册由程序按模板生成，与 `xlcheck explain 规则号` 说的相同，不要手工修改。

## 怎样读

| 级别 | 意思 |
|---|---|
| 错误 | 须修改。有一处未改，审核结论就是“退回” |
| 核实 | 须说明。核实无误的，在审核意见表的“单位说明”栏写明原因 |
| 提示 | 供参考，不要求回复 |

“可能误报”的规则只供审核人判断，无论什么级别都不影响审核结论。
因为缺少数据或单元格读不出来而没有查的，列为“未检查”，不等于通过。

级别和界限可以在本局的审核设置里改，某个单位的某条规则可以免改，见[审核设置](审核设置.md)。
";

/// What rules of no sheet stand under.
const WHOLE: &str = "整个文件和各表通用";

/// The manual of some forms. What a later form has in common with an earlier one is said once.
#[must_use]
pub fn handbook(forms: &[&Form]) -> String {
    let mut text = HEAD.to_owned();
    let mut said: HashMap<&str, Vec<Explained>> = HashMap::new();
    for form in forms {
        let _ = writeln!(text, "\n## {}（{}）", form.id, form.edition);
        limits(&mut text, form);
        contents(&mut text, form);
        let mut common = Vec::new();
        for (sheet, rules) in by_sheet(form) {
            let mut head = Some(format!("\n### {sheet}\n"));
            for rule in rules {
                let explained = rule.explained(form);
                if said.get(rule.id.as_str()) == Some(&explained) {
                    common.push(link(rule));
                    continue;
                }
                text += &head.take().unwrap_or_default();
                chapter(&mut text, rule, &explained);
                said.insert(&rule.id, explained);
            }
        }
        if !common.is_empty() {
            let _ = writeln!(text, "\n### 与前面相同的规则\n\n{}", common.join("、"));
        }
    }
    text
}

/// The rules under the sheets that they look at, those of no sheet first.
fn by_sheet(form: &Form) -> Vec<(&str, Vec<&Rule>)> {
    let sheets = form.sheets.iter().enumerate().map(|(position, sheet)| (Some(position), sheet.name.as_str()));
    let of = |sheet| form.rules.iter().filter(move |rule| rule.sheet(form) == sheet).collect::<Vec<_>>();
    let all = std::iter::once((None, WHOLE)).chain(sheets).map(|(sheet, name)| (name, of(sheet)));
    all.filter(|(_, rules)| !rules.is_empty()).collect()
}

fn limits(text: &mut String, form: &Form) {
    if form.parameters.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n### 可以调整的界限\n\n写在审核设置.toml 的 `[parameters]` 里，名称加引号。\n");
    let _ = writeln!(text, "| 名称 | 模板中的数 | 用途 | 用到的规则 |\n|---|---|---|---|");
    for parameter in &form.parameters {
        let Parameter { id, value, unit, meaning, .. } = parameter;
        let users = form.rules.iter().filter(|rule| rule.parameters(form).iter().any(|used| used.id == *id));
        let users: Vec<String> = users.map(link).collect();
        let _ = writeln!(text, "| {id} | {}{unit} | {meaning} | {} |", plain(*value), users.join("、"));
    }
}

fn contents(text: &mut String, form: &Form) {
    let _ = writeln!(text, "\n### 目录\n\n| 工作表 | 错误 | 核实 | 提示 |\n|---|---|---|---|");
    for (sheet, rules) in by_sheet(form) {
        let of = |severity: Severity| {
            let rules = rules.iter().filter(|rule| rule.severity == severity);
            rules.map(|rule| link(rule)).collect::<Vec<_>>().join("、")
        };
        let [errors, queries, hints] = Severity::ALL.map(of);
        let _ = writeln!(text, "| {sheet} | {errors} | {queries} | {hints} |");
    }
}

fn chapter(text: &mut String, rule: &Rule, explained: &[Explained]) {
    let _ = writeln!(text, "\n#### {} {}\n", rule.id, rule.title);
    for (heading, lines) in explained {
        match lines.as_slice() {
            [line] => {
                let _ = writeln!(text, "- **{heading}**：{line}");
            }
            lines => {
                let _ = writeln!(text, "- **{heading}**：");
                for line in lines {
                    let _ = writeln!(text, "  - {line}");
                }
            }
        }
    }
}

/// A link to a rule's chapter: headings are named by their letters, digits and hyphens.
fn link(rule: &Rule) -> String {
    let heading = format!("{} {}", rule.id, rule.title).to_lowercase();
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || [' ', '-', '_'].contains(c));
    let anchor: String = kept.map(|c| if c == ' ' { '-' } else { c }).collect();
    format!("[{}](#{anchor})", rule.id)
}
