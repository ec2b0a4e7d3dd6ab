//! The formats of a workbook as `rust_xlsxwriter` takes them.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatUnderline};

use crate::element::Element;

/// The item of a collection that an attribute numbers.
fn part<'a>(of: &Element, name: &str, among: &'a [Element]) -> Option<&'a Element> {
    among.get(of.number::<usize>(name)?)
}

/// The formats of cells by their numbers, and those of rules by theirs.
pub fn read(styles: &Element) -> (Vec<Format>, Vec<Format>) {
    let (fonts, fills, borders) = (styles.all("fonts"), styles.all("fills"), styles.all("borders"));
    let codes = styles.all("numFmts");
    let cells = styles.all("cellXfs").iter().map(|xf| {
        let mut format = Format::new();
        format = font(format, part(xf, "fontId", fonts));
        format = fill(format, part(xf, "fillId", fills), "fgColor");
        format = border(format, part(xf, "borderId", borders));
        let number = xf.get("numFmtId").unwrap_or("0");
        match codes.iter().find(|code| code.get("numFmtId") == Some(number)) {
            Some(code) => format = format.set_num_format(code.get("formatCode").unwrap_or_default()),
            None => format = format.set_num_format_index(number.parse().unwrap_or_default()),
        }
        if let Some(alignment) = xf.child("alignment") {
            format = aligned(format, alignment);
        }
        if xf.child("protection").is_some_and(|protection| protection.get("locked") == Some("0")) {
            format = format.set_unlocked();
        }
        if xf.child("protection").is_some_and(|protection| protection.get("hidden") == Some("1")) {
            format = format.set_hidden();
        }
        format
    });
    let rules = styles.all("dxfs").iter().map(|dxf| {
        let format = font(Format::new(), dxf.child("font"));
        let format = fill(format, dxf.child("fill"), "bgColor");
        border(format, dxf.child("border"))
    });
    (cells.collect(), rules.collect())
}

fn colour(of: &Element) -> Option<Color> {
    let hex = of.get("rgb")?;
    u32::from_str_radix(hex.get(2..)?, 16).ok().map(Color::RGB)
}

fn font(mut format: Format, font: Option<&Element>) -> Format {
    for part in font.iter().flat_map(|font| &font.children) {
        let value = part.get("val").unwrap_or_default();
        format = match part.name.as_str() {
            "name" => format.set_font_name(value),
            "sz" => format.set_font_size(value.parse().unwrap_or(11.0)),
            "b" => format.set_bold(),
            "i" => format.set_italic(),
            "u" => format.set_underline(FormatUnderline::Single),
            "color" => match colour(part) {
                Some(colour) => format.set_font_color(colour),
                None => format,
            },
            _ => format,
        };
    }
    format
}

fn fill(format: Format, fill: Option<&Element>, name: &str) -> Format {
    let pattern = fill.and_then(|fill| fill.child("patternFill"));
    match pattern.and_then(|pattern| pattern.child(name)).and_then(colour) {
        Some(colour) => format.set_background_color(colour),
        None => format,
    }
}

fn border(mut format: Format, border: Option<&Element>) -> Format {
    for side in border.iter().flat_map(|border| &border.children) {
        let style = match side.get("style") {
            Some("thin") => FormatBorder::Thin,
            Some("hair") => FormatBorder::Hair,
            Some("medium") => FormatBorder::Medium,
            Some("dashed") => FormatBorder::Dashed,
            Some("dotted") => FormatBorder::Dotted,
            Some("double") => FormatBorder::Double,
            _ => continue,
        };
        let colour = side.child("color").and_then(colour).unwrap_or(Color::Automatic);
        format = match side.name.as_str() {
            "left" => format.set_border_left(style).set_border_left_color(colour),
            "right" => format.set_border_right(style).set_border_right_color(colour),
            "top" => format.set_border_top(style).set_border_top_color(colour),
            _ => format.set_border_bottom(style).set_border_bottom_color(colour),
        };
    }
    format
}

fn aligned(mut format: Format, alignment: &Element) -> Format {
    format = match alignment.get("horizontal") {
        Some("center") => format.set_align(FormatAlign::Center),
        Some("left") => format.set_align(FormatAlign::Left),
        Some("right") => format.set_align(FormatAlign::Right),
        Some("distributed") => format.set_align(FormatAlign::Distributed),
        _ => format,
    };
    format = match alignment.get("vertical") {
        Some("center") => format.set_align(FormatAlign::VerticalCenter),
        Some("top") => format.set_align(FormatAlign::Top),
        _ => format,
    };
    if alignment.get("wrapText").is_some() {
        format = format.set_text_wrap();
    }
    if alignment.get("shrinkToFit").is_some() {
        format = format.set_shrink();
    }
    match alignment.number("indent") {
        Some(indent) => format.set_indent(indent),
        None => format,
    }
}
