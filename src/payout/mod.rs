//! The intent, its canonical bytes, batch manifests.
