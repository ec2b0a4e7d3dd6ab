//! Formats that say the same, in whatever order and with whatever prefixes a client has written them.
//!
//! By this a further round finds the formats of the one before; what is not recognised is added again, which is right
//! too, only longer.

use crate::excel::package::PackageError;
use crate::excel::package::xml::{TagKind, Tags};

/// What an element says: its descendants by their path with their attributes, in one order.
///
/// Left out is what says nothing: flags that a client keeps for itself, and what is so anyway where nothing is said.
pub(super) fn key(xml: &str) -> Result<String, PackageError> {
    let mut tags = Tags::new("xl/styles.xml", xml.as_bytes())?;
    let mut path: Vec<&str> = Vec::new();
    let mut said = Vec::new();
    while let Some(tag) = tags.next_tag()? {
        path.truncate(tag.depth);
        if tag.kind == TagKind::Close {
            continue;
        }
        path.push(tag.local());
        let at = path.join("/");
        said.extend(
            tag.attributes()
                .filter(|(name, value, _)| !is_silent(&path, name, value))
                .map(|(name, value, _)| format!("{at}@{name}={value}")),
        );
        // An element of protection that says nothing is as good as none.
        if tag.local() != "protection" {
            said.push(at);
        }
    }
    said.sort_unstable();
    Ok(said.join("\n"))
}

fn is_silent(path: &[&str], name: &str, value: &str) -> bool {
    name.starts_with("apply")
        || name.starts_with("xmlns")
        || matches!((name, value), ("pivotButton" | "quotePrefix", "0" | "false"))
        || match path {
            [.., "b" | "i"] => matches!((name, value), ("val", "1" | "true")),
            [.., "u"] => (name, value) == ("val", "single"),
            [.., "patternFill"] => (name, value) == ("patternType", "none"),
            [.., "protection"] => matches!((name, value), ("locked", "1" | "true") | ("hidden", "0" | "false")),
            _ => false,
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_alike_by_what_they_say() {
        let key = |xml: &str| key(xml).expect("well formed");
        let ours = "<font><b/><u/><sz val=\"9\"/><name val=\"宋体\"/></font>";
        assert_eq!(
            key(ours),
            key("<x:font><x:name val='宋体'/><x:sz val='9'/><x:u val='single'/><x:b val='1'/></x:font>")
        );
        for other in [
            "<font><b val=\"0\"/><u/><sz val=\"9\"/><name val=\"宋体\"/></font>",
            "<font><b/><u/><i/><sz val=\"9\"/><name val=\"宋体\"/></font>",
            "<font><b/><sz val=\"9\"/><name val=\"宋体\"/></font>",
        ] {
            assert_ne!(key(ours), key(other));
        }
        assert_eq!(key("<xf><protection locked=\"1\"/></xf>"), key("<xf applyAlignment=\"1\"/>"));
        assert_ne!(key("<xf><protection locked=\"0\"/></xf>"), key("<xf/>"));
        assert_eq!(key("<fill><patternFill patternType=\"none\"/></fill>"), key("<fill><patternFill/></fill>"));
    }
}
