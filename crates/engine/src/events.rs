//! Reading events: JSON lines, a JSON array, or one JSON object.

use crate::Usage;
use serde_json::Value;

/// The events of a text, in its order.
///
/// # Errors
/// The line that is no JSON object.
pub fn parse_events(text: &str) -> Result<Vec<Value>, Usage> {
    if let Ok(Value::Array(events)) = serde_json::from_str::<Value>(text) {
        return events
            .into_iter()
            .enumerate()
            .map(|(i, e)| object(e, &format!("event {i}")))
            .collect();
    }
    let mut events = Vec::new();
    // A stream of values, so that one object over several lines is one event.
    let mut stream = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    while let Some(event) = stream.next() {
        let line = text[..stream.byte_offset().min(text.len())].lines().count();
        let event = event.map_err(|e| Usage::new(format!("the events are no JSON: {e}")))?;
        events.push(object(event, &format!("the event that ends on line {line}"))?);
    }
    Ok(events)
}

fn object(event: Value, name: &str) -> Result<Value, Usage> {
    if event.is_object() { Ok(event) } else { Err(Usage::new(format!("{name} is no JSON object"))) }
}
