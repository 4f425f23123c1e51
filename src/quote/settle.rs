//! A marketplace's order: what the buyer paid becomes one payout for each seller.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::money::{Amount, CurrencyCode, Rounding};
use crate::report::{Code, Issue};

use super::answer::{Operand, Operation, Step};
use super::fees::{percent_of, share};
use super::split::{SplitPart, SplitRequest, split};

const MAX_LINES: usize = 1000;
const MAX_ID: usize = 200;

/// An order of one currency. Amounts and percentages are decimal strings.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SettlementRequest {
    /// ISO 4217.
    pub currency: String,
    /// What was bought, and whose it was; a seller may have several lines.
    pub sales: Vec<Sale>,
    /// What the buyer got back.
    pub refunds: Option<Vec<Refund>>,
    /// What the card payment cost.
    pub card_fee: Option<CardFee>,
    /// What the platform keeps of each seller's sales.
    pub commission: Option<Commission>,
    /// A tax that the platform keeps back from each seller: no fee, but paid ahead.
    pub withholding: Option<SaleTax>,
    /// For every rounding; half away from zero if absent.
    pub rounding: Option<Rounding>,
}

/// A line of an order.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sale {
    /// Whose it is.
    pub seller: String,
    /// What the buyer paid for it.
    pub amount: String,
}

/// Money that went back to the buyer.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refund {
    /// Whose sale it undoes; all sellers' in proportion to their sales if absent.
    pub seller: Option<String>,
    /// No more than was bought.
    pub amount: String,
}

/// The fee of the card payment.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CardFee {
    /// For the whole order.
    pub amount: String,
    /// `sellers` if absent: in proportion to their sales.
    pub bearer: Option<FeeBearer>,
}

/// Who bears the card fee.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum FeeBearer {
    #[default]
    Sellers,
    Platform,
}

/// The platform's commission.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Commission {
    /// Of the base. At most 6 decimals.
    pub percent: String,
    /// Other percentages for some sellers.
    pub sellers: Option<Vec<SellerRate>>,
    /// `net` if absent.
    pub base: Option<Base>,
}

/// A seller's own percentage.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SellerRate {
    /// As in the sales.
    pub seller: String,
    /// At most 6 decimals.
    pub percent: String,
}

/// A tax on sales.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SaleTax {
    /// For people; `Tax withheld` if absent.
    pub label: Option<String>,
    /// Of the base. At most 6 decimals.
    pub percent: String,
    /// `net` if absent.
    pub base: Option<Base>,
}

/// What a percentage is of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Base {
    /// Sales.
    Gross,
    /// Sales less refunds.
    #[default]
    Net,
}

/// One payout for each seller. Sales less refunds are the payouts less what is owed, the card fee
/// that sellers bear, the commission and the withheld tax, to the last minor unit.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Settlement {
    /// In the order of the sales; none if an issue is an error.
    pub payouts: Vec<SellerPayout>,
    /// The platform's earnings, before a card fee that it bears.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commission: Option<Amount>,
    /// For the tax office.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub withheld: Option<Amount>,
    /// Left with the buyer's bank, whoever bears it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card_fee: Option<Amount>,
    /// How it was computed.
    pub steps: Vec<Step>,
    /// What is wrong.
    pub issues: Vec<Issue>,
}

/// What a seller gets, and how it comes about.
#[derive(Clone, Debug, Serialize)]
pub struct SellerPayout {
    /// As in the sales.
    pub seller: String,
    /// ISO 4217.
    pub currency: CurrencyCode,
    /// Added and subtracted they give `amount`, or what is `owed`.
    pub lines: Vec<SettlementLine>,
    /// What is paid out.
    pub amount: Amount,
    /// What the deductions leave unpaid, when they are more than the sales.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owed: Option<Amount>,
}

/// A line of a seller's account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SettlementLine {
    /// `sales`, `refunds`, `card_fee`, `commission`, `withholding`.
    pub code: &'static str,
    /// For people.
    pub label: String,
    /// `add` or `subtract`.
    pub operation: Operation,
    /// In the order's currency.
    pub amount: Amount,
}

