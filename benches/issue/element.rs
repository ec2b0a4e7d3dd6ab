//! A part as a tree: enough to read what a workbook says.

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};

#[derive(Debug, Default, Clone)]
pub struct Element {
    pub name: String,
    attributes: Vec<(String, String)>,
    pub children: Vec<Element>,
    pub text: String,
}

impl Element {
    /// The root of a part.
    pub fn read(xml: &[u8]) -> Self {
        let mut reader = Reader::from_reader(xml);
        let mut open = vec![Self::default()];
        loop {
            match reader.read_event().unwrap_or_else(|error| panic!("{error}")) {
                Event::Start(start) => open.push(Self::of(&start)),
                Event::Empty(start) => last(&mut open).children.push(Self::of(&start)),
                Event::End(_) => {
                    let closed = open.pop().unwrap_or_default();
                    last(&mut open).children.push(closed);
                }
                Event::Text(text) => last(&mut open).text.push_str(&text),
                Event::GeneralRef(name) => {
                    let name = format!("&{};", &*name);
                    last(&mut open).text.push_str(&unescape(&name).unwrap_or_default());
                }
                Event::Eof => return last(&mut open).children.pop().unwrap_or_default(),
                _ => {}
            }
        }
    }

    fn of(start: &BytesStart<'_>) -> Self {
        let attributes = start.attributes().filter_map(Result::ok);
        let attributes = attributes.map(|one| {
            let value = unescape(&one.value).map(std::borrow::Cow::into_owned).unwrap_or_default();
            (one.key.as_ref().to_owned(), value)
        });
        Self { name: start.name().as_ref().to_owned(), attributes: attributes.collect(), ..Self::default() }
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn number<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.get(name)?.parse().ok()
    }

    pub fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The children of a child; none where there is no such child.
    pub fn all(&self, name: &str) -> &[Self] {
        self.child(name).map(|child| child.children.as_slice()).unwrap_or_default()
    }

    /// The text of a child.
    pub fn words(&self, name: &str) -> Option<&str> {
        self.child(name).map(|child| child.text.as_str())
    }
}

fn last(open: &mut [Element]) -> &mut Element {
    open.last_mut().unwrap_or_else(|| panic!("elements are closed"))
}
