//! Log sources in Splunk's words: macros, sourcetypes, sources, indexes.

use super::context::{conjuncts, holds, words};
use super::select::Common;
use ruleglot_ir::{
    Case, Expr, Field, FieldRef, NativeSource, Origin, Pattern, Test, Types, all_of, fields_of,
    for_each_leaf, normalise,
};
use ruleglot_knowledge::{
    CIM, LogSource, OwnPart, OwnSearch, SPLUNK_TA, SplunkMacro, SplunkName, log_sources,
    splunk_macro,
};
use smol_str::SmolStr;

/// What a search reads of a log source: what the user's own say, else the macro of Security Content, else the sourcetype.
pub fn splunk_source(source: &LogSource) -> Vec<NativeSource> {
    let own = source.own.as_ref();
    let search = own.and_then(|own| own.search.as_ref());
    let search = search.map(|search| NativeSource::Search(search.text.as_str().into()));
    let by_name = match own.map_or(SplunkName::Known, |own| own.name) {
        SplunkName::Known => known_source(source),
        SplunkName::Macro(name) => vec![NativeSource::Macro(name.into())],
        SplunkName::Search => Vec::new(),
    };
    search.into_iter().chain(by_name).collect()
}

fn known_source(source: &LogSource) -> Vec<NativeSource> {
    let by_macro = own_macro(source).map(|m| NativeSource::Macro(m.name.into()));
    // No one vendor's sourcetype stands for a kind of events that many vendors have.
    let sourcetypes =
        if source.splunk.tags.is_empty() { &source.splunk.sourcetypes[..] } else { &[] };
    let sourcetype = || sourcetypes.iter().find(|s| !s.contains('*'));
    by_macro
        .or_else(|| sourcetype().map(|s| NativeSource::Sourcetype((*s).into())))
        .into_iter()
        .collect()
}

/// What a search says by naming its source so, as far as it is known.
pub fn native_condition(native: &NativeSource) -> Option<Expr> {
    match native {
        NativeSource::Macro(name) => splunk_macro(name, 0).and_then(|m| m.condition.clone()),
        NativeSource::Sourcetype(name) => Some(one_of("sourcetype", &[name.as_str()])),
        NativeSource::Search(text) => log_sources().iter().find_map(|source| {
            let own = own_search(source)?;
            (own.text == text.as_str()).then(|| own.condition.clone())
        }),
        _ => None,
    }
}

/// What stands in front of the user's own searches of the log source.
fn own_search(source: &LogSource) -> Option<&OwnSearch> {
    source.own.as_ref()?.search.as_ref()
}

fn search_parts(search: &OwnSearch) -> Vec<&Expr> {
    let mut parts = Vec::new();
    conjuncts(&search.condition, &mut parts);
    parts
}

/// The conjuncts of the user's own search of the log source.
pub(super) fn own_parts(source: &LogSource) -> Vec<Expr> {
    let parts = own_search(source).map(search_parts).unwrap_or_default();
    parts.into_iter().cloned().collect()
}

/// Whether the user's own search of the log source says what a conjunct says: it asks the same field.
pub(super) fn own_search_says(source: &LogSource, conjunct: &Expr) -> bool {
    let asks = |part: &Expr| words(part).map(|w| w.field.name.clone());
    let Some(field) = asks(conjunct) else { return false };
    let own = own_search(source).map(search_parts).unwrap_or_default();
    own.into_iter().any(|part| asks(part).is_some_and(|name| name == field))
}

/// Whether a condition on the index is one of the user's own searches of the log source.
pub(super) fn is_own_index(source: Option<&LogSource>, index: &Expr) -> bool {
    let own = source.and_then(own_search).map(search_parts).unwrap_or_default();
    own.into_iter().any(|part| is_index(part) && says_same(part, index))
}

/// Whether two conjuncts say the same.
pub(super) fn says_same(one: &Expr, other: &Expr) -> bool {
    match (words(one), words(other)) {
        (Some(one), Some(other)) => {
            let within = |a: &[&str], b: &[&str]| {
                a.iter().all(|w| b.iter().any(|v| v.eq_ignore_ascii_case(w)))
            };
            one.field.name == other.field.name
                && within(&one.words, &other.words)
                && within(&other.words, &one.words)
        }
        _ => normalise(one) == normalise(other),
    }
}

