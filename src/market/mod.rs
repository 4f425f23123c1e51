//! Countries, their currencies and the fields of their accounts.
//!
//! The tables are generated from `data/`; each row there has its source and date.

mod country;
mod field;
mod format;
mod iban;
mod requirements;
mod table;
mod tables;
mod territory;

pub use country::Country;
pub use field::FieldKey;
pub use format::Charset;
pub use requirements::{
    FieldOption, FieldRequirement, FieldType, MethodLabel, Requirements, RequirementsRequest,
    requirements,
};
pub use table::{Market, list};

pub(crate) use field::{Check, Field};
pub(crate) use format::{Class, Format};
pub(crate) use iban::{IbanFormat, National, Pair};
pub(crate) use requirements::{check_currency, group};
pub(crate) use table::{MarketRow, Method};
pub(crate) use tables::{GENERIC, IBAN_EDITION, MARKETS_EDITION};
