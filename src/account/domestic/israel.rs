//! Israel: each bank's own rule over branch and account.
//!
//! Advisory throughout: MASAV's rules of May 2025 as one package reports them (`PyPI`
//! il-bank-validator 0.2.2).

use super::sum::{at, complement, part, value, weighted};
use super::{moved, verdict};
use crate::account::check::{Force, Outcome};

/// From the left; a shorter number is filled with zeros in front.
const WEIGHTS: [u32; 9] = [9, 8, 7, 6, 5, 4, 3, 2, 1];

/// The national check of bank (2 digits), branch (3) and account (up to 9).
pub(super) fn outcome(bank: &[u8], branch: &[u8], account: &[u8]) -> Outcome {
    let number = |digits: &[u8]| weighted(digits, part_of(&[100, 10, 1], digits.len()));
    let (bank, branch) = (number(bank), number(branch));
    let text = String::from_utf8_lossy(account);
    let text = text.trim_start_matches('0');
    let nine = format!("{text:0>9}").into_bytes();
    // Branch and account as one number, the account with so many digits.
    let joined = |branch: u32, digits: usize| {
        (text.len() <= digits).then(|| format!("{branch:03}{text:0>digits$}").into_bytes())
    };
    let rest = |digits: &[u8]| weighted(digits, part_of(&WEIGHTS, digits.len())) % 11;
    let fits = match bank {
        3 => Some(rest(&nine) == 0),
        4 => joined(branch, 6).map(|digits| matches!(rest(&digits), 0 | 2)),
        9 => Some(weighted(&nine, &WEIGHTS).is_multiple_of(10)),
        10 => joined(branch, 8).map(|digits| leumi(&digits)),
        11 | 17 => Some(matches!(rest(&nine), 0 | 2 | 4)),
        12 => joined(branch, 6).map(|digits| matches!(rest(&digits), 0 | 2 | 4 | 6)),
        14 | 31 | 46 | 52 => joined(branch, 6).map(|digits| match branch {
            347 | 365 | 384 | 385 => matches!(rest(&digits), 0 | 2),
            361..=363 => matches!(rest(&digits), 0 | 2 | 4),
            // With the branch or without it.
            _ => matches!(rest(&digits), 0 | 6) || matches!(rest(part(&digits, 3, 9)), 0 | 6),
        }),
        20 => {
            let branch = if (401..=799).contains(&branch) {
                branch.saturating_sub(400)
            } else {
                branch
            };
            joined(branch, 6).map(|digits| matches!(rest(&digits), 0 | 2 | 4))
        }
        21 => (text.len() <= 8).then(|| matches!(rest(part(&nine, 1, 9)), 0 | 2)),
        22 => Some(at(&nine, 8) == complement(weighted(&nine, &[3, 2, 7, 6, 5, 4, 3, 2]), 11)),
        47 => Some(at(&nine, 8) == complement(weighted(&nine, &[9, 8, 6, 4, 3, 7, 2, 5]), 11)),
        58 => Some(weighted(&nine, &[1, 9, 2, 3, 4, 5, 6, 7, 8]).is_multiple_of(11)),
        15 | 18 | 79 => joined(branch, 9).map(|digits| mod97(&digits)),
        35 | 69 if branch < 900 => joined(branch, 9).map(|digits| mod97(&digits)),
        _ => None,
    };
    match fits {
        Some(fits) => verdict(fits, (0, account.len()), Force::Advisory),
        None => Outcome::NotVerifiable,
    }
}

/// As [`outcome`], of bank (3), branch (3) and account (13).
pub(super) fn of_bban(bban: &[u8]) -> Outcome {
    let (front, account) = bban.split_at_checked(10).unwrap_or_default();
    // No account has more than nine digits.
    if part(front, 6, 10) != b"0000" {
        return Outcome::NotVerifiable;
    }
    moved(outcome(part(front, 0, 3), part(front, 3, 6), account), 10)
}

/// The last weights, as many as there are digits.
fn part_of(weights: &[u32], count: usize) -> &[u32] {
    weights
        .get(weights.len().saturating_sub(count)..)
        .unwrap_or_default()
}

/// Branch and account but its last two digits, modulo 97; they are what is missing to 98.
fn mod97(digits: &[u8]) -> bool {
    let (front, check) = digits
        .split_at_checked(digits.len().saturating_sub(2))
        .unwrap_or_default();
    let rest = front.iter().fold(0_u32, |rest, &digit| {
        rest.saturating_mul(10).saturating_add(value(digit)) % 97
    });
    weighted(check, &[10, 1]) == 98_u32.saturating_sub(rest)
}

/// Bank Leumi: branch and the first six of eight digits, weights 10 to 2, and one of the constants
/// of the kinds of account; the last two digits complete the sum to a multiple of a hundred.
fn leumi(digits: &[u8]) -> bool {
    let sum = weighted(part(digits, 0, 9), &[10, 9, 8, 7, 6, 5, 4, 3, 2]);
    let check = weighted(part(digits, 9, 11), &[10, 1]);
    let plain = !matches!(part(digits, 7, 9), b"00" | b"20" | b"23");
    let fits = |constant: u32| {
        sum.saturating_add(constant)
            .saturating_add(check)
            .is_multiple_of(100)
    };
    [128, 180, 330, 340].into_iter().any(fits) || (plain && fits(110))
}
