//! Sweden: clearing number (4, at Swedbank 5), then the account.
//!
//! Source: Bankgirot, the banks' account number structures; npm kontonummer 6.0 and `PyPI` bankkonto
//! agree on the ranges below.

use super::sum::{complement, luhn, luhn_sum, part, weighted};
use super::{moved, verdict};
use crate::account::check::{Force, Outcome};
use crate::account::clean::Cleaned;

/// How a bank numbers its accounts.
#[derive(Clone, Copy)]
enum Kind {
    /// Seven digits; modulo 11 with the clearing number but its first digit.
    Short,
    /// Seven digits; modulo 11 with the whole clearing number.
    Whole,
    /// Handelsbanken: eight or nine digits, modulo 11 by themselves.
    Nine,
    /// Ten digits, Luhn by themselves.
    Ten,
    /// Plusgirot: two to eight digits, Luhn by themselves; ten with zeros or the kind of account
    /// in front.
    Giro,
    /// Swedbank: a fifth clearing digit, Luhn, which some leave out, then ten digits, Luhn, whose
    /// zeros in front nobody writes.
    Swedbank,
}

/// First and last clearing number of each kind, in order.
static RANGES: [(u32, u32, Kind); 40] = [
    (1100, 1399, Kind::Short),
    (1400, 2099, Kind::Short),
    (2300, 2399, Kind::Whole),
    (2400, 2499, Kind::Short),
    (3000, 3299, Kind::Short),
    (3300, 3300, Kind::Ten),
    (3301, 3781, Kind::Short),
    (3782, 3782, Kind::Ten),
    (3783, 3999, Kind::Short),
    (4000, 4999, Kind::Whole),
    (5000, 5999, Kind::Short),
    (6000, 6999, Kind::Nine),
    (7000, 7999, Kind::Short),
    (8000, 8999, Kind::Swedbank),
    (9020, 9029, Kind::Whole),
    (9040, 9049, Kind::Whole),
    (9060, 9079, Kind::Short),
    (9100, 9109, Kind::Whole),
    (9120, 9124, Kind::Short),
    (9130, 9149, Kind::Short),
    (9150, 9169, Kind::Whole),
    (9170, 9179, Kind::Short),
    (9180, 9189, Kind::Ten),
    (9190, 9199, Kind::Whole),
    (9230, 9239, Kind::Short),
    (9250, 9259, Kind::Short),
    (9260, 9269, Kind::Whole),
    (9270, 9289, Kind::Short),
    (9300, 9349, Kind::Ten),
    (9390, 9399, Kind::Whole),
    // Forex Bank, whose number kontonummer has dropped.
    (9400, 9449, Kind::Short),
    (9460, 9469, Kind::Short),
    (9470, 9479, Kind::Whole),
    (9500, 9549, Kind::Giro),
    (9550, 9569, Kind::Whole),
    (9570, 9579, Kind::Ten),
    (9580, 9589, Kind::Short),
    (9590, 9599, Kind::Whole),
    (9630, 9639, Kind::Short),
    (9640, 9679, Kind::Whole),
];

/// As [`RANGES`], the newest banks.
static NEWEST: [(u32, u32, Kind); 7] = [
    (9680, 9689, Kind::Short),
    (9700, 9719, Kind::Whole),
    (9750, 9759, Kind::Whole),
    (9780, 9789, Kind::Whole),
    (9880, 9889, Kind::Whole),
    (9890, 9899, Kind::Ten),
    (9960, 9969, Kind::Giro),
];

fn kind(number: &[u8]) -> Option<Kind> {
    let clearing = number.get(..4)?;
    if !clearing.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let clearing = weighted(clearing, &[1000, 100, 10, 1]);
    RANGES
        .iter()
        .chain(&NEWEST)
        .find(|(first, last, _)| (*first..=*last).contains(&clearing))
        .map(|(_, _, kind)| *kind)
}

/// The digits of Swedbank's clearing number with its own check digit, and with the account.
const CLEARING: usize = 5;
const WHOLE: usize = 15;

/// The digits of an account at Swedbank, and the fewest that are printed of it, without zeros.
pub(in crate::account) const ACCOUNT: usize = WHOLE - CLEARING;
const LEAST: usize = 6;

