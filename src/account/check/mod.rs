//! National check digits: pure functions over cleaned text, one file a rule or family.
//!
//! Sources: `data/iban.csv` names each country's rule; each function says where it is from and
//! how well it is known. A rule that not every bank of the country follows, or that a single
//! source supports, is [`Force::Advisory`].

mod centre;
mod cin;
pub(crate) mod de;
mod digits;
pub(crate) mod gb;
mod mod97;
mod netherlands;
mod north;
mod rib;
mod spain;

use super::domestic;
use super::official::OfficialTables;
use digits::part;

/// What a national check says of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// There is no check digit.
    NotApplicable,
    /// There is one, and this version cannot compute it.
    NotVerifiable,
    /// It fits.
    Passed,
    /// It does not fit.
    Failed(Failure),
}

/// A check that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    /// Half-open range in the BBAN of the check digits, or of the part that they cover where one
    /// digit is not enough to point at.
    pub(crate) span: (usize, usize),
    /// What the failure proves.
    pub(crate) force: Force,
}

/// What a failed check proves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Force {
    /// Every bank of the country follows the rule: the account is wrong.
    Universal,
    /// Most do, or one source says so: look again.
    Advisory,
    /// No bank is bound by it any more, though many accounts fit: nothing to hold against one.
    Former,
}

/// Checks the BBAN of a country. The caller has checked its length and characters.
pub(crate) fn national(country: [u8; 2], bban: &str, tables: &OfficialTables<'_>) -> Outcome {
    use Force::{Advisory, Former, Universal};
    let bban = bban.as_bytes();
    let end = bban.len();
    let pair = (end.saturating_sub(2), end);
    match &country {
        b"AL" => verdict(centre::albania(bban), (7, 8), Advisory),
        b"BA" | b"ME" | b"MK" | b"PT" | b"RS" | b"SI" | b"TL" => {
            verdict(mod97::iso7064(bban), pair, Universal)
        }
        b"AO" | b"CV" | b"MZ" | b"XK" => verdict(mod97::iso7064(bban), pair, Advisory),
        b"BE" => verdict(mod97::belgium(bban), pair, Universal),
        b"MA" | b"MR" | b"TN" => verdict(mod97::numeric_rib(bban), pair, Universal),
        b"BI" | b"CF" | b"CG" | b"CM" | b"DJ" | b"GA" | b"GQ" | b"KM" | b"MG" | b"TD" => {
            verdict(mod97::numeric_rib(bban), pair, Advisory)
        }
        // The two zeros before the RIB are inferred; of another beginning nothing is known.
        b"DZ" => match bban.strip_prefix(b"00") {
            Some(rib) => verdict(mod97::numeric_rib(part(rib, 3, 20)), pair, Advisory),
            None => Outcome::NotVerifiable,
        },
        b"FR" | b"MC" => verdict(rib::rib(bban), pair, Universal),
        b"BF" | b"BJ" | b"CI" | b"ML" | b"NE" | b"SN" | b"TG" => {
            verdict(rib::west_african(bban), pair, Advisory)
        }
        b"IT" | b"SM" => verdict(cin::cin(bban), (0, 1), Universal),
        b"ES" => match spain::ccc(bban) {
            (true, second) => verdict(second, (9, 10), Universal),
            (false, true) => verdict(false, (8, 9), Universal),
            (false, false) => verdict(false, (8, 10), Universal),
        },
        b"FI" => verdict(north::finland(bban), (13, 14), Universal),
        b"EE" => verdict(north::estonia(bban), (15, 16), Universal),
        b"NO" => verdict(north::norway(bban), (10, 11), Universal),
        b"IS" => verdict(north::kennitala(part(bban, 12, 22)), (12, 22), Universal),
        b"PL" => verdict(centre::poland(bban), (0, 8), Universal),
        b"CZ" | b"SK" => match both(bban, centre::czech, (4, 10), (10, 20)) {
            Outcome::Passed
                if country == *b"CZ" && !centre::is_czech_number(part(bban, 10, 20)) =>
            {
                verdict(false, (10, 20), Universal)
            }
            outcome => outcome,
        },
        b"HU" => both(bban, centre::hungary, (0, 8), (8, 24)),
        b"HR" => both(bban, centre::mod11_10, (0, 7), (7, 17)),
        b"NL" => verdict(netherlands::eleven_test(part(bban, 4, 14)), (4, 14), Former),
        b"GB" => {
            let table = tables.gb_modulus.as_ref();
            gb::outcome(part(bban, 4, 10), part(bban, 10, 18), table)
        }
        b"DE" => {
            let table = tables.de_methods.as_ref();
            de::outcome(part(bban, 0, 8), part(bban, 8, 18), table)
        }
        // Per bank, as at home.
        b"BR" | b"IL" | b"SE" => domestic::of_bban(country, bban),
        // Without a source that we trust.
        b"ST" => Outcome::NotVerifiable,
        _ => Outcome::NotApplicable,
    }
}

fn verdict(fits: bool, span: (usize, usize), force: Force) -> Outcome {
    if fits {
        Outcome::Passed
    } else {
        Outcome::Failed(Failure { span, force })
    }
}

/// Two parts by the same universal rule; the first that does not fit is the one to name, both if
/// neither does.
fn both(
    bban: &[u8],
    rule: fn(&[u8]) -> bool,
    first: (usize, usize),
    second: (usize, usize),
) -> Outcome {
    let fits = |(start, end)| rule(part(bban, start, end));
    match (fits(first), fits(second)) {
        (true, true) => Outcome::Passed,
        (false, true) => verdict(false, first, Force::Universal),
        (true, false) => verdict(false, second, Force::Universal),
        (false, false) => verdict(false, (first.0, second.1), Force::Universal),
    }
}

#[cfg(test)]
#[allow(clippy::panic, clippy::string_slice, clippy::arithmetic_side_effects)]
mod tests {
    use super::{Force, OfficialTables, Outcome, national};
    use crate::market::{Country, IbanFormat, National};

    /// The data name a rule for a country exactly when there is one here, and the registry's own
    /// examples follow it, but for what is a bank's own rule. The Dutch rule is a former one, which the data do not name.
    #[test]
    fn the_data_and_the_rules_agree() {
        let pairs =
            (b'A'..=b'Z').flat_map(|first| (b'A'..=b'Z').map(move |second| [first, second]));
        let of_registry = pairs.clone().filter_map(IbanFormat::of_bytes);
        let unofficial = pairs
            .filter_map(Country::from_bytes)
            .filter_map(IbanFormat::of)
            .filter(|format| format.is_unofficial());
        let mut seen = 0;
        for format in of_registry.chain(unofficial) {
            seen += 1;
            let (named, example) = (format.national, format.example);
            match national(format.country, &example[4..], &OfficialTables::default()) {
                Outcome::NotApplicable => assert_eq!(named, National::None, "{example}"),
                Outcome::Failed(failure) if failure.force == Force::Universal => {
                    panic!("{example}")
                }
                Outcome::Failed(_) | Outcome::Passed | Outcome::NotVerifiable => {
                    assert!(
                        named != National::None || example.starts_with("NL"),
                        "{example}"
                    );
                }
            }
        }
        assert!(seen > 110);
    }
}
