//! A return over several rounds: what is corrected, explained and decided, and that nothing is believed that is not so.
//!
//! `SNAPSHOTS=overwrite cargo test --test rounds` writes what is told of it anew; read the difference before you commit.

mod desk;

use std::path::{Path, PathBuf};

use jiff::civil::date;
use tempfile::TempDir;
use xlcheck::excel::mark::unmark;
use xlcheck::excel::package::Package;
use xlcheck::excel::patch::{NewValue, set_cells};
use xlcheck::excel::scan::read_book;
use xlcheck::facts::{Finding, Sheet, Standing, State};
use xlcheck::form::Settings;
use xlcheck::outcome::{Judge, Judged, Previous, Status, write_free};
use xlcheck::report::{Dates, json, marked_copy, review_path, text};
use xlcheck::words::Cell;

const EXAMPLE: &str = "workbooks/returned/05_表间不符.xlsx";
const REVIEW: &str = "审核意见";
/// 单位说明 and 审核人意见 of a review.
const EXPLANATION: u16 = 9;
const OPINION: u16 = 10;
const KEY: u16 = 12;

const STAFF: &str = "XTB-08|基本概况.实有人数|";
const PAY: &str = "XTB-11|支出.人员支出|汇总";
const RENT: &str = "XTB-06|资产.出租固定资产|汇总";
const BALANCE: &str = "XTB-03|支出.累计结余|汇总";
const BALANCE_OF_OFFICE: &str = "XTB-03|支出.累计结余|部机关";

/// The reviewer's desk: a folder of results, and what comes in.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    fn judge(&self) -> Judge {
        desk::judge().with_previous(Previous::beside(self.folder.path()))
    }

    /// Checks a file and writes its review; gives both.
    fn check(&self, bytes: &[u8]) -> (Judged, PathBuf) {
        let judged = self.judge().judge("收件/表.xlsx", bytes.to_vec());
        let dates = Dates { received: desk::RECEIVED, reviewed: desk::RECEIVED };
        let copy = marked_copy(&judged, dates).expect("marked").expect("a copy");
        let path = write_free(&self.folder.path().join(review_path(&judged)), &copy).expect("written");
        (judged, path)
    }

    fn files(&self) -> Vec<String> {
        let mut files = Vec::new();
        for folder in std::fs::read_dir(self.folder.path()).expect("a folder") {
            let folder = folder.expect("an entry").path();
            for file in std::fs::read_dir(&folder).expect("a folder") {
                let path = file.expect("an entry").path();
                let below = path.strip_prefix(self.folder.path()).expect("below");
                files.push(below.to_str().expect("UTF-8").replace('\\', "/"));
            }
        }
        files.sort();
        files
    }
}

fn example() -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(EXAMPLE)).expect(EXAMPLE)
}

/// A file with values typed into its cells.
fn typed(bytes: &[u8], sheet: &str, cells: &[(&str, NewValue)]) -> Vec<u8> {
    let mut package = Package::open(bytes.to_vec()).expect("a package");
    let part = package.workbook().expect("a workbook").sheet(sheet).expect(sheet).part.clone();
    let changes: Vec<(Cell, NewValue)> =
        cells.iter().map(|(cell, value)| (cell.parse().expect(cell), value.clone())).collect();
    let xml = set_cells(&package.required(&part).expect("a part"), &changes).expect("set");
    package.replace(&part, xml);
    package.write().expect("written")
}

fn number(text: &str) -> NewValue {
    NewValue::Number(text.to_owned())
}

fn review(bytes: &[u8]) -> Sheet {
    let book = read_book(&Package::open(bytes.to_vec()).expect("a package")).expect("a book");
    book.sheet(REVIEW).expect("a review").clone()
}

/// A review with words written beside the finding with a key.
fn written(bytes: &[u8], key: &str, column: u16, words: &str) -> Vec<u8> {
    let sheet = review(bytes);
    let row = sheet.cells.iter().find(|content| content.cell.column == KEY && sheet.text(content.cell) == key);
    let cell = Cell::new(row.unwrap_or_else(|| panic!("{key} is not in the review")).cell.row, column).to_string();
    let value = if words.is_empty() { NewValue::Blank } else { NewValue::Text(words.to_owned()) };
    typed(bytes, REVIEW, &[(&cell, value)])
}

