//! Unsigned integers of 512 bits: as much as an exact product of an amount, a cross rate of twice 28
//! digits, a mark-up and the mid rate to compare it with can need.

use std::cmp::Ordering;

const LIMBS: usize = 16;

/// Little-endian limbs of 32 bits: WebAssembly multiplies these without a library call.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Wide {
    limbs: [u32; LIMBS],
    /// Those from here on are zero, the one before is not. Most numbers have one limb or two.
    len: usize,
}

impl Wide {
    pub(super) const ZERO: Self = Self {
        limbs: [0; LIMBS],
        len: 0,
    };

    /// Of limbs that are zero from `end` on.
    fn of(limbs: [u32; LIMBS], end: usize) -> Self {
        let used = limbs.iter().take(end).rposition(|limb| *limb != 0);
        Self {
            limbs,
            len: used.map_or(0, |last| last.saturating_add(1)),
        }
    }

    fn used(&self) -> &[u32] {
        self.limbs.get(..self.len).unwrap_or_default()
    }

    pub(super) fn is_zero(&self) -> bool {
        self.len == 0
    }

    pub(super) fn is_odd(&self) -> bool {
        self.limbs.first().is_some_and(|limb| limb & 1 == 1)
    }

    pub(super) fn narrow(&self) -> Option<u128> {
        let join = |value: u128, limb: &u32| (value << 32) | u128::from(*limb);
        (self.len <= 4).then(|| self.used().iter().rev().fold(0, join))
    }

    pub(super) fn short(&self) -> Option<u64> {
        let join = |value: u64, limb: &u32| (value << 32) | u64::from(*limb);
        (self.len <= 2).then(|| self.used().iter().rev().fold(0, join))
    }

    pub(super) fn plus(&self, other: &Self) -> Option<Self> {
        let mut sum = self.limbs;
        let mut carry = 0_u64;
        let end = self.len.max(other.len).saturating_add(1);
        for (limb, add) in sum.iter_mut().zip(other.limbs).take(end) {
            let total = u64::from(*limb)
                .wrapping_add(u64::from(add))
                .wrapping_add(carry);
            *limb = low(total);
            carry = total >> 32;
        }
        (carry == 0).then(|| Self::of(sum, end))
    }

    /// `self - other`; the caller knows that it is not negative, or that a bit fell out at the top.
    pub(super) fn minus(&self, other: &Self) -> Self {
        let mut rest = self.limbs;
        let mut borrow = 0_u64;
        for (limb, take) in rest.iter_mut().zip(other.limbs) {
            let total = u64::from(*limb)
                .wrapping_sub(u64::from(take))
                .wrapping_sub(borrow);
            *limb = low(total);
            borrow = (total >> 32) & 1;
        }
        Self::of(rest, LIMBS)
    }

    pub(super) fn times(&self, other: &Self) -> Option<Self> {
        let mut product = [0_u32; LIMBS];
        for (place, limb) in self.used().iter().enumerate() {
            let mut carry = 0_u64;
            let mut slots = product.iter_mut().skip(place);
            for factor in other.used() {
                let slot = slots.next()?;
                // 32 × 32 bits and two more of 32 always fit into 64.
                let total = u64::from(*limb)
                    .wrapping_mul(u64::from(*factor))
                    .wrapping_add(u64::from(*slot))
                    .wrapping_add(carry);
                *slot = low(total);
                carry = total >> 32;
            }
            if carry != 0 {
                *slots.next()? = low(carry);
            }
        }
        Some(Self::of(product, self.len.saturating_add(other.len)))
    }

    /// Quotient and remainder; `None` when dividing by zero.
    pub(super) fn divided(&self, by: &Self) -> Option<(Self, Self)> {
        if by.is_zero() {
            return None;
        }
        if let Some(short) = by.short() {
            return self.divided_by_short(short);
        }
        if let (Some(a), Some(b)) = (self.narrow(), by.narrow()) {
            return Some((Self::from(a.checked_div(b)?), Self::from(a.checked_rem(b)?)));
        }
        // Bit by bit from the highest: only a cross rate with many digits comes here.
        let mut quotient = [0_u32; LIMBS];
        let mut rest = Self::ZERO;
        for (limb, slot) in self.limbs.iter().zip(&mut quotient).take(self.len).rev() {
            for bit in (0..u32::BITS).rev() {
                // `rest < by` before the shift; a bit shifted out makes it surely larger.
                let spilled = rest.shift_in((limb >> bit) & 1);
                if spilled || rest >= *by {
                    rest = rest.minus(by);
                    *slot |= 1 << bit;
                }
            }
        }
        Some((Self::of(quotient, self.len), rest))
    }

