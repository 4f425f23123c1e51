//! Base64 of RFC 4648, strict: no line breaks, no missing padding, no stray bits. One text for
//! one value, so that nobody can change a signed text without changing the bytes.

const STANDARD: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const URL: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// With padding, as structured fields want it.
pub(crate) fn encode(bytes: &[u8]) -> String {
    let mut text = write(bytes, STANDARD);
    while !text.len().is_multiple_of(4) {
        text.push('=');
    }
    text
}

/// Without padding, as JWK and its thumbprint want it.
pub(crate) fn encode_url(bytes: &[u8]) -> String {
    write(bytes, URL)
}

/// Reads padded text.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(4) {
        return None;
    }
    let body = text.strip_suffix('=').unwrap_or(text);
    let body = body.strip_suffix('=').unwrap_or(body);
    read(body, STANDARD)
}

/// Reads text without padding.
pub(crate) fn decode_url(text: &str) -> Option<Vec<u8>> {
    read(text, URL)
}

fn write(bytes: &[u8], alphabet: &[u8; 64]) -> String {
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let mut bits: u32 = 0;
        for place in 0..3 {
            bits = (bits << 8) | u32::from(chunk.get(place).copied().unwrap_or(0));
        }
        let digits = chunk.len().saturating_add(1);
        for shift in [18_u32, 12, 6, 0].into_iter().take(digits) {
            let digit = usize::try_from((bits >> shift) & 63).unwrap_or(0);
            text.push(char::from(alphabet.get(digit).copied().unwrap_or(b'A')));
        }
    }
    text
}

fn read(text: &str, alphabet: &[u8; 64]) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    for chunk in text.as_bytes().chunks(4) {
        let mut bits: u32 = 0;
        for place in 0..4 {
            let digit = match chunk.get(place) {
                Some(c) => u32::try_from(alphabet.iter().position(|known| known == c)?).ok()?,
                None => 0,
            };
            bits = (bits << 6) | digit;
        }
        let [_, one, two, three] = bits.to_be_bytes();
        match chunk.len() {
            4 => bytes.extend([one, two, three]),
            3 if three == 0 => bytes.extend([one, two]),
            2 if two == 0 && three == 0 => bytes.push(one),
            _ => return None,
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::{decode, decode_url, encode, encode_url};

    #[test]
    fn the_examples_of_rfc_4648_section_10() {
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(encode(bytes.as_bytes()), text);
            assert_eq!(decode(text).as_deref(), Some(bytes.as_bytes()));
            let bare = text.trim_end_matches('=');
            assert_eq!(encode_url(bytes.as_bytes()), bare);
            assert_eq!(decode_url(bare).as_deref(), Some(bytes.as_bytes()));
        }
        assert_eq!(encode_url(&[0xfb, 0xff]), "-_8");
        assert_eq!(encode(&[0xfb, 0xff]), "+/8=");
    }

    #[test]
    fn one_text_for_one_value() {
        for text in [
            "Zg", "Zg=", "Zh==", "Zm9=", "Z===", "====", "Zg==Zg==", "Zm 9v", "Zm9v\n", "-_8=",
            "Zg===",
        ] {
            assert_eq!(decode(text), None, "{text}");
        }
        for text in ["Z", "Zg==", "Zh", "+/8", "Zm9"] {
            assert_eq!(decode_url(text), None, "{text}");
        }
    }
}
