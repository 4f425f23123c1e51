//! Bank accounts: one file per scheme, check digits, formatting and masking.
//!
//! [`validate`] answers with a report: is the account valid, incomplete (right so far) or invalid,
//! and which character of which field is the reason. Input is taken as people write it.

mod alias;
mod check;
mod clean;
mod codes;
mod column;
mod directory;
mod display;
mod domestic;
mod holder;
mod iban;
mod input;
mod label;
mod method;
mod official;
mod pack;
mod phone_areas;
mod pix;
mod reference;
mod repair;
mod report;
mod scan;
mod sieve;
mod specimen;
mod unusual;
mod validate;

pub use self::codes::{Bic, BicParts, Bsb, Ifsc, RoutingNumber, SortCode};
pub use self::column::{ColumnVerdict, RowStatus, validate_column, validate_nullable_column};
pub use self::directory::{Bank, Directory};
pub(crate) use self::display::HIDDEN;
pub use self::display::{format, mask};
pub use self::iban::{Iban, is_valid_iban};
pub use self::input::{AccountInput, ProxyInput};
pub use self::official::{MethodTable, ModulusTable, OfficialTables, TableError};
pub use self::reference::ReferenceData;
pub use self::report::{Account, AccountChecks, AccountReport, CheckResult, Status};
pub use self::validate::{validate, validate_against, validate_all, validate_with};
