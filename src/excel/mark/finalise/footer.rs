//! The 校验码 at the foot of every page, beside what stands there already.

use quick_xml::escape::{escape, unescape};

use crate::excel::mark::MarkError;
use crate::excel::mark::children::{Children, WORKSHEET, append};
use crate::excel::mark::edit::Edit;
use crate::excel::package::xml::{Tag, TagKind};
use crate::excel::splice::Splice;

/// UTF-16 units of the foot of a page, marks included; Excel repairs files with more.
const MAX_FOOT: usize = 255;
/// What begins the part of a foot that stands at the right (ECMA-376 18.3.1.46).
const RIGHT: char = 'R';
/// The font of the words, where they fit with it.
const FONT: &str = "&\"宋体\"&9";
/// The children of `CT_HeaderFooter` in order (ECMA-376 18.3.1.46).
const ORDER: [&str; 6] = ["oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"];

/// Adds the code to each foot that a sheet prints.
pub(super) fn add(edit: &mut Edit, part: &str, code: &str) -> Result<(), MarkError> {
    let bytes = edit.bytes(part)?;
    // Those of other views (`customSheetViews`) lie deeper.
    let mut feet: Vec<(Tag<'_>, Tag<'_>)> = Vec::new();
    let children = Children::read(part, &bytes, |tag| {
        if tag.depth == 2 && tag.kind != TagKind::Close && ORDER.contains(&tag.local()) {
            feet.push((*tag, *tag));
        } else if tag.depth == 2
            && let Some((_, close)) = feet.last_mut().filter(|(open, _)| tag.closes(open.local()))
        {
            *close = *tag;
        }
    })?;
    let p = children.root.prefix();
    let foot = |name: &str| format!("<{p}{name}>{}</{p}{name}>", escape(with_code("", code).unwrap_or_default()));
    let Some(element) = children.get("headerFooter") else {
        let xml = format!("<{p}headerFooter>{}</{p}headerFooter>", foot("oddFooter"));
        edit.splice(part, Splice::insert(children.place("headerFooter", WORKSHEET), xml));
        return Ok(());
    };
    let wanted = [
        ("oddFooter", true),
        ("evenFooter", element.open.is_set("differentOddEven")),
        ("firstFooter", element.open.is_set("differentFirst")),
    ];
    let mut missing = String::new();
    for (name, _) in wanted.iter().filter(|(_, printed)| *printed) {
        if let Some((open, close)) = feet.iter().find(|(open, _)| open.local() == *name) {
            let text = std::str::from_utf8(&bytes).unwrap_or_default();
            let there =
                if open.kind == TagKind::Empty { "" } else { text.get(open.end..close.start).unwrap_or_default() };
            if let Some(more) = unescape(there).ok().and_then(|there| with_code(&there, code)) {
                edit.splice(part, append(open, close, &escape(more)));
            }
            continue;
        }
        let rank = |name: &str| ORDER.iter().position(|known| *known == name);
        match feet.iter().find(|(open, _)| rank(open.local()) > rank(name)) {
            Some((next, _)) => edit.splice(part, Splice::insert(next.start, foot(name))),
            None => missing += &foot(name),
        }
    }
    if !missing.is_empty() {
        edit.splice(part, element.append(&missing));
    }
    Ok(())
}

/// What has to stand behind the text of a foot for the code to be at its right; nothing where there is no room left.
fn with_code(there: &str, code: &str) -> Option<String> {
    let words = format!("定稿校验码 {code}");
    let candidates = if last_part(there) == Some(RIGHT) {
        [format!("　{words}"), format!(" {code}")]
    } else {
        [format!("&{RIGHT}{FONT}{words}"), format!("&{RIGHT}{words}")]
    };
    let units = |text: &str| text.encode_utf16().count();
    candidates.into_iter().find(|more| units(there) + units(more) <= MAX_FOOT)
}

/// Which part of a foot its last words belong to: left, centre or right; nothing where it does not say.
fn last_part(foot: &str) -> Option<char> {
    let mut last = None;
    let mut marks = foot.split('&').skip(1).peekable();
    while let Some(mark) = marks.next() {
        match mark.chars().next() {
            // `&&` is a character.
            None => drop(marks.next()),
            Some(part @ ('L' | 'C' | 'R')) => last = Some(part),
            Some(_) => {}
        }
    }
    last
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_stands_at_the_right_of_what_is_there() {
        for (there, more) in [
            ("", "&R&\"宋体\"&9定稿校验码 X"),
            ("&C第 &P 页", "&R&\"宋体\"&9定稿校验码 X"),
            ("&C页&R&D", "　定稿校验码 X"),
            ("研发&&R", "&R&\"宋体\"&9定稿校验码 X"),
        ] {
            assert_eq!(with_code(there, "X").as_deref(), Some(more), "{there}");
        }
    }

    #[test]
    fn a_foot_is_never_longer_than_excel_takes() {
        assert_eq!(with_code(&"页".repeat(245), "X").as_deref(), Some("&R定稿校验码 X"));
        assert_eq!(with_code(&"页".repeat(250), "X"), None);
    }
}
