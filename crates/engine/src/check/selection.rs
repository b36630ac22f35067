//! Which findings are wanted, and how bad they are taken to be.

use crate::Usage;
use ruleglot_lint::{Lints, codes_of, nearest, on_request, page};
use ruleglot_source::Severity;

/// Which findings are wanted: codes or whole families.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    select: Vec<String>,
    extend: Vec<String>,
    ignore: Vec<String>,
    /// Codes and families with another severity, or none at all.
    severities: Vec<(String, Option<Severity>)>,
}

impl Selection {
    /// Only those of `select` (when it is empty, all that need not be asked for) and those of `extend`, without those
    /// of `ignore`.
    ///
    /// # Errors
    /// A word that is neither a code nor a family.
    pub fn new(select: &[String], extend: &[String], ignore: &[String]) -> Result<Self, Usage> {
        select.iter().chain(extend).chain(ignore).try_for_each(|word| known(word))?;
        let [select, extend, ignore] = [select, extend, ignore].map(<[String]>::to_vec);
        Ok(Self { select, extend, ignore, severities: Vec::new() })
    }

    /// With other severities for some codes and families; `None` for findings that are not told.
    #[must_use]
    pub fn with_severities(self, severities: Vec<(String, Option<Severity>)>) -> Self {
        Self { severities, ..self }
    }

    /// What the command line asks for over what the configuration does: `--select` takes the place of its `select`,
    /// the others are added to.
    #[must_use]
    pub fn over(self, config: &Self) -> Self {
        let both = |own: Vec<String>, theirs: &[String]| [theirs, &own].concat();
        Self {
            select: if self.select.is_empty() { config.select.clone() } else { self.select },
            extend: both(self.extend, &config.extend),
            ignore: both(self.ignore, &config.ignore),
            severities: config.severities.clone(),
        }
    }

    /// With more that is wanted, and more that is not.
    #[must_use]
    pub fn narrowed(&self, extend: &[String], ignore: &[String]) -> Self {
        let mut own = self.clone();
        own.extend.extend_from_slice(extend);
        own.ignore.extend_from_slice(ignore);
        own
    }

    /// The lints of ours that are run for it.
    pub(crate) fn lints(&self) -> Lints {
        Lints::new(&|code| self.asks(code))
    }

    /// Whether this code is asked for by itself or by its family.
    fn asks(&self, code: &str) -> bool {
        self.select.iter().chain(&self.extend).any(|word| names(word, code))
    }

    /// Whether findings of this code are wanted. What is asked for by its whole name is wanted though its family is
    /// not.
    pub fn wants(&self, code: &str) -> bool {
        let named = |list: &[String]| list.iter().any(|word| names(word, code));
        let exactly = |list: &[String]| list.iter().any(|word| word == code);
        let wanted = named(&self.select) || named(&self.extend);
        let by_default = self.select.is_empty() && !on_request(code);
        let unwanted = exactly(&self.ignore)
            || (named(&self.ignore) && !exactly(&self.select) && !exactly(&self.extend));
        (wanted || by_default) && !unwanted
    }

    /// How bad a finding of this code is taken to be; `None` when it is not to be told. A code's own line counts before
    /// its family's.
    pub fn severity(&self, code: &str, own: Severity) -> Option<Severity> {
        let exact = self.severities.iter().find(|(word, _)| word == code);
        let family = || self.severities.iter().find(|(word, _)| names(word, code));
        exact.or_else(family).map_or(Some(own), |(_, severity)| *severity)
    }
}

fn names(word: &str, code: &str) -> bool {
    code.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Whether a word is a code or a family.
///
/// # Errors
/// That it is none, and which was probably meant.
pub(crate) fn known(word: &str) -> Result<(), Usage> {
    if page(word).is_some() || !codes_of(word).is_empty() {
        return Ok(());
    }
    let meant = nearest(word).map_or(String::new(), |near| format!("; did you mean `{near}`?"));
    Err(Usage::new(format!("`{word}` is no code and no family of codes{meant}")))
}
