//! Digest, RFC 9421 signature base, keys, verification.
//!
//! One signature, labelled `payout`, over `@method`, `@target-uri`, `content-type`,
//! `content-digest`, `idempotency-key` and, if there is one, `authorization`; its parameters
//! stand in the order `created; expires; nonce; alg; keyid; tag`.

mod base;
pub(crate) mod base64;
#[cfg(feature = "verify")]
mod batch;
#[cfg(feature = "verify")]
pub mod cosign;
mod digest;
#[cfg(feature = "ed25519")]
pub mod ed25519;
#[cfg(feature = "p256")]
pub mod es256;
mod field;
#[cfg(feature = "verify")]
mod hmac;
mod key;
mod prepare;
#[cfg(feature = "verify")]
mod refusal;
pub mod step_up;
mod target;
#[cfg(feature = "verify")]
pub mod verify;

#[cfg(feature = "verify")]
pub use batch::{batch_matches, prepare_batch};
pub use digest::Digest;
#[cfg(feature = "verify")]
pub(crate) use hmac::{hmac_sha256, same};
pub use key::{Algorithm, Jwk, thumbprint};
pub use prepare::{
    Prepared, PreparedPayout, SignedRequest, SigningContext, prepare, resign, signature_header,
};
pub use step_up::challenge as step_up_challenge;

/// The label of the payout's signature in `Signature` and `Signature-Input`.
pub const LABEL: &str = "payout";

/// The `tag` of the signature and the `version` of the body.
pub const TAG: &str = "payout-request/1";

/// The longest time between `created` and `expires`, in seconds.
pub const MAX_WINDOW: i64 = 300;
