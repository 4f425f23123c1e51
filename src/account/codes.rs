//! The codes of banks and branches, each a type of its own.

use std::fmt;

use serde::Serialize;

use super::clean::{Cleaned, MAX_CHARACTERS};
use super::scan::{Expected, Fault, Scan, scan};
use crate::market::{Country, Format};
use crate::report::Code;

/// A code of fixed capacity that was read once and is right. `Debug` names the type only.
macro_rules! code {
    ($(#[$doc:meta])* $name:ident, $capacity:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash)]
        pub struct $name {
            bytes: [u8; $capacity],
            length: usize,
        }

        impl $name {
            /// Reads a code as people write it.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                if text.len() > MAX_CHARACTERS {
                    return None;
                }
                match Self::scan(&Cleaned::read(text, "")) {
                    Scan::Right(code) => Some(code),
                    Scan::Empty | Scan::Partial(_) | Scan::Wrong(_) => None,
                }
            }

            /// The code without separators.
            #[must_use]
            pub fn as_str(&self) -> &str {
                let bytes = self.bytes.get(..self.length).unwrap_or_default();
                std::str::from_utf8(bytes).unwrap_or_default()
            }

            fn take(cleaned: &Cleaned) -> Self {
                let mut bytes = [0; $capacity];
                let mut length: usize = 0;
                for (slot, byte) in bytes.iter_mut().zip(cleaned.bytes()) {
                    *slot = *byte;
                    length = length.saturating_add(1);
                }
                Self { bytes, length }
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        }
    };
}

code! {
    /// An ABA routing number of a US bank: nine digits, the first two of an issued range, the last a
    /// check digit (weights 3 7 1).
    ///
    /// ```
    /// use payout_kit::account::RoutingNumber;
    ///
    /// assert!(RoutingNumber::parse("0210-0002-1").is_some());
    /// assert!(RoutingNumber::parse("021000022").is_none());
    /// ```
    RoutingNumber, 9
}

code! {
    /// A UK sort code: six digits. Whether a bank has it, no rule tells.
    SortCode, 6
}

code! {
    /// An Australian bank-state-branch number: six digits. Whether a bank has it, no rule tells.
    Bsb, 6
}

code! {
    /// The code of an Indian branch: four letters, a zero, six letters or digits.
    Ifsc, 11
}

code! {
    /// A business identifier code as SWIFT assigns them: four letters, a country, two letters or
    /// digits, and perhaps three more for the branch. ISO 9362:2014 and :2022 have room for digits
    /// among the first four; SWIFT, their registration authority, plans none (BIC policy 3.0, 2023).
    /// A digit there is refused: a 0 typed for an O is far more likely, and what ibantools, validator
    /// and python-stdnum refuse, a provider will too.
    ///
    /// ```
    /// use payout_kit::account::Bic;
    ///
    /// assert_eq!(Bic::parse("deut de ff").unwrap().country().unwrap().as_str(), "DE");
    /// assert!(Bic::parse("DEUTZZFF").is_none());
    /// ```
    Bic, 11
}

const NINE_DIGITS: Format = Format {
    min: 9,
    max: 9,
    digits: 0x1ff,
    letters: 0,
};
const SIX_DIGITS: Format = Format {
    min: 6,
    max: 6,
    digits: 0x3f,
    letters: 0,
};
const IFSC: Format = Format {
    min: 11,
    max: 11,
    digits: 0x7f0,
    letters: 0x7ef,
};
const BIC: Format = Format {
    min: 8,
    max: 11,
    digits: 0x7c0,
    letters: 0x7ff,
};

impl RoutingNumber {
    pub(super) fn scan(cleaned: &Cleaned) -> Scan<Self> {
        let layout = scan(cleaned, &NINE_DIGITS);
        if let Some(fault) = unissued(cleaned.bytes())
            && matches!(layout, Scan::Partial(_) | Scan::Right(()))
        {
            return Scan::Wrong(fault);
        }
        layout.and(|()| {
            let weights = [3, 7, 1].into_iter().cycle();
            let sum: u32 = cleaned
                .bytes()
                .iter()
                .zip(weights)
                .map(|(byte, weight): (&u8, u32)| {
                    u32::from(byte.saturating_sub(b'0')).saturating_mul(weight)
                })
                .fold(0, u32::saturating_add);
            // Zeros alone fit, and are nobody's number.
            if sum == 0 {
                Scan::Wrong(Fault::Prefix { to: 9 })
            } else if sum.is_multiple_of(10) {
                Scan::Right(Self::take(cleaned))
            } else {
                Scan::Wrong(Fault::CheckDigits)
            }
        })
    }
}

/// Issued are 00–12 (Federal Reserve districts), 21–32 (thrifts), 61–72 (electronic) and 80
/// (traveller's cheques).
fn unissued(bytes: &[u8]) -> Option<Fault> {
    let seconds = match bytes.first()? {
        b'0' => b'0'..=b'9',
        b'1' | b'3' | b'7' => b'0'..=b'2',
        b'2' | b'6' => b'1'..=b'9',
        b'8' => b'0'..=b'0',
        _ => return Some(Fault::Prefix { to: 1 }),
    };
    let second = bytes.get(1)?;
    (!seconds.contains(second)).then_some(Fault::Prefix { to: 2 })
}

