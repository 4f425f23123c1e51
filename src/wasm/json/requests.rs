//! The requests of the contract. Each is held to its serde shape by the vectors.

use crate::account::{AccountInput, ProxyInput};
#[cfg(feature = "iso20022")]
use crate::iso20022::{
    Characters, CreditTransferRequest, DebtorAccount, GlobalPaymentRequest, Version,
};
use crate::market::RequirementsRequest;
use crate::money::Rounding;
use crate::payout::{Conversion, Creditor, Debtor, PayoutIntent, PostalAddress, Remittance};
use crate::quote::{
    BandMode, Base, BatchRequest, BatchRow, CardFee, ChargeBearer, Commission, CreditRequest,
    DebitRequest, FeeBand, FeeBearer, FeeRule, Fees, HolidayOverride, Minimum, Mode, Prefer,
    PreviewRequest, RatePair, RateSheet, Refund, Sale, SaleTax, SellerRate, SettlementRequest,
    Side, SplitMethod, SplitPart, SplitRequest, Vat, When, Withholding,
};
use crate::rail::{RailOverride, SessionOverride, WindowOverride};
#[cfg(feature = "verify")]
use crate::signature::cosign::CosigningContext;
#[cfg(feature = "verify")]
use crate::signature::step_up::{Assertion, StepUpPolicy};
use crate::signature::{Algorithm, Jwk, SigningContext};
use crate::status::StatusEvent;
#[cfg(feature = "verify")]
use crate::wasm::verification::RequestHead;

use super::read::{FromJson, Members, Reader};
use super::shape::{object, words};

impl FromJson for AccountInput {
    fn empty() -> Self {
        Self::default()
    }

    fn read(&mut self, reader: &mut Reader<'_>) {
        reader.object(self, &[], false);
    }
}

impl Members for AccountInput {
    fn member(&mut self, key: &str, reader: &mut Reader<'_>) -> bool {
        match (key, self.text_mut(key)) {
            (_, Some(text)) => text.read(reader),
            ("country", _) => {
                let mut country: Option<String> = None;
                country.read(reader);
                self.country = country.unwrap_or_default();
            }
            ("proxy", _) => self.proxy.read(reader),
            _ => return false,
        }
        true
    }
}

object! { ProxyInput {
    kind "type";
    value "value";
} }

object! { RequirementsRequest {
    country "country";
    currency "currency";
    method "method";
} }

object! { strict PreviewRequest {
    debit "debit" needed;
    credit "credit" needed;
    at "at" needed;
    rates "rates";
    fees "fees";
    rails "rails";
    holidays "holidays";
    charge_bearer "chargeBearer";
    rounding "rounding";
    prefer "prefer";
    fallback "fallback";
    vat "vat";
    withholding "withholding";
    reference_rates "referenceRates";
} }

object! { strict BatchRequest {
    rows "rows" needed;
    minimums "minimums";
    at "at" needed;
    rates "rates";
    fees "fees";
    rails "rails";
    holidays "holidays";
    charge_bearer "chargeBearer";
    rounding "rounding";
    prefer "prefer";
    vat "vat";
    withholding "withholding";
} }

object! { strict BatchRow {
    id "id";
    debit "debit" needed;
    credit "credit" needed;
    rail "rail";
} }

object! { strict Minimum {
    currency "currency" needed;
    amount "amount" needed;
    side "side";
} }

object! { strict SettlementRequest {
    currency "currency" needed;
    sales "sales" needed;
    refunds "refunds";
    card_fee "cardFee";
    commission "commission";
    withholding "withholding";
    rounding "rounding";
} }

object! { strict Sale {
    seller "seller" needed;
    amount "amount" needed;
} }

object! { strict Refund {
    seller "seller";
    amount "amount" needed;
} }

object! { strict CardFee {
    amount "amount" needed;
    bearer "bearer";
} }

object! { strict Commission {
    percent "percent" needed;
    sellers "sellers";
    base "base";
} }

object! { strict SellerRate {
    seller "seller" needed;
    percent "percent" needed;
} }

