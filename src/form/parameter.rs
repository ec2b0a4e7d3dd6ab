//! Parameters: figures that rules compare with and that a bureau may set, within reason.

use rust_decimal::Decimal;

use crate::template::{At, Mistakes, Node, nearest};
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

/// Parameters that together have to come to a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sum {
    /// The parameters, by position.
    pub of: Vec<usize>,
    /// What they have to come to.
    pub to: Decimal,
}

impl Sum {
    /// The names of its parameters.
    #[must_use]
    pub fn names<'p>(&self, parameters: &'p [Parameter]) -> Vec<&'p str> {
        self.of.iter().filter_map(|position| parameters.get(*position)).map(|one| one.id.as_str()).collect()
    }

    /// What is wrong with the values of its parameters; nothing where they will do.
    #[must_use]
    pub fn refuses(&self, parameters: &[Parameter], value: impl Fn(&str) -> Option<Decimal>) -> Option<String> {
        let names = self.names(parameters);
        let sum: Decimal = names.iter().filter_map(|name| value(name)).sum();
        let unit = self.of.first().and_then(|first| parameters.get(*first)).map_or("", |one| one.unit.as_str());
        let (sum_said, to) = (plain(sum), plain(self.to));
        (sum != self.to).then(|| format!("“{}”合计应为{to}{unit}，现为{sum_said}{unit}", names.join("”“")))
    }
}

/// Reads the `sums` of a form.
pub(super) fn sums(root: &Node<'_>, parameters: &[Parameter]) -> Vec<Sum> {
    let sum = |node: Node<'_>| {
        let position = |name: At<String>| {
            let position = parameters.iter().position(|one| one.id == name.value);
            if position.is_none() {
                let help = nearest(&name.value, parameters.iter().map(|one| one.id.as_str()));
                let help = help.map(|near| format!("是否想写“{near}”？"));
                node.mistake_with_help(name.span, format!("没有名为“{}”的参数", name.value), help);
            }
            position
        };
        let of: Option<Vec<usize>> = node.texts("of").into_iter().map(position).collect();
        let to = node.decimal("to");
        if to.is_none() && !node.has("to") {
            node.mistake(node.span.clone(), "缺少“to”");
        }
        let sum = Sum { of: of?, to: to? };
        let default = |id: &str| parameters.iter().find(|one| one.id == id).map(|one| one.value);
        if let Some(refusal) = sum.refuses(parameters, default) {
            node.mistake(node.span.clone(), refusal);
        }
        node.finish();
        Some(sum)
    };
    root.nodes("sums").into_iter().filter_map(sum).collect()
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
