//! Parts of text maps in other text maps.

use ruleglot_source::{Span, TextMap};

/// `ab` as it stands, a line break for the bytes 12..16, `cd` as it stands.
fn folded() -> TextMap {
    let mut map = TextMap::new(10);
    map.verbatim(Span::new(10, 12));
    map.replaced(1, Span::new(12, 16));
    map.verbatim(Span::new(16, 18));
    map
}

#[test]
fn every_part_keeps_its_places() {
    let whole = folded();
    for start in 0..=5 {
        for end in start..=5 {
            let mut part = TextMap::new(0);
            part.append(&whole, Span::new(start, end));
            assert_eq!(part.decoded_len(), end - start);
            for at in start..end {
                let one = part.span(Span::new(at - start, at - start + 1));
                assert_eq!(one, whole.span(Span::new(at, at + 1)), "{start}..{end} at {at}");
            }
        }
    }
}

#[test]
fn parts_stand_one_after_the_other() {
    let mut map = TextMap::new(10);
    map.append(&folded(), Span::new(0, 1));
    map.replaced(3, Span::new(11, 12));
    map.append(&folded(), Span::new(2, 5));
    assert_eq!(map.decoded_len(), 7);
    assert_eq!(map.span(Span::new(0, 1)), Span::new(10, 11));
    assert_eq!(map.span(Span::new(2, 3)), Span::new(11, 12));
    assert_eq!(map.span(Span::new(4, 5)), Span::new(12, 16));
    assert_eq!(map.span(Span::new(5, 7)), Span::new(16, 18));
}
