//! The IBAN formats of the registry.

use super::Country;
use super::format::Format;
use super::tables::{IBANS, QR, UNOFFICIAL};
use super::territory;

/// One country's IBAN. Places count from the start of the IBAN, half-open.
#[derive(Clone, Copy, Debug)]
pub(crate) struct IbanFormat {
    pub(crate) country: [u8; 2],
    pub(crate) format: Format,
    pub(crate) bank: (u8, u8),
    /// Empty: none.
    pub(crate) branch: (u8, u8),
    pub(crate) account: (u8, u8),
    pub(crate) national: National,
    pub(crate) pair: Option<Pair>,
    /// The published example.
    pub(crate) example: &'static str,
}

/// The check digits of a country whose national rule makes them the same in every IBAN.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pair {
    pub(crate) digits: [u8; 2],
    /// False: inferred from examples, so a difference is only a warning.
    pub(crate) certain: bool,
}

/// The national check inside the BBAN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum National {
    /// The country has none that holds for every bank.
    None,
    /// The BBAN modulo 97 is fixed, which fixes the IBAN's check digits.
    Constant,
    /// There is one of another kind; `account::check` has those that can be computed.
    Other,
}

impl IbanFormat {
    /// The format of a country, if its accounts have IBANs: its own of the registry, its parent's,
    /// or one that banks use without the registry.
    pub(crate) fn of(country: Country) -> Option<&'static Self> {
        let code = country.bytes();
        Self::of_bytes(territory::parent(code).unwrap_or(code)).or_else(|| Self::unofficial(code))
    }

    /// The one that banks of a country use without the registry.
    pub(crate) fn unofficial(code: [u8; 2]) -> Option<&'static Self> {
        let at = UNOFFICIAL
            .binary_search_by_key(&code, |row| row.country)
            .ok()?;
        UNOFFICIAL.get(at)
    }

    /// How many characters name the bank.
    pub(crate) fn bank_length(&self) -> usize {
        usize::from(self.bank.1.saturating_sub(self.bank.0))
    }

    /// Not in the registry.
    pub(crate) fn is_unofficial(&self) -> bool {
        Self::of_bytes(self.country).is_none()
    }

    /// Whether the bank code is of those that QR-IBANs have.
    pub(crate) fn is_of_qr(&self, bank_code: &str) -> bool {
        QR.iter().any(|(country, from, to)| {
            self.country == *country && (*from..=*to).contains(&bank_code)
        })
    }

    /// Whether this has the length and the characters of what follows the check digits.
    pub(crate) fn has_bban(&self, bban: &str) -> bool {
        const FRONT: u8 = 4;
        let back = Format {
            digits: self.format.digits.wrapping_shr(u32::from(FRONT)),
            letters: self.format.letters.wrapping_shr(u32::from(FRONT)),
            ..self.format
        };
        bban.len() == usize::from(self.format.max.saturating_sub(FRONT))
            && back.wrong_place(bban.as_bytes()).is_none()
    }

    /// The two letters that the IBAN begins with.
    pub(crate) fn code(&self) -> &str {
        std::str::from_utf8(&self.country).unwrap_or_default()
    }

    /// The registry's.
    pub(crate) fn of_bytes(code: [u8; 2]) -> Option<&'static Self> {
        let at = IBANS.binary_search_by_key(&code, |row| row.country).ok()?;
        IBANS.get(at)
    }
}
