//! From files to rules: notation, documents, formats.

mod unclear;

use crate::config::PathRules;
use crate::input::{Candidate, Found, load};
use crate::paste;
use crate::uses::{self, Uses};
use rayon::prelude::*;
use ruleglot_document::{Document, Language, Read, read_toml, read_yaml};
use ruleglot_formats::{
    Format, Project, ReadRule, Recognition, TextKind, bare_languages, find_language, formats,
    read_bare,
};
use ruleglot_source::{Diagnostic, FileId, FileSpan, Severity, SourceFile, Span};
use std::sync::Arc;

/// How files are to be read.
#[derive(Clone, Debug, Default)]
pub struct ScanOptions {
    /// A format or a bare language that the user fixed for all files.
    pub from: Option<String>,
    /// What the configuration says of some files only; the last that fits counts.
    pub paths: Vec<PathRules>,
    /// Pass over named files that are no rules.
    pub skip_others: bool,
    /// What rules may refer to outside their files.
    pub project: Arc<Project>,
}

impl ScanOptions {
    /// The format or language that is fixed for a file.
    fn fixed(&self, candidate: &Candidate) -> Option<&str> {
        let of_path = || self.paths_of(candidate).filter_map(|rules| rules.format.as_deref());
        self.from.as_deref().or_else(|| of_path().next_back())
    }

    /// What the configuration says of a file, in its order.
    pub(crate) fn paths_of(
        &self,
        candidate: &Candidate,
    ) -> impl DoubleEndedIterator<Item = &PathRules> {
        let path = candidate.path.clone();
        self.paths.iter().filter(move |rules| rules.path.fits(&path))
    }
}

/// A file with what was read from it.
pub struct Scanned {
    /// Where it came from.
    pub candidate: Candidate,
    /// Its text.
    pub file: SourceFile,
    /// What is wrong with the file as a whole or with its notation.
    pub diagnostics: Vec<Diagnostic>,
    /// Its rules, in the order of the file.
    pub rules: Vec<RuleDoc>,
    /// It is no rule and was passed over.
    pub skipped: bool,
}

/// A rule document.
pub struct RuleDoc {
    /// Number of the document in its file.
    pub index: usize,
    /// Its format; `None` for a bare query.
    pub format: Option<&'static dyn Format>,
    /// Its tree; `None` for a bare query.
    pub document: Option<Document>,
    /// What it says. What is wrong with the notation of its document is among its diagnostics too: something of it was
    /// left out, so what is left is not what it says.
    pub read: ReadRule,
    /// What it refers to outside its file.
    pub uses: Uses,
}

impl RuleDoc {
    /// A bare query.
    fn bare(read: ReadRule, options: &ScanOptions) -> Self {
        let uses = uses::of(&read, &options.project);
        Self { index: 0, format: None, document: None, read, uses }
    }

    /// Format and language, as reports name them: `elastic/kuery`, `sigma`, `kuery`.
    pub fn from(&self) -> String {
        match (self.format.map(Format::id), self.read.language) {
            (Some(format), Some(language)) if format != language => format!("{format}/{language}"),
            (Some(format), _) => format.to_owned(),
            (None, language) => language.unwrap_or_default().to_owned(),
        }
    }

    /// Whether an error kept it from being read.
    pub fn unreadable(&self) -> bool {
        self.read.rule.is_none()
            || self.read.diagnostics.iter().any(|d| d.severity == Severity::Error)
    }
}

/// Reads files on all cores; the result is in the order of the candidates.
pub fn scan(candidates: Vec<Candidate>, options: &ScanOptions) -> Vec<Scanned> {
    candidates.into_par_iter().enumerate().map(|(i, c)| scan_one(c, file_id(i), options)).collect()
}

