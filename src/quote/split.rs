use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::money::{Amount, CurrencyCode, Exact, Rounding, allocate, decimal};
use crate::order::sort_by;
use crate::report::{Code, Issue};

use super::answer::{Operand, Operation, Step};

const MAX_PARTS: usize = 10_000;
const MAX_ID: usize = 200;
/// Of a share, in all and after the point. As many as an amount has minor units.
const MAX_DIGITS: u32 = 18;

/// An amount to be divided.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SplitRequest {
    /// A decimal string.
    pub amount: String,
    /// ISO 4217.
    pub currency: String,
    /// Who gets something.
    pub parts: Vec<SplitPart>,
    /// How left-over minor units are given out; there is one way.
    pub method: Option<SplitMethod>,
}

/// One part: exactly one of its four shares is given.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SplitPart {
    /// Whose it is; different from the others.
    pub id: String,
    /// A share of what fixed amounts and percentages leave, in proportion to the other ratios.
    pub ratio: Option<String>,
    /// Of the whole amount.
    pub percent: Option<String>,
    /// Fixed.
    pub amount: Option<String>,
    /// Whatever the others leave.
    pub remainder: Option<bool>,
}

/// How left-over minor units are given out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SplitMethod {
    /// To the largest remainders; ties to the larger share, then to the smaller id.
    #[default]
    LargestRemainder,
}

/// The parts, in the order of the request. They sum to the amount; when they cannot, there are
/// none, and an issue says why.
#[derive(Clone, Debug, Serialize)]
pub struct Split {
    /// Each with its amount.
    pub parts: Vec<Part>,
    /// How it was computed.
    pub steps: Vec<Step>,
    /// What is wrong.
    pub issues: Vec<Issue>,
}

/// One part of the answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Part {
    /// Whose it is.
    pub id: String,
    /// What it gets.
    pub amount: Amount,
}

/// Divides an amount: fixed amounts first, then percentages of the whole, then ratios (or the
/// one remainder) of what is left. The parts always sum to the amount, and no part's amount
/// depends on the order of the parts.
///
/// ```
/// use payout_kit::quote::{SplitPart, SplitRequest, split};
///
/// let ratio = |id: &str, ratio: &str| SplitPart { id: id.into(), ratio: Some(ratio.into()), ..Default::default() };
/// let answer = split(&SplitRequest {
///     amount: "1.00".into(),
///     currency: "EUR".into(),
///     parts: vec![ratio("a", "50"), ratio("b", "50"), ratio("c", "1")],
///     ..Default::default()
/// });
/// let amounts: Vec<String> = answer.parts.iter().map(|part| part.amount.to_string()).collect();
/// assert_eq!(amounts, ["0.50", "0.49", "0.01"]);
/// ```
#[must_use]
pub fn split(request: &SplitRequest) -> Split {
    let mut steps = Vec::new();
    match divide(request, &mut steps) {
        Ok(parts) => Split {
            parts,
            steps,
            issues: Vec::new(),
        },
        Err(issues) => Split {
            parts: Vec::new(),
            steps: Vec::new(),
            issues,
        },
    }
}

/// What a part asks for.
enum Share {
    Ratio(Decimal),
    Percent(Decimal),
    Amount(Amount),
    Remainder,
}

