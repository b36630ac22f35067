//! `[convert]`: how rules are translated in this repository.

use super::keys::{Key, Shape, key};
use super::{Pattern, Reader, position};
use crate::accept::Accept;
use crate::target::TargetSpec;
use serde::Deserialize;
use toml::Spanned;

/// The keys of `[convert]`.
pub(super) const CONVERT: &[Key] = &[key(
    "accept",
    "Losses that are accepted: their notes keep the reason and send no rule to review.",
    Shape::Tables(ACCEPT, &["code", "reason"]),
)];

/// The keys of `[[convert.accept]]`.
const ACCEPT: &[Key] = &[
    key("code", "The code of a note, or a family.", Shape::Text),
    key("from", "Only of rules in this format, or `format/language`.", Shape::Text),
    key("paths", "Only of these files, as patterns from where this file stands.", Shape::Texts),
    key("reason", "Why; it stands in the ledger.", Shape::Text),
    key("source", "Only of rules of this log source, or of this product.", Shape::Text),
    key("to", "Only in translations into this format, or `format/language`.", Shape::Text),
];

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub(super) struct ConvertText {
    accept: Vec<AcceptText>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct AcceptText {
    code: Spanned<String>,
    from: Option<String>,
    to: Option<String>,
    #[serde(default)]
    paths: Vec<String>,
    source: Option<String>,
    reason: Spanned<String>,
}

impl Reader<'_> {
    pub(super) fn accepts(&self, read: ConvertText) -> Result<Vec<Accept>, String> {
        read.accept.into_iter().map(|entry| self.accept(entry)).collect()
    }

    fn accept(&self, read: AcceptText) -> Result<Accept, String> {
        let at = |span: std::ops::Range<usize>| super::place(self.text, span.start);
        let code = read.code.get_ref();
        crate::check::known(code)
            .map_err(|why| format!("{}: {}", at(read.code.span()), why.message))?;
        if read.reason.get_ref().trim().is_empty() {
            return Err(format!("{}: say why this loss is accepted", at(read.reason.span())));
        }
        for name in [&read.from, &read.to].into_iter().flatten() {
            TargetSpec::parse(&name.replace('/', ":"))
                .map_err(|why| format!("{}: {}", self.place_of(name), why.message))?;
        }
        if let Some(source) = &read.source {
            self.known_source(source)?;
        }
        let paths = read.paths.iter().map(|path| self.pattern(path));
        let paths: Vec<Pattern> = paths.collect::<Result<_, _>>()?;
        let place = position(self.text, read.code.span().start);
        let mut accept = Accept::new(read.code.into_inner(), read.reason.into_inner(), place);
        accept.from = read.from;
        accept.to = read.to;
        accept.paths = paths;
        accept.source = read.source;
        Ok(accept)
    }
}
