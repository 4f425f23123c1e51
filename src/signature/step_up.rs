//! Step-up: a passkey's assertion (`WebAuthn`) over the very payout that was signed.
//!
//! The challenge is a hash over the payout's digest, so the assertion can be no other payout's.
//! It does not prove that the user saw the payout: a browser shows nothing of a challenge. That is
//! what Secure Payment Confirmation adds; see `docs/keys.md`.

#[cfg(feature = "verify")]
mod assertion;

#[cfg(any(feature = "p256", feature = "ed25519"))]
pub use assertion::verify;
#[cfg(feature = "verify")]
pub use assertion::{Assertion, Check, StepUpPolicy, StepUpRefusal, check};

use super::Digest;

/// What is hashed first, so that a challenge is nothing else.
const DOMAIN: &str = "payout-step-up/1";

/// The challenge: SHA-256 of `payout-step-up/1`, the server's nonce and the payout's digest in
/// hexadecimal, with line feeds between.
///
/// ```
/// use payout_kit::signature::{Digest, step_up_challenge};
///
/// let one = step_up_challenge(&Digest::of(b"one payout").hex(), "nonce");
/// assert_ne!(one, step_up_challenge(&Digest::of(b"another").hex(), "nonce"));
/// ```
#[must_use]
pub fn challenge(digest: &str, nonce: &str) -> [u8; 32] {
    *Digest::of(format!("{DOMAIN}\n{nonce}\n{digest}").as_bytes()).as_bytes()
}
