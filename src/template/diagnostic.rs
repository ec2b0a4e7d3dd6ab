//! What is wrong with a template: file, line, column, and the line with a mark under it.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

/// A template file: its path for people and its text.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    /// Where it came from (`部门整体支出绩效自评/2021/收支情况.toml`).
    pub path: String,
    /// Its text.
    pub text: String,
}

/// One mistake in a template or a settings file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The file.
    pub source: Arc<Source>,
    /// The bytes of the file that are wrong.
    pub span: Range<usize>,
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
        let mut group = Level::ERROR.with_name(Some("错误")).primary_title(&self.message).element(snippet);
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

/// The mistakes of a template, all of them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("模板有{}处错误：\n{}", .0.len(), .0.iter().map(Diagnostic::render).collect::<Vec<_>>().join("\n\n"))]
pub struct BadTemplate(pub Vec<Diagnostic>);
