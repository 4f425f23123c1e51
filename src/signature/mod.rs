//! Digest, RFC 9421 signature base, keys, verification.
//!
//! One signature, labelled `payout`, over `@method`, `@target-uri`, `content-type`,
//! `content-digest`, `idempotency-key` and, if there is one, `authorization`; its parameters
//! stand in the order `created; expires; nonce; alg; keyid; tag`.

mod base;
mod base64;
mod digest;
#[cfg(feature = "p256")]
pub mod es256;
mod field;
mod key;
mod prepare;
#[cfg(feature = "verify")]
mod refusal;
mod target;
#[cfg(feature = "verify")]
pub mod verify;

pub use digest::Digest;
pub use key::{Algorithm, Jwk, thumbprint};
pub use prepare::{
    Prepared, PreparedPayout, SignedRequest, SigningContext, prepare, signature_header,
};

/// The label of the payout's signature in `Signature` and `Signature-Input`.
pub const LABEL: &str = "payout";

/// The `tag` of the signature and the `version` of the body.
pub const TAG: &str = "payout-request/1";

/// The longest time between `created` and `expires`, in seconds.
pub const MAX_WINDOW: i64 = 300;