/// What stands in a number of Swedbank's.
enum Swedbank {
    /// The clearing number of five digits, then the account.
    Whole,
    /// The clearing number of four, then an account of ten.
    Short,
    /// One or the other: no check digit tells which.
    Either,
    /// Too few digits for both.
    Beginning,
}

impl Swedbank {
    /// `is_apart`: the fifth digit stands alone, as in `8327-9, 33 395 390-9`.
    fn read(number: &[u8], is_apart: bool) -> Self {
        const SHORT: usize = WHOLE - 1;
        let account = number.get(CLEARING..).unwrap_or_default();
        match number.len() {
            WHOLE => Self::Whole,
            // With a first digit of zero the other reading has the same account.
            SHORT if luhn(part(number, CLEARING - 1, SHORT)) => Self::Short,
            SHORT => match (has_clearing_digit(number), is_apart) {
                (true, true) => Self::Whole,
                (true, false) | (false, true) if luhn(account) => Self::Whole,
                (true, false) => Self::Either,
                (false, _) => Self::Short,
            },
            _ if has_clearing_digit(number) && account.len() >= LEAST => Self::Whole,
            _ => Self::Beginning,
        }
    }
}

/// Whether the fifth digit is the check digit of the other four.
fn has_clearing_digit(number: &[u8]) -> bool {
    number.len() >= CLEARING && luhn(part(number, 0, CLEARING))
}

/// Swedbank's number with the zeros between clearing number and account that nobody writes.
/// `None`: none are missing.
pub(super) fn filled(cleaned: &Cleaned) -> Option<Cleaned> {
    let number = cleaned.bytes();
    let is_short = number.len() < WHOLE
        && number.iter().all(u8::is_ascii_digit)
        && matches!(kind(number)?, Kind::Swedbank);
    let reading = Swedbank::read(number, cleaned.is_apart(CLEARING - 1));
    (is_short && matches!(reading, Swedbank::Whole)).then(|| cleaned.filled(CLEARING, WHOLE))
}

/// Fewest and most digits with the clearing number.
pub(super) fn length(number: &[u8]) -> Option<(usize, usize)> {
    Some(match kind(number)? {
        Kind::Short | Kind::Whole => (11, 11),
        Kind::Nine => (12, 13),
        Kind::Ten => (14, 14),
        // Nine digits are ten that somebody is still typing.
        Kind::Giro if number.len() == 13 => (14, 14),
        Kind::Giro => (6, 14),
        Kind::Swedbank if number.len() < CLEARING || has_clearing_digit(number) => {
            (CLEARING + LEAST, WHOLE)
        }
        Kind::Swedbank => (14, WHOLE),
    })
}

/// The first three digits of the IBAN of a bank with this clearing number. Source: the table of
/// Bankinfrastruktur i Sverige for the large banks, as summarised by others; the other ids are
/// those that schwifty 2026.10.1 has. Partly verified. `None`: not known here.
fn iban_id(clearing: u32) -> Option<u32> {
    Some(match clearing {
        1100..=1199 | 1400..=2099 | 3000..=3399 | 3410..=4999 => 300,
        1200..=1399 | 2400..=2499 => 120,
        3400..=3409 | 9020..=9029 | 9060..=9069 => 902,
        2300..=2399 => 230,
        5000..=5999 | 9120..=9124 | 9130..=9149 => 500,
        6000..=6999 => 600,
        7000..=8999 => 800,
        9150..=9169 => 915,
        9190..=9199 | 9260..=9269 => 919,
        9550..=9569 => 955,
        9100..=9109
        | 9170..=9179
        | 9230..=9239
        | 9250..=9259
        | 9270..=9289
        | 9390..=9409
        | 9460..=9479
        | 9570..=9599
        | 9630..=9689
        | 9700..=9709
        | 9750..=9759
        | 9780..=9789 => clearing / 10,
        _ => return None,
    })
}

