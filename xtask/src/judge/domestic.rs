//! Cases of numbers that are no IBAN: accounts as a country writes them, tax numbers, aliases.
//!
//! Every case is led to a right one, by what the report suggests or points at; every second one then
//! gets one slip.

use payout_kit::account::{AccountInput, AccountReport, CheckResult, Status, validate};
use payout_kit::report::{Code, Severity};
use serde_json::{Map, Value, json};

use super::Draw;
use super::accounts::Numbers;
use crate::Result;

/// A kind of number: its judges' name for it, the country, what is drawn (a field and its format),
/// and what else the account needs.
struct Rule {
    name: &'static str,
    country: &'static str,
    drawn: &'static [(&'static str, &'static str)],
    fixed: &'static [(&'static str, &'static str)],
}

const fn rule(
    name: &'static str,
    country: &'static str,
    drawn: &'static [(&'static str, &'static str)],
    fixed: &'static [(&'static str, &'static str)],
) -> Rule {
    Rule {
        name,
        country,
        drawn,
        fixed,
    }
}

const BRAZIL: &[(&str, &str)] = &[
    ("bankCode", "104"),
    ("branchCode", "1234"),
    ("accountNumber", "12345678"),
    ("accountDigit", "9"),
];

/// A format counts characters of a class (`8n`: eight digits); `'…'` stands for itself, and `|`
/// parts formats of which one is drawn.
const RULES: &[Rule] = &[
    rule("ar_cbu", "AR", &[("cbu", "22n|'000'19n")], &[]),
    rule(
        "ar_cuit",
        "AR",
        &[("holderTaxId", "'20'9n|'27'9n|'30'9n|'33'9n|11n")],
        &[("cbu", "2850590940090418135201")],
    ),
    rule("br_cpf", "BR", &[("holderTaxId", "11n")], BRAZIL),
    rule(
        "br_cnpj",
        "BR",
        &[("holderTaxId", "14n|8n'0001'2n|12c2n")],
        BRAZIL,
    ),
    rule(
        "br_account",
        "BR",
        &[
            ("bankCode", "'001'|'237'|'341'"),
            ("branchCode", "4n"),
            ("accountNumber", "5n"),
            ("accountDigit", "1n"),
        ],
        &[],
    ),
    rule("pix_cpf", "BR", &[("pixKey", "11n")], &[]),
    rule("pix_cnpj", "BR", &[("pixKey", "14n|8n'0001'2n")], &[]),
    rule(
        "pix_phone",
        "BR",
        &[("pixKey", "'+55'2d'9'8n|'+55119'8n")],
        &[],
    ),
    rule(
        "pix_email",
        "BR",
        &[(
            "pixKey",
            "8l'@'6l'.com'|1l8m'@'6l'.com.br'|4l'.'4l'@'1l'.'2l",
        )],
        &[],
    ),
    rule(
        "pix_random",
        "BR",
        &[(
            "pixKey",
            "8h'-'4h'-4'3h'-a'3h'-'12h|8h'-'4h'-'4h'-'4h'-'12h",
        )],
        &[],
    ),
    rule(
        "cl_rut",
        "CL",
        &[("holderTaxId", "8n1k|7n1k")],
        &[
            ("bankCode", "012"),
            ("accountType", "checking"),
            ("accountNumber", "123456789"),
        ],
    ),
    rule("cm_rib", "CM", &[("accountNumber", "'1'22n|23n")], &[]),
    rule(
        "cn_card",
        "CN",
        &[("accountNumber", "'62'17n|'62'14n")],
        &[],
    ),
    rule(
        "co_nit",
        "CO",
        &[("holderTaxId", "'8'9n|'9'9n")],
        &[
            ("bankCode", "007"),
            ("accountType", "savings"),
            ("accountNumber", "12345678901"),
        ],
    ),
    rule(
        "cz_account",
        "CZ",
        &[("accountNumber", "10n'/0800'|6n'-'10n'/0800'|2n'-'6n'/0100'")],
        &[],
    ),
    rule(
        "dz_rib",
        "DZ",
        &[("accountNumber", "'00799999'12n|20n")],
        &[],
    ),
    rule(
        "ec_ci",
        "EC",
        &[("holderTaxId", "'17'8n|10n")],
        &[("bic", "PICHECEQ"), ("accountNumber", "2200123456")],
    ),
    rule("es_ccc", "ES", &[("ccc", "20n")], &[]),
    rule(
        "il_account",
        "IL",
        &[
            (
                "bankCode",
                "'03'|'04'|'09'|'10'|'11'|'12'|'14'|'17'|'20'|'31'|'46'|'52'|'18'|'15'|'58'|'79'",
            ),
            ("branchCode", "3n"),
            ("accountNumber", "6n|9n|8n"),
        ],
        &[],
    ),
    rule("ma_rib", "MA", &[("accountNumber", "24n")], &[]),
    rule(
        "mx_clabe",
        "MX",
        &[("clabe", "18n|'002'15n|'012'15n|'072'15n")],
        &[],
    ),
    rule(
        "mx_rfc",
        "MX",
        &[("holderTaxId", "4a6t3c|3a6t3c")],
        &[("clabe", "032180000118359719")],
    ),
    rule(
        "ng_nuban",
        "NG",
        &[
            ("bankCode", "'044'|'058'|'011'|'033'|'057'"),
            ("accountNumber", "10n"),
        ],
        &[],
    ),
    rule("no_account", "NO", &[("accountNumber", "11n")], &[]),
    rule(
        "nz_account",
        "NZ",
        &[(
            "accountNumber",
            "'010'13n|'030'13n|'060'13n|'1230'12n|'3890'12n|'0865'12n|'3128'12n|'0900'12n|'2525'12n",
        )],
        &[],
    ),
    rule(
        "pe_ruc",
        "PE",
        &[("holderTaxId", "'20'9n|'10'9n|11n")],
        &[("cci", "00219300123456789013")],
    ),
    rule("se_bankgiro", "SE", &[("bankgiro", "7n|8n")], &[]),
    rule(
        "se_account",
        "SE",
        &[(
            "accountNumber",
            "'5'10n|'3'10n|'6'12n|'9'10n|'1'10n|'8'14n|'95'12n|'3300'10n|'33'9n",
        )],
        &[],
    ),
    // As Swedbank prints its accounts: five digits of clearing number, no zeros in front of the rest.
    rule(
        "se_swedbank",
        "SE",
        &[(
            "accountNumber",
            "'8327-9, '9n|'8105-9, '9n|'82149'8n|'84525'7n|'8'3n'-'1n', '9n|'83279'9n",
        )],
        &[],
    ),
    rule(
        "sg_uen",
        "SG",
        &[("proxy.value", "8n1a|'20'7n1a|'T'2n'LL'4n1a")],
        &[("proxy.type", "businessId")],
    ),
    rule(
        "th_pin",
        "TH",
        &[("proxy.value", "13n")],
        &[("proxy.type", "nationalId")],
    ),
    rule(
        "au_abn",
        "AU",
        &[("proxy.value", "11n")],
        &[("proxy.type", "businessId")],
    ),
    rule(
        "us_rtn",
        "US",
        &[("routingNumber", "9n|'0'8n|'1'8n|'3'8n")],
        &[("accountNumber", "12345678"), ("accountType", "checking")],
    ),
];