fn read(path: &Path) -> Vec<u8> {
    std::fs::read(path).expect("read")
}

fn decide(path: &Path, key: &str, words: &str) {
    std::fs::write(path, written(&read(path), key, OPINION, words)).expect("written");
}

fn finding<'a>(judged: &'a Judged, key: &str) -> &'a Finding {
    let found = judged.outcome.findings.iter().find(|finding| finding.key() == key);
    found.unwrap_or_else(|| panic!("{key} was not found"))
}

fn standing(judged: &Judged, key: &str) -> Option<Standing> {
    finding(judged, key).answer.explanation.as_ref().map(|explanation| explanation.standing)
}

/// Every finding with its state.
fn states(judged: &Judged) -> Vec<(String, State)> {
    judged.outcome.findings.iter().map(|finding| (finding.key(), finding.state)).collect()
}

fn keys(judged: &Judged) -> Vec<&str> {
    judged.rounds.corrected.iter().map(|one| one.key.as_str()).collect()
}

fn current(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reports").join(name);
    if std::env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite") {
        std::fs::write(&path, text).expect("written");
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(there == text, "{} is not what is told; see the top of this file", path.display());
}

#[test]
fn a_return_passes_after_three_rounds() {
    let desk = Desk::new();
    let (first, copy) = desk.check(&example());
    assert_eq!((first.status, first.rounds.number, first.rounds.found_before), (Status::Returned, 1, None));
    assert!(states(&first).iter().all(|(_, state)| *state == State::New));

    // The errors are corrected, three queries explained, one of them with nothing; a new mistake is made, and a telephone
    // number changed that nobody had asked for.
    let back = typed(&read(&copy), "封面", &[("B9", NewValue::Text("2022-4-18".to_owned()))]);
    let back =
        typed(&back, "收支情况", &[("H17", number("-15.75")), ("H18", number("-15.75")), ("C37", number("110"))]);
    let back = typed(&back, "基本概况", &[("C4", NewValue::Text("0731-88123456".to_owned()))]);
    let back = written(&back, STAFF, EXPLANATION, "年中接收军转干部三名，编制待批");
    let back = written(&back, PAY, EXPLANATION, "无");
    let back = written(&back, BALANCE, EXPLANATION, "垫付项目款，次年三月已收回");
    let (second, copy) = desk.check(&back);
    assert_eq!((second.status, second.rounds.number), (Status::Returned, 2));
    let expected = ["DAT-02|封面.报告日期|", "XTB-01|支出.累计结余|汇总", "XTB-01|支出.累计结余|部机关"];
    assert_eq!(keys(&second), expected);
    let touched: Vec<_> = second.rounds.touched.iter().map(|one| (one.place.to_string(), one.now.as_str())).collect();
    assert_eq!(touched, [("基本概况!C4".to_owned(), "0731-88123456"), ("收支情况!C37".to_owned(), "110")]);
    let new: Vec<_> = states(&second).into_iter().filter(|(_, state)| *state == State::New).collect();
    assert!(!new.is_empty() && new.iter().all(|(key, _)| key.contains("资产")), "{new:?}");
    assert_eq!(finding(&second, BALANCE).state, State::Changed);
    assert_eq!(finding(&second, STAFF).state, State::Unchanged);
    assert_eq!(standing(&second, STAFF), Some(Standing::Pending));
    assert_eq!(standing(&second, PAY), Some(Standing::Empty));
    assert_eq!(standing(&second, BALANCE), Some(Standing::Pending), "given for the value that was sent along");
    assert_eq!(standing(&second, BALANCE_OF_OFFICE), Some(Standing::Pending), "one answer for all of a line");
    assert_eq!(standing(&second, RENT), None);

    // The reviewer accepts one explanation, refuses another, and excuses what was not explained.
    decide(&copy, STAFF, "采纳");
    decide(&copy, BALANCE, "不采纳，请附收回凭证");
    decide(&copy, RENT, "免改：租金由区财政直接收缴，至2022-12-31");
    let (decided, copy) = desk.check(&back);
    assert_eq!(decided.rounds.number, 2, "the same file is no new round");
    assert_eq!(standing(&decided, STAFF), Some(Standing::Accepted));
    assert_eq!(standing(&decided, BALANCE), Some(Standing::Rejected));
    assert_eq!(
        finding(&decided, RENT).excused.as_ref().map(|excused| excused.reason.as_str()),
        Some("租金由区财政直接收缴")
    );

    let told = [&second, &decided].map(|judged| {
        text::file(judged, text::Page { width: 100, colour: false })
            + &json::line(judged).expect("JSON").expect("a return")
    });
    current("往返.txt", &(told.join("\n\n") + "\n"));

    // The third round: the new mistake is taken back, the rest explained.
    let back = typed(&read(&copy), "收支情况", &[("C37", number("100"))]);
    let back = written(&back, PAY, EXPLANATION, "人员工资由主管局统一发放");
    let back = written(&back, BALANCE, EXPLANATION, "垫付项目款，收回凭证见附件三");
    let (third, copy) = desk.check(&back);
    assert_eq!((third.status, third.rounds.number), (Status::Explained, 3));
    assert_eq!(standing(&third, STAFF), Some(Standing::Accepted));
    assert_eq!(standing(&third, BALANCE), Some(Standing::Pending), "another explanation is decided on anew");
    assert!(finding(&third, RENT).excused.is_some());
    decide(&copy, PAY, "采纳");
    decide(&copy, BALANCE, "采纳");
    let (passed, _) = desk.check(&back);
    assert_eq!((passed.status, passed.rounds.number), (Status::Passed, 3));
    let files = [
        "已说明待审定/629105_青澜经开区城市管理局_第3次审核意见.xlsx",
        "退回/629105_青澜经开区城市管理局_第1次审核意见.xlsx",
        "退回/629105_青澜经开区城市管理局_第2次审核意见(2).xlsx",
        "退回/629105_青澜经开区城市管理局_第2次审核意见.xlsx",
        "通过/629105_青澜经开区城市管理局_第3次审核意见.xlsx",
    ];
    assert_eq!(desk.files(), files);
}