/// Reads one file under this number.
pub fn scan_one(candidate: Candidate, id: FileId, options: &ScanOptions) -> Scanned {
    let (file, fault) = load(&candidate, id);
    let mut scanned =
        Scanned { candidate, file, diagnostics: Vec::new(), rules: Vec::new(), skipped: false };
    match fault {
        Some(fault) => scanned.diagnostics.push(fault),
        None if scanned.candidate.found == Found::Standard => scanned.take(options),
        None => scanned.read(options),
    }
    scanned
}

/// Reads a text that was pasted from a page, be it the query alone, its box or the whole page.
pub fn scan_pasted(text: &str, id: FileId, options: &ScanOptions) -> Scanned {
    let mut scanned = Scanned::of_text(text, id);
    scanned.take(options);
    scanned
}

/// Reads a text that is in no file.
pub fn scan_text(text: &str, id: FileId, options: &ScanOptions) -> Scanned {
    let mut scanned = Scanned::of_text(text, id);
    scanned.read(options);
    scanned
}

/// Reads another text in the place of a file's own.
pub(crate) fn scan_as(
    candidate: &Candidate,
    text: &str,
    id: FileId,
    options: &ScanOptions,
) -> Scanned {
    let file = SourceFile::new(id, candidate.path.to_string_lossy(), text);
    scan_file(candidate.clone(), file, options)
}

/// Reads the text of a file as it is, nothing taken off, whatever its place.
pub(crate) fn scan_file(candidate: Candidate, file: SourceFile, options: &ScanOptions) -> Scanned {
    let mut scanned =
        Scanned { candidate, file, diagnostics: Vec::new(), rules: Vec::new(), skipped: false };
    scanned.read(options);
    scanned
}

/// Whether a finding is an error within a document.
fn is_in(finding: &Diagnostic, document: Span) -> bool {
    let at = finding.at().span;
    let within = document.start <= at.start && at.end <= document.end;
    finding.severity == Severity::Error && within
}

fn file_id(i: usize) -> FileId {
    FileId(u32::try_from(i).unwrap_or(u32::MAX))
}

impl Scanned {
    fn of_text(text: &str, id: FileId) -> Self {
        let candidate =
            Candidate { path: "-".into(), relative: "-".into(), found: Found::Standard };
        let file = SourceFile::new(id, "-", text);
        Self { candidate, file, diagnostics: Vec::new(), rules: Vec::new(), skipped: false }
    }

    /// What was taken off a pasted text.
    pub fn repairs(&self) -> impl Iterator<Item = &Diagnostic> {
        self.diagnostics
            .iter()
            .filter(|d| d.severity == Severity::Info && d.at().file == self.file.id.as_pasted())
    }

    /// Takes the query or the rule out of a pasted text.
    fn take(&mut self, options: &ScanOptions) {
        let file = std::mem::replace(&mut self.file, SourceFile::new(FileId::default(), "-", ""));
        let pasted = paste::take(file, options.from.as_deref());
        self.file = pasted.file;
        self.diagnostics = pasted.repairs;
        match pasted.refused {
            Some(refused) => self.diagnostics.push(refused),
            None if options.from.is_some() => self.read(options),
            None => self.read_as(pasted.kind, options),
        }
    }

    fn read(&mut self, options: &ScanOptions) {
        let fixed = options.fixed(&self.candidate);
        let fixed_format = fixed.and_then(ruleglot_formats::format);
        let fixed_language = bare_languages().iter().find(|(l, _)| Some(*l) == fixed);
        let ending = self.candidate.path.extension().and_then(|e| e.to_str());
        match (fixed_format, fixed_language, ending) {
            (Some(format), ..) => self.read_documents(format.notation(), options),
            (None, Some((language, _)), _) => self.read_query(language, options),
            (None, None, Some("toml")) => self.read_documents(Language::Toml, options),
            (None, None, Some("yml" | "yaml")) => self.read_documents(Language::Yaml, options),
            _ => self.read_as(find_language(&self.file.text), options),
        }
    }