object! { strict SaleTax {
    label "label";
    percent "percent" needed;
    base "base";
} }

object! { strict DebitRequest {
    currency "currency" needed;
    amount "amount";
    country "country";
} }

object! { strict CreditRequest {
    country "country" needed;
    currency "currency" needed;
    amount "amount";
    account "account";
} }

object! { strict RateSheet {
    source "source" needed;
    as_of "asOf" needed;
    expires_at "expiresAt";
    indicative "indicative";
    pairs "pairs" needed;
} }

object! { strict RatePair {
    from "from" needed;
    to "to" needed;
    rate "rate" needed;
    mid "mid";
} }

object! { strict Fees {
    rules "rules" needed;
} }

object! { strict FeeRule {
    code "code" needed;
    label "label";
    when "when";
    flat "flat";
    percent "percent";
    min "min";
    max "max";
    currency "currency";
    mode "mode" needed;
    side "side";
    fx_markup_percent "fxMarkupPercent";
    bands "bands";
    band_mode "bandMode";
    vat_percent "vatPercent";
} }

object! { strict FeeBand {
    to "to";
    flat "flat";
    percent "percent";
} }

object! { strict When {
    rails "rails";
    countries "countries";
    debit_currency "debitCurrency";
    credit_currency "creditCurrency";
    from "from";
    to "to";
} }

object! { strict HolidayOverride {
    calendar "calendar" needed;
    add "add";
    remove "remove";
} }

object! { strict Vat {
    percent "percent" needed;
    label "label";
} }

object! { strict Withholding {
    code "code" needed;
    label "label";
    percent "percent" needed;
    base "base";
} }

object! { strict RailOverride {
    rail "rail" needed;
    country "country";
    limit "limit";
    min "min";
    reachable "reachable";
    live "live";
    cut_off "cutOff";
    zone "zone";
    calendar "calendar";
    windows "windows";
    session "session";
} }

object! { strict WindowOverride {
    cut_off "cutOff" needed;
    from "from" needed;
    to "to" needed;
} }

object! { strict SessionOverride {
    open "open" needed;
    cut_off "cutOff" needed;
    within_minutes "withinMinutes" needed;
    closes "closes";
    every_day "everyDay";
} }

object! { strict SplitRequest {
    amount "amount" needed;
    currency "currency" needed;
    parts "parts" needed;
    method "method";
} }

object! { strict SplitPart {
    id "id" needed;
    ratio "ratio";
    percent "percent";
    amount "amount";
    remainder "remainder";
} }

object! { strict PayoutIntent {
    idempotency_key "idempotencyKey";
    end_to_end_id "endToEndId";
    amount "amount";
    currency "currency";
    rail "rail";
    fallback "fallback";
    debtor "debtor";
    creditor "creditor";
    conversion "conversion";
    charge_bearer "chargeBearer";
    requested_execution_date "requestedExecutionDate";
    purpose "purpose";
    category_purpose "categoryPurpose";
    remittance "remittance";
    uetr "uetr";
    metadata "metadata";
} }

object! { strict Debtor {
    account "account";
    name "name";
    virtual_account "virtualAccount";
} }

object! { strict Creditor {
    name "name";
    account "account";
    address "address";
    postal_address "postalAddress";
} }

object! { strict PostalAddress {
    street_name "streetName";
    building_number "buildingNumber";
    post_code "postCode";
    town_name "townName";
    country_sub_division "countrySubDivision";
    country "country";
} }

object! { strict Conversion {
    quote_id "quoteId";
    rate "rate";
    debit_amount "debitAmount";
    debit_currency "debitCurrency";
    credit_amount "creditAmount";
    credit_currency "creditCurrency";
    expires_at "expiresAt";
} }

object! { strict Remittance {
    unstructured "unstructured";
    reference "reference";
} }

object! { strict SigningContext {
    method "method" needed;
    url "url" needed;
    created "created" needed;
    expires "expires" needed;
    nonce "nonce" needed;
    key_id "keyId" needed;
    alg "alg" needed;
    authorization "authorization";
} }

