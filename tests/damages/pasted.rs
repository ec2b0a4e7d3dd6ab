//! Further damage, of what repairs are hard for: the ways in which files store the same cells.

use regex::{Captures, Regex};
use xlcheck::words::Cell;

use super::Damage;
use super::client::Edit;
use super::doc::Doc;
use super::grid::{Grid, Stored};

const MONEY: &str = "收支情况";
const CALC_CHAIN: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml";

pub const DAMAGES: &[Damage] = &[
    Damage::new("表头改成几种字体的字", |doc| {
        doc.on(MONEY, |grid| grid.rich("C15", &["基本", "支出（含往来）"]));
    }),
    Damage::new("表头改成公式", |doc| {
        doc.on(MONEY, |grid| grid.formula_of_words("C15", "\"基本\"&amp;\"支出1\"", "基本支出1"));
    }),
    Damage::new("上方插入两行，表头改字", |doc| {
        doc.edit(MONEY, &[Edit::InsertRow(1), Edit::InsertRow(1)]);
        doc.on(MONEY, |grid| grid.text("C17", "基本支出（含往来）"));
    }),
    Damage::new("上方插入两行，核对数和差额的公式改为固定值", |doc| {
        doc.edit(MONEY, &[Edit::InsertRow(1), Edit::InsertRow(1)]);
        doc.on(MONEY, |grid| ["J8", "K8", "M8"].into_iter().for_each(|cell| grid.number(cell, "1")));
    }),
    Damage::new("改了表名，核对数的公式改为固定值", |doc| {
        doc.rename(MONEY, "收支 情况");
        doc.on("收支 情况", |grid| grid.number("J6", "1"));
    }),
    Damage::new("共用公式的首格改为固定值", |doc| {
        doc.on(MONEY, |grid| {
            for row in 7..=11 {
                set(grid, &format!("J{row}"), "<f t=\"shared\" si=\"3\"/><v>1</v>");
            }
            grid.number("J7", "1");
        });
    }),
    Damage::new("自己的共用公式盖住了核对数，另一格在填报格里", |doc| {
        doc.on(MONEY, |grid| {
            set(grid, "J6", "<f t=\"shared\" ref=\"B6:J11\" si=\"3\">6124/10</f><v>612.4</v>");
            let value = grid.cells[&at("B6")].content.clone();
            set(grid, "B6", &format!("<f t=\"shared\" si=\"3\"/>{value}"));
        });
    }),
    Damage::new("填报格里写公式", |doc| doc.on(MONEY, |grid| grid.formula("B6", "6124000/10000", "612.4"))),
    Damage::new("从别处整格粘贴：格式、锁定和校验都换了", |doc| {
        doc.on(MONEY, |grid| {
            grid.dress("B7", "A6");
            grid.behind("sqref=\"B6:G11 ", "sqref=\"B6:G6 C7:G7 B8:G11 ");
            let foreign = "<dataValidation type=\"none\" sqref=\"A7:B7 H1:H9\"/></dataValidations>";
            grid.behind("</dataValidations>", foreign);
        });
    }),
    Damage::new("一列都被锁定，没有同样的格可以参照", |doc| {
        doc.on(MONEY, |grid| {
            for row in (6..=11).chain(17..=22).chain(27..=32).chain(37..=42) {
                for column in 'B'..='H' {
                    if grid.cells.contains_key(&at(&format!("{column}{row}"))) {
                        grid.dress(&format!("{column}{row}"), "A6");
                    }
                }
            }
        });
        doc.at_field("封面.报告日期", |grid, cell| {
            let first = grid.cells.values().find_map(|stored| stored.style.clone());
            grid.cells.get_mut(&at(cell)).expect("a cell").style = first;
        });
    }),
    Damage::new("合并的填报格被锁定", |doc| {
        doc.at_field("基本概况.联系人", |grid, cell| grid.dress(cell, "A1"));
    }),
    Damage::new("有密码的文件，一张表的保护取消", |doc| {
        doc.on("封面", |grid| grid.behind("<sheetProtection ", "<sheetProtection password=\"CC1A\" "));
        doc.on(MONEY, |grid| grid.behind("<sheetProtection[^>]*/>", ""));
    }),
    Damage::new("一张表全部粘贴成数值", |doc| {
        doc.on(MONEY, |grid| {
            for stored in grid.cells.values_mut() {
                if let Some((_, value)) = stored.content.split_once("</f>") {
                    stored.content = value.to_owned();
                }
            }
        });
    }),
    Damage::new("计算顺序里还有被改的格", |doc| {
        doc.on(MONEY, |grid| {
            grid.formula_of_words("C15", "\"基本\"", "基本");
            grid.number("J6", "1");
        });
        doc.add(
            "xl/calcChain.xml",
            "<calcChain xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><c r=\"C15\" i=\"4\"/></calcChain>",
        );
        doc.typed("xl/calcChain.xml", CALC_CHAIN);
        doc.relate("xl/workbook.xml", "calcChain", "calcChain.xml");
    }),
    Damage::new("没有共用文字的文件", |doc| {
        inline(doc);
        damaged(doc);
    }),
    Damage::new("严格格式的文件", |doc| {
        damaged(doc);
        strict(doc);
    }),
    Damage::new("元素带前缀的文件", |doc| {
        damaged(doc);
        prefixed(doc);
    }),
    Damage::new("没有一格可以填报", close),
    Damage::new("没有一格可以填报，合计又不对", |doc| {
        close(doc);
        doc.on(MONEY, |grid| grid.number("B6", "612"));
    }),
    Damage::new("删去一张表，别处有各种写法", |doc| {
        doc.delete_sheet("评价人员");
        doc.on(MONEY, |grid| {
            grid.formula("B6", "6124000/10000", "612.4");
            grid.formula("C6", "SUM(C7:C9)", "12.4");
            grid.text("D6", " 585.00 ");
            grid.text("E6", "０");
            grid.number("F6", "15.000000000000002");
            grid.text("G6", "没有");
            grid.error("B7", "#VALUE!");
            grid.truth("C7", true);
        });
        doc.at_field("封面.报告日期", |grid, cell| grid.text(cell, "2022.3.20"));
        doc.at_field("职能职责.段1.正文", |grid, cell| grid.text(cell, "一、负责。\n二、承担<b>&amp;其他。"));
    }),
    Damage::new("删去一张表，按1904年计日期", |doc| {
        doc.delete_sheet("评价人员");
        doc.workbook(|xml| xml.replace("<workbookPr ", "<workbookPr date1904=\"1\" "));
        doc.at_field("封面.报告日期", |grid, cell| grid.number(cell, "43178"));
    }),
    Damage::new("删去一张表，完成值是百分比格式的0.95", |doc| {
        doc.delete_sheet("综述");
        percent(doc, "定量指标.质量1.实际完成值", "0.95");
    })
    .of_2024(),
    Damage::new("表头改字，封面又是别的单位", |doc| {
        doc.on("封面", |grid| {
            grid.text("B5", "青澜经开区园林局");
            grid.text("B6", "629999");
        });
        doc.on(MONEY, |grid| grid.text("C15", "基本支出（含往来）"));
    }),
];

