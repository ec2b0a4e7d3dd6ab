//! Several threads: the same words and the same files whatever their number.

use std::path::Path;

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
    assert!(written.iter().any(|(name, _)| name.ends_with("重填件(2).xlsx") || name.ends_with("定稿(2).xlsx")));
}

#[test]
fn a_number_of_threads_is_a_number() {
    let folder = Folder::with("表.xlsx", &example("01_无误.xlsx"));
    for jobs in ["0", "很多", "256"] {
        let output = folder.run(&["check", "表.xlsx", "--jobs", jobs]);
        let said = format!("错误：--jobs <个数>：“{jobs}”不是 1 到 255 的整数\n\n用法见 xlcheck --help\n");
        assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(2), said.as_str()));
    }
    assert_eq!(folder.run(&["check", "表.xlsx", "--jobs", "255", "--fail-on", "query"]).status.code(), Some(0));
}
