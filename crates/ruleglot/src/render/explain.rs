//! What a rule means, for people.
