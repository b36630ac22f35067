//! From offsets in a decoded text back to bytes of its file.

use crate::span::Span;

/// A piecewise map from offsets in a decoded text (the value of a quoted or folded scalar) to bytes of the file.
///
/// Runs cover the decoded text in order. In a *verbatim* run each byte stands for one byte of the file;
/// a *replaced* run (an escape, a folded line break) stands as a whole for a range of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextMap {
    runs: Vec<Run>,
    /// Decoded length so far.
    len: u32,
    /// Where the end of the decoded text is in the file.
    end: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    decoded: u32,
    source: Span,
    verbatim: Verbatim,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verbatim {
    Yes,
    No,
}

impl TextMap {
    /// An empty map whose text will begin at byte `start` of the file.
    pub fn new(start: usize) -> Self {
        Self { runs: Vec::new(), len: 0, end: Span::new(start, start).start }
    }

    /// A text of `len` bytes which stands in the file as it is, from byte `start`.
    pub fn identity(start: usize, len: usize) -> Self {
        let mut map = Self::new(start);
        map.verbatim(Span::new(start, start + len));
        map
    }

    /// Adds bytes of the file which stand for themselves.
    pub fn verbatim(&mut self, source: Span) {
        if source.start == source.end {
            return;
        }
        if let Some(last) = self.runs.last_mut()
            && last.verbatim == Verbatim::Yes
            && last.source.end == source.start
        {
            last.source.end = source.end;
        } else {
            self.runs.push(Run { decoded: self.len, source, verbatim: Verbatim::Yes });
        }
        self.len += source.end - source.start;
        self.end = source.end;
    }

    /// Adds `len` decoded bytes for which the range `source` stands as a whole.
    pub fn replaced(&mut self, len: usize, source: Span) {
        self.end = source.end;
        if len == 0 {
            return;
        }
        self.runs.push(Run { decoded: self.len, source, verbatim: Verbatim::No });
        self.len += Span::new(0, len).end;
    }

    /// Adds the part `at` of another text with its places.
    pub fn append(&mut self, other: &Self, at: Span) {
        let first = other.runs.partition_point(|r| r.decoded <= at.start).saturating_sub(1);
        for (i, run) in other.runs.iter().enumerate().skip(first) {
            let next = other.runs.get(i + 1).map_or(other.len, |r| r.decoded);
            let (start, end) = (at.start.max(run.decoded), at.end.min(next));
            if run.decoded >= at.end {
                break;
            }
            if start >= end {
                continue;
            }
            let offset = start - run.decoded;
            match run.verbatim {
                Verbatim::Yes => {
                    let start = run.source.start + offset;
                    self.verbatim(Span { start, end: start + (end - run.decoded - offset) });
                }
                Verbatim::No => self.replaced((end - start) as usize, run.source),
            }
        }
    }

    /// Length of the decoded text in bytes.
    pub fn decoded_len(&self) -> usize {
        self.len as usize
    }

    /// The bytes of the file that the decoded range `at` stands for. An empty range gives an empty one.
    pub fn span(&self, at: Span) -> Span {
        let start = self.start_of(at.start);
        if at.end <= at.start {
            return Span { start, end: start };
        }
        Span { start, end: self.end_of(at.end).max(start) }
    }

    fn start_of(&self, decoded: u32) -> u32 {
        if decoded >= self.len {
            return self.end;
        }
        let run = self.runs[self.runs.partition_point(|r| r.decoded <= decoded) - 1];
        match run.verbatim {
            Verbatim::Yes => run.source.start + (decoded - run.decoded),
            Verbatim::No => run.source.start,
        }
    }

    fn end_of(&self, decoded: u32) -> u32 {
        if self.runs.is_empty() {
            return self.end;
        }
        let last = decoded.min(self.len) - 1;
        let run = self.runs[self.runs.partition_point(|r| r.decoded <= last) - 1];
        match run.verbatim {
            Verbatim::Yes => run.source.start + (last - run.decoded) + 1,
            Verbatim::No => run.source.end,
        }
    }
}
