//! The modulus check of sort codes and account numbers: Pay.UK (Vocalink) "Validating account
//! numbers", with its exceptions 1 to 14. Verified: the specification's 34 cases;
//! uk-mod-check 1.0.1 (Python) on generated pairs.
//!
//! Advisory: a pass is no proof, the table changes several times a year, and a sort code that it
//! does not list cannot be checked.

mod plan;
mod table;

use super::super::official::ModulusTable;
use super::{Force, Outcome, verdict};
use plan::{Check, Method};
pub(crate) use table::EDITION;

/// Sort code (six digits) and account (eight), as numbers: u v w x y z a b c d e f g h.
type Number = [u8; 14];

/// Exception 2, by its condition on g.
const NOT_NINE: Number = [0, 0, 1, 2, 5, 3, 6, 4, 8, 7, 10, 9, 3, 1];
const NINE: Number = [0, 0, 0, 0, 0, 0, 0, 0, 8, 7, 10, 9, 3, 1];

/// The verdict on a sort code (six digits) and an account (eight), as a BBAN has them from its
/// fifth character on; by the table, or by this version's own.
pub(crate) fn outcome(
    sort_code: &[u8],
    account: &[u8],
    table: Option<&ModulusTable<'_>>,
) -> Outcome {
    match modulus(sort_code, account, table) {
        None => Outcome::NotVerifiable,
        Some(fits) => verdict(fits, (4, 18), Force::Advisory),
    }
}

/// `None`: the table does not list the sort code, or this is not six and eight digits.
fn modulus(sort_code: &[u8], account: &[u8], table: Option<&ModulusTable<'_>>) -> Option<bool> {
    let number = number(sort_code, account)?;
    let (first, second) = plan::of(join(&number, 6), table)?;
    let fits = first.fits(&number, table);
    Some(match second {
        None => fits,
        Some(second) => match (first.exception, second.exception) {
            (2, 9) | (10, 11) | (12, 13) => fits || second.fits(&number, table),
            (_, 3) if matches!(number, [_, _, _, _, _, _, _, _, 6 | 9, ..]) => fits,
            _ => fits && second.fits(&number, table),
        },
    })
}

impl Check {
    fn fits(&self, number: &Number, table: Option<&ModulusTable<'_>>) -> bool {
        let [.., a, b, _, _, _, _, g, h] = *number;
        // Exception 6: a foreign-currency account, which has no check digit.
        if self.exception == 6 && (4..=8).contains(&a) && g == h {
            return true;
        }
        let weights = match self.exception {
            2 if a != 0 && g != 9 => NOT_NINE,
            2 if a != 0 => NINE,
            7 if g == 9 => without_first_eight(self.weights),
            10 if matches!((a, b, g), (0 | 9, 9, 9)) => without_first_eight(self.weights),
            _ => self.weights,
        };
        let number = match self.exception {
            5 => plan::substitute(join(number, 6), table)
                .map_or(*number, |code| with_sort_code(number, code)),
            8 => with_sort_code(number, 90126),
            9 => with_sort_code(number, 309_634),
            _ => *number,
        };
        let total = self.method.total(&number, &weights);
        match (self.exception, self.method) {
            (1, _) => total.wrapping_add(27).is_multiple_of(10),
            (4, _) => total % 11 == u32::from(g).wrapping_mul(10).wrapping_add(u32::from(h)),
            (5, Method::Mod11) => missing(total, 11) == u32::from(g),
            (5, _) => missing(total, 10) == u32::from(h),
            (14, _) => {
                total.is_multiple_of(11)
                    || matches!(h, 0 | 1 | 9)
                        && self
                            .method
                            .total(&shifted(&number), &weights)
                            .is_multiple_of(11)
            }
            (_, Method::Mod11) => total.is_multiple_of(11),
            (_, Method::Mod10 | Method::DoubleAlternate) => total.is_multiple_of(10),
        }
    }
}

