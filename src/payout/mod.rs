//! The intent, its canonical bytes, batch manifests.

pub mod json;