/// The BBAN of a number by its bank's method: with the clearing number (1), without it (2), or with
/// all five digits of it (3). Source: Bankinfrastruktur i Sverige, IBAN and national account
/// numbers. `None`: the bank's method is not known here.
pub(super) fn bban(number: &str) -> Option<String> {
    let bytes = number.as_bytes();
    let clearing = weighted(number.as_bytes().get(..4)?, &[1000, 100, 10, 1]);
    let id = iban_id(clearing)?;
    let account = number.get(4..)?;
    Some(match kind(bytes)? {
        Kind::Short | Kind::Whole => format!("{id}{number:0>17}"),
        Kind::Ten if matches!(clearing, 3300 | 3782 | 9570..=9579) => format!("{id}{account:0>17}"),
        Kind::Nine => format!("{id}{account:0>17}"),
        // Without its check digit it is not known what the account is.
        Kind::Swedbank if outcome(bytes) != Outcome::Passed => return None,
        Kind::Swedbank if number.len() == WHOLE => format!("{id}{number:0>17}"),
        Kind::Swedbank => {
            let clearing = number.get(..4)?;
            let fifth = complement(luhn_sum(clearing.as_bytes(), false), 10);
            format!("{id}00{clearing}{fifth}{account}")
        }
        Kind::Ten | Kind::Giro => return None,
    })
}

/// The number of a BBAN that has its clearing number in it.
pub(super) fn local(number_of_bank: &str) -> Option<&str> {
    let number = number_of_bank.get(3..)?;
    let number = number
        .strip_prefix("000000")
        .or_else(|| number.strip_prefix("00"))?;
    (bban(number)? == number_of_bank).then_some(number)
}

/// Whether a number, or what follows its clearing number, is that of a BBAN. `None`: not known.
pub(super) fn agrees(number: &str, number_of_bank: &str) -> Option<bool> {
    let (id, rest) = number_of_bank.split_at_checked(3)?;
    if number.trim_start_matches('0') == rest.trim_start_matches('0') {
        return Some(true);
    }
    if let Some(own) = bban(number) {
        return Some(own == number_of_bank);
    }
    let clearing = weighted(number.as_bytes().get(..4)?, &[1000, 100, 10, 1]);
    (iban_id(clearing)?.to_string() != id).then_some(false)
}

/// Swedbank's and Plusgirot's rules have known exceptions: old accounts of savings banks.
pub(super) fn outcome(number: &[u8]) -> Outcome {
    let Some(kind) = kind(number) else {
        // Clearing numbers are those from 1000 on; of some no rule is known here.
        return match number {
            [b'0', ..] => verdict(false, (0, 4), Force::Universal),
            _ => Outcome::NotVerifiable,
        };
    };
    let end = number.len();
    let (fits, force) = match kind {
        Kind::Short => (mod11(part(number, 1, end)), Force::Universal),
        Kind::Whole => (mod11(number), Force::Universal),
        Kind::Nine => (mod11(part(number, 4, end)), Force::Universal),
        Kind::Ten => (luhn(part(number, 4, end)), Force::Universal),
        Kind::Giro => (luhn(part(number, 4, end)), Force::Advisory),
        Kind::Swedbank if end == WHOLE && !has_clearing_digit(number) => {
            return verdict(false, (CLEARING - 1, CLEARING), Force::Universal);
        }
        Kind::Swedbank => {
            // A fifth clearing digit has its own check.
            let from = end.saturating_sub(ACCOUNT);
            let fits = luhn(part(number, from, end));
            return verdict(fits, (from, end), Force::Advisory);
        }
    };
    verdict(fits, (4, end), force)
}

/// As [`outcome`], of a bank's id (3) and 17 digits that its numbers stand at the end of.
pub(super) fn of_bban(bban: &[u8]) -> Outcome {
    let text = std::str::from_utf8(bban).unwrap_or_default();
    let (number, start) = match part(bban, 0, 3) {
        // Handelsbanken's and Swedbank's methods are those of any of their clearing numbers.
        b"600" if part(bban, 3, 11) == b"00000000" => ([b"6000", part(bban, 11, 20)].concat(), 7),
        b"800" if part(bban, 3, 6) == b"008" => (part(bban, 5, 20).to_vec(), 5),
        _ => match local(text) {
            Some(number) => (number.as_bytes().to_vec(), 9),
            None => return Outcome::NotVerifiable,
        },
    };
    moved(outcome(&number), start)
}

/// Weights 1 2 … 10 1 from the right; a multiple of eleven, and not all zeros.
fn mod11(digits: &[u8]) -> bool {
    const WEIGHTS: [u32; 11] = [1, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1];
    let skipped = WEIGHTS.len().saturating_sub(digits.len());
    let sum = weighted(digits, WEIGHTS.get(skipped..).unwrap_or_default());
    sum > 0 && sum.is_multiple_of(11)
}
