//! Accounts that end as documented. The rule is the same in every market: the last four digits of
//! the account number choose (see `plan`). These are ready to use, and right by the core's checks.

use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::answer;
use crate::plan::{ENDINGS, REFUSED_UNITS};
use crate::problem::Result;

/// An ending that chooses nothing: the payout is credited.
const CREDITED: (&str, &str, &str) = ("0000", "Credited", "RCVD, ACCP, ACSP, ACSC, ACCC");

#[derive(Serialize, ToSchema)]
pub(crate) struct TestAccounts {
    rule: String,
    accounts: Vec<TestAccount>,
}

#[derive(Debug, Serialize, ToSchema)]
struct TestAccount {
    country: &'static str,
    currency: &'static str,
    /// A method of `accountRequirements`.
    method: &'static str,
    #[schema(value_type = Object)]
    account: Value,
    ending: &'static str,
    label: &'static str,
    outcome: &'static str,
}

/// A market, and how an account with given last digits is written there.
struct Market {
    country: &'static str,
    currency: &'static str,
    method: &'static str,
    account: fn(&str) -> Value,
}

const MARKETS: &[Market] = &[
    Market {
        country: "US",
        currency: "USD",
        method: "local",
        account: |ending| json!({"country": "US", "routingNumber": "021000021", "accountNumber": format!("12345{ending}"), "accountType": "checking"}),
    },
    Market {
        country: "GB",
        currency: "GBP",
        method: "local",
        account: |ending| json!({"country": "GB", "sortCode": "200000", "accountNumber": format!("1234{ending}")}),
    },
    Market {
        country: "AU",
        currency: "AUD",
        method: "local",
        account: |ending| json!({"country": "AU", "bsb": "082001", "accountNumber": format!("12345{ending}")}),
    },
    Market {
        country: "IN",
        currency: "INR",
        method: "account",
        account: |ending| json!({"country": "IN", "ifsc": "HDFC0000001", "accountNumber": format!("5010001234{ending}")}),
    },
    Market {
        country: "ID",
        currency: "IDR",
        method: "account",
        account: |ending| json!({"country": "ID", "bankCode": "014", "accountNumber": format!("123456{ending}")}),
    },
    // 1000 0000 is the Bundesbank, whose accounts have no check digit of their own.
    Market {
        country: "DE",
        currency: "EUR",
        method: "iban",
        account: |ending| iban("DE", &format!("10000000123456{ending}")),
    },
    Market {
        country: "FR",
        currency: "EUR",
        method: "iban",
        account: |ending| iban("FR", &french(ending)),
    },
    Market {
        country: "ES",
        currency: "EUR",
        method: "iban",
        account: |ending| iban("ES", &spanish(ending)),
    },
    Market {
        country: "NL",
        currency: "EUR",
        method: "iban",
        account: |ending| iban("NL", &dutch(ending)),
    },
    Market {
        country: "IE",
        currency: "EUR",
        method: "iban",
        account: |ending| iban("IE", &format!("AIBK9311521234{ending}")),
    },
];

/// `GET /v1/test-accounts`.
#[utoipa::path(get, path = "/v1/test-accounts", tag = "sandbox", security(()), responses((status = 200, body = TestAccounts)))]
pub(crate) async fn list() -> Result<Response> {
    let rule = format!(
        "The last four digits of the payee's account number (or IBAN) choose what happens, in every market. \
         Amounts of {REFUSED_UNITS} whole units of any currency are refused with AM02. Everything else is credited."
    );
    Ok(answer::json(
        StatusCode::OK,
        &TestAccounts {
            rule,
            accounts: accounts(),
        },
    ))
}

fn accounts() -> Vec<TestAccount> {
    let refusals = ENDINGS
        .iter()
        .map(|(ending, _, label, outcome)| (*ending, *label, *outcome));
    let endings: Vec<_> = std::iter::once(CREDITED).chain(refusals).collect();
    let of = |market: &Market| -> Vec<TestAccount> {
        let Market {
            country,
            currency,
            method,
            account,
        } = *market;
        let row =
            |&(ending, label, outcome): &(&'static str, &'static str, &'static str)| TestAccount {
                country,
                currency,
                method,
                account: account(ending),
                ending,
                label,
                outcome,
            };
        endings.iter().map(row).collect()
    };
    MARKETS.iter().flat_map(of).collect()
}

