//! One type for everything that is said to a user about a file.

use crate::{FileSpan, Span};
use std::borrow::Cow;

/// A finding about a file: an error of a reader or a lint.
///
/// Texts follow `docs/CONTRIBUTING.md`: `message` says what is wrong with the user's own values, lower case, without a
/// full stop; `help` says what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// `family/name` in kebab-case, registered in the lint registry.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// Where; the first label is the place of the finding.
    pub labels: Vec<Label>,
    /// What to do.
    pub help: Option<Cow<'static, str>>,
    /// An edit that mends it.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// An error at a place.
    pub fn error(code: &'static str, at: FileSpan, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, at, message)
    }

    /// A warning at a place.
    pub fn warning(code: &'static str, at: FileSpan, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, at, message)
    }

    /// A remark at a place.
    pub fn info(code: &'static str, at: FileSpan, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Info, at, message)
    }

    /// A finding of this severity at a place.
    pub fn new(
        code: &'static str,
        severity: Severity,
        at: FileSpan,
        message: impl Into<String>,
    ) -> Self {
        let labels = vec![Label { at, text: None }];
        Self { code, severity, message: message.into(), labels, help: None, fix: None }
    }

    /// Says what to do.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<Cow<'static, str>>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Points at a second place.
    #[must_use]
    pub fn with_label(mut self, at: FileSpan, text: impl Into<String>) -> Self {
        self.labels.push(Label { at, text: Some(text.into()) });
        self
    }

    /// Offers an edit.
    #[must_use]
    pub fn with_fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }

    /// The place of the finding.
    pub fn at(&self) -> FileSpan {
        self.labels.first().map_or_else(FileSpan::default, |l| l.at)
    }
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// A matter of style or a hint.
    Info,
    /// Probably not what the author meant.
    Warning,
    /// It cannot be read, or cannot work.
    Error,
}

impl Severity {
    /// The word that the contracts and the pages write.
    pub fn word(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A place with what is to be said of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The bytes.
    pub at: FileSpan,
    /// What stands there; `None` when the message says it.
    pub text: Option<String>,
}

/// A change of the file's bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The bytes to be replaced.
    pub span: Span,
    /// What replaces them.
    pub text: String,
}

/// Edits of one file that mend a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// Whether it may be applied unasked.
    pub safety: Safety,
    /// The edits, not overlapping.
    pub edits: Vec<Edit>,
}

/// Whether a fix keeps the meaning of the rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Safety {
    /// It keeps the meaning.
    Safe,
    /// It changes the meaning, or may.
    Unsafe,
}
