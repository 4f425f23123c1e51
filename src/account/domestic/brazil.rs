//! Brazil: check digits of branch and account by the bank's own rule.
//!
//! Advisory: published by no authority; `PyPI` bank-account-validator and npm
//! br-bank-account-validator agree on the three banks here, and disagree on others.

use super::printed::Printed;
use super::sum::{at, complement, luhn_sum, part, value, weighted};
use super::{moved, verdict};
use crate::account::check::{Force, Outcome};
use crate::account::clean::{MAX_CHARACTERS, ascii, is_separating_dash};
use crate::market::FieldKey;

/// Branch and account as they are printed, `1584-9` and `12345-6`: a hyphen before the last
/// character, which is the check digit.
pub(super) fn take_apart(printed: &mut Printed<'_>) {
    for (key, digit_key) in [
        (FieldKey::BranchCode, FieldKey::BranchDigit),
        (FieldKey::AccountNumber, FieldKey::AccountDigit),
    ] {
        let Some((number, digit)) = number_and_digit(printed.text(key)) else {
            continue;
        };
        let number = number.to_owned();
        printed.put(digit_key, &digit, key);
        printed.input.to_mut().replace(key, number);
    }
}

fn number_and_digit(text: &str) -> Option<(&str, String)> {
    if text.len() > MAX_CHARACTERS {
        return None;
    }
    let (at, last) = text.char_indices().next_back()?;
    let digit = Some(ascii(last)).filter(char::is_ascii_alphanumeric)?;
    let number = text.get(..at)?.trim_end();
    let number = number.strip_suffix(is_separating_dash)?.trim_end();
    let has_digits = number.contains(|character: char| ascii(character).is_ascii_digit());
    has_digits.then(|| (number, digit.to_ascii_uppercase().to_string()))
}

/// The field to look at, and what is said of it. Each pair is a number and its digit.
pub(super) fn outcome(bank: &[u8], branch: [&[u8]; 2], account: [&[u8]; 2]) -> (FieldKey, Outcome) {
    let [branch, branch_digit] = branch;
    let [account, account_digit] = account;
    let bank = ISPB
        .iter()
        .find(|(ispb, _)| *ispb == bank)
        .map_or(bank, |(_, code)| *code);
    let unknown = (FieldKey::AccountDigit, Outcome::NotVerifiable);
    let (Some(four), Some(digit)) = (filled(branch, 4), account_digit.first().copied()) else {
        return unknown;
    };
    let verdict = |fits, length| verdict(fits, (0, length), Force::Advisory);
    let (ten, weights): (&[u8], &[u32]) = match bank {
        // Banco do Brasil writes X for ten.
        b"001" => (b"X", &[9, 8, 7, 6, 5, 4, 3, 2]),
        // Bradesco wrote P for ten.
        b"237" => (b"0P", &[2, 7, 6, 5, 4, 3, 2]),
        b"341" => {
            // Itaú: Luhn over branch and account.
            let Some(five) = filled(account, 5) else {
                return unknown;
            };
            let digits = [four, five].concat();
            let fits =
                account_digit.len() == 1 && value(digit) == complement(luhn_sum(&digits, true), 10);
            return (FieldKey::AccountDigit, verdict(fits, account_digit.len()));
        }
        _ => return unknown,
    };
    let fits = |number: &[u8], weights: &[u32], digits: &[u8]| {
        digits.len() == 1
            && match complement(weighted(number, weights), 11) {
                10 => digits.first().is_some_and(|digit| ten.contains(digit)),
                digit => at(digits, 0) == digit,
            }
    };
    let Some(number) = filled(account, weights.len()) else {
        return unknown;
    };
    if !branch_digit.is_empty() && !fits(&four, &[5, 4, 3, 2], branch_digit) {
        return (FieldKey::BranchDigit, verdict(false, branch_digit.len()));
    }
    (
        FieldKey::AccountDigit,
        verdict(fits(&number, weights, account_digit), account_digit.len()),
    )
}

/// The banks of [`outcome`] by their ISPB, as IBANs name them, and their codes.
static ISPB: [(&[u8], &[u8]); 3] = [
    (b"00000000", b"001"),
    (b"60746948", b"237"),
    (b"60701190", b"341"),
];

/// As [`outcome`], of ISPB (8), branch (5), and account (10, the last its digit).
pub(super) fn of_bban(bban: &[u8]) -> Outcome {
    let ispb = part(bban, 0, 8);
    let of = |digit| {
        let account = [part(bban, 13, 22), digit];
        moved(outcome(ispb, [part(bban, 8, 13), b""], account).1, 22)
    };
    match of(part(bban, 22, 23)) {
        // An IBAN has no room for an X.
        Outcome::Failed(_) if of(b"X") == Outcome::Passed => Outcome::NotVerifiable,
        other => other,
    }
}

/// Whether a code of three digits is the bank of a BBAN; of a bank that [`ISPB`] lacks nothing speaks
/// against it. `None`: it is another kind of code.
pub(super) fn agrees(bank: &str, bban: &str) -> Option<bool> {
    let known = ISPB.iter().find(|(_, code)| *code == bank.as_bytes());
    (bank.len() == 3).then(|| known.is_none_or(|(ispb, _)| Some(*ispb) == bban.as_bytes().get(..8)))
}

/// The letters of an IBAN for the kinds of account that it has one for.
static KINDS: [(&str, &str); 2] = [("checking", "C"), ("savings", "P")];

/// The BBAN of a bank (its ISPB, or the code of a bank of [`ISPB`]), branch, account with its digit, and
/// kind of account: of its first holder, who is nearly always the only one.
///
/// Source: Banco Central do Brasil, Circular 3625 and its guidelines (2013).
pub(super) fn bban(bank: &str, branch: &str, account: [&str; 2], kind: &str) -> Option<String> {
    const FIRST_HOLDER: char = '1';
    let known = ISPB.iter().find(|(_, code)| *code == bank.as_bytes());
    let ispb = known.map_or(bank.as_bytes(), |(ispb, _)| ispb);
    let (_, letter) = KINDS.iter().find(|(word, _)| *word == kind)?;
    let [number, digit] = account;
    // Nor has it room for an X.
    let is_digit = matches!(digit.as_bytes(), [b'0'..=b'9']);
    let front = [filled(branch.as_bytes(), 5)?, filled(number.as_bytes(), 9)?].concat();
    (ispb.len() == 8 && is_digit).then(|| {
        let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
        format!(
            "{}{}{digit}{letter}{FIRST_HOLDER}",
            text(ispb),
            text(&front)
        )
    })
}

/// The fields of a BBAN, but for the bank's: branch, account, its digit, kind. `None`: at home it has
/// no such form.
pub(super) fn local(bban: &str) -> Option<[(FieldKey, &str); 4]> {
    let number = bban.get(13..22)?.trim_start_matches('0');
    let (kind, _) = KINDS
        .iter()
        .find(|(_, letter)| Some(*letter) == bban.get(23..24))?;
    Some([
        // Branches have four digits.
        (FieldKey::BranchCode, bban.get(8..13)?.strip_prefix('0')?),
        (
            FieldKey::AccountNumber,
            if number.is_empty() { "0" } else { number },
        ),
        (FieldKey::AccountDigit, bban.get(22..23)?),
        (FieldKey::AccountType, *kind),
    ])
}

/// Zeros in front, to so many digits; `None` if there are more.
fn filled(digits: &[u8], length: usize) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(digits).ok()?.trim_start_matches('0');
    (text.len() <= length).then(|| format!("{text:0>length$}").into_bytes())
}
