//! Sorted text tables, searched where they stand.

/// The line of a table whose first cell is `key`, without that cell. Lines are sorted by the bytes of the first cell.
pub(crate) fn find<'t>(table: &'t str, key: &str) -> Option<&'t str> {
    let line = line_of(table, key)?;
    Some(line.split_once('\t').map_or("", |(_, rest)| rest))
}

/// The whole line whose first cell is `key`. Lines are sorted by the bytes of the first cell.
pub(crate) fn line_of<'t>(table: &'t str, key: &str) -> Option<&'t str> {
    let (mut low, mut high) = (0, table.len());
    while low < high {
        let middle = line_start(table, low, low.midpoint(high));
        let line = line_at(table, middle);
        let cell = line.split_once('\t').map_or(line, |(cell, _)| cell);
        match cell.cmp(key) {
            std::cmp::Ordering::Equal => return Some(line),
            std::cmp::Ordering::Less => low = middle + line.len() + 1,
            std::cmp::Ordering::Greater => high = middle,
        }
    }
    None
}

/// The first cells of all lines.
pub(crate) fn keys(table: &str) -> impl Iterator<Item = &str> {
    table.lines().filter_map(|line| line.split('\t').next())
}

/// Where the line begins that holds the byte at `at`, not before `low`.
fn line_start(table: &str, low: usize, at: usize) -> usize {
    table.as_bytes()[low..at].iter().rposition(|b| *b == b'\n').map_or(low, |i| low + i + 1)
}

fn line_at(table: &str, start: usize) -> &str {
    table[start..].split('\n').next().unwrap_or_default()
}

/// The parts of a cell, none for an empty one.
pub(crate) fn list(cell: &str, separator: char) -> impl Iterator<Item = &str> {
    cell.split(separator).filter(|part| !part.is_empty())
}