/// The macro that stands for the log source. One that an earlier log source of another platform has is that one's.
fn own_macro(source: &LogSource) -> Option<&'static SplunkMacro> {
    let platform = |s: &LogSource| s.id.split('.').next().unwrap_or_default().to_owned();
    let name = source.splunk.index_macro?;
    let first = log_sources().iter().find(|s| s.splunk.index_macro == Some(name))?;
    if platform(first) == platform(source) { splunk_macro(name, 0) } else { None }
}

/// What tells the events of a log source from others of its macro or sourcetype: the code of Sysmon's event, or where no
/// macro names it, the value of `source`.
pub(super) fn condition(source: &LogSource) -> Option<Expr> {
    let of = &source.splunk;
    let by_own = source.own.as_ref().is_some_and(|own| own.name != SplunkName::Known);
    if by_own {
        return (!of.codes.is_empty()).then(|| one_of(&code_field(source), &of.codes));
    }
    if !of.tags.is_empty() {
        return Some(all_of(of.tags.iter().map(|tag| one_of("tag", &[tag]))));
    }
    if !of.codes.is_empty() {
        return Some(one_of(&code_field(source), &of.codes));
    }
    let sourcetype = of.sourcetypes.first()?;
    let shared = || log_sources().iter().filter(|s| s.splunk.sourcetypes.contains(sourcetype));
    let tells = own_macro(source).is_none() && !of.sources.is_empty() && shared().count() > 1;
    tells.then(|| one_of("source", &of.sources))
}

/// The field that says which event of its log an event is.
fn code_field(source: &LogSource) -> SmolStr {
    let hub = source.hub().filter(|_| source.is_own(OwnPart::SplunkNames));
    let own = hub.and_then(|hub| {
        let forms = hub.forms("EventID", SPLUNK_TA).into_iter();
        forms.filter(|found| found.form.write.is_some()).map(|found| found.name).next()
    });
    own.unwrap_or_else(|| "EventCode".into())
}

fn one_of(field: &str, values: &[&str]) -> Expr {
    let any = values.iter().map(|v| Pattern::literal(*v)).collect();
    let test = Test::Text { any, case: Case::UnicodeFold, types: Types::Textual };
    Expr::any(Field::known(SPLUNK_TA, field), test, Origin::default())
}

/// Values that the events have in fields of Splunk's own, and where the log source's macro asks for others, those.
pub(super) fn values(source: &LogSource) -> Vec<(String, String)> {
    let own = source.splunk.values();
    let mut out: Vec<_> = own.iter().map(|(n, v)| ((*n).to_owned(), v.clone())).collect();
    let condition = source.splunk.index_macro.and_then(|m| splunk_macro(m, 0)?.condition.clone());
    for part in own_search(source).map(search_parts).unwrap_or_default() {
        let Some(said) = words(part) else { continue };
        out.extend(said.words.iter().map(|w| (said.field.name.to_string(), (*w).to_owned())));
    }
    for_each_leaf(
        &condition.unwrap_or_else(|| Expr::constant(true)),
        ruleglot_ir::Monotone::Up,
        &mut |leaf, _| {
            let Some(said) = words(leaf) else { return };
            if !own.iter().any(|(n, _)| *n == said.field.name.as_str()) {
                let of = said.words.iter().map(|w| (said.field.name.to_string(), (*w).to_owned()));
                out.extend(of);
            }
        },
    );
    out
}

/// Whether a condition is about nothing but the index: where events are stored, not what they are.
pub(super) fn is_index(expr: &Expr) -> bool {
    let (mut all, mut some) = (true, false);
    fields_of(expr, &mut |f| {
        some = true;
        all &= matches!(f, FieldRef::Named(f) if f.name == "index"
            && f.taxonomy.id().is_some_and(|id| id == SPLUNK_TA || id == CIM));
    });
    all && some
}

/// Whether a condition on the index leaves none out (`index=*`).
pub(super) fn is_any_index(expr: &Expr) -> bool {
    holds(expr, &[("index", "main")]) && holds(expr, &[("index", "ruleglot")])
}

/// What a search says of its source.
pub(super) struct Said<'a> {
    /// The names in it.
    pub(super) native: &'a [&'a NativeSource],
    /// What it says of its source.
    pub(super) consumed: &'a [Expr],
    /// All its conjuncts.
    pub(super) stated: &'a [&'a Expr],
    /// The data sources that its rule says it is for.
    pub(super) hinted: &'a [&'a str],
}

