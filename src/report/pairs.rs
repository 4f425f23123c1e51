use serde::{Serialize, Serializer};

/// A few names and what they stand for, in the order of the names: an object on the wire.
///
/// ```
/// use payout_kit::report::Pairs;
///
/// let mut pairs = Pairs::from([("iban", "r101")]);
/// pairs.insert("gb_modulus", "v8.50");
/// assert_eq!(pairs.get("iban"), Some(&"r101"));
/// assert_eq!(pairs.iter().next(), Some(&("gb_modulus", "v8.50")));
/// ```
// A sorted list: a tree's code weighs ten times as much, and there are never more than a handful.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pairs<T>(Vec<(&'static str, T)>);

impl<T> Pairs<T> {
    /// Nothing yet.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// What a name stands for.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&T> {
        self.0
            .iter()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value)
    }

    /// Says what a name stands for, and forgets what it stood for before.
    pub fn insert(&mut self, name: &'static str, value: impl Into<T>) {
        let value = value.into();
        let place = self.0.partition_point(|(key, _)| *key < name);
        match self.0.get_mut(place) {
            Some((key, old)) if *key == name => *old = value,
            _ => self.0.insert(place, (name, value)),
        }
    }

    /// The names and what they stand for, in the order of the names.
    pub fn iter(&self) -> std::slice::Iter<'_, (&'static str, T)> {
        self.0.iter()
    }

    /// How many names there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// True when there is no name.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T> Default for Pairs<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<'a, T> IntoIterator for &'a Pairs<T> {
    type Item = &'a (&'static str, T);
    type IntoIter = std::slice::Iter<'a, (&'static str, T)>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T> Extend<(&'static str, T)> for Pairs<T> {
    fn extend<I: IntoIterator<Item = (&'static str, T)>>(&mut self, more: I) {
        for (name, value) in more {
            self.insert(name, value);
        }
    }
}

impl<T> IntoIterator for Pairs<T> {
    type Item = (&'static str, T);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<T, const N: usize> From<[(&'static str, T); N]> for Pairs<T> {
    fn from(list: [(&'static str, T); N]) -> Self {
        let mut pairs = Self(Vec::with_capacity(N.saturating_add(2)));
        pairs.extend(list);
        pairs
    }
}

impl<T: Serialize> Serialize for Pairs<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}
