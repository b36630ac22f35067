//! Kibana Query Language: text to AST to IR and back.
