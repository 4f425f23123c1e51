use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::field::{Check, Field};
use super::tables::{GENERIC, IBAN_EDITION, MARKETS_EDITION};
use super::{Charset, Country, FieldKey, Format, IbanFormat, MarketRow, Method};
use crate::currency::CurrencyCode;
use crate::report::{Code, Issue, Tables};

/// What a form needs: which country, which currency, which way to give the account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RequirementsRequest {
    /// ISO 3166-1 alpha-2.
    #[serde(default)]
    pub country: String,
    /// ISO 4217; the market's usual one if absent.
    #[serde(default)]
    pub currency: Option<String>,
    /// One of the market's methods; the usual one if absent.
    #[serde(default)]
    pub method: Option<String>,
}

/// The fields of a market's accounts, good enough to build a form from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Requirements {
    /// ISO 3166-1 alpha-2, or what was asked for if that is no country.
    pub country: String,
    /// ISO 4217; empty when neither the request nor the tables name one.
    pub currency: String,
    /// The method whose fields these are; empty when the country is unknown.
    pub method: &'static str,
    /// Every method of the market, the usual one first.
    pub methods: Vec<MethodLabel>,
    /// In the order people know them.
    pub fields: Vec<FieldRequirement>,
    /// What was wrong with the request.
    pub issues: Vec<Issue>,
    /// The editions of the tables.
    pub tables: Tables,
}

/// A method and its English name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MethodLabel {
    /// The word.
    pub method: &'static str,
    /// For people.
    pub label: &'static str,
}

/// One field of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FieldRequirement {
    /// The key in the account; a dot means a member of an object.
    pub key: &'static str,
    /// The English name.
    pub label: &'static str,
    /// How to ask for it.
    #[serde(rename = "type")]
    pub kind: FieldType,
    /// Fewest characters, without separators.
    pub min_length: u8,
    /// Most characters, without separators.
    pub max_length: u8,
    /// An anchored regular expression for the value without separators.
    pub pattern: Cow<'static, str>,
    /// The characters in one word.
    pub charset: Charset,
    /// A value that the pattern accepts. No one's account.
    pub example: Cow<'static, str>,
    /// The example as people write it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub placeholder: Option<String>,
    /// How people group it, `#` for a character; for showing, not for masking input.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mask: Option<Cow<'static, str>>,
    /// The values of a select; for a text field, values that are well known.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<FieldOption>,
    /// May stay empty.
    pub optional: bool,
    /// Why it is asked.
    pub why: &'static str,
}

/// How to ask for a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldType {
    /// A line of text.
    Text,
    /// One of the options and nothing else.
    Select,
}

/// A value and its English name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldOption {
    /// The value.
    pub value: &'static str,
    /// For people.
    pub label: &'static str,
    /// Of a kind of alias: what `proxy.value` then looks like.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pattern: Option<&'static str>,
}

/// The fields that an account of a market needs. A country without a table of ours gets a generic
/// form and an `unsupported_market` note, not a refusal.
///
/// ```
/// use payout_kit::market::{RequirementsRequest, requirements};
///
/// let form = requirements(&RequirementsRequest { country: "US".into(), ..Default::default() });
/// let keys: Vec<_> = form.fields.iter().map(|field| field.key).collect();
/// assert_eq!(keys, ["routingNumber", "accountNumber", "accountType", "holderAddress"]);
/// ```
#[must_use]
pub fn requirements(request: &RequirementsRequest) -> Requirements {
    let Some(country) = Country::parse(&request.country) else {
        return unknown(request);
    };
    let mut issues = Vec::new();
    let market = MarketRow::of(country);
    let (methods, currencies): (&[&'static Method], &[&'static str]) = if let Some(row) = market {
        (row.methods, row.currencies)
    } else {
        let issue = Issue::new(Code::UnsupportedMarket, "country");
        issues.push(issue.param("country", country.name()));
        (&[&GENERIC], &[])
    };
    let currency = currency(request, country, currencies, &mut issues);
    let method = method(request, methods, &mut issues);
    if method.uses(FieldKey::Iban) && IbanFormat::of(country).is_some_and(IbanFormat::is_unofficial)
    {
        let issue = Issue::new(Code::UnofficialIban, FieldKey::Iban.as_str());
        issues.push(issue.param("country", country.name()));
    }
    Requirements {
        country: country.as_str().to_owned(),
        currency,
        method: method.name,
        methods: methods
            .iter()
            .map(|method| MethodLabel {
                method: method.name,
                label: method.label,
            })
            .collect(),
        fields: method
            .fields
            .iter()
            .map(|field| describe(field, method, country))
            .collect(),
        issues,
        tables: editions(),
    }
}

