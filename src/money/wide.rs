//! Unsigned integers of 512 bits: as much as an exact product of an amount, a cross rate of twice 28
//! digits, a mark-up and the mid rate to compare it with can need.

use std::cmp::Ordering;

const LIMBS: usize = 16;
const BITS: u32 = 512;

/// Little-endian limbs of 32 bits: WebAssembly multiplies these without a library call.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Wide([u32; LIMBS]);

impl Wide {
    pub(super) const ZERO: Self = Self([0; LIMBS]);

    pub(super) fn is_zero(self) -> bool {
        self == Self::ZERO
    }

    pub(super) fn is_odd(self) -> bool {
        self.0.first().is_some_and(|limb| limb & 1 == 1)
    }

    pub(super) fn narrow(self) -> Option<u128> {
        let (low, high) = self.0.split_at(4);
        if high.iter().any(|limb| *limb != 0) {
            return None;
        }
        Some(
            low.iter()
                .rev()
                .fold(0_u128, |value, limb| (value << 32) | u128::from(*limb)),
        )
    }

    pub(super) fn plus(self, other: Self) -> Option<Self> {
        let mut sum = self;
        let mut carry = 0_u64;
        for (limb, add) in sum.0.iter_mut().zip(other.0) {
            let total = u64::from(*limb)
                .wrapping_add(u64::from(add))
                .wrapping_add(carry);
            *limb = low(total);
            carry = total >> 32;
        }
        (carry == 0).then_some(sum)
    }

    /// `self - other`; the caller knows that it is not negative.
    pub(super) fn minus(self, other: Self) -> Self {
        let mut rest = self;
        let mut borrow = 0_u64;
        for (limb, take) in rest.0.iter_mut().zip(other.0) {
            let total = u64::from(*limb)
                .wrapping_sub(u64::from(take))
                .wrapping_sub(borrow);
            *limb = low(total);
            borrow = (total >> 32) & 1;
        }
        rest
    }

    pub(super) fn times(self, other: Self) -> Option<Self> {
        let mut product = [0_u32; LIMBS];
        for (place, limb) in self.0.into_iter().enumerate() {
            if limb == 0 {
                continue;
            }
            let mut carry = 0_u64;
            let mut others = other.0.into_iter();
            for slot in product.iter_mut().skip(place) {
                let factor = others.next().unwrap_or(0);
                // 32 × 32 bits and two more of 32 always fit into 64.
                let total = u64::from(limb)
                    .wrapping_mul(u64::from(factor))
                    .wrapping_add(u64::from(*slot))
                    .wrapping_add(carry);
                *slot = low(total);
                carry = total >> 32;
            }
            if carry != 0 || others.any(|left| left != 0) {
                return None;
            }
        }
        Some(Self(product))
    }

    /// Quotient and remainder; `None` when dividing by zero.
    pub(super) fn divided(self, by: Self) -> Option<(Self, Self)> {
        if by.is_zero() {
            return None;
        }
        if let (Some(a), Some(b)) = (self.narrow(), by.narrow()) {
            return Some((Self::from(a.checked_div(b)?), Self::from(a.checked_rem(b)?)));
        }
        if let Some(short) = by.narrow().and_then(|by| u64::try_from(by).ok()) {
            return self.divided_by_short(short);
        }
        // Bit by bit from the highest: only a cross rate with many digits comes here.
        let mut quotient = Self::ZERO;
        let mut rest = Self::ZERO;
        for bit in (0..self.length()).rev() {
            // `rest < by` before the shift; a bit shifted out makes it surely larger.
            let spilled = rest.shift_in(self.bit(bit));
            if spilled || rest.cmp(&by) != Ordering::Less {
                rest = rest.minus(by);
                quotient.set(bit);
            }
        }
        Some((quotient, rest))
    }

