//! Countries, their currencies and the fields of their accounts.
