//! The part of JSON that can be signed: objects, arrays, strings, booleans. No numbers, which
//! readers round differently, and no null, which readers take for different things.

use crate::order::sort_by;

use std::fmt;
use std::iter::Peekable;
use std::str::Chars;

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

/// The longest text that [`Value::read`] accepts, in bytes.
pub const MAX_BYTES: usize = 16 * 1024;

/// How deep objects and arrays may stand in each other.
pub const MAX_DEPTH: usize = 8;

/// A JSON value without numbers and null.
#[derive(Clone, PartialEq, Eq)]
pub enum Value {
    /// Members in the order of the text; no key comes twice in what was read.
    Object(Vec<(String, Value)>),
    /// An array.
    Array(Vec<Value>),
    /// A string.
    Text(String),
    /// `true` or `false`.
    Bool(bool),
}

/// Why bytes are not JSON that can be signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum JsonError {
    /// More than [`MAX_BYTES`].
    TooLarge,
    /// Not UTF-8.
    NotUtf8,
    /// Not JSON at all, or cut off.
    Syntax,
    /// The same key twice in one object.
    DuplicateKey,
    /// A number; amounts are strings.
    Number,
    /// `null`; absent members are left out.
    Null,
    /// More text after the value.
    TrailingData,
    /// Deeper than [`MAX_DEPTH`].
    TooDeep,
    /// Half of a surrogate pair, which UTF-8 cannot hold.
    LoneSurrogate,
    /// JSON, but not in the canonical form of RFC 8785.
    NotCanonical,
}

impl JsonError {
    /// A stable word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::TooLarge => "too_large",
            Self::NotUtf8 => "not_utf8",
            Self::Syntax => "syntax",
            Self::DuplicateKey => "duplicate_key",
            Self::Number => "number",
            Self::Null => "null",
            Self::TrailingData => "trailing_data",
            Self::TooDeep => "too_deep",
            Self::LoneSurrogate => "lone_surrogate",
            Self::NotCanonical => "not_canonical",
        }
    }
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLarge => "the text is longer than 16 KiB",
            Self::NotUtf8 => "the text is not UTF-8",
            Self::Syntax => "the text is not JSON",
            Self::DuplicateKey => "a key comes twice in one object",
            Self::Number => "there is a number; write it as a string",
            Self::Null => "there is a null; leave the member out",
            Self::TrailingData => "there is more text after the value",
            Self::TooDeep => "objects and arrays stand too deep in each other",
            Self::LoneSurrogate => "there is half of a surrogate pair",
            Self::NotCanonical => "the text is not in the canonical form of RFC 8785",
        })
    }
}

impl std::error::Error for JsonError {}

impl Value {
    /// Reads strictly: no duplicate keys, numbers, null, trailing data, lone surrogates.
    ///
    /// # Errors
    /// The first reason why the bytes cannot be what was signed.
    pub fn read(bytes: &[u8]) -> Result<Self, JsonError> {
        if bytes.len() > MAX_BYTES {
            return Err(JsonError::TooLarge);
        }
        let text = std::str::from_utf8(bytes).map_err(|_| JsonError::NotUtf8)?;
        let mut reader = Reader {
            rest: text.chars().peekable(),
        };
        let value = reader.value(0)?;
        reader.skip_space();
        match reader.rest.next() {
            None => Ok(value),
            Some(_) => Err(JsonError::TrailingData),
        }
    }

    /// Like [`Value::read`], and the bytes are exactly [`Value::to_canonical`].
    ///
    /// # Errors
    /// As [`Value::read`], or [`JsonError::NotCanonical`].
    pub fn read_canonical(bytes: &[u8]) -> Result<Self, JsonError> {
        let value = Self::read(bytes)?;
        if value.to_canonical().as_bytes() == bytes {
            Ok(value)
        } else {
            Err(JsonError::NotCanonical)
        }
    }

    /// The canonical form of RFC 8785: no space, keys in the order of their UTF-16 code units,
    /// the shortest escapes.
    ///
    /// ```
    /// use payout_kit::payout::json::Value;
    ///
    /// let value = Value::read(br#"{ "b": [true, "\u0041"], "a": "\u000a" }"#)?;
    /// assert_eq!(value.to_canonical(), r#"{"a":"\n","b":[true,"A"]}"#);
    /// # Ok::<(), payout_kit::payout::json::JsonError>(())
    /// ```
    #[must_use]
    pub fn to_canonical(&self) -> String {
        let mut out = String::new();
        write(self, &mut out);
        out
    }

