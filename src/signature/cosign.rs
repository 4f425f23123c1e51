//! The signature of a partner who relays a device's request (RFC 9421 section 4.3).
//!
//! The partner signs the same components *again*, and the device's members of `Signature` and
//! `Signature-Input` on top. A signature over nothing but the other signature could be taken for
//! one over another message; this one stands for the whole request by itself.

use serde::{Deserialize, Serialize};

use crate::payout::BATCH_VERSION;
use crate::report::{Code, Issue};

use super::field::{self, Item, Member, Parameters, quote};
use super::key::Algorithm;
use super::prepare::{SigningContext, context_issues};
use super::target::Target;
use super::verify::{
    Headers, Incoming, Policy, Refusal, Signed, as_base64, base_of, limits, message,
    read_signature, window,
};
use super::{LABEL, TAG, base64};

/// The label of the partner's signature.
pub const PARTNER_LABEL: &str = "partner";

/// The `tag` of the partner's signature.
pub const PARTNER_TAG: &str = "payout-partner/1";

/// What the partner's signature depends on beside the request.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CosigningContext {
    /// Seconds since 1970.
    pub created: i64,
    /// Seconds since 1970; at most 300 after `created`.
    pub expires: i64,
    /// The partner's own; 128 random bits or more.
    pub nonce: String,
    /// The thumbprint of the partner's public key.
    pub key_id: String,
    /// What it signs with.
    pub alg: Algorithm,
}

/// What the partner's key has to sign, and where the result goes.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PreparedCosignature {
    /// Its bytes are what the key signs.
    pub signature_base: String,
    /// The whole value of `Signature-Input`, both members.
    pub signature_input: String,
    /// The value of `Signature` as it was; the partner's member goes behind.
    #[serde(skip)]
    signature: String,
}

impl std::fmt::Debug for PreparedCosignature {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PreparedCosignature")
            .finish_non_exhaustive()
    }
}

impl PreparedCosignature {
    /// The whole value of `Signature`, both members. Every other header and the body stay as they
    /// are.
    ///
    /// # Errors
    /// Not 64 bytes.
    pub fn signature(&self, signature: &[u8]) -> Result<String, Box<Issue>> {
        if signature.len() != 64 {
            let length = Issue::new(Code::InvalidLength, "signature")
                .param("actual", signature.len().to_string())
                .param("expected", "64 bytes r‖s");
            return Err(Box::new(length));
        }
        let member = base64::encode(signature);
        Ok(format!("{}, {PARTNER_LABEL}=:{member}:", self.signature))
    }
}

/// What a partner has to sign of a request that a device has signed.
///
/// # Errors
/// The request is not one that a device has signed, or the context cannot be signed.
pub fn cosign(
    request: Incoming<'_>,
    context: &CosigningContext,
) -> Result<PreparedCosignature, Refusal> {
    limits(&request)?;
    let circumstances = SigningContext {
        method: request.method.to_owned(),
        url: request.url.to_owned(),
        created: context.created,
        expires: context.expires,
        nonce: context.nonce.clone(),
        key_id: context.key_id.clone(),
        alg: context.alg,
        authorization: None,
    };
    if context_issues(&circumstances).iter().any(Issue::is_error) {
        return Err(Refusal::InvalidContext);
    }
    let headers = Headers(request.headers);
    let signed = device_signature(&headers)?;
    let (inputs, signatures) = (
        headers.joined("signature-input")?,
        headers.joined("signature")?,
    );
    if has_partner(&inputs) || has_partner(&signatures) {
        return Err(Refusal::SeveralSignatures);
    }
    let mut components = signed.components;
    components.extend(of_the_device());
    let names: Option<Vec<String>> = components.iter().map(identifier).collect();
    let quoted = |text: &str| quote(text).ok_or(Refusal::InvalidContext);
    let parameters = format!(
        "({});created={};expires={};nonce={};alg={};keyid={};tag={}",
        names.ok_or(Refusal::UnsupportedComponent)?.join(" "),
        context.created,
        context.expires,
        quoted(&context.nonce)?,
        quoted(context.alg.as_str())?,
        quoted(&context.key_id)?,
        quoted(PARTNER_TAG)?,
    );
    let target = Target::parse(request.url).ok_or(Refusal::InvalidTarget)?;
    Ok(PreparedCosignature {
        signature_base: base_of(&message(&request, target), &components, &parameters)?,
        signature_input: format!("{inputs}, {PARTNER_LABEL}={parameters}"),
        signature: signatures,
    })
}

