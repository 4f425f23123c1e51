use serde::Deserialize;
use serde::de::{self, DeserializeSeed, MapAccess, SeqAccess, Visitor};

use super::Malformed;

/// Deeper than any request of the contract.
const MAX_DEPTH: u8 = 16;

/// Reads a value from JSON text. Numbers are whole; half of a surrogate pair becomes U+FFFD.
///
/// ```
/// use payout_kit::wasm::json;
///
/// assert_eq!(json::read::<Vec<String>>(r#"["a", "\u00e9"]"#).unwrap(), ["a", "é"]);
/// assert!(json::read::<Vec<String>>("[5]").is_err());
/// ```
///
/// # Errors
/// The text is not JSON, or not of this shape.
pub fn read<'de, T: Deserialize<'de>>(text: &'de str) -> Result<T, Malformed> {
    let mut reader = Reader {
        rest: text,
        depth: 0,
    };
    let value = T::deserialize(&mut reader)?;
    reader.space();
    if reader.rest.is_empty() {
        Ok(value)
    } else {
        Err(Malformed)
    }
}

struct Reader<'de> {
    rest: &'de str,
    depth: u8,
}

impl<'de> Reader<'de> {
    fn space(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\n', '\r']);
    }

    fn peek(&mut self) -> Option<u8> {
        self.space();
        self.rest.as_bytes().first().copied()
    }

    /// Takes the word if it comes next.
    fn take(&mut self, word: &str) -> bool {
        self.space();
        let found = self.rest.strip_prefix(word);
        self.rest = found.unwrap_or(self.rest);
        found.is_some()
    }

    fn expect(&mut self, sign: char) -> Result<(), Malformed> {
        self.space();
        self.rest = self.rest.strip_prefix(sign).ok_or(Malformed)?;
        Ok(())
    }

    /// The first `count` bytes of the rest.
    fn split(&mut self, count: usize) -> Result<&'de str, Malformed> {
        let (taken, rest) = self.rest.split_at_checked(count).ok_or(Malformed)?;
        self.rest = rest;
        Ok(taken)
    }

    /// Up to the next quote or backslash, which is taken too and returned.
    fn plain(&mut self) -> Result<(&'de str, &'de str), Malformed> {
        let end = self
            .rest
            .bytes()
            .position(|byte| byte == b'"' || byte == b'\\')
            .ok_or(Malformed)?;
        Ok((self.split(end)?, self.split(1)?))
    }

    /// What follows the opening quote. `Ok(Err(_))`: as it stands in the request.
    fn text(&mut self) -> Result<Result<String, &'de str>, Malformed> {
        let (mut part, mut end) = self.plain()?;
        if end == "\"" {
            return Ok(Err(part));
        }
        let mut text = String::new();
        loop {
            text.push_str(part);
            if end == "\"" {
                return Ok(Ok(text));
            }
            text.push(self.escape()?);
            (part, end) = self.plain()?;
        }
    }

    fn escape(&mut self) -> Result<char, Malformed> {
        Ok(match self.split(1)? {
            "n" => '\n',
            "t" => '\t',
            "r" => '\r',
            "b" => '\u{8}',
            "f" => '\u{c}',
            same @ ("\"" | "\\" | "/") => same.chars().next().ok_or(Malformed)?,
            "u" => {
                let unit = self.unit()?;
                let low = self.rest.strip_prefix("\\u").and_then(|rest| {
                    let unit = u16::from_str_radix(rest.get(..4)?, 16).ok()?;
                    (0xdc00..0xe000).contains(&unit).then_some(unit)
                });
                match (unit, low) {
                    (0xd800..=0xdbff, Some(low)) => {
                        self.split(6)?;
                        char::decode_utf16([unit, low])
                            .next()
                            .ok_or(Malformed)?
                            .unwrap_or(char::REPLACEMENT_CHARACTER)
                    }
                    _ => char::from_u32(u32::from(unit)).unwrap_or(char::REPLACEMENT_CHARACTER),
                }
            }
            _ => return Err(Malformed),
        })
    }

    fn unit(&mut self) -> Result<u16, Malformed> {
        u16::from_str_radix(self.split(4)?, 16).map_err(|_| Malformed)
    }

    fn open(&mut self, open: char, close: char) -> Result<Members<'_, 'de>, Malformed> {
        self.expect(open)?;
        self.depth = self
            .depth
            .checked_add(1)
            .filter(|depth| *depth <= MAX_DEPTH)
            .ok_or(Malformed)?;
        Ok(Members {
            reader: self,
            first: true,
            close,
        })
    }

    fn number<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Malformed> {
        let end = self
            .rest
            .bytes()
            .position(|byte| !matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9'));
        let number = self.split(end.unwrap_or(self.rest.len()))?;
        visitor.visit_i64(number.parse().map_err(|_| Malformed)?)
    }
}