#[test]
fn a_value_that_changes_after_it_was_explained_is_asked_about_again() {
    let desk = Desk::new();
    let (_, copy) = desk.check(&example());
    let back = written(&read(&copy), STAFF, EXPLANATION, "年中接收军转干部三名，编制待批");
    let (_, copy) = desk.check(&back);
    decide(&copy, STAFF, "采纳");
    let (accepted, copy) = desk.check(&back);
    assert_eq!(standing(&accepted, STAFF), Some(Standing::Accepted));
    let back = typed(&read(&copy), "基本概况", &[("C6", number("36"))]);
    let (changed, copy) = desk.check(&back);
    assert_eq!(standing(&changed, STAFF), Some(Standing::Outdated));
    assert_eq!(finding(&changed, STAFF).state, State::Changed);
    let sheet = review(&read(&copy));
    let row = sheet.cells.iter().find(|content| sheet.text(content.cell) == STAFF).expect("a row").cell.row;
    assert_eq!(sheet.text(Cell::new(row, EXPLANATION)), "");
    assert_eq!(sheet.text(Cell::new(row, 8)), "数值已变，请重新说明。上次的说明：年中接收军转干部三名，编制待批");
    // Said again, it is given for the new value.
    let back = written(&read(&copy), STAFF, EXPLANATION, "年中接收军转干部三名，编制待批");
    assert_eq!(standing(&desk.check(&back).0, STAFF), Some(Standing::Pending));
}

#[test]
fn a_unit_that_takes_the_record_out_is_held_against_the_one_of_the_bureau() {
    let desk = Desk::new();
    let (_, copy) = desk.check(&example());
    let (_, copy) = desk.check(&written(&read(&copy), STAFF, EXPLANATION, "年中接收军转干部三名，编制待批"));
    let bytes = read(&copy);
    let sheet = review(&bytes);
    let record = sheet.cells.iter().find(|content| sheet.text(content.cell).starts_with("xlcheck.review/1:"));
    let cell = record.expect("a record").cell.to_string();
    let back = typed(&typed(&bytes, REVIEW, &[(&cell, NewValue::Blank)]), "基本概况", &[("C6", number("36"))]);
    let (judged, _) = desk.check(&back);
    assert_eq!(standing(&judged, STAFF), Some(Standing::Outdated));
    assert_eq!(finding(&judged, STAFF).state, State::Changed);
}