/// Of everything something: a label, a formula, a lock, a validation, the protection.
fn damaged(doc: &mut Doc) {
    doc.on(MONEY, |grid| {
        grid.text("C15", "基本支出（含往来）");
        grid.number("J6", "1");
        grid.dress("B7", "A6");
        grid.behind("sqref=\"B6:G11 ", "sqref=\"B6:G9 ");
        grid.behind("<sheetProtection[^>]*/>", "");
    });
}

/// Locks every cell.
fn close(doc: &mut Doc) {
    doc.change("xl/styles.xml", |xml| xml.replace("<protection locked=\"0\"/>", "<protection locked=\"1\"/>"));
}

/// A figure that is shown as a percentage.
fn percent(doc: &mut Doc, field: &str, number: &str) {
    doc.change("xl/styles.xml", |xml| {
        let (before, rest) = xml.split_once("</cellXfs>").expect("formats");
        format!("{before}<xf numFmtId=\"9\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/></cellXfs>{rest}")
    });
    let formats = doc.part("xl/styles.xml");
    let (_, formats) = formats.split_once("<cellXfs").expect("formats");
    let (formats, _) = formats.split_once("</cellXfs>").expect("formats");
    let last = formats.matches("<xf ").count() - 1;
    doc.at_field(field, |grid, cell| {
        grid.number(cell, number);
        grid.cells.get_mut(&at(cell)).expect("a cell").style = Some(last.to_string());
    });
}