/// Settles an order: purchase total − refunds − card fee − commission − withheld tax.
///
/// ```
/// use payout_kit::quote::{CardFee, Commission, Sale, SettlementRequest, settle_order};
///
/// let sale = |seller: &str, amount: &str| Sale { seller: seller.into(), amount: amount.into() };
/// let answer = settle_order(&SettlementRequest {
///     currency: "EUR".into(),
///     sales: vec![sale("anna", "60.00"), sale("ben", "40.00")],
///     card_fee: Some(CardFee { amount: "1.65".into(), bearer: None }),
///     commission: Some(Commission { percent: "10".into(), ..Default::default() }),
///     ..Default::default()
/// });
/// let paid: Vec<String> = answer.payouts.iter().map(|payout| payout.amount.to_string()).collect();
/// assert_eq!(paid, ["53.01", "35.34"]); // 60 − 0.99 − 6 and 40 − 0.66 − 4
/// ```
#[must_use]
pub fn settle_order(request: &SettlementRequest) -> Settlement {
    let mut steps = Vec::new();
    match settle(request, &mut steps) {
        Ok(done) => Settlement { steps, ..done },
        Err(issue) => Settlement {
            payouts: Vec::new(),
            commission: None,
            withheld: None,
            card_fee: None,
            steps: Vec::new(),
            issues: vec![issue],
        },
    }
}

/// What one seller sold and what is taken from it.
struct Account<'a> {
    seller: &'a str,
    sales: Amount,
    refunds: Amount,
    card_fee: Amount,
    commission: Amount,
    tax: Amount,
}

fn settle(request: &SettlementRequest, steps: &mut Vec<Step>) -> Result<Settlement, Issue> {
    let currency = CurrencyCode::parse(&request.currency, "currency")?;
    let zero = Amount::zero(currency);
    let rounding = request.rounding.unwrap_or_default();
    let large = || Issue::new(Code::AmountTooLarge, "sales");
    let mut accounts = sales(request, currency)?;
    refunds(request, currency, &mut accounts, steps)?;
    let fee = match &request.card_fee {
        None => zero,
        Some(fee) => Amount::parse(&fee.amount, currency, "cardFee.amount")?,
    };
    let bearer = (request.card_fee.as_ref()).and_then(|fee| fee.bearer);
    if bearer.unwrap_or_default() == FeeBearer::Sellers {
        let shares = shared(fee, "cardFee", &accounts, |account| account.sales, steps)?;
        for (account, part) in accounts.iter_mut().zip(shares) {
            account.card_fee = part;
        }
    }
    for account in &mut accounts {
        if let Some(commission) = &request.commission {
            let percent = commission_of(commission, account.seller)?;
            let base = account.base(commission.base).ok_or_else(large)?;
            let told = ["commission:", account.seller].concat();
            account.commission =
                percentage(percent, base, rounding, told, "Commission", steps).ok_or_else(large)?;
        }
        if let Some(tax) = &request.withholding {
            let percent = read_percent(&tax.percent, "withholding.percent")?;
            let base = account.base(tax.base).ok_or_else(large)?;
            let told = ["withholding:", account.seller].concat();
            account.tax =
                percentage(percent, base, rounding, told, label(tax), steps).ok_or_else(large)?;
        }
    }
    let all = |of: fn(&Account<'_>) -> Amount| {
        accounts
            .iter()
            .try_fold(zero, |sum, account| sum.checked_add(of(account)))
            .ok_or_else(large)
    };
    let commission = all(|account| account.commission)?;
    let withheld = all(|account| account.tax)?;
    let mut payouts = Vec::new();
    for account in &accounts {
        payouts.push(account.payout(request, steps).ok_or_else(large)?);
    }
    Ok(Settlement {
        payouts,
        commission: request.commission.is_some().then_some(commission),
        withheld: request.withholding.is_some().then_some(withheld),
        card_fee: request.card_fee.is_some().then_some(fee),
        steps: Vec::new(),
        issues: Vec::new(),
    })
}

