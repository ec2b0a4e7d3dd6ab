//! What is to be done with the results of a round: a step for each status that there is a file of, and no other.

use super::names::RETURNS;
use crate::outcome::{OUTPUT_FOLDER, Status};
use crate::report::ByStatus;

/// The steps; `summary` is the name of the summary of this run, where there is one.
pub(super) fn steps(summary: Option<&str>, by_status: ByStatus) -> Vec<String> {
    let mut steps = Vec::new();
    steps.extend(summary.map(|name| format!("打开“{OUTPUT_FOLDER}”中的“{name}”，看全部单位的情况。")));
    let counted = |status: Status| (by_status.of(status) > 0).then(|| said(by_status, status));
    let sent_back = [Status::Returned, Status::Awaiting].into_iter().filter_map(counted).collect::<Vec<_>>();
    if !sent_back.is_empty() {
        steps.push(format!(
            "{}：把最近一次的审核意见和通知发给单位，请单位修改或说明。已发过的不必再发。",
            sent_back.join("、")
        ));
    }
    let unreadable = counted(Status::Unreadable);
    steps.extend(unreadable.map(|counted| format!("{counted}：请单位重新发送，原因写在审核意见中。")));
    let place = if summary.is_some() {
        "在审核汇总“问题清单”的“审核人处理”栏"
    } else {
        "在审核意见的“审核人意见”栏"
    };
    let explained = counted(Status::Explained);
    steps.extend(explained.map(|counted| {
        format!("{counted}：请审定。看单位的说明，{place}写“采纳”或“不采纳”，保存并关闭，再运行一次本程序。")
    }));
    let passed = counted(Status::Passed);
    steps.extend(passed.map(|counted| format!("{counted}：把定稿发给单位打印、签字、盖章。已发过的不必再发。")));
    steps.push(format!("单位再报来的文件，放进“{RETURNS}”（原来的文件不必删去），再运行一次本程序。"));
    steps
}

/// `“退回”2份`
fn said(by_status: ByStatus, status: Status) -> String {
    format!("“{}”{}份", status.word(), by_status.of(status))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn by_status(statuses: &[Status]) -> ByStatus {
        let mut by_status = ByStatus::default();
        for status in statuses {
            by_status.add(*status);
        }
        by_status
    }

    const AGAIN: &str = "单位再报来的文件，放进“收件”（原来的文件不必删去），再运行一次本程序。";

    #[test]
    fn each_status_has_its_step() {
        let all = [&Status::ALL[..], &[Status::Returned]].concat();
        let expected = [
            "打开“审核结果”中的“审核汇总(2).xlsx”，看全部单位的情况。",
            "“退回”2份、“待说明”1份：把最近一次的审核意见和通知发给单位，请单位修改或说明。已发过的不必再发。",
            "“无法审核”1份：请单位重新发送，原因写在审核意见中。",
            "“已说明待审定”1份：请审定。看单位的说明，在审核汇总“问题清单”的“审核人处理”栏写“采纳”或“不采纳”，保存并关闭，再运行一次本程序。",
            "“通过”1份：把定稿发给单位打印、签字、盖章。已发过的不必再发。",
            AGAIN,
        ];
        assert_eq!(steps(Some("审核汇总(2).xlsx"), by_status(&all)), expected);
    }

    #[test]
    fn what_does_not_occur_is_not_told() {
        assert_eq!(steps(None, ByStatus::default()), [AGAIN]);
        let expected = [
            "“已说明待审定”1份：请审定。看单位的说明，在审核意见的“审核人意见”栏写“采纳”或“不采纳”，保存并关闭，再运行一次本程序。",
            AGAIN,
        ];
        assert_eq!(steps(None, by_status(&[Status::Explained])), expected);
    }
}
