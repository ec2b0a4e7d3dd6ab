//! What the TOML reader complains of, in the words of the person who writes the file.
//!
//! The reader has no kinds of errors, only English sentences; those that a person can bring about are told apart by
//! their beginning. One that is not known keeps its own words.

/// How a complaint of the reader begins, what it means, and what to do.
const KNOWN: [(&str, &str, &str); 36] = [
    ("string values must be quoted", "文字要写在引号里", "文字两边加英文双引号"),
    ("invalid basic string", "引号里的文字没有结束，或含有不能直接写的字符", "检查结尾的双引号"),
    ("invalid multi-line basic string", "三个双引号里的文字没有结束", "在末尾补上三个双引号"),
    ("invalid literal string", "单引号里的文字没有结束", "检查结尾的单引号"),
    ("invalid multi-line literal string", "三个单引号里的文字没有结束", "在末尾补上三个单引号"),
    ("missing opening quote", "文字缺少开头的引号", "文字两边加英文双引号"),
    ("missing escaped value", "“\\”后面缺少转义字符", "反斜杠写成“\\\\”"),
    ("too few unicode value digits", "“\\u”后面的数字不够", "“\\u”后写4位、“\\U”后写8位"),
    ("invalid unquoted key", "键的写法不对", "含汉字、空格或标点的键写在英文双引号里；等号和括号用半角"),
    ("unquoted keys cannot be empty", "等号前缺少键", "在等号前写键的名称"),
    ("keys cannot be multi-line", "键不能写成多行", "键写在一行里"),
    ("key with no value", "这个键没有值", "在后面写“= 值”"),
    ("missing value for key", "等号后缺少值", "在等号后写值；文字要加引号"),
    ("missing value", "此处缺少值", "补上值，或删去多余的符号"),
    ("invalid value", "值的写法不对", "文字加引号，数字只写数字"),
    ("missing assignment between key-value pairs", "键和值之间缺少“=”", "在键和值之间写“=”"),
    ("extra assignment between key-value pairs", "多写了“=”", "删去多余的“=”"),
    ("extra `=`", "多写了“=”", "删去多余的“=”"),
    ("unexpected `=` in array", "列表里不能写“键 = 值”", "用“{ 键 = 值 }”写成一项"),
    ("invalid key-value pair", "此处应为“键 = 值”", "检查这一行是否写完整"),
    ("missing comma", "两项之间缺少逗号", "在前一项的末尾加半角逗号；列表已写完的，补上“]”"),
    ("extra comma", "多写了逗号", "删去多余的逗号"),
    ("missing key for inline table element", "花括号里缺少键", "写成“{ 键 = 值 }”"),
    ("invalid inline table element", "花括号里的写法不对", "写成“{ 键 = 值, 键 = 值 }”，末尾不要缺“}”"),
    ("unclosed inline table", "花括号没有闭合", "在末尾补上“}”"),
    ("unclosed array table", "“[[”没有闭合", "在名称后补上“]]”"),
    ("unclosed array", "方括号没有闭合", "在末尾补上“]”"),
    ("unclosed table", "方括号没有闭合", "在名称后补上“]”"),
    ("unexpected content", "这里多出了内容", "一行只写一个“键 = 值”，注释前加“#”"),
    ("unexpected key or value", "这里多出了内容", "一行只写一个“键 = 值”，注释前加“#”"),
    ("cannot extend value of type", "这个键已经有值，不能再当作表", "检查前面同名的键"),
    ("cannot recurse further", "嵌套太深", "减少括号的层数"),
    ("invalid boolean", "值的写法不对", "是或否写 true 或 false，两边不加引号"),
    ("invalid comment character", "注释里有不能写的字符", "删去这个字符，或重写这一行"),
    ("invalid date", "日期要写在引号里", "例如 deadline = \"2025-04-30\""),
    ("carriage return must be followed by newline", "换行的写法不对", "用记事本打开，另存一次"),
];

/// What begins the complaints about figures, all of which are said alike.
const OF_NUMBERS: [&str; 16] = [
    "`_` may only go between digits",
    "integers with a radix",
    "radix must be lowercase",
    "redundant integer number prefix",
    "redundant numeric sign",
    "unexpected leading zero",
    "unexpected sign",
    "invalid number",
    "invalid integer",
    "invalid float",
    "invalid fraction",
    "invalid exponent",
    "invalid mantissa",
    "invalid hexadecimal",
    "invalid octal",
    "invalid binary",
];

/// Full-width signs that are typed for half-width ones.
const FULL_WIDTH: [(char, char); 12] = [
    ('＝', '='),
    ('，', ','),
    ('“', '"'),
    ('”', '"'),
    ('‘', '\''),
    ('’', '\''),
    ('［', '['),
    ('］', ']'),
    ('｛', '{'),
    ('｝', '}'),
    ('．', '.'),
    ('＃', '#'),
];

/// What a complaint about these words of a file means, and what to do about it.
pub(super) fn translated(complaint: &str, words: &str, rest: &str) -> (String, Option<String>) {
    let complaint = complaint.lines().next().unwrap_or_default();
    let begins = |beginning: &&str| complaint.starts_with(*beginning);
    let said = |meaning: &str, help: &str| (format!("文件的写法有误：{meaning}"), Some(help.to_owned()));
    if let Some((found, meant)) = FULL_WIDTH.iter().find(|(found, _)| rest.starts_with(*found)) {
        return said(&format!("此处的 {found} 是全角符号"), &format!("改为半角的 {meant}"));
    }
    if let Some(day) = day(rest) {
        return said("日期要写在引号里", &format!("改为 \"{day}\""));
    }
    if complaint.starts_with("string values must be quoted") {
        if words.is_empty() {
            return said("等号后缺少值", "在等号后写值；文字要加引号");
        }
        if words.starts_with(|c: char| c.is_ascii_digit()) {
            return said("数字后面不能带其他文字", "只写数字；是文字的，两边加英文双引号");
        }
    }
    if complaint.starts_with("invalid unquoted key") && !words.is_ascii() {
        return said("含汉字的名称写在等号前面时要加引号", &format!("改为 \"{words}\" = …"));
    }
    if complaint.starts_with("duplicate key") {
        return said(&format!("“{words}”已经写过"), "删去其中一个，或改用别的名称");
    }
    if let Some((_, meaning, help)) = KNOWN.iter().find(|(beginning, ..)| begins(beginning)) {
        return said(meaning, help);
    }
    if OF_NUMBERS.iter().any(begins) {
        return said("数字的写法不对", "直接写数字，例如 12.5；编码写在引号里");
    }
    (format!("文件的写法有误（{complaint}）"), None)
}

/// The day that these words begin with, as it is typed: `2025-4-30`, `2025年4月30日`.
fn day(words: &str) -> Option<&str> {
    let end = words.find(|c: char| !c.is_ascii_digit() && !"-./年月日".contains(c)).unwrap_or(words.len());
    let day = &words[..end];
    let parts: Vec<&str> = day.trim_end_matches('日').split(|c: char| !c.is_ascii_digit()).collect();
    let [year, month, of_month] = parts.as_slice() else { return None };
    let is_short = |part: &str| (1..=2).contains(&part.len());
    (year.len() == 4 && is_short(month) && is_short(of_month)).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::translated;

    #[test]
    fn what_is_not_known_keeps_its_own_words() {
        assert_eq!(
            translated("a new complaint\nmore", "x", "x"),
            ("文件的写法有误（a new complaint）".to_owned(), None)
        );
    }
}