fn sales(request: &SettlementRequest, currency: CurrencyCode) -> Result<Vec<Account<'_>>, Issue> {
    if request.sales.is_empty() || request.sales.len() > MAX_LINES {
        let issue = Issue::new(Code::InvalidValue, "sales");
        return Err(issue.param("expected", "from 1 to 1000 sales"));
    }
    let zero = Amount::zero(currency);
    let mut accounts: Vec<Account<'_>> = Vec::new();
    for (place, sale) in request.sales.iter().enumerate() {
        if sale.seller.is_empty() || sale.seller.len() > MAX_ID {
            let issue = Issue::new(Code::InvalidValue, field("sales.", place, ".seller"));
            return Err(issue.param("expected", "a text of at most 200 bytes"));
        }
        let amount = amount_at(&sale.amount, currency, "sales.", place)?;
        let known = accounts
            .iter_mut()
            .find(|account| account.seller == sale.seller);
        if let Some(account) = known {
            account.sales = (account.sales.checked_add(amount))
                .ok_or_else(|| Issue::new(Code::AmountTooLarge, "sales"))?;
        } else {
            accounts.push(Account {
                seller: &sale.seller,
                sales: amount,
                refunds: zero,
                card_fee: zero,
                commission: zero,
                tax: zero,
            });
        }
    }
    Ok(accounts)
}

/// Each seller's own first; what is no seller's is shared over what is left of the sales.
fn refunds(
    request: &SettlementRequest,
    currency: CurrencyCode,
    accounts: &mut [Account<'_>],
    steps: &mut Vec<Step>,
) -> Result<(), Issue> {
    let given = request.refunds.as_deref().unwrap_or_default();
    let more = |place| {
        let issue = Issue::new(Code::InvalidValue, field("refunds.", place, ".amount"));
        issue.param("expected", "no more than was bought")
    };
    for (place, refund) in given.iter().enumerate() {
        let Some(seller) = refund.seller.as_deref() else {
            continue;
        };
        let amount = amount_at(&refund.amount, currency, "refunds.", place)?;
        let account = accounts
            .iter_mut()
            .find(|account| account.seller == seller)
            .ok_or_else(|| {
                let issue = Issue::new(Code::InvalidValue, field("refunds.", place, ".seller"));
                issue.param("expected", "a seller of the order")
            })?;
        account.refunds = (account.refunds.checked_add(amount))
            .filter(|sum| *sum <= account.sales)
            .ok_or_else(|| more(place))?;
    }
    for (place, refund) in given.iter().enumerate() {
        if refund.seller.is_some() {
            continue;
        }
        let amount = amount_at(&refund.amount, currency, "refunds.", place)?;
        let left = |account: &Account<'_>| {
            (account.sales.checked_sub(account.refunds)).unwrap_or(Amount::zero(currency))
        };
        let all = accounts
            .iter()
            .try_fold(Amount::zero(currency), |sum, account| {
                sum.checked_add(left(account))
            });
        if all.is_none_or(|all| amount > all) {
            return Err(more(place));
        }
        let shares = shared(amount, "refunds", accounts, left, steps)?;
        for (account, part) in accounts.iter_mut().zip(shares) {
            account.refunds = (account.refunds.checked_add(part)).ok_or_else(|| more(place))?;
        }
    }
    Ok(())
}

