//! The report for programs.

use std::collections::BTreeSet;

use jiff::civil::date;

use super::{attachment, nothing_wrong, returned, roster};
use crate::outcome::{Judged, Kind, Status};
use crate::report::{Closing, Tally, json};

#[test]
fn the_json_of_a_file() {
    let mut judged = returned();
    judged.outcome.findings.retain(|finding| matches!(&*finding.rule, "SUM-03" | "FIL-14" | "CMP-10"));
    let expected = concat!(
        r#"{"path":"收回/629104=cmd.xlsx","sha256":"ab12","status":"退回","round":2,"#,
        r#""unit":{"code":"629104","name":"青澜经开区文化旅游局"},"#,
        r#""template":{"id":"部门整体支出绩效自评","edition":"2021"},"#,
        r#""counts":{"error":1,"query":0,"hint":1,"unchecked":1},"code":null,"final":null,"findings":["#,
        r#"{"key":"FIL-14|文件格式|","rule":"FIL-14","severity":"hint","certainty":"certain","title":"FIL-14的标题","#,
        r#""sheet":null,"cell":null,"cells":[],"field":"文件格式","row":"","found":".xls","expected":null,"#,
        r#""difference":null,"message":"报送文件实际是.xls，请另存为.xlsx。","fix":"请改正。","state":"new","explanation":null},"#,
        r#"{"key":"SUM-03|支出.支出合计|汇总","rule":"SUM-03","severity":"error","certainty":"certain","title":"SUM-03的标题","#,
        r#""sheet":"收支情况","cell":"B17","cells":["收支情况!B17","收支情况!C17","收支情况!F17"],"field":"支出.支出合计","#,
        r#""row":"汇总","found":"880.10","expected":"886.10","difference":"-6.00","message":"支出合计相差6.00万元，请核对。","#,
        r#""fix":"请改正。","state":"new","explanation":null},"#,
        r#"{"key":"CMP-10|支出.负责人|汇总","rule":"CMP-10","severity":"hint","certainty":"certain","title":"CMP-10的标题","#,
        r#""sheet":null,"cell":null,"cells":[],"field":"支出.负责人","row":"汇总","found":null,"expected":null,"#,
        r#""difference":null,"message":"“负责人”为空，请在纸质件上补签。","fix":"请改正。","state":"new","explanation":null}],"#,
        r#""unchecked":[{"rule":"SUM-02","cells":["收支情况!C17","收支情况!D17","收支情况!E17"],"#,
        r#""because":"收支情况!C17 的内容无法识别"}],"#,
        r#""normalised":[{"cell":"收支情况!B6","found":"４１８．６９","read_as":"418.69"}],"restored":[]}"#,
    );
    assert_eq!(json::line(&judged).expect("JSON").as_deref(), Some(expected));
}

#[test]
fn a_json_document_has_a_file_a_line() {
    let roster = roster();
    let unknown = Judged {
        kind: Kind::Unreadable,
        status: Status::Unreadable,
        code: String::new(),
        name: String::new(),
        form: None,
        ..nothing_wrong()
    };
    let mut tally = Tally::default();
    let mut written = Vec::new();
    let mut document = json::Document::begin(&mut written, date(2022, 8, 24)).expect("written");
    for judged in [&unknown, &attachment()] {
        tally.add(judged);
        document.add(judged).expect("written");
    }
    let missing = tally.missing(&roster, &BTreeSet::new());
    document.finish(&Closing { tally: &tally, missing: &missing[1..], compared: None }).expect("written");
    let expected = concat!(
        "{\"schema\":\"xlcheck.report/1\",\"date\":\"2022-08-24\",\"files\":[\n",
        r#"{"path":"收回/629104=cmd.xlsx","sha256":"ab12","status":"无法审核","round":1,"unit":null,"template":null,"#,
        r#""counts":{"error":0,"query":0,"hint":0,"unchecked":0},"code":null,"final":null,"findings":[],"unchecked":[],"normalised":[],"restored":[]}"#,
        "\n],\"missing\":[{\"code\":\"629110\",\"name\":\"青澜经开区档案馆\"}],\"attachments\":[\"附件.pdf\"]}\n",
    );
    let text = String::from_utf8(written).expect("UTF-8");
    assert_eq!(text, expected);
    let parsed: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(parsed["files"][0]["status"], "无法审核");
    assert_eq!(json::line(&attachment()).expect("nothing"), None);
}