fn divide(request: &SplitRequest, steps: &mut Vec<Step>) -> Result<Vec<Part>, Vec<Issue>> {
    let currency =
        CurrencyCode::parse(&request.currency, "currency").map_err(|issue| vec![issue])?;
    let total = Amount::parse(&request.amount, currency, "amount").map_err(|issue| vec![issue])?;
    let shares = read(&request.parts, currency)?;
    let large = || vec![Issue::new(Code::AmountTooLarge, "amount")];
    steps.push(Step::new(
        "amount",
        "To be divided",
        Operation::Given,
        vec![total.into()],
        total,
    ));

    let mut given = fixed_parts(&request.parts, &shares, steps);
    let fixed = sum(&given, currency).ok_or_else(large)?;
    let percentages = weights(&shares, |share| {
        if let Share::Percent(percent) = share {
            Some(*percent)
        } else {
            None
        }
    });
    let all: Decimal = percentages
        .iter()
        .try_fold(Decimal::ZERO, |sum, (_, one)| sum.checked_add(*one))
        .ok_or_else(large)?;
    let pool = by_percent(total, all, steps).ok_or_else(large)?;
    give(&request.parts, &percentages, pool, &mut given, steps).ok_or_else(large)?;

    let taken = fixed.checked_add(pool).ok_or_else(large)?;
    let ratios = weights(&shares, |share| {
        if let Share::Ratio(ratio) = share {
            Some(*ratio)
        } else {
            None
        }
    });
    let remainder = shares
        .iter()
        .position(|share| matches!(share, Share::Remainder));
    let not_sum = |sum: Amount| {
        vec![
            Issue::new(Code::PartsDoNotSum, "parts")
                .param("sum", sum.to_string())
                .param("amount", total.to_string()),
        ]
    };
    let Some(left) = total.checked_sub(taken) else {
        return Err(not_sum(taken));
    };
    if !ratios.is_empty() {
        if !taken.is_zero() {
            let operands = vec![Operand::from(total), Operand::from(taken)];
            let label = "What is left for the ratios";
            steps.push(Step::new(
                "split",
                label,
                Operation::Subtract,
                operands,
                left,
            ));
        }
        give(&request.parts, &ratios, left, &mut given, steps).ok_or_else(|| not_sum(taken))?;
    } else if let Some(slot) = remainder.and_then(|place| given.get_mut(place)) {
        *slot = Some(left);
        let operands = vec![Operand::from(total), Operand::from(taken)];
        steps.push(Step::new(
            "split",
            "The remainder",
            Operation::Subtract,
            operands,
            left,
        ));
    } else if !left.is_zero() {
        return Err(not_sum(taken));
    }
    let parts = request.parts.iter().zip(given);
    Ok(parts
        .map(|(part, amount)| Part {
            id: part.id.clone(),
            amount: amount.unwrap_or(Amount::zero(currency)),
        })
        .collect())
}

fn fixed_parts(
    parts: &[SplitPart],
    shares: &[Share],
    steps: &mut Vec<Step>,
) -> Vec<Option<Amount>> {
    let each = parts.iter().zip(shares).map(|(part, share)| {
        let Share::Amount(amount) = share else {
            return None;
        };
        let operands = vec![Operand::from(*amount).labelled(part.id.clone())];
        steps.push(Step::new(
            "split",
            "A fixed part",
            Operation::Given,
            operands,
            *amount,
        ));
        Some(*amount)
    });
    each.collect()
}

/// What all percentages together take: rounded once, then divided among them.
fn by_percent(total: Amount, all: Decimal, steps: &mut Vec<Step>) -> Option<Amount> {
    let (currency, mode) = (total.currency(), Rounding::HalfUp);
    let exact = Exact::from(total).times(&Exact::from(all))?.percent()?;
    let pool = exact.round_to(currency, mode)?;
    if !all.is_zero() {
        let percent = Operand::number(all.normalize().to_string(), "all percentages");
        let label = "All that goes by percent";
        let operands = vec![total.into(), percent];
        let step = Step::new("split", label, Operation::Percent, operands, pool);
        steps.push(step.rounded(exact.digits(), mode, currency));
    }
    Some(pool)
}

fn read(parts: &[SplitPart], currency: CurrencyCode) -> Result<Vec<Share>, Vec<Issue>> {
    if parts.is_empty() {
        return Err(vec![
            Issue::new(Code::Required, "parts").param("label", "At least one part"),
        ]);
    }
    if parts.len() > MAX_PARTS {
        return Err(vec![
            Issue::new(Code::InvalidValue, "parts").param("expected", "at most 10000 parts"),
        ]);
    }
    let mut issues = Vec::new();
    let mut shares = Vec::new();
    let repeated = repeated(parts);
    let mut open = (0_u32, 0_u32);
    for (place, part) in parts.iter().enumerate() {
        let field = |member: &str| {
            let mut field = String::from("parts.");
            field.push_str(&place.to_string());
            field.push_str(member);
            field
        };
        if part.id.len() > MAX_ID || repeated.contains(&place) {
            issues.push(Issue::new(Code::InvalidValue, field(".id")).param(
                "expected",
                "different from the others and at most 200 bytes",
            ));
        }
        match share(part, currency) {
            Ok(share) => {
                match share {
                    Share::Ratio(_) => open.0 = open.0.saturating_add(1),
                    Share::Remainder => open.1 = open.1.saturating_add(1),
                    _ => {}
                }
                shares.push(share);
            }
            Err((member, mut issue)) => {
                issue.field = field(member).into();
                issues.push(issue);
            }
        }
        if issues.len() > 100 {
            break;
        }
    }
    if open.1 > 1 || (open.0 > 0 && open.1 > 0) {
        issues.push(Issue::new(Code::InvalidValue, "parts").param(
            "expected",
            "either ratios or one remainder, since both take all that is left",
        ));
    }
    if issues.is_empty() {
        Ok(shares)
    } else {
        Err(issues)
    }
}

