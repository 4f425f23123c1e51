//! References with a shape of their own.

/// A creditor reference of ISO 11649 without spaces and in capitals; `None` if its check digits
/// (mod 97-10 of ISO/IEC 7064) do not fit or it is not one at all.
pub(super) fn creditor_reference(text: &str) -> Option<String> {
    let mut reference: String = text.chars().filter(|c| *c != ' ').collect();
    reference.make_ascii_uppercase();
    let body = reference.strip_prefix("RF")?;
    let (check, rest) = body.split_at_checked(2)?;
    let fits = (1..=21).contains(&rest.len())
        && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && check.bytes().all(|byte| byte.is_ascii_digit())
        && ("02"..="98").contains(&check);
    if !fits {
        return None;
    }
    let mut rest_of_97: u32 = 0;
    for c in rest.chars().chain("RF".chars()).chain(check.chars()) {
        let digit = c.to_digit(36)?;
        let shift = if digit < 10 { 10 } else { 100 };
        rest_of_97 = rest_of_97
            .checked_mul(shift)?
            .checked_add(digit)?
            .checked_rem(97)?;
    }
    (rest_of_97 == 1).then_some(reference)
}

/// True for a UUID of version 4 and the usual variant, in lower case with hyphens.
pub(super) fn is_uetr(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(place, byte)| match place {
            8 | 13 | 18 | 23 => byte == b'-',
            14 => byte == b'4',
            19 => matches!(byte, b'8' | b'9' | b'a' | b'b'),
            _ => matches!(byte, b'0'..=b'9' | b'a'..=b'f'),
        })
}

#[cfg(test)]
mod tests {
    use super::{creditor_reference, is_uetr};

    #[test]
    fn references_of_iso_11649() {
        // The examples of ISO 11649 and of its article in Wikipedia.
        assert_eq!(
            creditor_reference("RF18 5390 0754 7034").as_deref(),
            Some("RF18539007547034")
        );
        assert_eq!(
            creditor_reference("rf18000000000539007547034").as_deref(),
            Some("RF18000000000539007547034")
        );
        for text in [
            "RF18539007547035",
            "RF19539007547034",
            "RF18",
            "RF",
            "",
            "XX18539007547034",
            "RF1853900754703400000000000",
            "RF18é",
        ] {
            assert_eq!(creditor_reference(text), None, "{text}");
        }
    }

    #[test]
    fn uetrs() {
        assert!(is_uetr("eb6305c9-1f7f-49de-aed0-16487c27b42d"));
        for text in [
            "EB6305C9-1F7F-49DE-AED0-16487C27B42D",
            "eb6305c9-1f7f-19de-aed0-16487c27b42d",
            "eb6305c9-1f7f-49de-ced0-16487c27b42d",
            "eb6305c91f7f49deaed016487c27b42d",
            "eb6305c9-1f7f-49de-aed0-16487c27b42",
            "",
        ] {
            assert!(!is_uetr(text), "{text}");
        }
    }
}
