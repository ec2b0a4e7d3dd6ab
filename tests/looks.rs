//! What a sheet looks like on a screen and on paper, as the file says it: pages, heads, what is seen first.

mod colours;
mod desk;

use regex::Regex;
use xlcheck::excel::package::Package;
use xlcheck::form::Settings;
use xlcheck::outcome::{Issuing, SubUnitsSaid, Unit, issue_one};
use xlcheck::report::{Dates, marked_copy};

/// The XML of the sheets of a workbook that is issued to a unit whose name has what XML and heads of pages mind.
fn sheets() -> Vec<(String, String)> {
    let (form, settings) = (desk::form(), Settings::default());
    let issuing = Issuing { form: &form, year: desk::YEAR, deadline: None, password: None, settings: &settings };
    let unit = Unit { name: "市政&园林<中心>".to_owned(), ..desk::unit(SubUnitsSaid::Unsaid) };
    let package = Package::open(issue_one(&issuing, &unit).expect("issued")).expect("a package");
    let text = |part: &str| String::from_utf8(package.required(part).expect(part).to_vec()).expect("UTF-8");
    let sheets = package.workbook().expect("a workbook").sheets.into_iter();
    sheets.map(|sheet| (sheet.name, text(&sheet.part))).filter(|(name, _)| name != "xlcheck").collect()
}

/// What a pattern captures in each sheet; nothing where it does not fit.
fn captured(pattern: &str) -> Vec<(String, Option<String>)> {
    let pattern = Regex::new(pattern).expect("a pattern");
    let found = |xml: &str| pattern.captures(xml).map(|found| found[1].to_owned());
    sheets().into_iter().map(|(name, xml)| (name, found(&xml))).collect()
}

fn is(found: &[(String, Option<String>)], expected: &[(&str, Option<&str>)]) {
    let found: Vec<(&str, Option<&str>)> = found.iter().map(|(name, one)| (name.as_str(), one.as_deref())).collect();
    assert_eq!(found, expected);
}