    /// Limb by limb.
    fn divided_by_short(self, by: u64) -> Option<(Self, Self)> {
        let by = u128::from(by);
        let mut quotient = self;
        let mut rest = 0_u128;
        for limb in quotient.0.iter_mut().rev() {
            // `rest < by < 2^64`, so this has 96 bits and the quotient 32.
            let part = (rest << 32) | u128::from(*limb);
            *limb = u32::try_from(part.checked_div(by)?).ok()?;
            rest = part.checked_rem(by)?;
        }
        Some((quotient, Self::from(rest)))
    }

    /// In bits.
    fn length(self) -> u32 {
        let empty = self.0.iter().rev().take_while(|limb| **limb == 0).count();
        BITS.saturating_sub(u32::try_from(empty).unwrap_or_default().saturating_mul(32))
    }

    fn bit(self, bit: u32) -> bool {
        let place = usize::try_from(bit / 32).unwrap_or(LIMBS);
        self.0
            .get(place)
            .is_some_and(|limb| (limb >> (bit % 32)) & 1 == 1)
    }

    fn set(&mut self, bit: u32) {
        let place = usize::try_from(bit / 32).unwrap_or(LIMBS);
        if let Some(limb) = self.0.get_mut(place) {
            *limb |= 1 << (bit % 32);
        }
    }

    /// Doubles, with `bit` as the new lowest; true when the highest bit fell out.
    fn shift_in(&mut self, bit: bool) -> bool {
        let mut carry = u32::from(bit);
        for limb in &mut self.0 {
            let out = *limb >> 31;
            *limb = (*limb << 1) | carry;
            carry = out;
        }
        carry != 0
    }

    /// How twice `self` compares with `other`.
    pub(super) fn twice_cmp(self, other: Self) -> Ordering {
        let mut doubled = self;
        if doubled.shift_in(false) {
            Ordering::Greater
        } else {
            doubled.cmp(&other)
        }
    }

    /// 10 to the power; `None` above 10^38.
    pub(super) fn ten_to(power: u32) -> Option<Self> {
        Some(Self::from(10_u128.checked_pow(power)?))
    }
}

fn low(value: u64) -> u32 {
    u32::try_from(value & 0xffff_ffff).unwrap_or_default()
}

impl Ord for Wide {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.iter().rev().cmp(other.0.iter().rev())
    }
}

impl PartialOrd for Wide {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl From<u128> for Wide {
    fn from(value: u128) -> Self {
        let mut limbs = [0_u32; LIMBS];
        for (place, limb) in (0_u32..4).zip(limbs.iter_mut()) {
            *limb = u32::try_from((value >> place.saturating_mul(32)) & 0xffff_ffff)
                .unwrap_or_default();
        }
        Self(limbs)
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
        let product = a.times(b).unwrap();
        let fourth = product.times(product).unwrap();
        assert!(fourth.divided(product).unwrap() == (product, Wide::ZERO));
        assert!(product.divided(a).unwrap() == (b, Wide::ZERO));
        let more = product.plus(Wide::from(12345)).unwrap();
        assert!(more.divided(b).unwrap() == (a, Wide::from(12345)));
        assert!(fourth.times(Wide::from(1 << 40)).is_none());
        assert!(a.divided(Wide::ZERO).is_none());
        let short = Wide::from(u128::from(u64::MAX));
        let (quotient, rest) = more.divided(short).unwrap();
        assert!(rest < short && quotient.times(short).unwrap().plus(rest).unwrap() == more);
    }

    #[test]
    fn overflow_is_seen() {
        let top = Wide([u32::MAX; LIMBS]);
        assert!(top.plus(Wide::from(1)).is_none());
        assert!(top.divided(top).unwrap() == (Wide::from(1), Wide::ZERO));
        assert!(top.divided(top.minus(Wide::from(1))).unwrap() == (Wide::from(1), Wide::from(1)));
        assert!(Wide::ten_to(38).is_some() && Wide::ten_to(39).is_none());
    }
}
