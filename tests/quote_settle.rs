//! Settlement of a marketplace's orders: nothing is created or lost, whatever the order.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    missing_docs
)]

use payout_kit::money::Amount;
use payout_kit::quote::{
    Base, CardFee, Commission, Operation, Refund, Sale, SaleTax, SellerRate, Settlement,
    SettlementRequest, settle_order,
};
use proptest::prelude::*;

fn cents(minor: u64) -> String {
    format!("{}.{:02}", minor / 100, minor % 100)
}

fn sale(seller: usize, minor: u64) -> Sale {
    Sale {
        seller: format!("s{seller}"),
        amount: cents(minor),
    }
}

fn find<'a>(answer: &'a Settlement, seller: &str, code: &str) -> Option<&'a str> {
    let payout = answer
        .payouts
        .iter()
        .find(|payout| payout.seller == seller)?;
    let line = payout.lines.iter().find(|line| line.code == code)?;
    Some(&line.label)
}

/// lms-front 547: there a partial refund erased the whole share.
#[test]
fn a_partial_refund_leaves_the_rest() {
    let answer = settle_order(&SettlementRequest {
        currency: "EUR".into(),
        sales: vec![sale(0, 10_000)],
        refunds: Some(vec![Refund {
            seller: Some("s0".into()),
            amount: "1.00".into(),
        }]),
        commission: Some(Commission {
            percent: "20".into(),
            ..Commission::default()
        }),
        ..SettlementRequest::default()
    });
    assert_eq!(answer.payouts[0].amount.to_string(), "79.20");
    assert_eq!(find(&answer, "s0", "refunds"), Some("Refunds"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn nothing_is_created_or_lost_and_order_does_not_matter(
        sales in prop::collection::vec((0..4_usize, 1..1_000_000_u64), 1..8),
        refund in 0..101_u64, fee in 0..5000_u64, percent in 0..100_u32, own in 0..100_u32,
        tax in prop::option::of(0..50_u32), gross in any::<bool>(), turn in 0..8_usize,
    ) {
        let total: u64 = sales.iter().map(|(_, amount)| amount).sum();
        let refund = u64::try_from(u128::from(total) * u128::from(refund) / 100).unwrap();
        let base = Some(if gross { Base::Gross } else { Base::Net });
        let request = SettlementRequest {
            currency: "EUR".into(),
            sales: sales.iter().map(|(seller, amount)| sale(*seller, *amount)).collect(),
            refunds: Some(vec![Refund { seller: None, amount: cents(refund) }]),
            card_fee: Some(CardFee { amount: cents(fee), bearer: None }),
            commission: Some(Commission {
                percent: percent.to_string(),
                sellers: Some(vec![SellerRate { seller: "s1".into(), percent: format!("{own}.125") }]),
                base,
            }),
            withholding: tax.map(|tax| SaleTax { percent: tax.to_string(), base, ..SaleTax::default() }),
            ..SettlementRequest::default()
        };
        let answer = settle_order(&request);
        prop_assert!(answer.issues.is_empty(), "{:?}", answer.issues);
        let sum = |of: &dyn Fn(&payout_kit::quote::SellerPayout) -> u64| answer.payouts.iter().map(of).sum::<u64>();
        let paid = sum(&|payout| payout.amount.minor());
        let owed = sum(&|payout| payout.owed.map_or(0, Amount::minor));
        let withheld = answer.withheld.map_or(0, Amount::minor);
        prop_assert_eq!(total - refund + owed, paid + fee + answer.commission.unwrap().minor() + withheld);
        for payout in &answer.payouts {
            let (mut added, mut taken) = (0, 0);
            for line in &payout.lines {
                if line.operation == Operation::Add { added += line.amount.minor() } else { taken += line.amount.minor() }
            }
            prop_assert_eq!(added + payout.owed.map_or(0, Amount::minor), taken + payout.amount.minor());
        }
        let mut turned = request.clone();
        let count = turned.sales.len();
        turned.sales.rotate_left(turn % count);
        turned.sales.reverse();
        for payout in settle_order(&turned).payouts {
            let other = answer.payouts.iter().find(|other| other.seller == payout.seller).unwrap();
            prop_assert_eq!(payout.amount, other.amount);
        }
    }
}