#[test]
fn sheets_are_a_page_wide_and_some_have_a_number_of_pages() {
    // A width of one page is what Excel takes where only the height is said.
    is(
        &captured(r#"<pageSetup paperSize="9"[^>]*fitToHeight="(\d+)""#),
        &[
            ("填报说明", Some("2")),
            ("封面", Some("0")),
            ("基本概况", Some("0")),
            ("收支情况", Some("0")),
            ("自评情况", Some("0")),
            ("评价人员", None),
            ("综述", Some("0")),
            ("自查", Some("0")),
        ],
    );
    let fits = captured("<pageSetUpPr (fitToPage=\"1\")/>");
    assert!(fits.iter().all(|(_, found)| found.is_some()), "{fits:?}");
}

#[test]
fn every_page_but_the_cover_says_whose_it_is() {
    let whose = Some("&amp;L&amp;\"宋体\"&amp;9填报单位：市政&amp;&amp;园林&lt;中心&gt;　预算编码：629101");
    let expected = ["填报说明", "封面", "基本概况", "收支情况", "自评情况", "评价人员", "综述", "自查"]
        .map(|name| (name, whose.filter(|_| name != "封面")));
    is(&captured("<oddHeader>(.*)</oddHeader>"), &expected);
}

#[test]
fn pages_end_before_tables_and_headings() {
    is(
        &captured("<rowBreaks [^>]*>(.*)</rowBreaks>"),
        &[
            ("填报说明", None),
            ("封面", None),
            ("基本概况", None),
            ("收支情况", Some(&breaks(&[11, 22, 32]))),
            ("自评情况", Some(&breaks(&[14]))),
            ("评价人员", None),
            ("综述", Some(&breaks(&[31, 73]))),
            ("自查", None),
        ],
    );
}

fn breaks(rows: &[u32]) -> String {
    let one = |row: &u32| format!("<brk id=\"{row}\" max=\"16383\" man=\"1\"/>");
    rows.iter().map(one).collect::<Vec<_>>().concat()
}

#[test]
fn the_first_cell_to_fill_in_is_selected_and_names_stay_beside_what_is_far_right() {
    is(
        &captured("<selection (?:pane=\"topRight\" )?activeCell=\"([A-Z0-9]+)\""),
        &[
            ("填报说明", None),
            ("封面", Some("B9")),
            ("基本概况", Some("C3")),
            ("收支情况", Some("B6")),
            ("自评情况", Some("C5")),
            ("评价人员", Some("B5")),
            ("综述", Some("C4")),
            ("自查", None),
        ],
    );
    let panes = captured("(zoomScale=\"85\".*<pane xSplit=\"1\" topLeftCell=\"B1\")");
    let frozen: Vec<&str> = panes.iter().filter(|(_, found)| found.is_some()).map(|(name, _)| name.as_str()).collect();
    assert_eq!(frozen, ["收支情况"]);
}

/// The fill and the letters of each severity in a marked copy, the gravest first: `b` or `i` or nothing, letters, fill.
fn marks() -> Vec<(String, String, String)> {
    let (form, judge) = (desk::form(), desk::judge());
    let filled = desk::filled(&form, &judge, desk::issued(&form, desk::named(2)), &desk::values("04_合计不符"));
    let dates = Dates { received: desk::RECEIVED, reviewed: desk::RECEIVED };
    let copy = marked_copy(&judge.judge("报送.xlsx", filled), dates).expect("marked").expect("a copy");
    let package = Package::open(copy).expect("a package");
    let styles = String::from_utf8(package.required("xl/styles.xml").expect("styles").to_vec()).expect("UTF-8");
    let pattern = r#"<dxf><font>(?:<([bi])/>)?<color rgb="FF(\w{6})"/></font><fill><patternFill patternType="solid"><fgColor rgb="FF(\w{6})"/>"#;
    let found = Regex::new(pattern).expect("a pattern");
    let text = |found: Option<regex::Match<'_>>| found.map_or_else(String::new, |found| found.as_str().to_owned());
    let marks = found.captures_iter(&styles).map(|one| (text(one.get(1)), text(one.get(2)), text(one.get(3))));
    let marks: Vec<_> = marks.collect();
    // Ours stand behind those of the workbook.
    marks[marks.len() - 3..].to_vec()
}

/// The fills of cells to fill in and of what is locked, and the page.
const BESIDE: [&str; 3] = ["FFF7DC", "E7E6E6", "FFFFFF"];
/// L* between fills: steps of about 2 are seen where two greys meet, and printers are coarser.
const GREYS_APART: f64 = 4.0;
/// ΔE between fills; 2.3 is just seen where they meet.
const COLOURS_APART: f64 = 12.0;

#[test]
fn severities_are_told_apart_without_red_green_or_any_colour() {
    let marks = marks();
    let weights: Vec<&str> = marks.iter().map(|(weight, ..)| weight.as_str()).collect();
    assert_eq!(weights, ["b", "i", ""], "bold, slanted, plain");
    for (at, (_, letters, fill)) in marks.iter().enumerate() {
        assert!(colours::contrast(letters, fill) >= 4.5, "{letters} is read on {fill}");
        let others = marks[at + 1..].iter().map(|(.., fill)| fill.as_str()).chain(BESIDE);
        for other in others {
            let (greys, eye) = (colours::in_greys(fill, other), colours::to_the_eye(fill, other));
            assert!(greys >= GREYS_APART && eye >= COLOURS_APART, "{fill} {other}: L* {greys:.1}, ΔE {eye:.1}");
        }
        // The graver, the darker.
        assert!(marks[..at].iter().all(|(.., graver)| darker(graver, fill)), "{fill}");
    }
    // They are the fills that are issued.
    let package = Package::open(desk::issued(&desk::form(), SubUnitsSaid::None)).expect("a package");
    let styles = String::from_utf8(package.required("xl/styles.xml").expect("styles").to_vec()).expect("UTF-8");
    assert!(BESIDE[..2].iter().all(|fill| styles.contains(&format!("rgb=\"FF{fill}\""))));
}

fn darker(one: &str, other: &str) -> bool {
    colours::in_greys(one, "FFFFFF") > colours::in_greys(other, "FFFFFF")
}
