//! The sums that the methods are made of. Places count from 1, as in the Bundesbank's texts;
//! weights start at the last place that counts and go left.

/// Ten digits.
#[derive(Clone, Copy)]
pub(super) struct Account(pub(super) [u8; 10]);

/// What the check digit is when eleven less the remainder is ten.
#[derive(Clone, Copy)]
pub(super) enum Ten {
    Zero,
    Nine,
    /// No account has such a number.
    Never,
    /// The digit before it.
    Before,
}

/// How a sum is made and what the check digit is.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// Products, modulus 10.
    Products,
    /// Products with their digits added, modulus 10.
    Cross,
    /// The last digits of the products, modulus 10.
    Units,
    /// Products, modulus 7.
    Seven,
    /// Products, modulus 11.
    Eleven(Ten),
    /// Products; the remainder modulo 11 is itself the check digit.
    Remainder,
}

impl Account {
    /// The digit at a place from 1 to 10.
    pub(super) fn at(&self, place: usize) -> u8 {
        place
            .checked_sub(1)
            .and_then(|index| self.0.get(index))
            .copied()
            .unwrap_or(0)
    }

    pub(super) fn number(&self) -> u64 {
        self.0.iter().fold(0, |number: u64, &digit| {
            number.wrapping_mul(10).wrapping_add(u64::from(digit))
        })
    }

    /// Moved to the left, zeros following.
    pub(super) fn shifted(&self, places: usize) -> Self {
        let mut digits = [0; 10];
        for (to, from) in digits.iter_mut().zip(self.0.iter().skip(places)) {
            *to = *from;
        }
        Self(digits)
    }

    /// Each product of digit and weight, turned into what counts, summed.
    pub(super) fn sum(&self, last: usize, weights: &[u8], counts: fn(u32) -> u32) -> u32 {
        let skipped = self.0.len().saturating_sub(last);
        self.0
            .iter()
            .rev()
            .skip(skipped)
            .zip(weights)
            .map(|(&digit, &weight)| counts(u32::from(digit).wrapping_mul(u32::from(weight))))
            .sum()
    }

    /// Whether the digit at `check` is the one that the sum asks for.
    pub(super) fn fits(&self, kind: Kind, check: usize, last: usize, weights: &[u8]) -> bool {
        let (counts, modulus): (fn(u32) -> u32, u32) = match kind {
            Kind::Cross => (cross, 10),
            Kind::Units => (units, 10),
            Kind::Products => (product, 10),
            Kind::Seven => (product, 7),
            Kind::Eleven(_) | Kind::Remainder => (product, 11),
        };
        let sum = self.sum(last, weights, counts);
        let digit = match (kind, missing(sum, modulus)) {
            (Kind::Remainder, _) => sum % 11,
            (Kind::Eleven(Ten::Zero), 10) => 0,
            (Kind::Eleven(Ten::Nine), 10) => 9,
            (Kind::Eleven(Ten::Before), 10) => u32::from(self.at(check.saturating_sub(1))),
            (_, digit) => digit,
        };
        u32::from(self.at(check)) == digit
    }

    /// The check digit completes the sum to a multiple.
    pub(super) fn completes(&self, check: usize, sum: u32, modulus: u32) -> bool {
        u32::from(self.at(check)) == missing(sum, modulus)
    }
}

pub(super) use crate::account::check::digits::complement as missing;

pub(super) fn product(product: u32) -> u32 {
    product
}

/// The digits of a product below 100, added.
pub(super) fn cross(product: u32) -> u32 {
    crate::account::check::digits::digit_sum(product)
}

/// The last digit of a product.
pub(super) fn units(product: u32) -> u32 {
    product % 10
}