/// The places of parts whose id an earlier part has.
fn repeated(parts: &[SplitPart]) -> Vec<usize> {
    let mut ids: Vec<(&str, usize)> = parts
        .iter()
        .enumerate()
        .map(|(place, part)| (part.id.as_str(), place))
        .collect();
    sort_by(&mut ids, |one, other| one.0.cmp(other.0));
    ids.windows(2)
        .filter_map(|pair| match pair {
            [(one, _), (other, place)] if one == other => Some(*place),
            _ => None,
        })
        .collect()
}

fn share(part: &SplitPart, currency: CurrencyCode) -> Result<Share, (&'static str, Issue)> {
    let number = |text: &str, member, expected| {
        let few = |number: &Decimal| {
            number.scale() <= MAX_DIGITS
                && number.mantissa().unsigned_abs() < 10_u128.pow(MAX_DIGITS)
        };
        decimal(text.trim()).filter(few).ok_or_else(|| {
            (
                member,
                Issue::new(Code::InvalidValue, "").param("expected", expected),
            )
        })
    };
    let remainder = part.remainder.unwrap_or(false);
    match (&part.ratio, &part.percent, &part.amount, remainder) {
        (Some(ratio), None, None, false) => {
            number(ratio, ".ratio", "a number such as 2 or 0.5").map(Share::Ratio)
        }
        (None, Some(percent), None, false) => {
            number(percent, ".percent", "a number such as 12.5").map(Share::Percent)
        }
        (None, None, Some(amount), false) => Amount::parse(amount, currency, "")
            .map(Share::Amount)
            .map_err(|issue| (".amount", issue)),
        (None, None, None, true) => Ok(Share::Remainder),
        _ => Err(("", Issue::new(Code::OneShareNeeded, ""))),
    }
}

/// The parts of one kind: place and weight.
fn weights(shares: &[Share], of: impl Fn(&Share) -> Option<Decimal>) -> Vec<(usize, Decimal)> {
    shares
        .iter()
        .enumerate()
        .filter_map(|(place, share)| Some((place, of(share)?)))
        .collect()
}

fn sum(amounts: &[Option<Amount>], currency: CurrencyCode) -> Option<Amount> {
    amounts
        .iter()
        .flatten()
        .try_fold(Amount::zero(currency), |sum, amount| {
            sum.checked_add(*amount)
        })
}

/// Gives a pool to the parts by their weights. `None` when there is something and no weight.
fn give(
    parts: &[SplitPart],
    weights: &[(usize, Decimal)],
    pool: Amount,
    given: &mut [Option<Amount>],
    steps: &mut Vec<Step>,
) -> Option<()> {
    if weights.is_empty() || pool.is_zero() {
        return Some(());
    }
    // By id, so that a tie does not depend on the order of the parts.
    let mut sorted: Vec<(&str, usize, Decimal)> = weights
        .iter()
        .filter_map(|(place, weight)| Some((parts.get(*place)?.id.as_str(), *place, *weight)))
        .collect();
    sort_by(&mut sorted, |a, b| a.0.cmp(b.0));
    let all = (sorted.iter()).try_fold(Decimal::ZERO, |sum, (_, _, weight)| {
        sum.checked_add(*weight)
    })?;
    let scale = sorted.iter().map(|(_, _, weight)| weight.scale()).max()?;
    let whole: Vec<u128> = sorted
        .iter()
        .map(|(_, _, weight)| {
            let missing = scale.checked_sub(weight.scale())?;
            weight
                .mantissa()
                .unsigned_abs()
                .checked_mul(10_u128.checked_pow(missing)?)
        })
        .collect::<Option<_>>()?;
    let shares = allocate(i64::try_from(pool.minor()).ok()?, &whole)?;
    for ((id, place, weight), share) in sorted.into_iter().zip(shares) {
        let amount = Amount::from_minor(u64::try_from(share).ok()?, pool.currency())?;
        *given.get_mut(place)? = Some(amount);
        let operands = vec![
            Operand::from(pool),
            Operand::number(weight.normalize().to_string(), id.to_owned()),
            Operand::number(all.normalize().to_string(), "all together"),
        ];
        let exact = Exact::from(pool)
            .times(&Exact::from(weight))?
            .over(&Exact::from(all))?;
        let label = "Share by largest remainder";
        let mut step = Step::new("split", label, Operation::Allocate, operands, amount);
        step.unrounded = exact.digits();
        steps.push(step);
    }
    Some(())
}
