use super::wide::Wide;
use crate::order::sort_by;

/// Divides a whole number of minor units by weights, so that the parts always sum to the total:
/// each gets its exact share rounded down, and what is left goes, unit by unit, to the largest
/// remainders (Hamilton's method). Ties go to the larger weight, then to the earlier part.
///
/// A negative total is divided like the positive one. `None` when there is no weight at all.
///
/// ```
/// use payout_kit::money::allocate;
///
/// assert_eq!(allocate(100, &[50, 50, 1]), Some(vec![50, 49, 1]));
/// assert_eq!(allocate(-1003, &[50, 50]), Some(vec![-502, -501]));
/// assert_eq!(allocate(1, &[0, 0]), None);
/// ```
#[must_use]
pub fn allocate(total: i64, weights: &[u128]) -> Option<Vec<i64>> {
    let mut sum = Wide::ZERO;
    for weight in weights {
        sum = sum.plus(&Wide::from(*weight))?;
    }
    if sum.is_zero() {
        return None;
    }
    let size = total.unsigned_abs();
    let mut left = size;
    let mut parts = Vec::with_capacity(weights.len());
    let mut rests = Vec::with_capacity(weights.len());
    for (place, weight) in weights.iter().enumerate() {
        let product = Wide::from(size).times(&Wide::from(*weight))?;
        let (share, rest) = product.divided(&sum)?;
        let share = share.short()?;
        left = left.checked_sub(share)?;
        parts.push(share);
        rests.push((rest, *weight, place));
    }
    sort_by(&mut rests, |a, b| {
        b.0.cmp(&a.0).then(b.1.cmp(&a.1)).then(a.2.cmp(&b.2))
    });
    for (_, _, place) in rests {
        if left == 0 {
            break;
        }
        if let Some(part) = parts.get_mut(place) {
            *part = part.checked_add(1)?;
            left = left.saturating_sub(1);
        }
    }
    parts
        .into_iter()
        .map(|part| {
            let part = i64::try_from(part).ok()?;
            if total < 0 {
                part.checked_neg()
            } else {
                Some(part)
            }
        })
        .collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]
mod tests {
    use super::allocate;

    /// The cases of dinero.js, and those that it gets wrong (its issue 892; `[50, 50, 1]`).
    #[test]
    fn sums_and_is_fair() {
        for (total, weights, wanted) in [
            (1003, &[50, 50][..], &[502, 501][..]),
            (-1003, &[50, 50], &[-502, -501]),
            (5, &[100, 101, 100, 100], &[1, 2, 1, 1]),
            (801, &[1, 3], &[200, 601]),
            (100, &[50, 50, 1], &[50, 49, 1]),
            (
                3,
                &[
                    3_002_399_751_580_333,
                    1_000_000_000_000_000,
                    501_199_875_790_167,
                ],
                &[2, 1, 0],
            ),
            (0, &[1, 2], &[0, 0]),
            (10, &[0, 1], &[0, 10]),
        ] {
            assert_eq!(
                allocate(total, weights).unwrap(),
                wanted,
                "{total} over {weights:?}"
            );
        }
        assert_eq!(
            allocate(i64::MAX, &[u128::MAX, u128::MAX])
                .unwrap()
                .iter()
                .sum::<i64>(),
            i64::MAX
        );
        assert_eq!(allocate(5, &[]), None);
    }
}
