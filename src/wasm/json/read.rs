use std::borrow::Cow;

use super::Malformed;

/// Deeper than any request of the contract.
const MAX_DEPTH: u8 = 16;

/// Reads a value from JSON text. Numbers are whole; half of a surrogate pair becomes U+FFFD; of a
/// key that comes twice the last counts, as for `JSON.parse`.
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
pub fn read<T: FromJson>(text: &str) -> Result<T, Malformed> {
    let mut reader = Reader {
        rest: text,
        depth: 0,
        failed: false,
    };
    let mut value = T::empty();
    value.read(&mut reader);
    if reader.peek().is_some() {
        reader.fail();
    }
    if reader.failed {
        Err(Malformed)
    } else {
        Ok(value)
    }
}

/// What a request consists of.
// Serde would do, at three times the weight: it makes a reader of its own for every shape, with a
// way out at each member. Here a mistake is noted, and the rest of the text is gone.
pub trait FromJson {
    /// What stands where nothing was read.
    fn empty() -> Self;

    /// Reads the next value.
    fn read(&mut self, reader: &mut Reader<'_>);
}

/// The members of an object.
pub(super) trait Members {
    /// Reads the value of a member. False: there is no such member.
    fn member(&mut self, key: &str, reader: &mut Reader<'_>) -> bool;
}

/// JSON text on its way into a request.
#[derive(Debug)]
pub struct Reader<'a> {
    rest: &'a str,
    depth: u8,
    failed: bool,
}

impl<'a> Reader<'a> {
    /// Nothing is read any more.
    pub(super) fn fail(&mut self) {
        self.failed = true;
        self.rest = "";
    }

    fn peek(&mut self) -> Option<u8> {
        loop {
            let next = self.rest.as_bytes().first().copied();
            if !matches!(next, Some(b' ' | b'\t' | b'\n' | b'\r')) {
                return next;
            }
            self.split(1);
        }
    }

    /// Takes the word if it comes next.
    pub(super) fn take(&mut self, word: &str) -> bool {
        self.peek();
        let found = self.rest.strip_prefix(word);
        self.rest = found.unwrap_or(self.rest);
        found.is_some()
    }

    fn expect(&mut self, word: &str) {
        if !self.take(word) {
            self.fail();
        }
    }

    /// The first `count` bytes of the rest; fewer only after a mistake.
    fn split(&mut self, count: usize) -> &'a str {
        if let Some((taken, rest)) = self.rest.split_at_checked(count) {
            self.rest = rest;
            taken
        } else {
            self.fail();
            ""
        }
    }

    /// A text.
    pub(super) fn text(&mut self) -> Cow<'a, str> {
        self.expect("\"");
        let mut text = Cow::Borrowed("");
        loop {
            let end = self
                .rest
                .bytes()
                .position(|byte| byte == b'"' || byte == b'\\');
            let plain = self.split(end.unwrap_or(usize::MAX));
            if text.is_empty() {
                text = Cow::Borrowed(plain);
            } else {
                text.to_mut().push_str(plain);
            }
            if self.split(1) != "\\" {
                return text;
            }
            text.to_mut().push(self.escape());
        }
    }

    fn escape(&mut self) -> char {
        match self.split(1) {
            "n" => '\n',
            "t" => '\t',
            "r" => '\r',
            "b" => '\u{8}',
            "f" => '\u{c}',
            "\"" => '"',
            "\\" => '\\',
            "/" => '/',
            "u" => {
                let unit = self.unit();
                let low = self.rest.strip_prefix("\\u").and_then(|rest| {
                    let unit = u16::from_str_radix(rest.get(..4)?, 16).ok()?;
                    (0xdc00..0xe000).contains(&unit).then_some(unit)
                });
                let pair = match (unit, low) {
                    (0xd800..=0xdbff, Some(low)) => {
                        self.split(6);
                        char::decode_utf16([unit, low]).next().and_then(Result::ok)
                    }
                    _ => char::from_u32(unit.into()),
                };
                pair.unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            _ => {
                self.fail();
                char::REPLACEMENT_CHARACTER
            }
        }
    }

    fn unit(&mut self) -> u16 {
        let unit = u16::from_str_radix(self.split(4), 16);
        unit.unwrap_or_else(|_| {
            self.fail();
            0
        })
    }

    /// A whole number.
    pub(super) fn number(&mut self) -> i64 {
        self.peek();
        let end = self
            .rest
            .bytes()
            .position(|byte| !matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9'));
        let number = self.split(end.unwrap_or(self.rest.len())).parse();
        number.unwrap_or_else(|_| {
            self.fail();
            0
        })
    }

    fn open(&mut self, sign: &str) {
        self.expect(sign);
        self.depth = self.depth.saturating_add(1);
        if self.depth > MAX_DEPTH {
            self.fail();
        }
    }

    /// Whether another member comes; the closing sign is taken.
    fn more(&mut self, first: &mut bool, close: &str) -> bool {
        if self.failed {
            return false;
        }
        if self.take(close) {
            self.depth = self.depth.saturating_sub(1);
            return false;
        }
        if !*first {
            self.expect(",");
        }
        *first = false;
        true
    }

    /// A list, value by value.
    pub(super) fn list(&mut self, each: &mut dyn FnMut(&mut Self)) {
        self.open("[");
        let mut first = true;
        while self.more(&mut first, "]") {
            each(self);
        }
    }

    /// An object. `needed` must come; `is_strict`: nothing may come that the object has not.
    pub(super) fn object(&mut self, object: &mut dyn Members, needed: &[&str], is_strict: bool) {
        let mut came = 0_u32;
        self.open("{");
        let mut first = true;
        while self.more(&mut first, "}") {
            let key = self.text();
            self.expect(":");
            if let Some(place) = needed.iter().position(|needed| *needed == key) {
                came |= 1 << place;
            }
            if !object.member(&key, self) {
                if is_strict {
                    self.fail();
                }
                self.skip();
            }
        }
        if (0..needed.len()).any(|place| (came >> place) & 1 == 0) {
            self.fail();
        }
    }

    /// Any value.
    fn skip(&mut self) {
        match self.peek() {
            Some(b'"') => drop(self.text()),
            Some(b'{') => self.object(&mut Unknown, &[], false),
            Some(b'[') => self.list(&mut Self::skip),
            _ => {
                if !["null", "true", "false"]
                    .into_iter()
                    .any(|word| self.take(word))
                {
                    self.number();
                }
            }
        }
    }
}

/// Has no members.
struct Unknown;

impl Members for Unknown {
    fn member(&mut self, _: &str, _: &mut Reader<'_>) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use serde::Deserialize;
    use serde_json::{Value, json};

    use super::super::shape::{object, words};
    use super::{FromJson, Malformed, Reader, read};

    /// Any value.
    struct Skipped;

    impl FromJson for Skipped {
        fn empty() -> Self {
            Self
        }

        fn read(&mut self, reader: &mut Reader<'_>) {
            reader.skip();
        }
    }

    object! { Request {
        some_text "someText" needed;
        number "number";
        flag "flag";
        word "word";
        list "list";
    } }
    words! { Word { HalfUp "half_up"; } }

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(rename_all = "camelCase")]
    struct Request {
        some_text: String,
        number: Option<i64>,
        #[serde(default)]
        flag: bool,
        word: Option<Word>,
        list: Option<Vec<(String, u32)>>,
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
            json!({"someText": "a", "list": [["x", 4_294_967_296_u64]]}),
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
            assert_eq!(read::<Skipped>(text).err(), Some(Malformed), "{text}");
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
        assert_eq!(read::<Skipped>(&deep).err(), Some(Malformed));
    }
}
