//! The notation in which hub files write conditions, read into the IR.
//!
//! ```text
//! no errorCode and not (has errorMessage or eventName in ("A", "B"))
//! Image endswith "\cmd.exe"      truthy f      f = "x"      f startswith "x"      f contains "x"      f like "a*b"
//! ```
//! Values stand in double quotes and have no escapes. Text is compared exactly; every name is of one taxonomy.

use ruleglot_ir::{
    Case, Expr, Field, Origin, Part, Pattern, Shape, Test, Types, all_of, any_of, negate,
};

/// The condition, its names in `taxonomy`.
///
/// # Errors
/// What was expected where.
pub fn parse(text: &str, taxonomy: &str) -> Result<Expr, String> {
    let mut reader = Reader { tokens: tokens(text)?, next: 0, taxonomy };
    let expr = reader.any()?;
    match reader.peek() {
        None => Ok(expr),
        Some(t) => Err(format!("unexpected {t:?} in `{text}`")),
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Word(String),
    Value(String),
    Mark(char),
}

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut out = Vec::new();
    let mut rest = text.trim_start();
    while let Some(c) = rest.chars().next() {
        let taken = match c {
            '"' => {
                let end = rest[1..].find('"').ok_or_else(|| format!("no closing quote: {rest}"))?;
                out.push(Token::Value(rest[1..=end].to_owned()));
                end + 2
            }
            '(' | ')' | ',' | '=' => {
                out.push(Token::Mark(c));
                1
            }
            _ => {
                let is_end =
                    |c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',' | '=' | '"');
                let end = rest.find(is_end).unwrap_or(rest.len());
                out.push(Token::Word(rest[..end].to_owned()));
                end
            }
        };
        rest = rest[taken..].trim_start();
    }
    Ok(out)
}

struct Reader<'a> {
    tokens: Vec<Token>,
    next: usize,
    taxonomy: &'a str,
}

impl Reader<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next)
    }

    fn take(&mut self) -> Result<Token, String> {
        let token = self.peek().cloned().ok_or("the condition ends too early")?;
        self.next += 1;
        Ok(token)
    }

    fn eats(&mut self, word: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Word(w)) if w == word);
        self.next += usize::from(found);
        found
    }

    fn mark(&mut self, mark: char) -> Result<(), String> {
        match self.take()? {
            Token::Mark(m) if m == mark => Ok(()),
            other => Err(format!("`{mark}` expected, not {other:?}")),
        }
    }

    fn any(&mut self) -> Result<Expr, String> {
        let mut of = vec![self.all()?];
        while self.eats("or") {
            of.push(self.all()?);
        }
        Ok(any_of(of))
    }

    fn all(&mut self) -> Result<Expr, String> {
        let mut of = vec![self.one()?];
        while self.eats("and") {
            of.push(self.one()?);
        }
        Ok(all_of(of))
    }

    fn one(&mut self) -> Result<Expr, String> {
        if self.eats("not") {
            return Ok(negate(self.one()?));
        }
        if self.eats("always") {
            return Ok(Expr::constant(true));
        }
        if self.peek() == Some(&Token::Mark('(')) {
            self.next += 1;
            let inner = self.any()?;
            self.mark(')')?;
            return Ok(inner);
        }
        for (word, shape) in [("has", Shape::Valued), ("truthy", Shape::Truthy)] {
            if self.eats(word) {
                return Ok(Expr::is(self.name()?, shape, Origin::default()));
            }
        }
        if self.eats("no") {
            return Ok(negate(Expr::is(self.name()?, Shape::Valued, Origin::default())));
        }
        self.test()
    }

    fn name(&mut self) -> Result<Field, String> {
        match self.take()? {
            Token::Word(name) => Ok(Field::known(self.taxonomy, name)),
            other => Err(format!("a field expected, not {other:?}")),
        }
    }

    fn value(&mut self) -> Result<String, String> {
        match self.take()? {
            Token::Value(value) => Ok(value),
            other => Err(format!("a value in quotes expected, not {other:?}")),
        }
    }

    fn test(&mut self) -> Result<Expr, String> {
        let field = self.name()?;
        let any = match self.take()? {
            Token::Mark('=') => vec![Pattern::literal(self.value()?)],
            Token::Word(w) if w == "in" => self.values()?,
            Token::Word(w) if w == "startswith" => vec![Pattern::prefix(self.value()?)],
            Token::Word(w) if w == "endswith" => vec![Pattern::suffix(self.value()?)],
            Token::Word(w) if w == "like" => vec![wildcards(&self.value()?)],
            Token::Word(w) if w == "contains" => vec![Pattern::contains(self.value()?)],
            other => return Err(format!("a comparison expected, not {other:?}")),
        };
        let test = Test::Text { any, case: Case::Exact, types: Types::Textual };
        Ok(Expr::any(field, test, Origin::default()))
    }

    fn values(&mut self) -> Result<Vec<Pattern>, String> {
        self.mark('(')?;
        let mut of = vec![Pattern::literal(self.value()?)];
        while self.peek() == Some(&Token::Mark(',')) {
            self.next += 1;
            of.push(Pattern::literal(self.value()?));
        }
        self.mark(')')?;
        Ok(of)
    }
}

/// A pattern in which `*` stands for any text.
fn wildcards(text: &str) -> Pattern {
    let mut parts = Vec::new();
    for (i, piece) in text.split('*').enumerate() {
        if i > 0 {
            parts.push(Part::Run);
        }
        parts.push(Part::Text(piece.into()));
    }
    Pattern::new(parts)
}
