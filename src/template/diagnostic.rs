//! What is wrong with a template: file, line, column, and the line with a mark under it.

use std::fmt::{self, Write};
use std::ops::Range;
use std::sync::Arc;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use super::source::Source;

/// Whether a template can be used in spite of what is said of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gravity {
    /// 错误: it cannot.
    Mistake,
    /// 提醒: it can, but hardly says what was meant.
    Doubt,
}

impl Gravity {
    const fn word(self) -> &'static str {
        match self {
            Self::Mistake => "错误",
            Self::Doubt => "提醒",
        }
    }
}

/// One mistake in a template or a settings file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The file.
    pub source: Arc<Source>,
    /// The bytes of the file that are wrong.
    pub span: Range<usize>,
    /// How much it matters.
    pub gravity: Gravity,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

impl Diagnostic {
    /// Line and column of the mistake, both from one, columns in characters.
    #[must_use]
    pub fn position(&self) -> (usize, usize) {
        let before = self.source.text.get(..self.span.start).unwrap_or(&self.source.text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        (line, column)
    }

    /// The mistake in its line, drawn for a terminal without colours.
    #[must_use]
    pub fn render(&self) -> String {
        let annotation = AnnotationKind::Primary.span(self.span.clone());
        let snippet = Snippet::source(&self.source.text).path(&self.source.path).annotation(annotation);
        let level = match self.gravity {
            Gravity::Mistake => Level::ERROR,
            Gravity::Doubt => Level::WARNING,
        };
        let level = level.with_name(Some(self.gravity.word()));
        let mut group = level.primary_title(&self.message).element(snippet);
        if let Some(help) = &self.help {
            group = group.element(Level::HELP.with_name(Some("建议")).message(help));
        }
        Renderer::plain().render(&[group])
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (line, column) = self.position();
        write!(f, "{}:{line}:{column}: {}", self.source.path, self.message)
    }
}

/// Several mistakes, one below the other.
#[must_use]
pub fn rendered(diagnostics: &[Diagnostic]) -> String {
    diagnostics.iter().map(Diagnostic::render).collect::<Vec<_>>().join("\n\n")
}

/// The mistakes of a template, all of them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("模板有{}处错误：\n{}{}", .mistakes.len(), rendered(.mistakes), .unread)]
pub struct BadTemplate {
    /// What is wrong.
    pub mistakes: Vec<Diagnostic>,
    /// What was not looked at for that.
    pub unread: Unread,
}

/// The rules of a template that were not looked at, as what they speak of is itself wrong.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Unread {
    /// Every rule was looked at.
    #[default]
    None,
    /// None was looked at.
    All,
    /// These were not.
    Rules(Vec<String>),
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => Ok(()),
            Self::All => f.write_str("\n\n规则要在表改正以后才能检查，请改正后再检查一次。"),
            Self::Rules(rules) => {
                write!(f, "\n\n有{}条规则用到上面有误的内容，没有检查，请改正后再检查一次：", rules.len())?;
                f.write_str(&rules.join("、"))?;
                f.write_char('。')
            }
        }
    }
}

/// The mistakes of a settings file, all of them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("设置有{}处错误：\n{}", .0.len(), rendered(.0))]
pub struct BadSettings(pub Vec<Diagnostic>);