/// By largest remainder, so that the parts sum to the amount whatever the order of the sellers.
fn shared(
    amount: Amount,
    of: &'static str,
    accounts: &[Account<'_>],
    weight: impl Fn(&Account<'_>) -> Amount,
    steps: &mut Vec<Step>,
) -> Result<Vec<Amount>, Issue> {
    if amount.is_zero() {
        return Ok(vec![amount; accounts.len()]);
    }
    let parts = accounts
        .iter()
        .map(|account| SplitPart {
            id: account.seller.to_owned(),
            // Whole minor units: a share has fewer digits than an amount.
            ratio: Some(weight(account).minor().to_string()),
            ..SplitPart::default()
        })
        .collect();
    let answer = split(&SplitRequest {
        amount: amount.to_string(),
        currency: amount.currency().to_string(),
        parts,
        method: None,
    });
    if let Some(mut issue) = answer.issues.into_iter().next() {
        issue.field = of.into();
        return Err(issue);
    }
    steps.extend(answer.steps);
    Ok(answer.parts.into_iter().map(|part| part.amount).collect())
}

impl Account<'_> {
    fn base(&self, base: Option<Base>) -> Option<Amount> {
        match base.unwrap_or_default() {
            Base::Gross => Some(self.sales),
            Base::Net => self.sales.checked_sub(self.refunds),
        }
    }

    fn payout(&self, request: &SettlementRequest, steps: &mut Vec<Step>) -> Option<SellerPayout> {
        let tax = request.withholding.as_ref().map_or("", label);
        let taken = [
            ("refunds", "Refunds", self.refunds),
            ("card_fee", "Card fee", self.card_fee),
            ("commission", "Commission", self.commission),
            ("withholding", tax, self.tax),
        ];
        let line = |code, label: &str, operation, amount| SettlementLine {
            code,
            label: label.to_owned(),
            operation,
            amount,
        };
        let mut lines = vec![line("sales", "Sales", Operation::Add, self.sales)];
        let mut operands = vec![Operand::from(self.sales)];
        let mut less = Amount::zero(self.sales.currency());
        for (code, label, amount) in taken {
            if !amount.is_zero() {
                less = less.checked_add(amount)?;
                operands.push(Operand::from(amount).labelled(label.to_owned()));
                lines.push(line(code, label, Operation::Subtract, amount));
            }
        }
        let zero = Amount::zero(self.sales.currency());
        let amount = self.sales.checked_sub(less).unwrap_or(zero);
        let owed = less.checked_sub(self.sales).filter(|owed| !owed.is_zero());
        if owed.is_none() {
            let code = ["payout:", self.seller].concat();
            steps.push(Step::new(
                code,
                "Payout",
                Operation::Subtract,
                operands,
                amount,
            ));
        }
        Some(SellerPayout {
            seller: self.seller.to_owned(),
            currency: amount.currency(),
            lines,
            amount,
            owed,
        })
    }
}

fn commission_of(commission: &Commission, seller: &str) -> Result<Decimal, Issue> {
    let mut own = commission.sellers.iter().flatten().enumerate();
    match own.find(|(_, rate)| rate.seller == seller) {
        Some((place, rate)) => read_percent(
            &rate.percent,
            field("commission.sellers.", place, ".percent"),
        ),
        None => read_percent(&commission.percent, "commission.percent"),
    }
}

fn read_percent(
    text: &str,
    field: impl Into<std::borrow::Cow<'static, str>>,
) -> Result<Decimal, Issue> {
    percent_of(Some(text)).ok().flatten().ok_or_else(|| {
        Issue::new(Code::InvalidValue, field)
            .param("expected", "a number from 0 to 100 with at most 6 decimals")
    })
}

fn percentage(
    percent: Decimal,
    base: Amount,
    rounding: Rounding,
    code: String,
    label: &str,
    steps: &mut Vec<Step>,
) -> Option<Amount> {
    let exact = share(percent, base)?;
    let amount = exact.round_to(base.currency(), rounding)?;
    let operands = vec![
        Operand::from(base),
        Operand::number(percent.normalize().to_string(), "percent"),
    ];
    let step = Step::new(code, label.to_owned(), Operation::Percent, operands, amount);
    steps.push(step.rounded(exact.digits(), rounding, base.currency()));
    Some(amount)
}

fn label(tax: &SaleTax) -> &str {
    tax.label.as_deref().unwrap_or("Tax withheld")
}

fn amount_at(
    text: &str,
    currency: CurrencyCode,
    list: &str,
    place: usize,
) -> Result<Amount, Issue> {
    Amount::parse(text, currency, "").map_err(|mut issue| {
        issue.field = field(list, place, ".amount").into();
        issue
    })
}

fn field(list: &str, place: usize, member: &str) -> String {
    [list, &place.to_string(), member].concat()
}