/// A partner's signature that can be read.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[must_use]
pub struct UnverifiedPartner {
    /// Whose signature it claims to be.
    pub key_id: String,
    /// The algorithm that the message names; the record of the key must agree.
    pub alg: Algorithm,
    /// What must have been signed. Empty when no signature can help.
    pub signature_base: String,
    /// 64 bytes; base64 on the wire.
    #[serde(serialize_with = "as_base64")]
    pub signature: [u8; 64],
    nonce: String,
    created: i64,
    expires: i64,
    #[serde(skip)]
    skew: i64,
    #[serde(skip)]
    flaw: Option<Refusal>,
}

/// A partner's signature that is right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct VerifiedPartner {
    /// Whose signature it is.
    pub key_id: String,
    /// To be refused the second time.
    pub nonce: String,
    /// Seconds since 1970.
    pub created: i64,
    /// Seconds since 1970.
    pub expires: i64,
    /// As [`Verified::replay_until`](super::verify::Verified::replay_until).
    pub replay_until: i64,
}

impl std::fmt::Debug for UnverifiedPartner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("UnverifiedPartner")
            .field("key_id", &self.key_id)
            .finish_non_exhaustive()
    }
}

/// Reads the partner's signature, which must cover all that the device's covers and the device's
/// signature itself. The device's is [`check`](super::verify::check)ed beside.
///
/// # Errors
/// The first thing for which there is no signature of a partner to look at.
pub fn check_partner(request: Incoming<'_>, policy: &Policy) -> Result<UnverifiedPartner, Refusal> {
    limits(&request)?;
    let target = Target::parse(request.url).ok_or(Refusal::InvalidTarget)?;
    let headers = Headers(request.headers);
    let device = device_signature(&headers)?;
    let partner = read_signature(&headers, PARTNER_LABEL, PARTNER_TAG)?;
    let demanded = device.components.into_iter().chain(of_the_device());
    for component in demanded {
        if !partner.components.contains(&component) {
            return Err(Refusal::MissingComponent("all that the payout's covers"));
        }
    }
    let terms = partner.terms()?;
    let base = window(&terms, policy).and_then(|()| {
        base_of(
            &message(&request, target),
            &partner.components,
            &partner.raw,
        )
    });
    let (signature_base, flaw) = match base {
        Ok(base) => (base, None),
        Err(refusal) => (String::new(), Some(refusal)),
    };
    Ok(UnverifiedPartner {
        key_id: terms.key_id,
        alg: terms.alg,
        signature_base,
        signature: partner.signature,
        nonce: terms.nonce,
        created: terms.created,
        expires: terms.expires,
        skew: policy.skew,
        flaw,
    })
}

impl UnverifiedPartner {
    /// Takes the outcome of the asymmetric step, as
    /// [`Unverified::accept`](super::verify::Unverified::accept) does.
    ///
    /// # Errors
    /// The key or the signature is not right.
    pub fn accept(
        self,
        record: Option<Algorithm>,
        is_valid: bool,
    ) -> Result<VerifiedPartner, Refusal> {
        match record {
            None => Err(Refusal::UnknownKey),
            Some(record) if record != self.alg => Err(Refusal::AlgorithmMismatch),
            Some(_) => match self.flaw {
                Some(flaw) => Err(flaw),
                None if !is_valid => Err(Refusal::InvalidSignature),
                None => Ok(VerifiedPartner {
                    key_id: self.key_id,
                    nonce: self.nonce,
                    created: self.created,
                    replay_until: self.expires.saturating_add(self.skew).saturating_add(1),
                    expires: self.expires,
                }),
            },
        }
    }
}

/// The device's signature, of a payout or of a batch.
fn device_signature(headers: &Headers<'_>) -> Result<Signed, Refusal> {
    match read_signature(headers, LABEL, TAG) {
        Err(Refusal::WrongTag) => read_signature(headers, LABEL, BATCH_VERSION),
        read => read,
    }
}

/// The device's members of both headers.
fn of_the_device() -> [(Item, Parameters); 2] {
    ["signature", "signature-input"].map(|name| {
        let key = ("key".to_owned(), Item::Text(LABEL.to_owned()));
        (Item::Text(name.to_owned()), vec![key])
    })
}

fn identifier((name, parameters): &(Item, Parameters)) -> Option<String> {
    field::serialized(&Member::Item(name.clone(), parameters.clone()))
}

fn has_partner(header: &str) -> bool {
    field::dictionary(header)
        .is_ok_and(|entries| entries.iter().any(|entry| entry.key == PARTNER_LABEL))
}