fn at(cell: &str) -> Cell {
    cell.parse().expect("a cell")
}

fn set(grid: &mut Grid, cell: &str, content: &str) {
    let stored: &mut Stored = grid.cells.entry(at(cell)).or_default();
    (stored.kind, stored.content) = (None, content.to_owned());
}

fn sheets(doc: &Doc) -> Vec<String> {
    let tag = Regex::new("<sheet name=\"([^\"]*)\"").expect("a pattern");
    tag.captures_iter(&doc.part("xl/workbook.xml")).map(|found| found[1].to_owned()).collect()
}

/// Writes every shared text into its cells, and the file knows of none that are shared.
fn inline(doc: &mut Doc) {
    let item = Regex::new("(?s)<si>(.*?)</si>").expect("a pattern");
    let shared: Vec<String> =
        item.captures_iter(&doc.part("xl/sharedStrings.xml")).map(|found| found[1].to_owned()).collect();
    for sheet in sheets(doc) {
        doc.on(&sheet, |grid| {
            for stored in grid.cells.values_mut().filter(|stored| stored.kind.as_deref() == Some("s")) {
                let index: usize =
                    stored.content.trim_start_matches("<v>").trim_end_matches("</v>").parse().expect("an index");
                stored.kind = Some("inlineStr".to_owned());
                stored.content = format!("<is>{}</is>", shared[index]);
            }
        });
    }
    let without = |xml: String, pattern: &str| Regex::new(pattern).expect("a pattern").replace(&xml, "").into_owned();
    doc.change("xl/_rels/workbook.xml.rels", |xml| without(xml, "<Relationship [^>]*sharedStrings.xml\"/>"));
    doc.change("[Content_Types].xml", |xml| without(xml, "<Override [^>]*sharedStrings.xml\"[^>]*/>"));
}

/// The namespaces of the strict kind (ISO/IEC 29500-1, annex A).
fn strict(doc: &mut Doc) {
    let change = |xml: String| {
        let xml = xml.replace(
            "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            "http://purl.oclc.org/ooxml/spreadsheetml/main",
        );
        xml.replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
    };
    let mut parts: Vec<String> = sheets(doc).iter().map(|sheet| doc.part_of(sheet)).collect();
    parts.extend(
        ["xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/sharedStrings.xml", "_rels/.rels"]
            .map(str::to_owned),
    );
    for part in parts {
        doc.change(&part, change);
    }
}

/// The sheets and the formats with a prefix before every element.
fn prefixed(doc: &mut Doc) {
    let tag = Regex::new("<(/?)([A-Za-z]+)").expect("a pattern");
    let mut parts: Vec<String> = sheets(doc).iter().map(|sheet| doc.part_of(sheet)).collect();
    parts.push("xl/styles.xml".to_owned());
    for part in parts {
        doc.change(&part, |xml| {
            let xml = tag.replace_all(&xml, |found: &Captures<'_>| format!("<{}x:{}", &found[1], &found[2]));
            xml.replace(" xmlns=\"", " xmlns:x=\"")
        });
    }
}