    /// The member of an object.
    #[must_use]
    pub fn member(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Object(members) => members
                .iter()
                .find_map(|(name, value)| (name == key).then_some(value)),
            _ => None,
        }
    }

    /// The text of a string.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// What is signed holds account numbers: only the kind is shown.
impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Object(_) => "Object(..)",
            Self::Array(_) => "Array(..)",
            Self::Text(_) => "Text(..)",
            Self::Bool(_) => "Bool(..)",
        })
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (key, value) in members {
                    map.serialize_entry(key, value)?;
                }
                map.end()
            }
            Self::Array(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    list.serialize_element(item)?;
                }
                list.end()
            }
            Self::Text(text) => serializer.serialize_str(text),
            Self::Bool(flag) => serializer.serialize_bool(*flag),
        }
    }
}

fn write(value: &Value, out: &mut String) {
    match value {
        Value::Object(members) => {
            let mut sorted: Vec<&(String, Value)> = members.iter().collect();
            sort_by(&mut sorted, |(one, _), (two, _)| {
                one.encode_utf16().cmp(two.encode_utf16())
            });
            out.push('{');
            for (place, (key, value)) in sorted.into_iter().enumerate() {
                if place > 0 {
                    out.push(',');
                }
                write_text(key, out);
                out.push(':');
                write(value, out);
            }
            out.push('}');
        }
        Value::Array(items) => {
            out.push('[');
            for (place, item) in items.iter().enumerate() {
                if place > 0 {
                    out.push(',');
                }
                write(item, out);
            }
            out.push(']');
        }
        Value::Text(text) => write_text(text, out),
        Value::Bool(flag) => out.push_str(if *flag { "true" } else { "false" }),
    }
}

/// RFC 8785 section 3.2.2.2, which is what `JSON.stringify` does: only what must be escaped is.
pub(crate) fn write_text(text: &str, out: &mut String) {
    out.reserve(text.len().saturating_add(2));
    out.push('"');
    let mut rest = text;
    while let Some(at) = first_to_escape(rest.as_bytes()) {
        let (plain, escaped) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(plain);
        let mut characters = escaped.chars();
        match characters.next() {
            Some('"') => out.push_str("\\\""),
            Some('\\') => out.push_str("\\\\"),
            Some('\n') => out.push_str("\\n"),
            Some('\r') => out.push_str("\\r"),
            Some('\t') => out.push_str("\\t"),
            Some('\u{8}') => out.push_str("\\b"),
            Some('\u{c}') => out.push_str("\\f"),
            Some(control) => {
                out.push_str("\\u00");
                for digit in [u32::from(control) >> 4, u32::from(control) & 15] {
                    out.push(char::from_digit(digit, 16).unwrap_or('0'));
                }
            }
            None => {}
        }
        rest = characters.as_str();
    }
    out.push_str(rest);
    out.push('"');
}

/// Control characters, the quotation mark and the backslash; looked for eight at a time.
fn first_to_escape(text: &[u8]) -> Option<usize> {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    const HIGH: u64 = ONES << 7;
    // Its high bits tell whether a byte is less than `bound`, below 0x80.
    let less = |word: u64, bound: u8| word.wrapping_sub(ONES.wrapping_mul(bound.into())) & !word;
    let is_plain = |eight: &&[u8; 8]| {
        let word = u64::from_le_bytes(**eight);
        let same = |byte: u8| less(word ^ ONES.wrapping_mul(byte.into()), 1);
        (less(word, 0x20) | same(b'"') | same(b'\\')) & HIGH == 0
    };
    let (eights, _) = text.as_chunks::<8>();
    let plain = eights.iter().take_while(is_plain).count();
    let start = plain.saturating_mul(8);
    let found = text
        .get(start..)?
        .iter()
        .position(|byte| *byte < 0x20 || matches!(byte, b'"' | b'\\'))?;
    Some(start.saturating_add(found))
}

struct Reader<'a> {
    rest: Peekable<Chars<'a>>,
}