#[test]
fn what_a_unit_writes_into_the_reviewers_column_decides_nothing() {
    let desk = Desk::new();
    let (_, copy) = desk.check(&example());
    let back = written(&read(&copy), STAFF, EXPLANATION, "年中接收军转干部三名，编制待批");
    let back = written(&back, STAFF, OPINION, "采纳");
    let (judged, _) = desk.check(&back);
    assert_eq!(standing(&judged, STAFF), Some(Standing::Pending));
    let doubt = "报送的文件在“实有人数”的审核人意见中写有“采纳”，审核结果中的审核意见没有，未予采用；如是审核人所写，请写在审核结果的审核意见中";
    assert_eq!(judged.rounds.doubts, [doubt]);
    // A bureau that keeps no results of its own has only the file to go by.
    let judged = Desk::new().check(&back).0;
    assert_eq!(standing(&judged, STAFF), Some(Standing::Accepted));
}

#[test]
fn an_excuse_says_why_and_until_when() {
    let desk = Desk::new();
    let (_, copy) = desk.check(&example());
    decide(&copy, "XTB-01|支出.累计结余|汇总", "免改");
    decide(&copy, STAFF, "免改：编制由上级统一管理，至2021-12-31");
    let (judged, _) = desk.check(&example());
    assert_eq!(finding(&judged, "XTB-01|支出.累计结余|汇总").excused, None);
    assert_eq!(finding(&judged, STAFF).excused, None, "its day has passed");
    let doubt =
        "汇总行“累计结余”的免改没有写明理由或期限，未予采用，请写成“免改：编制由上级统一管理，至2022-12-31”这样的形式";
    let expired = "“实有人数”的免改已于2021-12-31到期，不再采用；仍需免改的，请重新写明理由和期限";
    assert_eq!(judged.rounds.doubts, [expired, doubt]);
    decide(&copy, "XTB-01|支出.累计结余|汇总", "免改：以前年度遗留，至2022-12-31");
    let (judged, _) = desk.check(&example());
    assert!(finding(&judged, "XTB-01|支出.累计结余|汇总").excused.is_some());
}

#[test]
fn a_corrected_original_is_held_against_the_round_before() {
    let corrected = typed(&example(), "收支情况", &[("H17", number("-15.75")), ("H18", number("-15.75"))]);
    let desk = Desk::new();
    let (_, copy) = desk.check(&example());
    std::fs::write(&copy, written(&read(&copy), STAFF, EXPLANATION, "电话中说明：军转干部三名")).expect("written");
    let (second, _) = desk.check(&corrected);
    assert_eq!(second.rounds.number, 2);
    assert_eq!(keys(&second), ["XTB-01|支出.累计结余|汇总", "XTB-01|支出.累计结余|部机关"]);
    assert_eq!(standing(&second, STAFF), Some(Standing::Pending));
    // The same with the file itself instead of its review.
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("上次.xlsx"), example()).expect("written");
    std::fs::write(folder.path().join("坏文件.xlsx"), b"PK\x03\x04").expect("written");
    let (previous, unread) = Previous::under(&[folder.path().to_owned()], &desk::judge()).expect("read");
    assert_eq!(unread.iter().map(|file| file.shown.as_str()).collect::<Vec<_>>(), ["坏文件.xlsx"]);
    let judged = desk::judge().with_previous(previous).judge("表.xlsx", corrected);
    assert_eq!(judged.rounds.number, 2);
    assert_eq!(keys(&judged), keys(&second));
    assert_eq!(states(&judged), states(&second));
}

