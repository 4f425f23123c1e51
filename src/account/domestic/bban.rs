//! Local fields to BBAN and back, wherever the country defines it.

use super::{brazil, czech, sweden};
use crate::market::{FieldKey, IbanFormat};

/// The BBAN of a local account whose fields have their formats. `None`: the country defines none,
/// or not from these fields.
pub(in crate::account) fn from_fields<'a>(
    scheme: &str,
    value: impl Fn(FieldKey) -> &'a str,
) -> Option<String> {
    let number = value(FieldKey::AccountNumber);
    let bban = match scheme {
        "cz" | "sk" => czech::read(number)?.ok()?.ok()?.bban(),
        "br" => brazil::bban(
            value(FieldKey::BankCode),
            value(FieldKey::BranchCode),
            [number, value(FieldKey::AccountDigit)],
            value(FieldKey::AccountType),
        )?,
        "at" => format!("{}{number:0>11}", value(FieldKey::BankCode)),
        "de" => format!("{}{number:0>10}", value(FieldKey::BankCode)),
        // Registration number, then the account filled to ten digits.
        "dk" => {
            let (bank, account) = number.split_at_checked(4)?;
            format!("{bank}{account:0>10}")
        }
        // The RIB after two zeros: inferred from the published example.
        "dz" => format!("00{number}"),
        "es" => value(FieldKey::Ccc).to_owned(),
        // The bank is the first four letters of its BIC.
        "gb" | "ie" => {
            let (bank, rest) = value(FieldKey::Bic).split_at_checked(4)?;
            let of_country: &[&str] = match scheme {
                "gb" => &["GB", "GG", "IM", "JE"],
                _ => &["IE"],
            };
            let country = rest.get(..2)?;
            of_country.contains(&country).then_some(())?;
            format!("{bank}{}{number}", value(FieldKey::SortCode))
        }
        "hu" => format!("{number:0<24}"),
        "il" => format!(
            "{:0>3}{:0>3}{number:0>13}",
            value(FieldKey::BankCode),
            value(FieldKey::BranchCode)
        ),
        "is" => format!("{number}{}", value(FieldKey::HolderTaxId)),
        // The whole BBAN is what people call the account number.
        "bban" | "no" => number.to_owned(),
        "se" => sweden::bban(number)?,
        // The national number begins with the IBAN's check digits.
        "pl" => number.get(2..)?.to_owned(),
        _ => return None,
    };
    Some(bban)
}

/// The local fields of an IBAN, where the country defines them and there is a local form.
pub(in crate::account) fn fields_of(format: &IbanFormat, iban: &str) -> Vec<(FieldKey, String)> {
    let part = |from: usize, to: usize| iban.get(from..to).unwrap_or_default();
    let trimmed = |text: &str| text.trim_start_matches('0').to_owned();
    let number_of = |text: &str| match text.trim_start_matches('0') {
        "" => "0".to_owned(),
        digits => digits.to_owned(),
    };
    let number = |text: String| vec![(FieldKey::AccountNumber, text)];
    match &format.country {
        b"AO" | b"BA" | b"BE" | b"CF" | b"CG" | b"CM" | b"CV" | b"DJ" | b"FI" | b"FR" | b"GA"
        | b"GQ" | b"HR" | b"IT" | b"KM" | b"MA" | b"MC" | b"ME" | b"MK" | b"MR" | b"MZ" | b"PT"
        | b"RS" | b"SI" | b"SM" | b"TD" | b"TN" => number(part(4, iban.len()).to_owned()),
        b"AT" => vec![
            (FieldKey::BankCode, part(4, 9).to_owned()),
            (FieldKey::AccountNumber, number_of(part(9, 20))),
        ],
        b"CZ" | b"SK" => {
            let prefix = trimmed(part(8, 14));
            let hyphen = if prefix.is_empty() { "" } else { "-" };
            let account = format!("{:0>2}", trimmed(part(14, 24)));
            number(format!("{prefix}{hyphen}{account}/{}", part(4, 8)))
        }
        b"DE" => vec![
            (FieldKey::BankCode, part(4, 12).to_owned()),
            (FieldKey::AccountNumber, number_of(part(12, 22))),
        ],
        b"DK" => number(format!("{}{}", part(4, 8), part(8, 18))),
        b"DZ" => match part(4, 26).strip_prefix("00") {
            Some(rib) => number(rib.to_owned()),
            None => Vec::new(),
        },
        b"ES" => vec![(FieldKey::Ccc, part(4, 24).to_owned())],
        b"BR" => {
            let bban = part(4, iban.len());
            let of_home = brazil::local(bban).into_iter().flatten();
            of_home.map(|(key, text)| (key, text.to_owned())).collect()
        }
        b"GB" | b"IE" => vec![
            (FieldKey::SortCode, part(8, 14).to_owned()),
            (FieldKey::AccountNumber, part(14, 22).to_owned()),
        ],
        b"HU" => number(match part(20, 28) {
            "00000000" => part(4, 20).to_owned(),
            _ => part(4, 28).to_owned(),
        }),
        b"IL" => vec![
            (FieldKey::BankCode, part(5, 7).to_owned()),
            (FieldKey::BranchCode, part(7, 10).to_owned()),
            (FieldKey::AccountNumber, number_of(part(10, 23))),
        ],
        b"IS" => vec![
            (FieldKey::AccountNumber, part(4, 16).to_owned()),
            (FieldKey::HolderTaxId, part(16, 26).to_owned()),
        ],
        b"NO" => number(part(4, 15).to_owned()),
        b"PL" => number(part(2, 28).to_owned()),
        b"SE" => sweden::local(part(4, 24)).map_or_else(Vec::new, |text| number(text.to_owned())),
        _ => Vec::new(),
    }
}
