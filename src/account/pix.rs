//! Brazil's Pix keys: CPF, CNPJ, phone, e-mail, random key.

use super::alias::{self, Characters};
use super::clean::Cleaned;
use super::holder;
use super::scan::{Expected, Fault, Places, Scan};
use crate::market::Country;

/// The longest e-mail address of DICT.
const MAX_EMAIL: usize = 77;

/// A mobile number behind 00, the country and its area: longer than any CPF or CNPJ.
const DIALLED: usize = 15;

/// What a key is: its characters, the key as DICT writes it, and whether it has check digits.
pub(super) struct Pix {
    pub(super) places: Box<dyn Places>,
    pub(super) scan: Scan<String>,
    pub(super) has_check_digits: bool,
}

/// Tells the kinds apart by how they look. Source: Banco Central do Brasil, DICT API, keys.
pub(super) fn scan(text: &str, country: Country) -> Pix {
    let characters = Characters::in_one_piece(text);
    let plain = |characters: Characters, scan| Pix {
        places: Box::new(characters),
        scan,
        has_check_digits: false,
    };
    let phone = Characters::phone(text);
    let is_dialled = phone.count() == DIALLED && phone.part(0, 4) == "0055";
    if phone.part(0, 1) == "+" || is_dialled {
        let (characters, scan) = alias::phone(text, country);
        return plain(characters, scan);
    }
    if text.chars().any(|character| character == '(')
        && phone.iter().all(|character| character.is_ascii_digit())
    {
        let fault = Fault::Value {
            from: 0,
            to: usize::MAX,
            expected: "a phone number with +55 in front".into(),
        };
        return plain(characters, Scan::Wrong(fault));
    }
    let first = characters.part(0, 1);
    // An e-mail address may begin with other marks by its grammar, but no provider's does; a key
    // that its owner's bank has masked does.
    let may_begin = |mark: char| mark.is_alphanumeric() || mark == '_';
    let cleaned = Cleaned::read(text, "");
    let bytes = cleaned.bytes();
    if bytes.first() == Some(&b'?') && !first.chars().any(may_begin) {
        let fault = Fault::Character {
            index: 0,
            expected: Expected::Words("a letter, a digit or a plus sign"),
        };
        return plain(characters, Scan::Wrong(fault));
    }
    // An underscore, a plus: only an e-mail address has those.
    if text.contains(['@', '＠']) || bytes.contains(&b'?') {
        let scan = match alias::email(&characters) {
            Scan::Right(email) if email.chars().count() > MAX_EMAIL => {
                Scan::Wrong(Fault::Surplus { max: MAX_EMAIL })
            }
            // ASCII, as `email` has seen to.
            Scan::Right(email) => Scan::Right(email.to_ascii_lowercase()),
            other => other,
        };
        return plain(characters, scan);
    }
    if cleaned.len() == 32 && bytes.iter().all(u8::is_ascii_hexdigit) {
        let key = cleaned.text().to_ascii_lowercase();
        let part = |from, to| key.get(from..to).unwrap_or_default();
        let groups = [
            part(0, 8),
            part(8, 12),
            part(12, 16),
            part(16, 20),
            part(20, 32),
        ];
        return plain(characters, Scan::Right(groups.join("-")));
    }
    let (scan, has_check_digits) = match holder::cpf_or_cnpj(&cleaned) {
        Scan::Empty => (Scan::Empty, false),
        Scan::Right(key) => (Scan::Right(key), true),
        // What is typed next can still make it an e-mail address or a random key.
        Scan::Wrong(fault @ Fault::CheckDigit { .. })
        | Scan::Partial(Some(fault @ Fault::CheckDigit { .. })) => {
            (Scan::Partial(Some(fault)), true)
        }
        Scan::Partial(_) | Scan::Wrong(_) if cleaned.len() <= 64 => (
            Scan::Partial(Some(Fault::Length {
                expected: "the form of a CPF, a CNPJ, a phone number with +55, an e-mail address or a random key",
            })),
            false,
        ),
        other => (other, false),
    };
    Pix {
        places: Box::new(cleaned),
        scan,
        has_check_digits,
    }
}