impl Reader<'_> {
    fn value(&mut self, depth: usize) -> Result<Value, JsonError> {
        self.skip_space();
        match self.rest.peek() {
            Some('{') => self.object(depth),
            Some('[') => self.array(depth),
            Some('"') => self.text().map(Value::Text),
            Some('t') => self.word("true", Ok(Value::Bool(true))),
            Some('f') => self.word("false", Ok(Value::Bool(false))),
            Some('n') => self.word("null", Err(JsonError::Null)),
            Some('-' | '0'..='9') => Err(JsonError::Number),
            _ => Err(JsonError::Syntax),
        }
    }

    fn object(&mut self, depth: usize) -> Result<Value, JsonError> {
        let inner = deeper(depth)?;
        self.expect('{')?;
        let mut members: Vec<(String, Value)> = Vec::new();
        self.skip_space();
        if self.rest.next_if_eq(&'}').is_some() {
            return Ok(Value::Object(members));
        }
        loop {
            self.skip_space();
            let key = self.text()?;
            if members.iter().any(|(known, _)| *known == key) {
                return Err(JsonError::DuplicateKey);
            }
            self.skip_space();
            self.expect(':')?;
            members.push((key, self.value(inner)?));
            self.skip_space();
            match self.rest.next() {
                Some(',') => {}
                Some('}') => return Ok(Value::Object(members)),
                _ => return Err(JsonError::Syntax),
            }
        }
    }

    fn array(&mut self, depth: usize) -> Result<Value, JsonError> {
        let inner = deeper(depth)?;
        self.expect('[')?;
        let mut items = Vec::new();
        self.skip_space();
        if self.rest.next_if_eq(&']').is_some() {
            return Ok(Value::Array(items));
        }
        loop {
            items.push(self.value(inner)?);
            self.skip_space();
            match self.rest.next() {
                Some(',') => {}
                Some(']') => return Ok(Value::Array(items)),
                _ => return Err(JsonError::Syntax),
            }
        }
    }

    fn text(&mut self) -> Result<String, JsonError> {
        self.expect('"')?;
        let mut text = String::new();
        loop {
            match self.rest.next() {
                Some('"') => return Ok(text),
                Some('\\') => text.push(self.escape()?),
                Some(c) if c >= ' ' => text.push(c),
                _ => return Err(JsonError::Syntax),
            }
        }
    }

    fn escape(&mut self) -> Result<char, JsonError> {
        Ok(match self.rest.next() {
            Some(c @ ('"' | '\\' | '/')) => c,
            Some('b') => '\u{8}',
            Some('t') => '\t',
            Some('n') => '\n',
            Some('f') => '\u{c}',
            Some('r') => '\r',
            Some('u') => {
                let first = self.unit()?;
                let second = if (0xd800..0xdc00).contains(&first) {
                    if self.rest.next() != Some('\\') || self.rest.next() != Some('u') {
                        return Err(JsonError::LoneSurrogate);
                    }
                    Some(self.unit()?)
                } else {
                    None
                };
                let units = std::iter::once(first).chain(second);
                let mut decoded = char::decode_utf16(units);
                match (decoded.next(), decoded.next()) {
                    (Some(Ok(c)), None) => c,
                    _ => return Err(JsonError::LoneSurrogate),
                }
            }
            _ => return Err(JsonError::Syntax),
        })
    }

    /// Four hexadecimal digits.
    fn unit(&mut self) -> Result<u16, JsonError> {
        let mut unit: u16 = 0;
        for _ in 0..4 {
            let digit = self.rest.next().and_then(|c| c.to_digit(16));
            let digit = digit.and_then(|digit| u16::try_from(digit).ok());
            unit = unit
                .checked_mul(16)
                .zip(digit)
                .and_then(|(unit, digit)| unit.checked_add(digit))
                .ok_or(JsonError::Syntax)?;
        }
        Ok(unit)
    }

    fn word(&mut self, word: &str, outcome: Result<Value, JsonError>) -> Result<Value, JsonError> {
        for c in word.chars() {
            self.expect(c)?;
        }
        outcome
    }

    fn expect(&mut self, c: char) -> Result<(), JsonError> {
        match self.rest.next_if_eq(&c) {
            Some(_) => Ok(()),
            None => Err(JsonError::Syntax),
        }
    }

    fn skip_space(&mut self) {
        while self
            .rest
            .next_if(|c| matches!(c, ' ' | '\t' | '\n' | '\r'))
            .is_some()
        {}
    }
}

fn deeper(depth: usize) -> Result<usize, JsonError> {
    match depth.checked_add(1) {
        Some(inner) if inner <= MAX_DEPTH => Ok(inner),
        _ => Err(JsonError::TooDeep),
    }
}
