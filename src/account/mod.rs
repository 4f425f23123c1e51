//! Bank accounts: one file per scheme, check digits, formatting and masking.
