//! ISO 20022 states and the reducer over events.