/// With the check digits of ISO 13616.
fn iban(country: &str, bban: &str) -> Value {
    let rest = remainder(&format!("{bban}{country}00"), 97);
    json!({"country": country, "iban": format!("{country}{:02}{bban}", 98 - rest)})
}

/// The number that the text writes, letters as 10 to 35, modulo `modulus`.
fn remainder(text: &str, modulus: u32) -> u32 {
    let digits = text.chars().filter_map(|character| character.to_digit(36));
    digits.fold(0, |sum, digit| {
        (sum * if digit < 10 { 10 } else { 100 } + digit) % modulus
    })
}

/// Bank, branch, account, and the RIB key: the key is at the end, so the account is searched for.
fn french(ending: &str) -> String {
    let (before, key) = ending.split_at(2);
    // Keys are 01 to 97; an ending of 00 cannot be one, so 97 stands for what is credited.
    let key = if key == "00" { "97" } else { key };
    let candidates = (0..1_000_u32).map(|number| format!("2004101005{number:09}{before}"));
    let mut right = candidates
        .map(|rest| format!("{rest}{key}"))
        .filter(|bban| remainder(bban, 97) == 0);
    right.next().unwrap_or_default()
}

/// Bank, branch, two check digits, account.
fn spanish(ending: &str) -> String {
    const WEIGHTS: [u32; 10] = [1, 2, 4, 8, 5, 10, 9, 7, 3, 6];
    let check = |text: &str| {
        let digits = text.chars().filter_map(|digit| digit.to_digit(10));
        let sum: u32 = digits
            .zip(WEIGHTS)
            .map(|(digit, weight)| digit * weight)
            .sum();
        match 11 - sum % 11 {
            10 => 1,
            11 => 0,
            digit => digit,
        }
    };
    let (bank, account) = ("21000418", format!("123456{ending}"));
    format!(
        "{bank}{}{}{account}",
        check(&format!("00{bank}")),
        check(&account)
    )
}

/// Bank and an account that passes the eleven test.
fn dutch(ending: &str) -> String {
    let passes = |account: &String| {
        let digits = account.chars().filter_map(|digit| digit.to_digit(10));
        digits
            .zip((1..=10).rev())
            .map(|(digit, weight)| digit * weight)
            .sum::<u32>()
            % 11
            == 0
    };
    let mut candidates = (0..100_u32)
        .map(|number| format!("04171{number:01}{ending}"))
        .filter(|account| account.len() == 10);
    let account = candidates.find(passes);
    let account = account.or_else(|| {
        (100..1_000_u32)
            .map(|number| format!("041{number}{ending}"))
            .find(passes)
    });
    format!("ABNA{}", account.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use payout_kit::account::{AccountInput, Status, validate};
    use payout_kit::market::requirements;

    use super::{MARKETS, accounts};
    use crate::plan::Scenario;
    use crate::policy::number;

    #[test]
    fn every_account_is_right_and_ends_as_it_says() {
        for test in accounts() {
            let input: AccountInput = serde_json::from_value(test.account.clone()).unwrap();
            let report = validate(&input);
            assert_eq!(
                report.status,
                Status::Valid,
                "{} {}: {:?}",
                test.country,
                test.ending,
                report.issues
            );
            let scenario = Scenario::of(number(&report.account.unwrap()), "10.00");
            let expected = Scenario::of(test.ending, "10.00");
            assert_eq!(scenario, expected, "{} {}", test.country, test.ending);
        }
    }

    #[test]
    fn every_market_has_its_method() {
        for market in MARKETS {
            let request = payout_kit::market::RequirementsRequest {
                country: market.country.to_owned(),
                currency: None,
                method: Some(market.method.to_owned()),
            };
            assert_eq!(
                requirements(&request).method,
                market.method,
                "{}",
                market.country
            );
        }
    }
}
