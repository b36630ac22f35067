//! What there is to say of a rule's log source: that it is not known, which of several providers was chosen, that the target
//! has no name for it; and the configuration that makes one known.

use ruleglot_ir::{About, Body, Effect, NativeSource, NativeValue, Note, Origin, Rule, Stage};
use ruleglot_knowledge::{Fit, LogSource, OwnPart, SPLUNK_TA};
use ruleglot_translate::{Recognised, source_condition, splunk_source};
use std::fmt::Write;

/// Whether a log source is one provider's of those that a rule may read.
pub(crate) fn is_home(named: &LogSource, of: &LogSource) -> bool {
    named.id == of.id
        || named.home_of == Some(of.id)
        || of.home_of == Some(named.id)
        || named.like() == of.id
}

/// The other log sources that the words of a Sigma rule fit, where they say less than the log source does.
pub(crate) fn others_that_fit(recognised: &[Recognised], chosen: &LogSource) -> Vec<&'static str> {
    let open = recognised.first().is_some_and(|best| best.fit == Fit::Part);
    let others = recognised.iter().map(|r| r.source.id).filter(|id| open && *id != chosen.id);
    others.collect()
}

/// The log sources whose events a search over a data model reads beside those of the one that it is written for: of those
/// that the rule names, or, where it names none, of all that feed the model and have its fields.
pub(crate) fn others_in_model(recognised: &[Recognised], chosen: &LogSource) -> Vec<&'static str> {
    let Some(own) = recognised.iter().find(|r| r.source.id == chosen.id) else { return Vec::new() };
    let likely = |r: &&Recognised| r.hinted == own.hinted && r.foreign <= own.foreign;
    // A rule names the providers of one kind of event side by side, each of which may record it.
    let apart = |r: &&Recognised| match (r.source.system(), chosen.system()) {
        _ if !own.hinted => true,
        (Some(a), Some(b)) => a != b || r.source.concept == chosen.concept,
        _ => false,
    };
    let others = recognised.iter().filter(likely).filter(apart).map(|r| r.source);
    let others =
        others.filter(|source| !is_home(source, chosen) && !chosen.splunk.holds(&source.splunk));
    others.map(|source| source.id).collect()
}

/// That a rule is written for one of several log sources that it reads.
pub(crate) fn narrowed(rule: &Rule, chosen: &LogSource, others: &[&str]) -> Option<Note> {
    let message =
        format!("the rule also reads {}; it is written for {} alone", others.join(", "), chosen.id);
    let origin = origin_of_source(rule);
    let code = "translate/log-source-narrowed";
    let note = Note::new(code, Effect::NARROWER, About::Source, origin, message);
    (!others.is_empty())
        .then(|| note.with_remedy("write a rule for each log source, choosing it with --source"))
}

/// How a rule came to its log source.
pub(crate) fn chosen_by(source: &LogSource, how: &str) -> String {
    if source.own.is_some() { "configuration" } else { how }.to_owned()
}

/// Where a rule names what it reads.
pub(crate) fn origin_of_source(rule: &Rule) -> Origin {
    let Body::Pipeline(pipeline) = &rule.body else { return Origin::default() };
    let read = pipeline.first().and_then(|stage| match &stage.kind {
        Stage::Read(read) => read.native.first().map(|n| n.origin),
        _ => None,
    });
    read.unwrap_or_default()
}

/// Notes on the log source that a rule is translated by.
pub(crate) fn about_source(
    rule: &Rule,
    source: Option<&LogSource>,
    (from, to): (&str, &str),
    asked_for: bool,
) -> Vec<Note> {
    let origin = origin_of_source(rule);
    let note =
        |code, effect, message: String| Note::new(code, effect, About::Source, origin, message);
    let Some(source) = source else {
        let names: Vec<String> = natives(rule).iter().map(ToString::to_string).collect();
        let by = match names.as_slice() {
            [] => "the rule names no log source".to_owned(),
            names => format!("no log source is known by `{}`", names.join("`, `")),
        };
        let unknown = note("source/unknown", Effect::UNKNOWN, by);
        return vec![unknown.with_remedy(
            "name the one that it reads with --source, or describe it in `[[sources]]` of ruleglot.toml",
        )];
    };
    if !has_words(source, to) {
        let message =
            format!("{} has no name in {to}; what the rule reads is left open", source.id);
        let note = note("source/not-in-target", Effect::UNKNOWN, message);
        return vec![
            note.with_remedy(
                "say in `[[sources]]` of ruleglot.toml, or in the result, which index or source holds these events",
            ),
        ];
    }
    let homes: Vec<&str> = homes(source);
    let chosen = asked_for || source.is_own(OwnPart::Search);
    if to == SPLUNK_TA && from != SPLUNK_TA && !homes.is_empty() && !chosen {
        let message = format!(
            "several providers record these events; the rule is written for {}, not for {}",
            source.id,
            homes.join(", ")
        );
        let note = note("source/chosen", Effect::PRESENTATION, message);
        return vec![note.with_remedy("choose another with --source")];
    }
    Vec::new()
}