/// Cases of a rule for each one of the draw, so that ranges and kinds all have some.
const EACH: usize = 3;
/// Mostly one is enough: the first suggestion.
const TRIES: usize = 100;

pub(super) fn cases(draw: Draw) -> Result<Vec<String>> {
    // Not the numbers of the other judges.
    let mut numbers = Numbers(draw.seed.wrapping_add(2));
    let mut cases = Vec::new();
    for rule in RULES {
        let mut right = 0;
        for index in 0..draw.cases.saturating_mul(EACH) {
            let mut drawn = rule.draw(&mut numbers);
            let mut report = rule.report(&drawn)?;
            for _ in 0..TRIES {
                if !lead(rule, &mut drawn, &report, &mut numbers) {
                    break;
                }
                report = rule.report(&drawn)?;
            }
            if index % 2 == 1 {
                slip(&mut drawn, &mut numbers);
                report = rule.report(&drawn)?;
            }
            let verdict = rule.verdict(&report);
            right += usize::from(verdict == Some(true));
            let fields: Map<String, Value> = drawn
                .iter()
                .map(|(key, letters)| ((*key).to_owned(), text(letters).into()))
                .collect();
            cases.push(
                json!({"kind": rule.name, "country": rule.country, "input": fields, "verdict": verdict})
                    .to_string(),
            );
        }
        if right == 0 {
            return Err(format!(
                "no case of {} is right: it judges nothing",
                rule.name
            ));
        }
    }
    Ok(cases)
}

/// A field and its characters, each with the symbols that may stand there.
type Drawn = Vec<(&'static str, Vec<(char, &'static str)>)>;

impl Rule {
    fn draw(&self, numbers: &mut Numbers) -> Drawn {
        let mut drawn = Vec::new();
        for (key, formats) in self.drawn {
            let formats: Vec<&str> = formats.split('|').collect();
            let format = formats[numbers.below(formats.len())];
            drawn.push((*key, letters(format, numbers)));
        }
        drawn
    }

    fn report(&self, drawn: &Drawn) -> Result<AccountReport> {
        let mut account = Map::new();
        account.insert("country".into(), self.country.into());
        for (key, value) in self.fixed {
            put(&mut account, key, (*value).to_owned());
        }
        for (key, letters) in drawn {
            put(&mut account, key, text(letters));
        }
        let account: AccountInput = serde_json::from_value(Value::Object(account))
            .map_err(|error| format!("{}: {error}", self.name))?;
        Ok(validate(&account))
    }

