use std::fmt;

use crate::payout::json::JsonError;

/// Why a request is not the signed payout that it says it is. Each has a stable word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// More headers, or larger ones, than are read.
    HeadersTooLarge,
    /// A larger body than is read.
    BodyTooLarge,
    /// A header that must come once comes twice.
    DuplicatedHeader(&'static str),
    /// A header that cannot be read.
    MalformedHeader(&'static str),
    /// A header that a signed payout has is absent.
    MissingHeader(&'static str),
    /// The body is not JSON by its `Content-Type`.
    UnsupportedMediaType,
    /// The body is compressed; the digest covers what was sent, so send it plain.
    ContentEncoded,
    /// The address is not https, or not written as a URL parser writes it.
    InvalidTarget,
    /// `Signature-Input` has no member `payout`.
    NoSignature,
    /// More than one signature has our tag.
    SeveralSignatures,
    /// The tag is not `payout-request/1`, or another label carries it.
    WrongTag,
    /// The signature does not cover a part that it must cover.
    MissingComponent(&'static str),
    /// The signature covers a part that we cannot build.
    UnsupportedComponent,
    /// A parameter of the signature is absent or of the wrong type.
    MissingParameter(&'static str),
    /// The algorithm is none that we know.
    UnknownAlgorithm,
    /// Valid for longer than the policy allows, or not at all.
    WindowTooLong,
    /// The signature is over its time.
    Expired,
    /// The signature is from the future.
    NotYetValid,
    /// The body is not the one that was signed.
    DigestMismatch,
    /// No active key has that id.
    UnknownKey,
    /// The key is for another algorithm than the message says.
    AlgorithmMismatch,
    /// The signature is not the key's over this request.
    InvalidSignature,
    /// The body cannot be what was signed.
    Body(JsonError),
    /// The body is JSON but not a payout request of version 1.
    NotAPayout,
    /// The header `Idempotency-Key` and the body name different keys.
    IdempotencyMismatch,
    /// The payouts of a batch are not those that its manifest was signed for.
    BatchMismatch,
    /// A partner's own signature cannot be made under these circumstances.
    InvalidContext,
}

impl Refusal {
    /// The stable word.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::HeadersTooLarge => "headers_too_large",
            Self::BodyTooLarge => "body_too_large",
            Self::DuplicatedHeader(_) => "duplicated_header",
            Self::MalformedHeader(_) => "malformed_header",
            Self::MissingHeader(_) => "missing_header",
            Self::UnsupportedMediaType => "unsupported_media_type",
            Self::ContentEncoded => "content_encoded",
            Self::InvalidTarget => "invalid_target",
            Self::NoSignature => "no_signature",
            Self::SeveralSignatures => "several_signatures",
            Self::WrongTag => "wrong_tag",
            Self::MissingComponent(_) => "missing_component",
            Self::UnsupportedComponent => "unsupported_component",
            Self::MissingParameter(_) => "missing_parameter",
            Self::UnknownAlgorithm => "unknown_algorithm",
            Self::WindowTooLong => "window_too_long",
            Self::Expired => "signature_expired",
            Self::NotYetValid => "signature_not_yet_valid",
            Self::DigestMismatch => "digest_mismatch",
            Self::UnknownKey => "unknown_key",
            Self::AlgorithmMismatch => "algorithm_mismatch",
            Self::InvalidSignature => "invalid_signature",
            Self::Body(_) => "malformed_body",
            Self::NotAPayout => "not_a_payout",
            Self::IdempotencyMismatch => "idempotency_mismatch",
            Self::BatchMismatch => "batch_mismatch",
            Self::InvalidContext => "invalid_context",
        }
    }

    /// The HTTP status that fits.
    #[must_use]
    pub const fn http_status(&self) -> u16 {
        match self {
            Self::HeadersTooLarge => 431,
            Self::BodyTooLarge => 413,
            Self::UnsupportedMediaType | Self::ContentEncoded => 415,
            Self::InvalidTarget
            | Self::DuplicatedHeader(_)
            | Self::MalformedHeader(_)
            | Self::Body(_)
            | Self::IdempotencyMismatch
            | Self::InvalidContext => 400,
            Self::NotAPayout | Self::BatchMismatch => 422,
            _ => 401,
        }
    }

    /// What is wrong, for the developer of the client; nothing of the request is repeated.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::HeadersTooLarge => "The headers are too large.".to_owned(),
            Self::BodyTooLarge => "The body is larger than 16 KiB.".to_owned(),
            Self::DuplicatedHeader(name) => format!("The header {name} comes more than once."),
            Self::MalformedHeader(name) => format!("The header {name} cannot be read."),
            Self::MissingHeader(name) => format!("The header {name} is missing."),
            Self::UnsupportedMediaType => "The Content-Type must be application/json.".to_owned(),
            Self::ContentEncoded => "The body must not be compressed.".to_owned(),
            Self::InvalidTarget => {
                "The address is not https, or is not written as a URL parser writes it.".to_owned()
            }
            Self::NoSignature => "There is no signature with the label that is looked for, payout or partner.".to_owned(),
            Self::SeveralSignatures => {
                "More than one signature has the tag, or the label, of ours.".to_owned()
            }
            Self::WrongTag => "The signature payout must have the tag payout-request/1 (of a batch payout-batch/1).".to_owned(),
            Self::MissingComponent(name) => format!("The signature does not cover {name}."),
            Self::UnsupportedComponent => {
                "The signature covers a component that is not supported.".to_owned()
            }
            Self::MissingParameter(name) => {
                format!("The signature lacks the parameter {name}, or it has the wrong type.")
            }
            Self::UnknownAlgorithm => {
                "The algorithm must be ecdsa-p256-sha256 or ed25519.".to_owned()
            }
            Self::WindowTooLong => {
                "The time between created and expires is too long, or negative.".to_owned()
            }
            Self::Expired => {
                "The signature has expired; sign again with the time of the server.".to_owned()
            }
            Self::NotYetValid => {
                "The signature is from the future; sign with the time of the server.".to_owned()
            }
            Self::DigestMismatch => {
                "The body is not the one that Content-Digest covers.".to_owned()
            }
            Self::UnknownKey => "No active key has this keyid.".to_owned(),
            Self::AlgorithmMismatch => {
                "The key is for another algorithm than the signature says.".to_owned()
            }
            Self::InvalidSignature => {
                "The signature does not fit this method, address, headers and body.".to_owned()
            }
            Self::Body(error) => format!("The body cannot be what was signed: {error}."),
            Self::NotAPayout => "The body is not a payout request, or not a batch, of version 1.".to_owned(),
            Self::IdempotencyMismatch => {
                "The header Idempotency-Key and the body name different keys.".to_owned()
            }
            Self::BatchMismatch => {
                "The payouts are not those that the manifest was signed for.".to_owned()
            }
            Self::InvalidContext => {
                "Time, nonce or key of the signature cannot be signed; the window is 300 s at most."
                    .to_owned()
            }
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

impl std::error::Error for Refusal {}
