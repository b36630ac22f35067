//! Sigma detections: document to AST to IR and back.
