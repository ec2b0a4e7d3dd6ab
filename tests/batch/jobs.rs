//! Several threads: the same words and the same files whatever their number.

use std::path::Path;

use xlcheck::excel::package::Package;
use xlcheck::excel::scan::read_book;
use xlcheck::facts::Raw;

use crate::folder::{Folder, RETURNED, example, tweaked};

/// Every example twice, the second time with other bytes: two files of a unit that want the same names.
fn doubled() -> Folder {
    let folder = Folder::new();
    let examples = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(RETURNED)).expect("examples");
    for entry in examples {
        let name = entry.expect("an entry").file_name().into_string().expect("UTF-8");
        let bytes = example(&name);
        folder.write(&format!("收件/{name}"), &bytes);
        folder.write(&format!("收件/再报/{name}"), &tweaked(bytes));
    }
    folder
}

#[test]
fn words_and_files_are_the_same_whatever_the_number_of_threads() {
    for format in ["text", "json", "jsonl"] {
        let run = |jobs: &str| {
            let folder = doubled();
            let arguments =
                ["check", "收件", "--out", "审核结果", "--date", "2022-4-20", "--format", format, "--jobs", jobs];
            let output = folder.run(&arguments);
            assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
            (output.stdout, output.stderr, folder.contents("审核结果"))
        };
        let one = run("1");
        for jobs in ["2", "4"] {
            let several = run(jobs);
            assert!(several.0 == one.0, "{format} with {jobs}: other words");
            assert!(several.1 == one.1, "{format} with {jobs}: other words on the error output");
            let names = |files: &[(String, Vec<u8>)]| files.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
            assert_eq!(names(&several.2), names(&one.2), "{format} with {jobs}");
            for (several, one) in several.2.iter().zip(&one.2) {
                assert!(several == one, "{format} with {jobs}: {} is another", one.0);
            }
        }
        assert_that_each_letter_names_its_review(&one.2);
    }
}

/// The second file of a unit has the second names, and what is said in it is of these.
fn assert_that_each_letter_names_its_review(written: &[(String, Vec<u8>)]) {
    let texts = written.iter().filter(|(name, _)| name.ends_with("退回通知(2).txt"));
    let mut seen = 0;
    for (name, bytes) in texts {
        let text = String::from_utf8_lossy(bytes);
        assert!(text.contains("审核意见(2).xlsx"), "{name}: {text}");
        seen += 1;
    }
    assert!(seen > 3, "{:?}", written.iter().map(|(name, _)| name).collect::<Vec<_>>());
}

/// A 重填件 whose name is taken: the copy that sends the unit to it says the name that it has got.
#[test]
fn a_copy_names_the_file_that_was_written() {
    let folder = Folder::with("收件/1.xlsx", &example("12_标识丢失.xlsx"));
    folder.write("收件/2.xlsx", &example("04_合计不符.xlsx"));
    let check = |jobs: &str| {
        let output = folder.run(&["check", "收件", "--out", "审核结果", "--date", "2022-4-20", "--jobs", jobs]);
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    check("1");
    let names = folder.names("审核结果");
    let find =
        |ending: &str| names.iter().find(|name| name.ends_with(ending) && !name.contains("629104")).expect(ending);
    let (refill, review) = (find("第1次重填件.xlsx"), find("第1次审核意见.xlsx"));
    for jobs in ["1", "2"] {
        std::fs::remove_dir_all(folder.path("审核结果")).expect("removed");
        folder.write(&format!("审核结果/{refill}"), b"taken");
        let said = check(jobs);
        assert!(said.contains("重填件(2).xlsx"), "{said}");
        let copy = std::fs::read(folder.path(&format!("审核结果/{review}"))).expect("written");
        let book = read_book(&Package::open(copy).expect("a package")).expect("a book");
        let mut cells = book.sheets.iter().flat_map(|sheet| &sheet.cells);
        let says = |raw: &Raw| matches!(raw, Raw::Text(text) if text.contains("重填件(2).xlsx"));
        assert!(cells.any(|cell| says(&cell.raw)), "with {jobs}");
        assert_eq!(std::fs::read(folder.path(&format!("审核结果/{refill}"))).expect("there"), b"taken");
    }
}

#[test]
fn a_number_of_threads_is_a_number() {
    let folder = Folder::with("表.xlsx", &example("01_无误.xlsx"));
    for jobs in ["0", "很多", "256"] {
        let output = folder.run(&["check", "表.xlsx", "--jobs", jobs]);
        let said = format!("错误：--jobs <个数>：“{jobs}”不是 1 到 255 的整数\n\n用法见 xlcheck check --help\n");
        assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(2), said.as_str()));
    }
    assert_eq!(folder.run(&["check", "表.xlsx", "--jobs", "255", "--fail-on", "query"]).status.code(), Some(0));
}