object! { Jwk {
    kty "kty" needed;
    crv "crv" needed;
    x "x" needed;
    y "y";
} }

object! { StatusEvent {
    id "id";
    provider "provider";
    status "status" needed;
    reason "reason";
    at "at" needed;
} }

#[cfg(feature = "verify")]
object! { RequestHead {
    method "method" needed;
    url "url" needed;
    headers "headers" needed;
    now "now" needed;
    max_window "maxWindow";
    skew "skew";
    authorization "authorization";
    batch "batch";
    development "development";
} }

#[cfg(feature = "verify")]
object! { strict CosigningContext {
    created "created" needed;
    expires "expires" needed;
    nonce "nonce" needed;
    key_id "keyId" needed;
    alg "alg" needed;
} }

#[cfg(feature = "verify")]
object! { Assertion {
    credential_id "credentialId" needed;
    client_data_json "clientDataJSON" needed;
    authenticator_data "authenticatorData" needed;
    signature "signature" needed;
} }

#[cfg(feature = "verify")]
impl FromJson for StepUpPolicy {
    fn empty() -> Self {
        Self {
            digest: String::new(),
            nonce: String::new(),
            rp_id: String::new(),
            origins: Vec::new(),
            user_verification: true,
        }
    }

    fn read(&mut self, reader: &mut Reader<'_>) {
        reader.object(self, &["digest", "nonce", "rpId", "origins"], false);
    }
}

#[cfg(feature = "verify")]
impl Members for StepUpPolicy {
    fn member(&mut self, key: &str, reader: &mut Reader<'_>) -> bool {
        match key {
            "digest" => self.digest.read(reader),
            "nonce" => self.nonce.read(reader),
            "rpId" => self.rp_id.read(reader),
            "origins" => self.origins.read(reader),
            "userVerification" => self.user_verification.read(reader),
            _ => return false,
        }
        true
    }
}

#[cfg(feature = "iso20022")]
object! { CreditTransferRequest {
    version "version";
    message_id "messageId";
    created_at "createdAt";
    initiating_party "initiatingParty";
    execution_date "executionDate";
    batch_booking "batchBooking";
    characters "characters";
    debtors "debtors";
} }

#[cfg(feature = "iso20022")]
object! { GlobalPaymentRequest {
    execution_date "executionDate";
    debtors "debtors";
    payment_type "paymentType";
} }

#[cfg(feature = "iso20022")]
object! { DebtorAccount {
    account "account";
    virtual_account "virtualAccount";
    name "name";
    iban "iban";
    number "number";
    is_virtual "isVirtual";
    bic "bic";
    clearing_system "clearingSystem";
    member_id "memberId";
    currency "currency";
    country "country";
    address "address";
    postal_address "postalAddress";
} }

#[cfg(feature = "iso20022")]
words! { Version { V09 "pain.001.001.09"; V03 "pain.001.001.03"; } }
#[cfg(feature = "iso20022")]
words! { Characters { BasicLatin "basic_latin"; Unicode "unicode"; } }

words! { Rounding { HalfUp "half_up"; HalfEven "half_even"; HalfDown "half_down"; Up "up"; Down "down"; } }
words! { BandMode { Step "step"; Marginal "marginal"; } }
words! { Mode { OnTop "on_top"; Deducted "deducted"; } }
words! { Side { Debit "debit"; Credit "credit"; } }
words! { ChargeBearer {
    Debtor "debtor"; Creditor "creditor"; Shared "shared"; ServiceLevel "service_level";
} }
words! { Base { Gross "gross"; Net "net"; } }
words! { FeeBearer { Sellers "sellers"; Platform "platform"; } }
words! { Prefer { Fastest "fastest"; Cheapest "cheapest"; } }
words! { SplitMethod { LargestRemainder "largest_remainder"; } }
words! { Algorithm { EcdsaP256Sha256 "ecdsa-p256-sha256"; Ed25519 "ed25519"; } }
