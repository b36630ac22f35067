//! Rule files: Elastic TOML and Sigma YAML, metadata and embedded languages.