#[test]
fn what_cannot_be_judged_any_more_is_not_corrected() {
    let desk = Desk::new();
    let (_, copy) = desk.check(&example());
    let back = typed(&read(&copy), "收支情况", &[("H17", NewValue::Text("见附表".to_owned()))]);
    let (judged, _) = desk.check(&back);
    assert!(judged.outcome.unchecked.iter().any(|one| one.rule == "XTB-01"));
    assert_eq!(keys(&judged), Vec::<&str>::new());
}

#[test]
fn what_the_reviewer_adds_is_kept() {
    let desk = Desk::new();
    let (_, copy) = desk.check(&example());
    let words = "请把编制批文一并附上。";
    let sheet = review(&read(&copy));
    let remark = sheet.cells.iter().find(|content| sheet.text(content.cell) == "审核人补充意见").expect("a place");
    let cell = Cell::new(remark.cell.row, 2).to_string();
    std::fs::write(&copy, typed(&read(&copy), REVIEW, &[(&cell, NewValue::Text(words.to_owned()))])).expect("written");
    let (again, copy) = desk.check(&example());
    assert_eq!(again.rounds.remark, words);
    let (next, _) = desk.check(&read(&copy));
    assert_eq!((next.rounds.number, next.rounds.remark.as_str()), (2, words));
}

#[test]
fn a_marked_copy_is_cleared_before_it_is_marked_again() {
    let desk = Desk::new();
    let (_, copy) = desk.check(&example());
    let back = typed(&read(&copy), "收支情况", &[("H17", number("-15.75"))]);
    let (_, second) = desk.check(&back);
    let cleared = unmark(&read(&second)).expect("cleared").expect("marks");
    let (plain, after) = (typed(&example(), "收支情况", &[("H17", number("-15.75"))]), desk::judge());
    let said = |bytes: Vec<u8>| desk::said(&after.judge("表.xlsx", bytes));
    assert_eq!(said(cleared), said(plain));
}

#[test]
fn a_review_that_has_lost_its_record_still_says_which_round_it_was() {
    let desk = Desk::new();
    let (_, copy) = desk.check(&example());
    let bytes = read(&copy);
    let sheet = review(&bytes);
    let record = sheet.cells.iter().find(|content| sheet.text(content.cell).starts_with("xlcheck.review/1:"));
    let cell = record.expect("a record").cell.to_string();
    let back = written(&typed(&bytes, REVIEW, &[(&cell, NewValue::Blank)]), STAFF, EXPLANATION, "年中接收军转干部三名");
    let judged = desk::judge().judge("表.xlsx", back);
    assert_eq!((judged.rounds.number, judged.rounds.found_before), (2, None));
    assert_eq!(standing(&judged, STAFF), Some(Standing::Pending));
}

#[test]
fn rows_that_were_sorted_without_their_keys_are_not_read() {
    let desk = Desk::new();
    let (_, copy) = desk.check(&example());
    let back = written(&read(&copy), STAFF, EXPLANATION, "年中接收军转干部三名，编制待批");
    let back = written(&back, PAY, EXPLANATION, "人员工资由主管局统一发放");
    // What can be seen of two rows changes places.
    let sheet = review(&back);
    let row = |key: &str| sheet.cells.iter().find(|content| sheet.text(content.cell) == key).expect(key).cell.row;
    let swapped = [(row(STAFF), row(PAY)), (row(PAY), row(STAFF))].map(|(to, from)| {
        let text = |column| sheet.text(Cell::new(from, column)).to_owned();
        [1, 3, EXPLANATION].map(|column| (Cell::new(to, column).to_string(), NewValue::Text(text(column))))
    });
    let swapped = swapped.concat();
    let cells: Vec<_> = swapped.iter().map(|(cell, value)| (cell.as_str(), value.clone())).collect();
    let (judged, _) = desk.check(&typed(&back, REVIEW, &cells));
    assert_eq!([STAFF, PAY].map(|key| standing(&judged, key)), [None, None]);
    let doubt = "报送的文件里的审核意见有2行与隐藏的识别号对不上（可能排过序），其中的单位说明和审核人意见没有读取，请与单位核对";
    assert_eq!(judged.rounds.doubts, [doubt]);
}

