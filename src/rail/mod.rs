//! A market's rails: eligibility and arrival.