impl Said<'_> {
    /// Whether it says all that the user's own search of a log source says; how much that is.
    fn own(&self, source: &LogSource) -> Option<usize> {
        let own = search_parts(own_search(source)?);
        let says = |part: &&Expr| self.stated.iter().any(|stated| says_same(stated, part));
        own.iter().all(says).then_some(own.len())
    }
}

/// Log sources that Splunk's words may name: by a search of the user's own, by data model, macro or sourcetype, else by what
/// the search says of its source, else by the data sources of Security Content that the rule is for.
pub(super) fn candidates(said: &Said<'_>) -> Vec<&'static LogSource> {
    let Said { native, consumed, hinted, .. } = *said;
    let mut by_own: Vec<_> = log_sources().iter().filter_map(|s| Some((said.own(s)?, s))).collect();
    let most = by_own.iter().map(|(parts, _)| *parts).max();
    by_own.retain(|(parts, s)| Some(*parts) == most && (names_own(s, native) || !needs_name(s)));
    if !by_own.is_empty() {
        return by_own.into_iter().map(|(_, s)| s).collect();
    }
    let is_hinted = |s: &LogSource| hinted.iter().any(|name| s.splunk.is_data_source(name));
    // A data model holds events of many vendors: those that the rule names are among them.
    let of_model = native.iter().any(|n| matches!(n, NativeSource::Datamodel { .. }));
    let mut by_name: Vec<_> =
        log_sources().iter().filter(|s| names(s, native) || (of_model && is_hinted(s))).collect();
    // The user's own go first, by their own names.
    by_name.sort_by_key(|s| s.own.is_none() || !names_own(s, native));
    if !by_name.is_empty() {
        return by_name;
    }
    let says = |source: &LogSource| {
        let common = Common::of(Some(source), SPLUNK_TA);
        consumed.iter().any(|part| !is_index(part) && common.says(part) == Some(true))
    };
    let by_words: Vec<_> = log_sources().iter().filter(|s| says(s)).collect();
    if !by_words.is_empty() {
        return by_words;
    }
    log_sources().iter().filter(|s| is_hinted(s)).collect()
}

/// Whether the user's own search of a log source finds its events only beside a name.
fn needs_name(source: &LogSource) -> bool {
    source.own.as_ref().is_some_and(|own| own.name != SplunkName::Search)
}

/// Whether a macro, a sourcetype or a data model names the log source.
pub(super) fn names(source: &LogSource, native: &[&NativeSource]) -> bool {
    source.readings().any(|words| names_own(words, native))
}

fn names_own(source: &LogSource, native: &[&NativeSource]) -> bool {
    native.iter().any(|n| match n {
        NativeSource::Macro(name) => source.splunk.index_macro == Some(name.as_str()),
        NativeSource::Sourcetype(name) => {
            let own = source.splunk.values();
            own.iter().any(|(field, v)| *field == "sourcetype" && fits(v, name))
        }
        NativeSource::Datamodel { model, object } => {
            let is_one = |d: &&str| {
                d.split_once('.')
                    .is_some_and(|(m, o)| m == model && (o == object || object.is_empty()))
            };
            source.splunk.datamodels.iter().any(is_one)
        }
        _ => false,
    })
}

/// Whether a sourcetype is one that the table names, `*` there standing for any text.
fn fits(own: &str, name: &str) -> bool {
    match own.strip_suffix('*') {
        Some(begins) => name.get(..begins.len()).is_some_and(|n| n.eq_ignore_ascii_case(begins)),
        None => own.eq_ignore_ascii_case(name),
    }
}

/// Whether a rule's own words are Splunk's, and then in which taxonomy its fields are.
pub(super) fn taxonomy(native: &[&NativeSource], stated: &[&Expr]) -> Option<&'static str> {
    let of = native.iter().filter_map(|n| match n {
        NativeSource::Datamodel { .. } => Some(CIM),
        NativeSource::Macro(_) | NativeSource::Sourcetype(_) => Some(SPLUNK_TA),
        _ => None,
    });
    let mut of_fields = None;
    for conjunct in stated {
        fields_of(conjunct, &mut |f| {
            if let FieldRef::Named(f) = f {
                let known = f.taxonomy.id();
                of_fields = of_fields.or([SPLUNK_TA, CIM].into_iter().find(|t| known == Some(*t)));
            }
        });
    }
    of.max_by_key(|t| *t == CIM).or(of_fields)
}