fn editions() -> Tables {
    Tables::from([
        ("iban", IBAN_EDITION.into()),
        ("markets", MARKETS_EDITION.into()),
    ])
}

fn unknown(request: &RequirementsRequest) -> Requirements {
    let typed = request.country.trim();
    let issue = if typed.is_empty() {
        Issue::new(Code::Required, "country").param("label", "The country")
    } else {
        // Echo a code, never a longer text: it may have landed in the wrong field.
        let shown = if typed.chars().nth(3).is_none() {
            typed.to_owned()
        } else {
            "This".to_owned()
        };
        Issue::new(Code::UnknownCountry, "country").param("country", shown)
    };
    let country = if typed.chars().nth(3).is_none() {
        typed.to_owned()
    } else {
        String::new()
    };
    Requirements {
        country,
        currency: String::new(),
        method: "",
        methods: Vec::new(),
        fields: Vec::new(),
        issues: vec![issue],
        tables: editions(),
    }
}

fn currency(
    request: &RequirementsRequest,
    country: Country,
    currencies: &[&'static str],
    issues: &mut Vec<Issue>,
) -> String {
    let usual = currencies.first().copied().unwrap_or_default();
    let Some(asked) = request
        .currency
        .as_deref()
        .map(str::trim)
        .filter(|text| !text.is_empty())
    else {
        return usual.to_owned();
    };
    let asked = asked
        .get(..4)
        .map_or_else(|| asked.to_ascii_uppercase(), |_| String::new());
    match check_currency(&asked, country, currencies, "currency") {
        None => asked,
        Some(issue) => {
            let refused = issue.is_error();
            issues.push(issue);
            if refused { usual.to_owned() } else { asked }
        }
    }
}

/// What there is to say about a currency of a market: not a currency (any more), or a rare one here.
pub(crate) fn check_currency(
    code: &str,
    country: Country,
    currencies: &[&'static str],
    field: &'static str,
) -> Option<Issue> {
    if currencies.contains(&code) {
        return None;
    }
    if let Err(issue) = CurrencyCode::parse(code, field) {
        return Some(issue);
    }
    if currencies.is_empty() {
        return None;
    }
    Some(
        Issue::new(Code::UnusualCurrency, field)
            .param("country", country.name())
            .param("currency", code.to_owned()),
    )
}

fn method(
    request: &RequirementsRequest,
    methods: &[&'static Method],
    issues: &mut Vec<Issue>,
) -> &'static Method {
    let usual = methods.first().copied().unwrap_or(&GENERIC);
    let Some(asked) = request
        .method
        .as_deref()
        .map(str::trim)
        .filter(|text| !text.is_empty())
    else {
        return usual;
    };
    if let Some(method) = methods.iter().find(|method| method.name == asked) {
        return method;
    }
    let names: Vec<&str> = methods.iter().map(|method| method.name).collect();
    issues.push(Issue::new(Code::InvalidValue, "method").param("expected", names.join(" or ")));
    usual
}

fn describe(field: &'static Field, method: &'static Method, country: Country) -> FieldRequirement {
    if field.check == Check::Iban
        && let Some(iban) = IbanFormat::of(country)
    {
        return describe_iban(field, iban);
    }
    let closed = field.check == Check::Option;
    let example = if field.check == Check::Bic {
        Cow::Owned(bic_of(field.example, method, country))
    } else {
        Cow::Borrowed(field.example)
    };
    FieldRequirement {
        key: field.key.as_str(),
        label: field.label,
        kind: if closed {
            FieldType::Select
        } else {
            FieldType::Text
        },
        min_length: field.format.min,
        max_length: field.format.max,
        pattern: pattern(field, method),
        charset: field.format.charset(),
        placeholder: (!closed).then(|| group(&example, field.mask)),
        example,
        mask: (!field.mask.is_empty()).then_some(Cow::Borrowed(field.mask)),
        options: field
            .options
            .iter()
            .map(|&(value, label)| FieldOption {
                value,
                label,
                pattern: (field.key == FieldKey::ProxyType).then(|| alias_pattern(value)),
            })
            .collect(),
        optional: field.optional,
        why: field.why,
    }
}

/// The example with the country whose banks it stands for.
fn bic_of(example: &str, method: &Method, country: Country) -> String {
    let of_iban = method
        .uses(FieldKey::Iban)
        .then(|| IbanFormat::of(country))
        .flatten();
    let country = of_iban.map_or(country.as_str(), IbanFormat::code);
    let (bank, location) = (example.get(..4), example.get(6..));
    format!(
        "{}{country}{}",
        bank.unwrap_or_default(),
        location.unwrap_or_default()
    )
}

/// What an alias of a kind looks like.
fn alias_pattern(kind: &str) -> &'static str {
    match kind {
        "phone" => "^\\+?[0-9]{7,15}$",
        "email" => "^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$",
        "fpsId" => "^([0-9]{7}|[0-9]{9})$",
        "alias" => "^@?[A-Za-z0-9._\\-]{6,20}$",
        _ => "^[A-Z0-9]{4,20}$",
    }
}

fn describe_iban(field: &'static Field, iban: &'static IbanFormat) -> FieldRequirement {
    let mask = "#### ".repeat(usize::from(iban.format.max).div_ceil(4));
    let length = usize::from(iban.format.max);
    let mask: String = mask
        .chars()
        .take(length.saturating_add(length.saturating_sub(1) / 4))
        .collect();
    FieldRequirement {
        key: field.key.as_str(),
        label: field.label,
        kind: FieldType::Text,
        min_length: iban.format.min,
        max_length: iban.format.max,
        pattern: Cow::Owned(format!("^{}{}$", iban.code(), iban.format.pattern(2))),
        charset: Charset::Alphanumeric,
        example: Cow::Borrowed(iban.example),
        placeholder: Some(group(iban.example, &mask)),
        mask: Some(Cow::Owned(mask)),
        options: Vec::new(),
        optional: field.optional,
        why: field.why,
    }
}

/// The format's own expression, unless the rule is narrower than classes and lengths can say.
fn pattern(field: &Field, method: &Method) -> Cow<'static, str> {
    match (field.check, field.key) {
        (Check::Bic, _) => Cow::Borrowed("^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$"),
        (Check::Ifsc, _) => Cow::Borrowed("^[A-Z]{4}0[A-Z0-9]{6}$"),
        (Check::Upi, _) => Cow::Borrowed("^[A-Za-z0-9._\\-]{2,190}@[A-Za-z][A-Za-z0-9]{1,63}$"),
        (Check::Proxy, _) => {
            let kinds = method.fields.iter().flat_map(|field| field.options);
            let mut patterns: Vec<&str> = kinds.map(|(kind, _)| alias_pattern(kind)).collect();
            patterns.dedup();
            Cow::Owned(patterns.join("|"))
        }
        (Check::Czech, _) => Cow::Borrowed("^([0-9]{1,6}-)?[0-9]{2,10}/[0-9]{4}$"),
        (Check::Pix, _) => Cow::Borrowed(
            "^([0-9]{11}|[A-Z0-9]{12}[0-9]{2}|\\+55[0-9]{10,11}|[^@\\s]+@[^@\\s]+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$",
        ),
        (Check::Phone, _) => Cow::Borrowed(alias_pattern("phone")),
        (Check::Katakana, _) => Cow::Borrowed(
            "^[A-Z0-9 \\(\\).,\\-\\/\\\\¥「」｢｣]*[ァ-ヶー\u{3099}\u{309A}ｦ-ﾟ][ァ-ヶー\u{3099}\u{309A}ｦ-ﾟA-Z0-9 \\(\\).,\\-\\/\\\\¥「」｢｣]*$",
        ),
        (Check::Cyrillic, _) => Cow::Borrowed("^[Ѐ-ӿ0-9 .,'\"«»№&\\(\\)\\/+\\-]+$"),
        (Check::Option, _) => {
            let values: Vec<&str> = field.options.iter().map(|(value, _)| *value).collect();
            Cow::Owned(format!("^({})$", values.join("|")))
        }
        (_, _) if field.format.is_text() => Cow::Borrowed("^.+$"),
        (_, FieldKey::Iban) => Cow::Borrowed("^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$"),
        _ if !field.one_of.is_empty() => {
            Cow::Owned(format!("^{}$", Format::pattern_of(field.one_of)))
        }
        _ => Cow::Owned(format!("^{}$", field.format.pattern(0))),
    }
}

/// Puts the separators of a mask between the characters. What is longer than the mask follows
/// ungrouped.
pub(crate) fn group(text: &str, mask: &str) -> String {
    let mut grouped = String::with_capacity(text.len().saturating_add(8));
    let mut places = mask.chars();
    for character in text.chars() {
        for place in places.by_ref() {
            if place == '#' {
                break;
            }
            grouped.push(place);
        }
        grouped.push(character);
    }
    grouped
}
