//! A batch of prepared payouts under one signature.

use crate::payout::json::Value;
use crate::payout::{BATCH_VERSION, manifest};
use crate::report::Issue;

use super::digest::Digest;
use super::prepare::{Prepared, SigningContext, context_issues, sealed};
use super::refusal::Refusal;

/// Writes the manifest of the batch and what the key has to sign over it: count, totals and the
/// digest of each payout, in this order. `payouts` are the bytes of prepared payouts.
///
/// The body of the signed request is the manifest; the payouts travel beside it, and
/// [`batch_matches`] holds them against it.
#[must_use]
pub fn prepare_batch(
    idempotency_key: &str,
    payouts: &[&[u8]],
    context: &SigningContext,
) -> Prepared {
    let mut issues = context_issues(context);
    match manifest(idempotency_key, &with_digests(payouts)) {
        Ok(manifest) if !issues.iter().any(Issue::is_error) => {
            let summary = manifest.summary().to_vec();
            let of = (BATCH_VERSION, idempotency_key);
            sealed(of, manifest.text(), summary, context, issues)
        }
        Ok(_) => Prepared::Rejected { issues },
        Err(found) => {
            issues.splice(0..0, found);
            Prepared::Rejected { issues }
        }
    }
}

/// Are these the payouts, all of them and in this order, that the manifest was signed for? The
/// totals are added up again. What each payout is, the caller still has to decide.
///
/// # Errors
/// [`Refusal::BatchMismatch`].
pub fn batch_matches(signed: &Value, payouts: &[&[u8]]) -> Result<(), Refusal> {
    let key = signed.member("idempotencyKey").and_then(Value::as_text);
    let written = manifest(key.unwrap_or_default(), &with_digests(payouts))
        .map_err(|_| Refusal::BatchMismatch)?;
    if written.text() == signed.to_canonical() {
        Ok(())
    } else {
        Err(Refusal::BatchMismatch)
    }
}

fn with_digests<'a>(payouts: &[&'a [u8]]) -> Vec<(&'a [u8], String)> {
    let payouts = payouts.iter();
    payouts
        .map(|bytes| (*bytes, Digest::of(bytes).hex()))
        .collect()
}
