//! Zones, business days and cut-offs.
