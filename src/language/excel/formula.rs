//! A formula of Excel while it is put together.

/// How tightly a formula holds together in Excel; what binds less needs brackets inside what binds more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::language) enum Strength {
    Compare,
    Add,
    Multiply,
    Negate,
    Atom,
}

/// A formula without the leading `=`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::language) struct Formula {
    pub(super) text: String,
    strength: Strength,
    /// Whether it may be an error value although every figure in it is one: a division, a date.
    pub(super) fallible: bool,
}

impl Formula {
    /// A reference, a literal or a number that is not negative.
    pub(in crate::language) fn atom(text: impl Into<String>) -> Self {
        Self { text: text.into(), strength: Strength::Atom, fallible: false }
    }

    /// `NAME(a,b)`
    pub(in crate::language) fn call(name: &str, arguments: &[Self]) -> Self {
        let texts: Vec<&str> = arguments.iter().map(|argument| argument.text.as_str()).collect();
        let fallible = arguments.iter().any(|argument| argument.fallible);
        Self { text: format!("{name}({})", texts.join(",")), strength: Strength::Atom, fallible }
    }

    /// `left sign right`, with the brackets that it needs.
    pub(in crate::language) fn infix(left: &Self, sign: &str, right: &Self) -> Self {
        let strength = match sign {
            "+" | "-" => Strength::Add,
            "*" | "/" => Strength::Multiply,
            _ => Strength::Compare,
        };
        // Excel reads from left to right: only a right side of the same strength needs brackets, and so does
        // the left side of a comparison. `a+(b+c)` keeps none, since whole cents add up in any order.
        let left_needs = if strength == Strength::Compare { Strength::Add } else { strength };
        let right_needs = match strength {
            Strength::Add if sign != "+" => Strength::Multiply,
            Strength::Multiply => Strength::Negate,
            Strength::Add | Strength::Compare | Strength::Negate | Strength::Atom => Strength::Add,
        };
        let text = format!("{}{sign}{}", left.within(left_needs), right.within(right_needs));
        Self { text, strength, fallible: left.fallible || right.fallible }
    }

    /// `-x`
    pub(in crate::language) fn negate(inner: &Self) -> Self {
        let text = format!("-{}", inner.within(Strength::Negate));
        Self { text, strength: Strength::Negate, fallible: inner.fallible }
    }

    /// The sum of all of them; 0 where there are none.
    pub(in crate::language) fn sum(parts: impl IntoIterator<Item = Self>) -> Self {
        parts.into_iter().reduce(|sum, part| Self::infix(&sum, "+", &part)).unwrap_or_else(|| Self::atom("0"))
    }

    /// The same formula, known to give an error value where there is no answer.
    pub(in crate::language) fn that_may_fail(mut self) -> Self {
        self.fallible = true;
        self
    }

    fn within(&self, least: Strength) -> String {
        if self.strength < least { format!("({})", self.text) } else { self.text.clone() }
    }
}
