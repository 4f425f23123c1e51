//! Currencies, exact amounts, named rounding, allocation.