    /// Whether what was drawn is right; `None` where we say that it cannot be known.
    fn verdict(&self, report: &AccountReport) -> Option<bool> {
        let of_ours = |field: &str| self.drawn.iter().any(|(key, _)| *key == field);
        let mut issues = report.issues.iter().filter(|issue| of_ours(&issue.field));
        let faulty = issues.clone().any(|issue| {
            issue.severity == Severity::Error
                || matches!(
                    issue.code,
                    Code::InvalidCheckDigits | Code::InvalidNationalCheck
                )
        });
        if faulty || (report.status != Status::Valid && !report.issues.is_empty()) {
            return Some(false);
        }
        // The account's own check says nothing of its holder's tax number.
        let unknown = issues.any(|issue| issue.code == Code::NotVerifiable)
            || of_ours("accountNumber") && report.checks.national == CheckResult::NotVerifiable;
        (!unknown).then_some(true)
    }
}

/// Takes a suggestion of the report's, or else draws anew what it points at, within its format;
/// false if there is nothing wrong.
fn lead(rule: &Rule, drawn: &mut Drawn, report: &AccountReport, numbers: &mut Numbers) -> bool {
    if rule.verdict(report) != Some(false) {
        return false;
    }
    let suggested = report.issues.iter().find_map(|issue| {
        let at = drawn.iter().position(|(key, _)| *key == issue.field)?;
        let texts = issue.suggestions.as_slice();
        (!texts.is_empty()).then(|| (at, texts[numbers.below(texts.len())].clone()))
    });
    if let Some((at, text)) = suggested {
        let (_, letters) = &mut drawn[at];
        // As it was drawn: judges differ in the separators that they take, and that is no case here.
        let dashes = letters.iter().any(|(letter, _)| *letter == '-');
        *letters = text
            .chars()
            .filter(|letter| *letter != ' ' && (dashes || *letter != '-'))
            .map(|letter| (letter, DIGITS))
            .collect();
        return true;
    }
    let pointed = report.issues.iter().find_map(|issue| {
        let (start, end) = issue.position?;
        let at = drawn.iter().position(|(key, _)| *key == issue.field)?;
        Some((at, start, end))
    });
    let mut changed = false;
    if let Some((at, start, end)) = pointed {
        let (_, letters) = &mut drawn[at];
        for (letter, symbols) in letters.iter_mut().take(end).skip(start) {
            if !symbols.is_empty() {
                *letter = numbers.pick(symbols);
                changed = true;
            }
        }
    }
    if !changed {
        // A length or a beginning that is wrong as a whole.
        *drawn = rule.draw(numbers);
    }
    true
}

/// One slip in the last field: a character changed, two swapped, one lost, one too many.
fn slip(drawn: &mut Drawn, numbers: &mut Numbers) {
    let Some((_, letters)) = drawn
        .iter_mut()
        .rev()
        .find(|(_, letters)| letters.len() > 1)
    else {
        return;
    };
    let place = numbers.below(letters.len() - 1);
    match numbers.below(8) {
        0 => drop(letters.remove(place)),
        1 => letters.insert(place, (numbers.pick(DIGITS), DIGITS)),
        2 | 3 => letters.swap(place, place + 1),
        _ => {
            let (letter, symbols) = &mut letters[place];
            *letter = numbers.pick(if symbols.is_empty() { DIGITS } else { symbols });
        }
    }
}

const DIGITS: &str = "0123456789";

/// The characters of a format; what stands for itself has no symbols.
fn letters(format: &str, numbers: &mut Numbers) -> Vec<(char, &'static str)> {
    let mut letters = Vec::new();
    for (at, part) in format.split('\'').enumerate() {
        if at % 2 == 1 {
            letters.extend(part.chars().map(|letter| (letter, "")));
            continue;
        }
        let mut count = 0;
        for class in part.chars() {
            if let Some(digit) = class.to_digit(10) {
                count = count * 10 + digit;
                continue;
            }
            let symbols = match class {
                'a' => "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
                'c' => "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
                'd' => "123456789",
                'h' => "0123456789abcdef",
                'k' => "0123456789K",
                'l' => "abcdefghijklmnopqrstuvwxyz",
                'm' => "abcdefghijklmnopqrstuvwxyz0123456789._-",
                // Of a date, so that many are one.
                't' => "012",
                _ => DIGITS,
            };
            letters.extend((0..count).map(|_| (numbers.pick(symbols), symbols)));
            count = 0;
        }
    }
    letters
}

fn text(letters: &[(char, &str)]) -> String {
    letters.iter().map(|(letter, _)| letter).collect()
}

/// The text of a key; a dot leads into an object.
pub(super) fn put(account: &mut Map<String, Value>, key: &str, text: String) {
    match key.split_once('.') {
        None => {
            account.insert(key.into(), text.into());
        }
        Some((outer, inner)) => {
            let object = account
                .entry(outer)
                .or_insert_with(|| Value::Object(Map::new()));
            object[inner] = text.into();
        }
    }
}
