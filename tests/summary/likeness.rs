//! FIL-11: units that have taken the words of another one.

use crate::bureau::Bureau;
use crate::desk;

#[test]
fn words_taken_from_another_unit_are_told_of_both() {
    let bureau = Bureau::new();
    bureau.roster(6);
    // One has taken everything, one the goals and indicators alone, and one is like nobody.
    for (number, example) in [(0, "01_无误"), (1, "01_无误"), (2, "05_表间不符"), (4, "03_照2021年报告填写")]
    {
        bureau.put(&format!("{number}.xlsx"), &bureau.filled(number, example));
    }
    let aims = desk::values("05_表间不符").values;
    let taken = bureau.filled_with(3, "03_照2021年报告填写", |values| {
        for (table, rows) in aims.into_iter().filter(|(table, _)| ["定性目标", "定量指标"].contains(&table.as_str()))
        {
            values.insert(table, rows);
        }
    });
    bureau.put("3.xlsx", &taken);
    bureau.check("2022-04-20");
    let summary = bureau.summary("审核汇总.xlsx");
    let said: Vec<String> = summary.rows("收件登记").iter().map(|row| row["说明"].clone()).collect();
    assert_eq!(
        said,
        [
            "材料文字与“青澜经开区第1事务所”的相似度为100%，请确认是否套用他单位材料",
            "材料文字与“青澜经开区第0事务所”的相似度为100%，请确认是否套用他单位材料",
            "目标和指标的文字与“青澜经开区第3事务所”完全相同，请确认是否套用他单位材料",
            "目标和指标的文字与“青澜经开区第2事务所”完全相同，请确认是否套用他单位材料",
            "",
        ]
    );
    let note = summary.sheets["收件登记"][1][0].to_string();
    assert!(note.ends_with("有4份与其他单位的文字雷同，见“说明”栏"), "{note}");
}

#[test]
fn two_files_of_one_unit_are_not_another_units() {
    let bureau = Bureau::new();
    bureau.roster(2);
    bureau.put("甲.xlsx", &bureau.filled(0, "01_无误"));
    bureau.put("乙.xlsx", &bureau.filled(0, "01_无误"));
    bureau.check("2022-04-20");
    let received = bureau.summary("审核汇总.xlsx").rows("收件登记");
    assert!(received.iter().all(|row| !row["说明"].contains("相似度")), "{received:?}");
}