impl<'de> de::Deserializer<'de> for &mut Reader<'de> {
    type Error = Malformed;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        match self.peek() {
            Some(b'"') => self.deserialize_str(visitor),
            Some(b'{') => self.deserialize_map(visitor),
            Some(b'[') => self.deserialize_seq(visitor),
            Some(b't' | b'f') => self.deserialize_bool(visitor),
            Some(b'n') => {
                if self.take("null") {
                    visitor.visit_unit()
                } else {
                    Err(Malformed)
                }
            }
            _ => self.number(visitor),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        self.expect('"')?;
        match self.text()? {
            Ok(text) => visitor.visit_string(text),
            Err(text) => visitor.visit_borrowed_str(text),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        self.deserialize_str(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        let mut members = self.open('{', '}')?;
        let value = visitor.visit_map(&mut members)?;
        members.end()?;
        Ok(value)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Malformed> {
        self.deserialize_map(visitor)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        let mut members = self.open('[', ']')?;
        let value = visitor.visit_seq(&mut members)?;
        members.end()?;
        Ok(value)
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Malformed> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        let is_true = self.take("true");
        if !is_true {
            self.take("false").then_some(()).ok_or(Malformed)?;
        }
        visitor.visit_bool(is_true)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        self.space();
        self.number(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Malformed> {
        if self.take("null") {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    /// A variant is its word.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Malformed> {
        let word = String::deserialize(self)?;
        visitor.visit_enum(de::value::StringDeserializer::new(word))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Malformed> {
        visitor.visit_newtype_struct(self)
    }

    serde::forward_to_deserialize_any! {
        i8 i16 i32 u8 u16 u32 u64 f32 f64 char bytes byte_buf unit unit_struct tuple_struct ignored_any
    }
}

/// Of an object or a list.
struct Members<'a, 'de> {
    reader: &'a mut Reader<'de>,
    first: bool,
    close: char,
}

impl Members<'_, '_> {
    /// Whether another member comes.
    fn more(&mut self) -> Result<bool, Malformed> {
        self.reader.space();
        let closes = self.reader.rest.starts_with(self.close);
        if !closes && !self.first {
            self.reader.expect(',')?;
        }
        self.first = false;
        Ok(!closes)
    }

    /// A visitor that stopped early wanted fewer members.
    fn end(&mut self) -> Result<(), Malformed> {
        self.reader.depth = self.reader.depth.saturating_sub(1);
        self.reader.expect(self.close)
    }
}

impl<'de> SeqAccess<'de> for &mut Members<'_, 'de> {
    type Error = Malformed;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Malformed> {
        if self.more()? {
            seed.deserialize(&mut *self.reader).map(Some)
        } else {
            Ok(None)
        }
    }
}

impl<'de> MapAccess<'de> for &mut Members<'_, 'de> {
    type Error = Malformed;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Malformed> {
        if !self.more()? {
            return Ok(None);
        }
        if self.reader.peek() != Some(b'"') {
            return Err(Malformed);
        }
        seed.deserialize(&mut *self.reader).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Malformed> {
        self.reader.expect(':')?;
        seed.deserialize(&mut *self.reader)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use serde::Deserialize;
    use serde_json::{Value, json};

    use super::{Malformed, read};

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(rename_all = "camelCase")]
    struct Request {
        some_text: String,
        number: Option<i64>,
        #[serde(default)]
        flag: bool,
        word: Option<Word>,
        list: Option<Vec<(String, u8)>>,
    }

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(rename_all = "snake_case")]
    enum Word {
        HalfUp,
    }

    #[test]
    fn reads_what_serde_json_reads() {
        let requests = [
            json!({"someText": "a"}),
            json!({"someText": "\"\\/\u{8}\u{c}\n\r\t\u{1}é😀\u{2028}", "number": -5, "flag": true, "word": "half_up"}),
            json!({"list": [["x", 1], ["", 255]], "someText": "", "number": null, "unknown": {"a": [[1, {"b": null}], "}"]}}),
            json!({"someText": 5}),
            json!({"someText": null}),
            json!({"number": 5}),
            json!({"someText": "a", "number": "5"}),
            json!({"someText": "a", "number": 1.5}),
            json!({"someText": "a", "list": [["x", 256]]}),
            json!({"someText": "a", "list": [["x"]]}),
            json!({"someText": "a", "list": [["x", 1, 2]]}),
            json!({"someText": "a", "word": "half_down"}),
            json!([1]),
            json!("text"),
            json!(null),
        ];
        for request in requests {
            let text = request.to_string();
            let wanted = serde_json::from_value::<Request>(request);
            assert_eq!(read::<Request>(&text).ok(), wanted.ok(), "{text}");
        }
    }

    #[test]
    fn escapes() {
        let text = |json: &str| read::<String>(json);
        assert_eq!(text(r#""\ud83d\ude00\u00e9""#).unwrap(), "😀é");
        assert_eq!(text(r#""\ud83d""#).unwrap(), "\u{fffd}");
        assert_eq!(text(r#""\ude00\ud83dx""#).unwrap(), "\u{fffd}\u{fffd}x");
        assert_eq!(text(r#""\ud83d\ud83d\ude00""#).unwrap(), "\u{fffd}😀");
    }

    #[test]
    fn what_is_no_json_is_malformed() {
        for text in [
            "",
            " ",
            "{",
            "}",
            "[",
            "[1",
            "[1,",
            "[1,]",
            "[,1]",
            "{\"a\"",
            "{\"a\":",
            "{\"a\":1,}",
            "{a:1}",
            "{1:1}",
            "\"",
            "\"a",
            "\"\\",
            "\"\\u12\"",
            "\"\\x\"",
            "tru",
            "nul",
            "1.5",
            "1e5",
            "-",
            "99999999999999999999",
            "1 2",
            "[1 2]",
            "é",
            "\"\\ué000\"",
        ] {
            assert_eq!(
                read::<serde::de::IgnoredAny>(text).err(),
                Some(Malformed),
                "{text}"
            );
            assert!(
                serde_json::from_str::<Value>(text).is_err()
                    || matches!(text, "1.5" | "1e5" | "99999999999999999999"),
                "{text}"
            );
        }
    }

    #[test]
    fn deep_nesting_is_refused_not_followed() {
        let deep = "[".repeat(1_000_000);
        assert_eq!(read::<serde::de::IgnoredAny>(&deep).err(), Some(Malformed));
    }
}
