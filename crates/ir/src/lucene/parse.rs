//! Reading Lucene's notation.

use super::{ClassItem, Lucene, LuceneFault, LuceneOperators};

/// Deeper nesting is refused before it is followed.
const DEEPEST: usize = 200;

pub(super) fn parse(text: &str, operators: LuceneOperators) -> Result<Lucene, LuceneFault> {
    if text.is_empty() {
        return Ok(Lucene::Empty);
    }
    let mut reader = Reader { text, pos: 0, operators, depth: 0, height: 0 };
    let whole = reader.union()?;
    match reader.peek() {
        None => Ok(whole),
        Some(c) => Err(reader.fault(format!("`{c}` closes nothing"))),
    }
}

type Read = Result<Lucene, LuceneFault>;

struct Reader<'t> {
    text: &'t str,
    pos: usize,
    operators: LuceneOperators,
    /// How many brackets are open.
    depth: usize,
    /// How high the tree is that was read last.
    height: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.text[self.pos..].chars().next()
    }

    fn eat(&mut self, c: char) -> bool {
        let is = self.peek() == Some(c);
        if is {
            self.pos += c.len_utf8();
        }
        is
    }

    fn next(&mut self) -> Result<char, LuceneFault> {
        let c = self.peek().ok_or_else(|| self.fault("it ends where a character is missing"))?;
        self.pos += c.len_utf8();
        Ok(c)
    }

    fn fault(&self, message: impl Into<String>) -> LuceneFault {
        LuceneFault { message: message.into(), at: self.pos }
    }

    fn union(&mut self) -> Read {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.fault("it is nested too deep"));
        }
        let mut any = vec![self.intersection()?];
        let mut highest = self.height;
        while self.eat('|') {
            any.push(self.intersection()?);
            highest = highest.max(self.height);
        }
        self.depth -= 1;
        self.joined(any, highest, Lucene::Union)
    }

    fn intersection(&mut self) -> Read {
        let mut all = vec![self.concat()?];
        let mut highest = self.height;
        while self.operators.intersection && self.eat('&') {
            all.push(self.concat()?);
            highest = highest.max(self.height);
        }
        self.joined(all, highest, Lucene::Intersection)
    }

    /// At least one part: an operator that has nothing before it is a character.
    fn concat(&mut self) -> Read {
        let mut parts = vec![self.repeated()?];
        let mut highest = self.height;
        while let Some(c) = self.peek() {
            if matches!(c, ')' | '|') || (c == '&' && self.operators.intersection) {
                break;
            }
            parts.push(self.repeated()?);
            highest = highest.max(self.height);
        }
        self.joined(parts, highest, Lucene::Concat)
    }

    fn joined(
        &mut self,
        of: Vec<Lucene>,
        highest: usize,
        several: fn(Vec<Lucene>) -> Lucene,
    ) -> Read {
        self.height = highest;
        if of.len() > 1 {
            self.higher()?;
        }
        Ok(one_or(of, several))
    }

    fn higher(&mut self) -> Result<(), LuceneFault> {
        self.height += 1;
        if self.height > DEEPEST { Err(self.fault("it is nested too deep")) } else { Ok(()) }
    }

    fn repeated(&mut self) -> Read {
        let mut read = self.complement()?;
        while let Some(sign) = self.peek().filter(|c| matches!(c, '?' | '*' | '+' | '{')) {
            self.higher()?;
            self.pos += 1;
            let (min, max) = match sign {
                '?' => (0, Some(1)),
                '*' => (0, None),
                '+' => (1, None),
                _ => self.bounds()?,
            };
            read = Lucene::Repeat { of: Box::new(read), min, max };
        }
        Ok(read)
    }

    fn bounds(&mut self) -> Result<(u32, Option<u32>), LuceneFault> {
        let at = self.pos;
        let min = self.number()?.ok_or_else(|| self.fault("a number is missing after `{`"))?;
        let max = if self.eat(',') { self.number()? } else { Some(min) };
        if !self.eat('}') {
            return Err(self.fault("`{` is not closed"));
        }
        match max {
            Some(max) if max < min => {
                let message = format!("at most {max} is less than at least {min}");
                Err(LuceneFault { message, at })
            }
            _ => Ok((min, max)),
        }
    }

    fn number(&mut self) -> Result<Option<u32>, LuceneFault> {
        let rest = &self.text[self.pos..];
        let digits =
            &rest[..rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len()];
        if digits.is_empty() {
            return Ok(None);
        }
        let number = self.int(digits)?;
        self.pos += digits.len();
        Ok(Some(number))
    }

    /// A number that Java has as an `int`.
    fn int(&self, digits: &str) -> Result<u32, LuceneFault> {
        let number = digits.parse::<i32>().ok().and_then(|n| u32::try_from(n).ok());
        number.ok_or_else(|| self.fault(format!("`{digits}` is no number that is counted to")))
    }

    fn complement(&mut self) -> Read {
        let mut times = 0;
        while self.operators.complement && self.eat('~') {
            times += 1;
        }
        self.height = 0;
        let mut read = if self.eat('[') { self.class()? } else { self.simple()? };
        for _ in 0..times {
            self.higher()?;
            read = Lucene::Complement(Box::new(read));
        }
        Ok(read)
    }

    fn class(&mut self) -> Read {
        let negated = self.eat('^');
        let mut items = Vec::new();
        loop {
            self.class_item(&mut items)?;
            if self.eat(']') {
                return Ok(Lucene::Class { negated, items });
            }
        }
    }

    fn class_item(&mut self, items: &mut Vec<ClassItem>) -> Result<(), LuceneFault> {
        let from = match self.escape()? {
            Escape::Class(negated, class) if negated => {
                items.extend(without(class));
                return Ok(());
            }
            Escape::Class(_, class) => {
                items.extend(class);
                return Ok(());
            }
            Escape::Backslash => {
                items.push(ClassItem::One('\\'));
                return Ok(());
            }
            Escape::None => self.next()?,
        };
        if !self.eat('-') {
            items.push(ClassItem::One(from));
            return Ok(());
        }
        self.eat('\\');
        let to = self.next()?;
        if from > to {
            return Err(self.fault(format!("`{from}` comes after `{to}`")));
        }
        items.push(ClassItem::Range(from, to));
        Ok(())
    }

    /// What a backslash begins; it is taken off where it only makes a character of the next.
    fn escape(&mut self) -> Result<Escape, LuceneFault> {
        if !self.eat('\\') {
            return Ok(Escape::None);
        }
        let Some(c) = self.peek() else { return Ok(Escape::None) };
        let class = match c.to_ascii_lowercase() {
            'd' => DIGITS,
            's' => BLANKS,
            'w' => LETTERS,
            '\\' => {
                self.pos += 1;
                return Ok(Escape::Backslash);
            }
            'a'..='z' => {
                return Err(self.fault(format!("`\\{c}` is no class of characters of Lucene")));
            }
            _ => return Ok(Escape::None),
        };
        self.pos += 1;
        Ok(Escape::Class(c.is_ascii_uppercase(), class))
    }

    fn simple(&mut self) -> Read {
        if self.eat('.') {
            return Ok(Lucene::AnyChar);
        }
        if self.operators.empty && self.eat('#') {
            return Ok(Lucene::Nothing);
        }
        if self.operators.any_text && self.eat('@') {
            return Ok(Lucene::AnyText);
        }
        if self.eat('"') {
            return Ok(literal(self.until('"')?));
        }
        if self.operators.interval && self.eat('<') {
            return self.interval();
        }
        if self.eat('(') {
            if self.eat(')') {
                return Ok(Lucene::Empty);
            }
            let inner = self.union()?;
            return if self.eat(')') { Ok(inner) } else { Err(self.fault("`(` is not closed")) };
        }
        Ok(match self.escape()? {
            Escape::Class(negated, class) => Lucene::Class { negated, items: class.to_vec() },
            Escape::Backslash => Lucene::Char('\\'),
            Escape::None => Lucene::Char(self.next()?),
        })
    }

    fn until(&mut self, end: char) -> Result<&str, LuceneFault> {
        let text = self.text;
        let rest = &text[self.pos..];
        let length = rest.find(end).ok_or_else(|| self.fault(format!("`{end}` is missing")))?;
        self.pos += length + end.len_utf8();
        Ok(&rest[..length])
    }

    fn interval(&mut self) -> Read {
        let inside = self.until('>')?.to_owned();
        let Some((low, high)) = inside.split_once('-') else {
            return Err(self.fault(format!("`<{inside}>` is not from one number to another")));
        };
        let (from, to) = (self.int(low)?, self.int(high)?);
        let width = if low.len() == high.len() { low.len() } else { 0 };
        Ok(super::interval::numbers(from.min(to), from.max(to), width))
    }
}