    fn read_as(&mut self, kind: TextKind, options: &ScanOptions) {
        match kind {
            TextKind::Rule(format, _) => self.read_documents(format.notation(), options),
            TextKind::Query(language) | TextKind::Perhaps(language) => {
                self.read_query(language, options);
            }
            TextKind::Several(languages) => {
                self.diagnostics.push(unclear::several(&self.file, &languages, options));
            }
            TextKind::Unread(what) => self.diagnostics.push(unclear::unread(&self.file, what)),
            TextKind::Unknown => self.unknown(options),
        }
    }

    fn read_query(&mut self, language: &str, options: &ScanOptions) {
        let read = read_bare(language, &self.file, &options.project);
        self.rules.extend(read.map(|read| RuleDoc::bare(read, options)));
    }

    fn read_documents(&mut self, language: Language, options: &ScanOptions) {
        let Read { documents, diagnostics } = match language {
            Language::Yaml => read_yaml(self.file.id, &self.file.text),
            Language::Toml => read_toml(self.file.id, &self.file.text),
        };
        self.documents(documents, &diagnostics, options, language);
        self.diagnostics.extend(diagnostics);
    }

    fn documents(
        &mut self,
        documents: Vec<Document>,
        faults: &[Diagnostic],
        options: &ScanOptions,
        language: Language,
    ) {
        let fixed = options.fixed(&self.candidate);
        let offered = formats().iter().copied().filter(|f| f.notation() == language);
        // Nothing at all is no rule, whatever it is said to be.
        let empty =
            |document: &Document| document.root.mapping().is_some_and(|m| m.entries.is_empty());
        let takes = |format: &dyn Format, document: &Document| match fixed {
            Some(id) => format.id() == id && !empty(document),
            None => format.recognise(document) != Recognition::No,
        };
        let recognised = |document: &Document| offered.clone().find(|f| takes(*f, document));
        let broken = faults.iter().any(|d| d.severity == Severity::Error);
        let format = documents.iter().find_map(recognised);
        let Some(format) = format else {
            if !broken {
                self.no_rule(options, "it has no mark of a rule format");
            }
            return;
        };
        let spans: Vec<Span> = documents.iter().map(|d| d.span).collect();
        let assembled = format.assemble(documents, &self.file);
        self.diagnostics.extend(assembled.diagnostics);
        let read = format.read_all(assembled.documents, &self.file, &options.project);
        let kept: Vec<Span> = read.iter().map(|(document, _)| document.span).collect();
        // A document that only serves others passes its faults on to them.
        let served: Vec<Span> = spans.into_iter().filter(|s| !kept.contains(s)).collect();
        for (index, (document, mut read)) in read.into_iter().enumerate() {
            let own = faults
                .iter()
                .filter(|f| is_in(f, document.span) || served.iter().any(|s| is_in(f, *s)));
            read.diagnostics.extend(own.cloned());
            let (format, document) = (Some(format), Some(document));
            let uses = uses::of(&read, &options.project);
            self.rules.push(RuleDoc { index, format, document, read, uses });
        }
    }

    /// A text with a field and without pipes was meant as a query: its faults say more than that it is none.
    fn unknown(&mut self, options: &ScanOptions) {
        let text = &self.file.text;
        if self.candidate.found == Found::Standard && text.contains(':') && !text.contains('|') {
            let read = read_bare("kuery", &self.file, &options.project)
                .filter(|r| !r.diagnostics.is_empty());
            if let Some(read) = read {
                self.rules.push(RuleDoc::bare(read, options));
                return;
            }
        }
        self.no_rule(options, "it is empty, or in no language known here");
    }

    fn no_rule(&mut self, options: &ScanOptions, why: &str) {
        if self.candidate.found == Found::Walked || options.skip_others {
            self.skipped = true;
            return;
        }
        let at = FileSpan::new(self.file.id, Span::default());
        self.diagnostics.push(
            Diagnostic::error(
                "file/not-a-rule",
                at,
                format!("this file is no detection rule: {why}"),
            )
            .with_help("give rule files, or --skip-others to pass over files that are none"),
        );
    }
}