impl Method {
    fn total(self, number: &Number, weights: &Number) -> u32 {
        number
            .iter()
            .zip(weights)
            .map(|(&digit, &weight)| {
                let product = u32::from(digit).wrapping_mul(u32::from(weight));
                match self {
                    // Products are below 150.
                    Self::DoubleAlternate => (product / 100)
                        .wrapping_add(product / 10 % 10)
                        .wrapping_add(product % 10),
                    Self::Mod10 | Self::Mod11 => product,
                }
            })
            .sum()
    }
}

fn number(sort_code: &[u8], account: &[u8]) -> Option<Number> {
    if sort_code.len() != 6 || account.len() != 8 {
        return None;
    }
    let mut number = [0; 14];
    for (digit, &byte) in number.iter_mut().zip(sort_code.iter().chain(account)) {
        *digit = byte.is_ascii_digit().then_some(byte & 0x0f)?;
    }
    Some(number)
}

/// The first digits as one number.
fn join(number: &Number, length: usize) -> u32 {
    number.iter().take(length).fold(0, |joined: u32, &digit| {
        joined.wrapping_mul(10).wrapping_add(u32::from(digit))
    })
}

fn with_sort_code(number: &Number, code: u32) -> Number {
    let mut number = *number;
    let mut rest = code;
    for digit in number.iter_mut().take(6).rev() {
        *digit = u8::try_from(rest % 10).unwrap_or(0);
        rest /= 10;
    }
    number
}

fn without_first_eight(mut weights: Number) -> Number {
    weights.iter_mut().take(8).for_each(|weight| *weight = 0);
    weights
}

/// Exception 14: the last digit dropped, a zero before the account.
fn shifted(number: &Number) -> Number {
    let mut shifted = *number;
    if let Some(account) = shifted.get_mut(6..) {
        account.rotate_right(1);
        account.iter_mut().take(1).for_each(|digit| *digit = 0);
    }
    shifted
}

/// What is missing to a multiple. Ten, which no digit can be, is a number that cannot exist.
fn missing(total: u32, modulus: u32) -> u32 {
    super::digits::complement(total, modulus)
}

#[cfg(test)]
mod tests {
    use super::modulus;

    /// Cases of the specification, chapter 3: one each of what the exceptions do.
    #[test]
    fn cases_of_the_specification() {
        for (sort_code, account, fits) in [
            ("089999", "66374958", true),
            ("107999", "88837491", true),
            ("202959", "63748472", true),
            ("871427", "46238510", true), // 10 and 11, first passes
            ("872427", "46238510", true), // 10 and 11, second passes
            ("871427", "09123496", true), // 10, first eight weights zero
            ("871427", "99123496", true),
            ("820000", "73688637", true), // 3, second row not needed
            ("827999", "73988638", true),
            ("827101", "28748352", true),
            ("134020", "63849203", true), // 4
            ("118765", "64371389", true), // 1
            ("200915", "41011166", true), // 6, foreign currency
            ("938611", "07806039", true), // 5
            ("938600", "42368003", true),
            ("938063", "55065200", true),
            ("772798", "99345694", true), // 7
            ("086090", "06774744", true), // 8
            ("309070", "02355688", true), // 2 and 9
            ("309070", "12345668", true),
            ("309070", "12345677", true),
            ("309070", "99345694", true),
            ("938063", "15764273", false), // 5, check digits wrong
            ("938063", "15764264", false),
            ("938063", "15763217", false),
            ("118765", "64371388", false), // 1
            ("203099", "66831036", false),
            ("203099", "58716970", false),
            ("089999", "66374959", false),
            ("107999", "88837493", false),
            ("074456", "12345112", true), // 12 and 13
            ("070116", "34012583", true),
            ("074456", "11104102", true),
            ("180002", "00000190", true), // 14
        ] {
            assert_eq!(
                modulus(sort_code.as_bytes(), account.as_bytes(), None),
                Some(fits),
                "{sort_code} {account}"
            );
        }
    }

    #[test]
    fn unlisted_sort_codes_cannot_be_checked() {
        assert_eq!(modulus(b"000000", b"12345678", None), None);
        assert_eq!(modulus(b"999999", b"12345678", None), None);
        assert_eq!(modulus(b"0899", b"66374958", None), None);
    }
}
