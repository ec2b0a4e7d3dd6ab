//! What one unit's workbook is issued with: the words that stand for `{单位名称}` and its like.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// Values by the names that stand in braces in planned texts.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Issued(BTreeMap<String, String>);

impl Issued {
    /// Sets a value.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.insert(name.into(), value.into());
    }

    /// A value; empty where it was not issued.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// Whether a value was issued, be it an empty one.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Takes over what is not yet known.
    pub fn complete(&mut self, others: &Self) {
        for (name, value) in &others.0 {
            if !self.has(name) {
                self.set(name, value);
            }
        }
    }

    /// Every name and value, in the order of names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The planned text with every `{name}` replaced by its value.
    #[must_use]
    pub fn fill<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if !text.contains('{') {
            return Cow::Borrowed(text);
        }
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let Some((name, behind)) = after.split_once('}') else {
                filled.push('{');
                rest = after;
                continue;
            };
            filled.push_str(self.get(name));
            rest = behind;
        }
        filled.push_str(rest);
        Cow::Owned(filled)
    }

    /// The names that stand in braces in a planned text.
    pub fn names(text: &str) -> impl Iterator<Item = &str> {
        text.split('{').skip(1).filter_map(|part| part.split_once('}').map(|(name, _)| name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_braces_are_replaced() {
        let mut issued = Issued::default();
        issued.set("年度", "2021");
        assert_eq!(issued.fill("{区划}{年度}年度"), "2021年度");
        assert_eq!(issued.fill("没有括号"), "没有括号");
        assert_eq!(issued.fill("{未闭合"), "{未闭合");
        assert_eq!(Issued::names("{区划}{年度}年度").collect::<Vec<_>>(), ["区划", "年度"]);
    }
}
