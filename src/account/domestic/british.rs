//! British account numbers of nine and ten digits, as few banks still write them.
//!
//! Source: Vocalink, "Validating account numbers", non-standard account numbers; the sort codes are
//! those that the banks are known to have. Partly verified.

/// What a number of more than eight digits is.
pub(in crate::account) enum Longer {
    /// The beginning of one that the bank writes with so many digits.
    Beginning(usize),
    /// Sort code and number as payments carry them.
    Whole([String; 2]),
}

/// A number of more than eight digits at the bank of a sort code. `None`: the bank has none, or its
/// rule is not known here.
pub(in crate::account) fn longer(sort_code: &str, number: &str) -> Option<Longer> {
    let bank: u32 = sort_code.get(..4)?.parse().ok()?;
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if sort_code.len() != 6 || !is_number(sort_code) || !is_number(number) {
        return None;
    }
    let whole =
        |sort_code: String, number: &str| Some(Longer::Whole([sort_code, number.to_owned()]));
    match (bank, number.len()) {
        // Santander: the first digit takes the place of the sort code's last.
        (900..=919 | 7200..=7299 | 8900..=8929, 9) => {
            let (first, eight) = number.split_at_checked(1)?;
            whole(format!("{}{first}", sort_code.get(..5)?), eight)
        }
        // National Westminster and the Co-operative Bank have ten.
        (100..=199 | 5000..=6649 | 800..=899, 9) => Some(Longer::Beginning(10)),
        (100..=199 | 5000..=6649, 10) => whole(sort_code.to_owned(), number.get(2..)?),
        (800..=899, 10) => whole(sort_code.to_owned(), number.get(..8)?),
        _ => None,
    }
}
