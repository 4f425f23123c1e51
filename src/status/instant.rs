use crate::calendar::Instant;

/// Seconds since 1970 and nanoseconds: events of one second stand in their order. Digits after the
/// ninth are dropped.
pub(super) fn parse(text: &str) -> Option<(i64, u32)> {
    let at = Instant::parse(text)?;
    let fraction = text.split_once('.').map_or("", |(_, fraction)| fraction);
    let digits = fraction.chars().take_while(char::is_ascii_digit);
    let nine: String = digits.chain(std::iter::repeat('0')).take(9).collect();
    Some((at.seconds(), nine.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn reads_offsets_and_fractions() {
        assert_eq!(parse("2000-02-29T12:00:00Z"), Some((951_825_600, 0)));
        assert_eq!(
            parse("2026-11-21T10:30:00.25+01:00"),
            parse("2026-11-21T09:30:00.250Z")
        );
        assert_eq!(parse("1970-01-01T00:00:01.0000000019Z"), Some((1, 1)));
        assert!(parse("2026-11-21T09:30:00.1Z") < parse("2026-11-21T09:30:00.2Z"));
        for text in [
            "",
            "2026-11-21",
            "2026-11-21T09:30:00",
            "2026-11-21T09:30:00.Z",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
