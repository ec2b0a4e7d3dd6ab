//! Parameters: figures that rules compare with and that a bureau may set, within reason.

use rust_decimal::Decimal;

use crate::template::{Mistakes, Node, nearest};
use crate::words::plain;

/// A figure that a bureau may set.
#[derive(Debug)]
pub struct Parameter {
    /// Its name in rules.
    pub id: String,
    /// Its value where the bureau says nothing.
    pub value: Decimal,
    /// Its unit of measure.
    pub unit: String,
    /// What it is for.
    pub meaning: String,
    /// The least it may be set to.
    pub least: Option<Decimal>,
    /// The most it may be set to.
    pub most: Option<Decimal>,
    /// The parameter that it must be greater than, as the band of 优 is of 良.
    pub above: Option<String>,
}

impl Parameter {
    /// What is wrong with a value, `other` being those of all parameters; nothing where it will do.
    #[must_use]
    pub fn refuses(&self, value: Decimal, other: impl Fn(&str) -> Option<Decimal>) -> Option<String> {
        let Self { id, unit, .. } = self;
        if let Some(least) = self.least.filter(|least| value < *least) {
            return Some(format!("“{id}”不能小于{}{unit}", plain(least)));
        }
        if let Some(most) = self.most.filter(|most| value > *most) {
            return Some(format!("“{id}”不能大于{}{unit}", plain(most)));
        }
        let above = self.above.as_ref()?;
        let lower = other(above).filter(|lower| value <= *lower)?;
        Some(format!("“{id}”应大于“{above}”（{}{unit}）", plain(lower)))
    }
}

/// Reads the `parameters` of a form.
pub(super) fn parameters(root: &Node<'_>, mistakes: &Mistakes) -> Vec<Parameter> {
    let nodes = root.nodes("parameters");
    let mut parameters: Vec<(Parameter, std::ops::Range<usize>)> = Vec::new();
    for node in nodes {
        let id = node.required_text("id");
        let value = node.decimal("value");
        if value.is_none() {
            node.mistake(node.span.clone(), "参数需要“value”");
        }
        let text = |key| node.text(key).map(|text| text.value);
        let (unit, meaning) = (text("unit").unwrap_or_default(), text("meaning").unwrap_or_default());
        let (least, most, above) = (node.decimal("least"), node.decimal("most"), text("above"));
        let span = node.span.clone();
        node.finish();
        if let (Some(id), Some(value)) = (id, value) {
            parameters.push((Parameter { id: id.value, value, unit, meaning, least, most, above }, span));
        }
    }
    let ids: Vec<&str> = parameters.iter().map(|(one, _)| one.id.as_str()).collect();
    let default = |id: &str| parameters.iter().find(|(one, _)| one.id == id).map(|(one, _)| one.value);
    for (position, (one, span)) in parameters.iter().enumerate() {
        if ids[..position].contains(&one.id.as_str()) {
            mistakes.note(root.source(), span.clone(), format!("参数“{}”重复", one.id), None);
        }
        if let Some(above) = one.above.as_deref().filter(|above| !ids.contains(above)) {
            let help = nearest(above, ids.iter().copied()).map(|near| format!("是否想写“{near}”？"));
            mistakes.note(root.source(), span.clone(), format!("没有名为“{above}”的参数"), help);
        }
        if let Some(refusal) = one.refuses(one.value, default) {
            mistakes.note(root.source(), span.clone(), refusal, None);
        }
    }
    parameters.into_iter().map(|(one, _)| one).collect()
}