#[test]
fn a_review_without_its_keys_is_told() {
    let desk = Desk::new();
    let (_, copy) = desk.check(&example());
    let bytes = read(&copy);
    let sheet = review(&bytes);
    let head = sheet.cells.iter().find(|content| sheet.text(content.cell) == "识别号").expect("a head").cell;
    let (judged, _) = desk.check(&typed(&bytes, REVIEW, &[(&head.to_string(), NewValue::Blank)]));
    let doubt = "报送的文件里的审核意见缺少“识别号”或说明、意见栏，其中的单位说明和审核人意见没有读取，请与单位核对";
    assert_eq!((judged.rounds.number, judged.rounds.doubts), (2, vec![doubt.to_owned()]));
}

#[test]
fn a_decision_that_is_none_is_told() {
    let desk = Desk::new();
    let (_, copy) = desk.check(&example());
    decide(&copy, STAFF, "采纳/不采纳");
    let (judged, copy) = desk.check(&example());
    assert_eq!(standing(&judged, STAFF), None);
    let doubt = "“实有人数”的审核人意见写有“采纳/不采纳”，看不出是否采纳，未予采用，请写“采纳”或“不采纳”";
    assert_eq!(judged.rounds.doubts, [doubt]);
    decide(&copy, STAFF, "采纳");
    assert_eq!(standing(&desk.check(&example()).0, STAFF), Some(Standing::Accepted));
}

#[test]
fn a_unit_that_goes_on_in_an_older_copy_is_held_against_the_latest_review() {
    let desk = Desk::new();
    let (_, copy) = desk.check(&example());
    let older = read(&copy);
    let back = written(&older, STAFF, EXPLANATION, "年中接收军转干部三名，编制待批");
    let back = typed(&back, "收支情况", &[("H17", number("-15.75")), ("H18", number("-15.75"))]);
    let (second, copy) = desk.check(&back);
    assert_eq!(keys(&second).len(), 2);
    decide(&copy, STAFF, "采纳");
    desk.check(&back);
    // What was corrected in the second round is wrong again in the third, and the value has changed since it was explained.
    let back = written(&older, STAFF, EXPLANATION, "年中接收军转干部三名，编制待批");
    let (third, _) = desk.check(&typed(&back, "基本概况", &[("C6", number("36"))]));
    assert_eq!((third.rounds.number, standing(&third, STAFF)), (3, Some(Standing::Outdated)));
    assert_eq!(finding(&third, "XTB-01|支出.累计结余|汇总").state, State::New);
    let doubt = "“实有人数”的审核人意见“采纳”是对以前的数或说明写的，现已变化，请重新审定";
    assert_eq!(third.rounds.doubts, [doubt]);
}

#[test]
fn what_was_said_of_a_file_stands_until_something_is_new() {
    let desk = Desk::new();
    let (first, copy) = desk.check(&example());
    assert_eq!(first.rounds.standing, None);
    let again = desk.judge().judge("收件/表.xlsx", example());
    assert_eq!(again.rounds.standing.as_deref(), Some(copy.as_path()));
    let later = Settings { deadline: Some(date(2022, 5, 31)), ..Settings::default() };
    let judge = Judge::new(vec![desk::form()], later, None, desk::RECEIVED);
    let prolonged = judge.with_previous(Previous::beside(desk.folder.path())).judge("收件/表.xlsx", example());
    assert_eq!(prolonged.rounds.standing, None, "a letter says by when");
    decide(&copy, STAFF, "采纳");
    let decided = desk.judge().judge("收件/表.xlsx", example());
    assert_eq!(decided.rounds.standing, None);
}

#[test]
fn an_error_is_not_accepted() {
    let desk = Desk::new();
    let (_, copy) = desk.check(&example());
    decide(&copy, "XTB-01|支出.累计结余|汇总", "采纳");
    let (judged, _) = desk.check(&example());
    let doubt = "汇总行“累计结余”是须修改的问题，“采纳”不起作用；确实不必修改的，请写成“免改：编制由上级统一管理，至2022-12-31”这样的形式";
    assert_eq!((judged.status, judged.rounds.doubts), (Status::Returned, vec![doubt.to_owned()]));
}
