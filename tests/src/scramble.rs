//! Rule files in disorder: what `fmt` is to bring back.

/// Keys at the top in another order, other blanks, and twice the indentation where no block of text depends on it.
pub fn yaml(text: &str, seed: usize) -> String {
    let blocks = blocks(text);
    let has_block = |line: &str| line.contains(['|', '>', '{', '[', '&']);
    let wide = if text.lines().any(|l| has_block(l.trim_end())) { 1 } else { 2 };
    let mut out = String::new();
    for block in shuffled(blocks, seed) {
        for (i, line) in block.lines().enumerate() {
            let indent = line.len() - line.trim_start_matches(' ').len();
            let line = line.trim_start_matches(' ');
            out.extend(std::iter::repeat_n(' ', indent * wide));
            match line.split_once(": ") {
                Some((key, value)) if i == 0 => out.extend([key, ":   ", value]),
                _ if i == 0 => out.extend([line, "  "]),
                _ => out.push_str(line),
            }
            out.push('\n');
        }
    }
    out
}

/// A comment above each key at the top.
pub fn commented(text: &str) -> String {
    let blocks = blocks(text);
    let one = |(i, block): (usize, String)| {
        let key = block.split(':').next().unwrap_or_default().to_owned();
        format!("# note {i} on {key}\n{block}")
    };
    blocks.into_iter().enumerate().map(one).collect()
}

/// The keys at the top of one document with their lines; empty when there is more or something else.
fn blocks(text: &str) -> Vec<String> {
    let mut blocks: Vec<String> = Vec::new();
    for line in text.lines() {
        let key = line.starts_with(|c: char| c.is_ascii_alphabetic());
        if key {
            blocks.push(String::new());
        }
        let Some(block) = blocks.last_mut() else { return Vec::new() };
        if line.starts_with(['#', '"', '\'']) || line.starts_with("---") || line.starts_with("...")
        {
            return Vec::new();
        }
        block.push_str(line);
        block.push('\n');
    }
    blocks
}

/// The table of metadata in disorder at the end of the file, blanks around what is set.
pub fn toml(text: &str, seed: usize) -> String {
    let Some(rest) = text.strip_prefix("[metadata]\n") else { return String::new() };
    let end = rest.find("\n[").map_or(rest.len(), |n| n + 1);
    let (metadata, rest) = rest.split_at(end);
    let lines: Vec<String> =
        metadata.lines().filter(|l| !l.is_empty()).map(str::to_owned).collect();
    if lines.iter().any(|l| !l.contains(" = ") || l.contains("\"\"\"") || l.ends_with('[')) {
        return String::new();
    }
    let mut out = format!("{}\n\n  [metadata]\n", rest.trim_end());
    for line in shuffled(lines, seed) {
        out.extend(["  ", &line.replacen(" = ", "=   ", 1), "\n"]);
    }
    out
}

fn shuffled(mut items: Vec<String>, seed: usize) -> Vec<String> {
    let mut state = seed.wrapping_mul(0x9e37_79b9).wrapping_add(12_345);
    for i in (1..items.len()).rev() {
        state = state.wrapping_mul(1_103_515_245).wrapping_add(12_345);
        items.swap(i, (state >> 16) % (i + 1));
    }
    items
}