impl SortCode {
    pub(super) fn scan(cleaned: &Cleaned) -> Scan<Self> {
        scan(cleaned, &SIX_DIGITS).and(|()| Scan::Right(Self::take(cleaned)))
    }
}

impl Bsb {
    pub(super) fn scan(cleaned: &Cleaned) -> Scan<Self> {
        scan(cleaned, &SIX_DIGITS).and(|()| Scan::Right(Self::take(cleaned)))
    }
}

impl Ifsc {
    pub(super) fn scan(cleaned: &Cleaned) -> Scan<Self> {
        let zero = || {
            Scan::Wrong(Fault::Character {
                index: 4,
                expected: Expected::Words("a zero"),
            })
        };
        match scan(cleaned, &IFSC) {
            // The letter O, most often.
            Scan::Wrong(Fault::Character { index: 4, .. }) => zero(),
            Scan::Partial(_) | Scan::Right(())
                if cleaned.bytes().get(4).is_some_and(|&byte| byte != b'0') =>
            {
                zero()
            }
            layout => layout.and(|()| Scan::Right(Self::take(cleaned))),
        }
    }
}

impl Bic {
    pub(super) fn scan(cleaned: &Cleaned) -> Scan<Self> {
        let layout = scan(cleaned, &BIC);
        if let Some(&[first, second]) = cleaned.bytes().get(4..6)
            && matches!(layout, Scan::Partial(_) | Scan::Right(()))
            && Country::from_bytes([first, second]).is_none()
        {
            return Scan::Wrong(Fault::Country { from: 4 });
        }
        layout.and(|()| match cleaned.len() {
            8 | 11 => Scan::Right(Self::take(cleaned)),
            _ => Scan::Partial(Some(Fault::Length {
                expected: "8 or 11",
            })),
        })
    }

    /// The country of the bank.
    #[must_use]
    pub fn country(&self) -> Option<Country> {
        Country::parse(self.parts().country)
    }

    /// What it is made of.
    ///
    /// ```
    /// use payout_kit::account::Bic;
    ///
    /// let bic = Bic::parse("DEUTDEFF500").unwrap();
    /// let parts = bic.parts();
    /// assert_eq!((parts.business_party, parts.branch), ("DEUTDEFF", Some("500")));
    /// assert_eq!((parts.prefix, parts.country, parts.suffix), ("DEUT", "DE", "FF"));
    /// ```
    #[must_use]
    pub fn parts(&self) -> BicParts<'_> {
        let part = |from: usize, to: usize| self.as_str().get(from..to);
        BicParts {
            business_party: part(0, 8).unwrap_or_default(),
            prefix: part(0, 4).unwrap_or_default(),
            country: part(4, 6).unwrap_or_default(),
            suffix: part(6, 8).unwrap_or_default(),
            branch: part(8, 11),
        }
    }

    /// What is unusual about it, and the characters that say so. Source: SWIFT gives test codes a 0 and
    /// those outside its network a 1 in the eighth place; branch codes begin with X in `XXX` alone
    /// (`jquery-validation`, after the standard of 2009). Verified by secondary sources.
    pub(super) fn notes(&self) -> impl Iterator<Item = (Code, (usize, usize))> {
        let parts = self.parts();
        let of_suffix = match parts.suffix.as_bytes() {
            [_, b'0'] => Some((Code::TestBic, (7, 8))),
            [_, b'1'] => Some((Code::PassiveBic, (7, 8))),
            _ => None,
        };
        let is_odd = |branch: &&str| branch.starts_with('X') && *branch != HEAD_OFFICE;
        let of_branch = parts.branch.filter(is_odd);
        let of_branch = of_branch.map(|_| (Code::UnusualBranch, (8, 11)));
        of_suffix.into_iter().chain(of_branch)
    }
}

/// The branch of a BIC that stands for the head office, as no branch does.
const HEAD_OFFICE: &str = "XXX";

/// The parts of a BIC, by ISO 9362.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BicParts<'a> {
    /// The business party identifier: all but the branch.
    pub business_party: &'a str,
    /// The business party prefix, four characters.
    pub prefix: &'a str,
    /// ISO 3166-1.
    pub country: &'a str,
    /// The business party suffix, two characters.
    pub suffix: &'a str,
    /// The branch identifier, three characters; `XXX` is the head office.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub branch: Option<&'a str>,
}

impl<T> Scan<T> {
    /// Goes on with what is right.
    pub(super) fn and<U>(self, next: impl FnOnce(T) -> Scan<U>) -> Scan<U> {
        match self {
            Self::Right(value) => next(value),
            Self::Empty => Scan::Empty,
            Self::Partial(missing) => Scan::Partial(missing),
            Self::Wrong(fault) => Scan::Wrong(fault),
        }
    }
}