    /// Limb by limb.
    fn divided_by_short(&self, by: u64) -> Option<(Self, Self)> {
        let mut quotient = self.limbs;
        let used = quotient.iter_mut().take(self.len).rev();
        let rest = if let Ok(by) = u32::try_from(by) {
            let by = u64::from(by);
            let mut rest = 0_u64;
            for limb in used {
                // `rest < by < 2^32`, so this has 64 bits and the quotient 32.
                let part = (rest << 32) | u64::from(*limb);
                *limb = low(part.checked_div(by)?);
                rest = part.checked_rem(by)?;
            }
            rest
        } else {
            let by = u128::from(by);
            let mut rest = 0_u128;
            for limb in used {
                // `rest < by < 2^64`, so this has 96 bits and the quotient 32.
                let part = (rest << 32) | u128::from(*limb);
                *limb = u32::try_from(part.checked_div(by)?).ok()?;
                rest = part.checked_rem(by)?;
            }
            u64::try_from(rest).ok()?
        };
        Some((Self::of(quotient, self.len), Self::from(rest)))
    }

    /// Doubles, with `bit` as the new lowest; true when the highest bit fell out.
    fn shift_in(&mut self, bit: u32) -> bool {
        let mut carry = bit;
        for limb in &mut self.limbs {
            let out = *limb >> 31;
            *limb = (*limb << 1) | carry;
            carry = out;
        }
        *self = Self::of(self.limbs, LIMBS);
        carry != 0
    }

    /// 10 to the power; `None` above 10^38.
    pub(super) fn ten_to(power: u32) -> Option<Self> {
        if let Some(short) = 10_u64.checked_pow(power) {
            return Some(Self::from(short));
        }
        Some(Self::from(10_u128.checked_pow(power)?))
    }
}

fn low(value: u64) -> u32 {
    u32::try_from(value & 0xffff_ffff).unwrap_or_default()
}

impl Ord for Wide {
    fn cmp(&self, other: &Self) -> Ordering {
        let longer = self.len.cmp(&other.len);
        longer.then_with(|| self.used().iter().rev().cmp(other.used().iter().rev()))
    }
}

impl PartialOrd for Wide {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl From<u64> for Wide {
    fn from(value: u64) -> Self {
        let mut limbs = [0; LIMBS];
        for (limb, half) in limbs.iter_mut().zip([value, value >> 32]) {
            *limb = low(half);
        }
        Self::of(limbs, 2)
    }
}

impl From<u128> for Wide {
    fn from(value: u128) -> Self {
        let mut limbs = [0; LIMBS];
        let mut rest = value;
        for limb in limbs.iter_mut().take(4) {
            *limb = u32::try_from(rest & 0xffff_ffff).unwrap_or_default();
            rest >>= 32;
        }
        Self::of(limbs, 4)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::arithmetic_side_effects)]
mod tests {
    use super::*;

    #[test]
    fn multiplies_and_divides_back() {
        let a = Wide::from(u128::MAX);
        let b = Wide::from(u128::MAX - 158);
        let product = a.times(&b).unwrap();
        let fourth = product.times(&product).unwrap();
        assert!(fourth.divided(&product).unwrap() == (product, Wide::ZERO));
        assert!(product.divided(&a).unwrap() == (b, Wide::ZERO));
        let more = product.plus(&Wide::from(12345_u64)).unwrap();
        assert!(more.divided(&b).unwrap() == (a, Wide::from(12345_u64)));
        assert!(fourth.times(&Wide::from(1_u64 << 40)).is_none());
        assert!(a.divided(&Wide::ZERO).is_none());
        let short = Wide::from(u64::MAX);
        let (quotient, rest) = more.divided(&short).unwrap();
        assert!(rest < short && quotient.times(&short).unwrap().plus(&rest).unwrap() == more);
    }

    #[test]
    fn overflow_is_seen() {
        let top = Wide::of([u32::MAX; LIMBS], LIMBS);
        assert!(top.plus(&Wide::from(1_u64)).is_none());
        assert!(top.divided(&top).unwrap() == (Wide::from(1_u64), Wide::ZERO));
        assert!(
            top.divided(&top.minus(&Wide::from(1_u64))).unwrap()
                == (Wide::from(1_u64), Wide::from(1_u64))
        );
        assert!(Wide::ten_to(38).is_some() && Wide::ten_to(39).is_none());
    }
}
