//! Outputs of findings.
