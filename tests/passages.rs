//! What units really write, and what is rightly said of it: mostly nothing.
//!
//! Each passage is put into a section of a correct return; the findings are those it adds, by rule.

mod desk;

use serde_json::json;
use xlcheck::outcome::{ReadFile, SubUnitsSaid, UnitValues, fill};

/// Section, passage, and the rules that it breaks.
const PASSAGES: &[(&str, &str, &[&str])] = &[
    // Amounts in 万元 as in the tables, in every way of saying so.
    ("规模", "2021年整体支出合计598.15万元，其中大部分用于民生保障。", &[]),
    ("规模", "整体支出总额为598.15万元。", &[]),
    ("规模", "全年整体支出598.2万元，控制在预算之内。", &[]),
    ("规模", "整体支出约600万元，与上年基本持平。", &[]),
    ("规模", "全年整体支出近600万元，执行进度符合要求。", &[]),
    ("规模", "整体支出合计5981500元，折合598.15万元。", &["TXT-06"]),
    ("规模", "整体支出合计598.51万元，用于机构运转。", &["TXT-04"]),
    ("规模", "较上年整体支出577.60万元增加20.55万元。", &[]),
    ("规模", "上年整体支出577.60万元，本年支出有所调整。", &[]),
    ("规模", "年初预算整体支出580.00万元，年中按规定调整。", &[]),
    ("基本支出情况", "基本支出402.65万元，包括人员支出331.20万元，公用支出71.45万元。", &[]),
    ("基本支出情况", "基本支出402.65万元，包括人员支出331.20万元，公用支出71.54万元。", &["TXT-04", "TXT-05"]),
    ("基本支出情况", "基本支出中，办公费5.20万元，水电费3.10万元，其余为差旅和维修支出。", &[]),
    ("基本支出情况", "人员经费331.20万元按月发放，公用经费71.45万元按定额使用。", &[]),
    ("专项安排", "项目支出195.50万元，其中：任务保障120.50万元，绿化养护75.00万元。", &[]),
    ("专项安排", "项目支出195.50万元，其中：道路维护120.05万元，绿化养护75.00万元。", &["TXT-05", "XTB-17"]),
    ("专项安排", "项目支出195.50万元，其中道路维护占六成以上。", &[]),
    ("专项安排", "道路维护项目支付进度为97.5%，绿化养护项目已全部支付。", &[]),
    ("专项使用", "市级补助30万元、区级配套12.5万元全部到位，按合同约定支付。", &[]),
    ("专项使用", "争取上级资金1.2亿元用于片区改造，由区属平台公司实施。", &["TXT-06"]),
    // Growth, comparisons, negations.
    ("绩效情况", "服务收入165.00万元，较上年132.00万元增长25%。", &[]),
    ("绩效情况", "服务收入165.00万元，较上年132.00万元增长20%。", &["TXT-07"]),
    ("绩效情况", "投诉量同比下降12.5%，按时办结率保持稳定。", &[]),
    ("绩效情况", "新增经营主体同比增长320%，主要是上年基数较低。", &["TXT-08"]),
    ("绩效情况", "“三公”经费2.35万元，较上年2.60万元减少0.25万元，下降9.62%。", &[]),
    ("绩效情况", "“三公”经费支出较上年有所减少。", &["TXT-10"]),
    ("绩效情况", "全年未发生安全责任事故，没有资金截留挪用的情况。", &[]),
    ("绩效情况", "年末累计结余14.25万元，将按规定结转下年使用。", &[]),
    ("绩效情况", "年末没有资金结余。", &["TXT-13"]),
    ("绩效情况", "在职人员控制在编制以内。", &[]),
    ("绩效情况", "年中追加人员经费8.40万元，用于调整津贴补贴。", &[]),
    ("绩效情况", "基本支出中政策性工资有所追加。", &["TXT-19"]),
    // People.
    ("情况", "核定编制22人，实有在职人员21人，退休人员9人。", &[]),
    ("情况", "人员编制22人，年末实有20人。", &["TXT-12"]),
    ("情况", "全年组织培训6期，参训人员200人次，其中新入职3人。", &[]),
    // Years, documents, plans.
    ("情况", "单位成立于2009年，2016年起承担绿化管理职责。", &[]),
    ("情况", "根据《关于印发管养办法的通知》（青城发〔2019〕12号）开展工作。", &[]),
    ("情况", "落实“十四五”规划，2023年将完成主要道路改造计划。", &[]),
    ("情况", "2020年度我单位各项工作完成较好。", &["TXT-11"]),
    ("绩效情况", "与2020年相比，路面完好率提高1.2个百分点。", &[]),
    // Lists and counts.
    ("绩效情况", "全年接受考评4次，分别是市容考评、绿化考评、安全考评、档案考评。", &[]),
    ("绩效情况", "全年接受考评4次，分别是市容考评、绿化考评、安全考评。", &["TXT-20"]),
    ("绩效情况", "完成修补路面3200平方米，更换井盖85套，补植苗木1.2万株。", &[]),
    ("绩效情况", "培训累计2万人次，发放宣传资料1.5万份。", &[]),
    ("主要问题", "一是前期准备不充分；二是指标细化不够。", &[]),
    ("主要问题", "一是前期准备不充分；二是指标细化不够；三是资料归档不及时。", &["TXT-17"]),
    // Other people's words.
    ("专项管理", "资金由我局财务股统一管理。", &["PLH-05"]),
    ("专项管理", "资金由我中心财务股统一管理。", &[]),
    ("专项使用", "配合区财政局、区住建局开展联合检查。", &[]),
    ("绩效情况", "开展出租车停靠点整治，设置临时停靠位12处。", &[]),
    ("绩效情况", "收取门面租金，按规定上缴财政专户。", &["XTB-07"]),
    ("绩效情况", "我单位认真研究研究解决群众反映的问题。", &[]),
    ("绩效情况", "负责湖南省湖南省级园林单位的创建工作。", &["TXT-16"]),
    ("专项管理", "执行《内部控制制度》（试行），严格报销程序。", &[]),
    ("专项管理", "执行内部控制制度(试行)，严格报销程序（含审批）。", &["TXT-18"]),
];

#[test]
fn passages_are_blamed_for_what_is_wrong_and_for_nothing_else() {
    let (form, judge) = (desk::form(), desk::judge());
    let blank: ReadFile = judge.judge("", desk::issued(&form, SubUnitsSaid::None)).read.expect("a form");
    let clean = desk::values("01_无误");
    let rules = |values: &UnitValues| {
        let judged = judge.judge("", fill(&form, &blank, values).expect("filled"));
        judged.outcome.findings.iter().map(|finding| finding.rule.clone()).collect::<Vec<_>>()
    };
    let before = rules(&clean);
    assert_eq!(before, Vec::<String>::new(), "the clean return");
    let mut wrong = Vec::new();
    for (section, passage, expected) in PASSAGES {
        let mut values = clean.clone();
        // As a paragraph behind the others; a passage that says a section's figure anew stands in its place.
        let replaces = ["规模", "基本支出情况", "专项安排", "主要问题"].contains(section);
        let row = if replaces { "段1" } else { "段7" };
        let section_values = values.values.get_mut(*section).expect("a section");
        if replaces {
            section_values.clear();
        }
        let fields = serde_json::from_value(json!({ "正文": format!("{passage}各项工作按计划推进，情况总体良好。") }));
        section_values.insert(row.to_owned(), fields.expect("a field"));
        let mut found = rules(&values);
        found.sort();
        if found != *expected {
            wrong.push(format!("{passage} 应为{expected:?}，实为{found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