/// That a Sigma rule says whose names its fields have, and that they are not Sigma's.
pub(crate) fn about_taxonomy(rule: &Rule) -> Option<Note> {
    let (_, said) = rule.meta.native.iter().find(|(key, _)| key == "taxonomy")?;
    let NativeValue::Text(said) = said else { return None };
    let message = format!(
        "the rule says that its fields have names of `{said}`, which are not read yet: they were taken for Sigma's"
    );
    let origin = origin_of_source(rule);
    let note =
        Note::new("translate/other-taxonomy", Effect::UNKNOWN, About::Fields, origin, message);
    (said != "sigma").then(|| {
        note.with_remedy("write the rule with Sigma's names, or keep its names with --fields keep")
    })
}

/// Other providers of the events of a log source.
fn homes(source: &LogSource) -> Vec<&'static str> {
    let of = source.home_of.and_then(ruleglot_knowledge::log_source).unwrap_or(source);
    let all = std::iter::once(of.id).chain(of.homes().map(|s| s.id));
    let all: Vec<&str> = all.filter(|id| *id != source.id).collect();
    // The names are the table's own.
    all.into_iter().filter_map(|id| ruleglot_knowledge::log_source(id).map(|s| s.id)).collect()
}

/// Whether rules of a taxonomy can say that they read the log source.
fn has_words(source: &LogSource, taxonomy: &str) -> bool {
    match taxonomy {
        "sigma" => !source.sigma.is_empty(),
        "ecs" => !source.elastic.indexes.is_empty(),
        SPLUNK_TA => {
            !splunk_source(source).is_empty()
                || !source_condition(Some(source), SPLUNK_TA).is_empty()
        }
        _ => true,
    }
}

fn natives(rule: &Rule) -> Vec<NativeSource> {
    let Body::Pipeline(pipeline) = &rule.body else { return Vec::new() };
    match pipeline.first().map(|stage| &stage.kind) {
        Some(Stage::Read(read)) => read.native.iter().map(|n| n.kind.clone()).collect(),
        _ => Vec::new(),
    }
}

/// The entry of a configuration that makes a log source known by these words, its other names left to be filled in.
pub fn source_configuration(native: &[NativeSource]) -> String {
    let mut sigma = String::from("{ product = \"\", service = \"\" }");
    let (mut indexes, mut macros, mut sourcetypes) = (Vec::new(), Vec::new(), Vec::new());
    let (mut models, mut id) = (Vec::new(), Vec::new());
    for source in native {
        match source {
            NativeSource::Logsource { category, product, service } => {
                let named = [("category", category), ("product", product), ("service", service)];
                let said = named.iter().filter_map(|(key, word)| Some((key, word.as_ref()?)));
                let said: Vec<String> =
                    said.map(|(key, word)| format!("{key} = {}", quoted(word))).collect();
                sigma = format!("{{ {} }}", said.join(", "));
                id.extend(
                    [product, category, service].into_iter().flatten().map(ToString::to_string),
                );
            }
            NativeSource::IndexPattern(pattern) => indexes.push(pattern.as_str()),
            NativeSource::Macro(name) => macros.push(name.as_str()),
            NativeSource::Sourcetype(name) => sourcetypes.push(name.as_str()),
            NativeSource::Datamodel { model, object } => models.push(format!("{model}.{object}")),
            NativeSource::Table(name) | NativeSource::LogType(name) => id.push(name.to_string()),
            // Searches of one's own are written, and read as what they say.
            NativeSource::Search(_) => {}
        }
    }
    let first = indexes.first().or(macros.first()).or(sourcetypes.first()).copied();
    let id = match id.as_slice() {
        [] => first.or(models.first().map(String::as_str)).map_or_else(String::new, as_id),
        words => as_id(&words.join(".")),
    };
    let models: Vec<&str> = models.iter().map(String::as_str).collect();
    let mut splunk = Vec::new();
    splunk.extend(macros.first().map(|m| format!("macro = {}", quoted(m))));
    if macros.is_empty() || !sourcetypes.is_empty() {
        splunk.push(format!("sourcetype = {}", list(&sourcetypes)));
    }
    if !models.is_empty() {
        splunk.push(format!("datamodel = {}", list(&models)));
    }
    let mut out = String::from("[[sources]]\n");
    let _ = writeln!(out, "id = {}", quoted(&id));
    out.push_str("concept = \"\"\n");
    let _ = writeln!(out, "sigma = [{sigma}]");
    let _ = writeln!(out, "elastic = {{ index = {}, dataset = [] }}", list(&indexes));
    let _ = writeln!(out, "splunk = {{ {} }}", splunk.join(", "));
    out
}

/// A name of letters, digits and dots: `logs-my_app.audit-*` is `my_app.audit`.
fn as_id(text: &str) -> String {
    let text = text.trim_start_matches("logs-").trim_end_matches(['*', '-', '.']);
    let mapped = text.chars().map(|c| match c {
        c if c.is_alphanumeric() || matches!(c, '.' | '_' | '-') => c.to_ascii_lowercase(),
        _ => '.',
    });
    mapped.collect()
}

fn list(of: &[&str]) -> String {
    let quoted: Vec<String> = of.iter().map(|t| quoted(t)).collect();
    format!("[{}]", quoted.join(", "))
}

/// A basic string of TOML, which is written as one of JSON.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