enum Escape {
    None,
    Backslash,
    Class(bool, &'static [ClassItem]),
}

const DIGITS: &[ClassItem] = &[ClassItem::Range('0', '9')];
const BLANKS: &[ClassItem] =
    &[ClassItem::One(' '), ClassItem::One('\t'), ClassItem::One('\n'), ClassItem::One('\r')];
const LETTERS: &[ClassItem] = &[
    ClassItem::Range('a', 'z'),
    ClassItem::Range('A', 'Z'),
    ClassItem::One('_'),
    ClassItem::Range('0', '9'),
];

/// Every character but those of the class.
fn without(class: &[ClassItem]) -> Vec<ClassItem> {
    let mut taken: Vec<(char, char)> = class
        .iter()
        .map(|item| match item {
            ClassItem::One(c) => (*c, *c),
            ClassItem::Range(from, to) => (*from, *to),
        })
        .collect();
    taken.sort_unstable();
    let mut out = Vec::new();
    let mut from = '\0';
    for (first, last) in taken {
        let below = char::from_u32(u32::from(first).wrapping_sub(1));
        out.extend(below.filter(|to| from <= *to).map(|to| ClassItem::Range(from, to)));
        from = char::from_u32(u32::from(last) + 1).unwrap_or(char::MAX);
    }
    out.push(ClassItem::Range(from, char::MAX));
    out
}

fn literal(text: &str) -> Lucene {
    let chars: Vec<Lucene> = text.chars().map(Lucene::Char).collect();
    if chars.is_empty() { Lucene::Empty } else { one_or(chars, Lucene::Concat) }
}

fn one_or(mut of: Vec<Lucene>, several: fn(Vec<Lucene>) -> Lucene) -> Lucene {
    match of.len() {
        1 => of.remove(0),
        _ => several(of),
    }
}
