//! Sorting, small: the standard library's sort is compiled anew for every type, about 4 KB each
//! time; here one merge over places serves all.

use std::cmp::Ordering;

/// Sorts a list; equal elements keep their order. n log n comparisons.
pub(crate) fn sort_by<T>(list: &mut Vec<T>, mut compare: impl FnMut(&T, &T) -> Ordering) {
    let mut compare = |one, other| match (list.get(one), list.get(other)) {
        (Some(one), Some(other)) => compare(one, other),
        _ => Ordering::Equal,
    };
    if is_sorted(list.len(), &mut compare) {
        return;
    }
    let places = sorted(0, list.len(), &mut compare);
    let mut elements: Vec<Option<T>> = list.drain(..).map(Some).collect();
    for place in places {
        list.extend(elements.get_mut(place).and_then(Option::take));
    }
}

/// Short lists mostly are.
fn is_sorted(length: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> bool {
    (1..length).all(|place| compare(place.saturating_sub(1), place) != Ordering::Greater)
}

/// The places `from..to` in the order of their elements.
fn sorted(from: usize, to: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let length = to.saturating_sub(from);
    if length < 2 {
        return (from..to).collect();
    }
    let middle = from.saturating_add(length / 2);
    let left = sorted(from, middle, compare);
    let mut right = sorted(middle, to, compare).into_iter().peekable();
    let mut merged = Vec::with_capacity(length);
    for place in left {
        while let Some(before) = right.next_if(|other| compare(*other, place) == Ordering::Less) {
            merged.push(before);
        }
        merged.push(place);
    }
    merged.extend(right);
    merged
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sorts_as_the_standard_library_does(list: Vec<(u8, u16)>) {
            let mut expected = list.clone();
            expected.sort_by_key(|one| one.0);
            let mut ours = list;
            super::sort_by(&mut ours, |one, other| one.0.cmp(&other.0));
            prop_assert_eq!(ours, expected);
        }
    }
}
