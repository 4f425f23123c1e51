//! Structured fields of RFC 8941, as far as signatures use them, read strictly: a key that comes
//! twice is refused instead of overwritten.

/// A bare item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Item {
    Integer(i64),
    /// Decimals sign nothing here: syntax only.
    Decimal,
    Text(String),
    Token,
    Bytes(Vec<u8>),
    Bool(bool),
}

/// Parameters in the order of the text; each key once.
pub(super) type Parameters = Vec<(String, Item)>;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Member {
    Item(Item, Parameters),
    Inner(Vec<(Item, Parameters)>, Parameters),
}

/// A member of a dictionary and its text as received, parameters included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry<'a> {
    pub(super) key: String,
    pub(super) member: Member,
    pub(super) raw: &'a str,
}

/// The text is not the structured field that it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Malformed;

type Parsed<T> = Result<T, Malformed>;

/// Reads a dictionary (RFC 8941 section 4.2.2).
pub(super) fn dictionary(text: &str) -> Parsed<Vec<Entry<'_>>> {
    let mut reader = Reader {
        rest: text.trim_matches(' '),
    };
    let mut entries: Vec<Entry<'_>> = Vec::new();
    while !reader.rest.is_empty() {
        let key = reader.key()?;
        let start = reader.rest;
        let (member, raw) = if reader.eat('=') {
            let start = reader.rest;
            let member = reader.member()?;
            (member, consumed(start, reader.rest))
        } else {
            let parameters = reader.parameters()?;
            (
                Member::Item(Item::Bool(true), parameters),
                consumed(start, reader.rest),
            )
        };
        if entries.iter().any(|entry| entry.key == key) {
            return Err(Malformed);
        }
        entries.push(Entry { key, member, raw });
        reader.skip(&[' ', '\t']);
        if reader.rest.is_empty() {
            break;
        }
        if !reader.eat(',') {
            return Err(Malformed);
        }
        reader.skip(&[' ', '\t']);
        if reader.rest.is_empty() {
            return Err(Malformed);
        }
    }
    Ok(entries)
}

/// Reads an item without parameters.
#[cfg(any(test, feature = "verify"))]
pub(super) fn bare_item(text: &str) -> Parsed<Item> {
    let mut reader = Reader {
        rest: text.trim_matches(' '),
    };
    let item = reader.bare_item()?;
    if reader.rest.is_empty() {
        Ok(item)
    } else {
        Err(Malformed)
    }
}

/// Writes a member of a dictionary (section 4.1.2); `None` for the kinds of which only the syntax is
/// kept.
#[cfg(feature = "verify")]
pub(super) fn serialized(member: &Member) -> Option<String> {
    match member {
        Member::Item(item, parameters) => {
            Some(serialized_item(item)? + &serialized_parameters(parameters)?)
        }
        Member::Inner(items, parameters) => {
            let items: Option<Vec<String>> = items
                .iter()
                .map(|(item, parameters)| {
                    Some(serialized_item(item)? + &serialized_parameters(parameters)?)
                })
                .collect();
            let parameters = serialized_parameters(parameters)?;
            Some(format!("({}){parameters}", items?.join(" ")))
        }
    }
}

#[cfg(feature = "verify")]
fn serialized_parameters(parameters: &Parameters) -> Option<String> {
    let mut text = String::new();
    for (key, value) in parameters {
        text.extend([";", key]);
        if *value != Item::Bool(true) {
            text.push('=');
            text.push_str(&serialized_item(value)?);
        }
    }
    Some(text)
}

#[cfg(feature = "verify")]
fn serialized_item(item: &Item) -> Option<String> {
    match item {
        Item::Integer(number) => Some(number.to_string()),
        Item::Text(text) => quote(text),
        Item::Bytes(bytes) => Some(format!(":{}:", super::base64::encode(bytes))),
        Item::Bool(flag) => Some(format!("?{}", u8::from(*flag))),
        Item::Decimal | Item::Token => None,
    }
}

/// Writes a string (section 4.1.6); `None` for what a string cannot hold.
pub(super) fn quote(text: &str) -> Option<String> {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            ' '..='~' => out.push(c),
            _ => return None,
        }
    }
    out.push('"');
    Some(out)
}

fn consumed<'a>(start: &'a str, rest: &str) -> &'a str {
    let length = start.len().saturating_sub(rest.len());
    start
        .split_at_checked(length)
        .map_or("", |(taken, _)| taken)
}

struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    fn member(&mut self) -> Parsed<Member> {
        if self.eat('(') {
            let mut items = Vec::new();
            loop {
                self.skip(&[' ']);
                if self.eat(')') {
                    return Ok(Member::Inner(items, self.parameters()?));
                }
                let item = self.bare_item()?;
                items.push((item, self.parameters()?));
                if !self.rest.starts_with([' ', ')']) {
                    return Err(Malformed);
                }
            }
        }
        let item = self.bare_item()?;
        Ok(Member::Item(item, self.parameters()?))
    }

    fn parameters(&mut self) -> Parsed<Parameters> {
        let mut parameters = Parameters::new();
        while self.eat(';') {
            self.skip(&[' ']);
            let key = self.key()?;
            let value = if self.eat('=') {
                self.bare_item()?
            } else {
                Item::Bool(true)
            };
            if parameters.iter().any(|(known, _)| *known == key) {
                return Err(Malformed);
            }
            parameters.push((key, value));
        }
        Ok(parameters)
    }

    fn bare_item(&mut self) -> Parsed<Item> {
        match self.rest.chars().next() {
            Some('"') => self.text(),
            Some(':') => self.bytes(),
            Some('?') => self.boolean(),
            Some('-' | '0'..='9') => self.number(),
            Some('A'..='Z' | 'a'..='z' | '*') => {
                self.take(|c| c.is_ascii_alphanumeric() || any_of("!#$%&'*+-.^_`|~:/", c));
                Ok(Item::Token)
            }
            _ => Err(Malformed),
        }
    }

    /// A key: lower-case letters, digits, `_-.*`; first a letter or `*`.
    fn key(&mut self) -> Parsed<String> {
        if !self
            .rest
            .starts_with(|c: char| c.is_ascii_lowercase() || c == '*')
        {
            return Err(Malformed);
        }
        let key = self.take(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || any_of("_-.*", c));
        Ok(key.to_owned())
    }

    fn text(&mut self) -> Parsed<Item> {
        let mut text = String::new();
        let mut chars = self.rest.chars();
        chars.next();
        loop {
            match chars.next() {
                Some('"') => {
                    self.rest = chars.as_str();
                    return Ok(Item::Text(text));
                }
                Some('\\') => match chars.next() {
                    Some(c @ ('"' | '\\')) => text.push(c),
                    _ => return Err(Malformed),
                },
                Some(c @ ' '..='~') => text.push(c),
                _ => return Err(Malformed),
            }
        }
    }

    fn bytes(&mut self) -> Parsed<Item> {
        let inner = self.rest.strip_prefix(':').ok_or(Malformed)?;
        let (text, rest) = inner.split_once(':').ok_or(Malformed)?;
        self.rest = rest;
        super::base64::decode(text)
            .map(Item::Bytes)
            .ok_or(Malformed)
    }

    fn boolean(&mut self) -> Parsed<Item> {
        for (word, flag) in [("?1", true), ("?0", false)] {
            if let Some(rest) = self.rest.strip_prefix(word) {
                self.rest = rest;
                return Ok(Item::Bool(flag));
            }
        }
        Err(Malformed)
    }

    fn number(&mut self) -> Parsed<Item> {
        let negative = self.eat('-');
        let digits = self.take(|c| c.is_ascii_digit());
        if self.eat('.') {
            let fraction = self.take(|c| c.is_ascii_digit());
            let fits = (1..=12).contains(&digits.len()) && (1..=3).contains(&fraction.len());
            return if fits {
                Ok(Item::Decimal)
            } else {
                Err(Malformed)
            };
        }
        if digits.len() > 15 {
            return Err(Malformed);
        }
        let value: i64 = digits.parse().map_err(|_| Malformed)?;
        let value = if negative {
            value.checked_neg().ok_or(Malformed)?
        } else {
            value
        };
        Ok(Item::Integer(value))
    }

    fn eat(&mut self, c: char) -> bool {
        match self.rest.strip_prefix(c) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn skip(&mut self, chars: &[char]) {
        self.rest = self.rest.trim_start_matches(chars);
    }

    fn take(&mut self, belongs: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest.trim_start_matches(belongs);
        let taken = consumed(self.rest, rest);
        self.rest = rest;
        taken
    }
}

/// `contains` would bring along the standard library's search for texts.
fn any_of(marks: &str, c: char) -> bool {
    marks.chars().any(|mark| mark == c)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

    use super::{Item, Malformed, Member, bare_item, dictionary, quote};

    #[test]
    fn members_keep_their_text() {
        let text = "a=(\"@method\" \"x\";key=\"y\");created=1;tag=\"t\" ,\tb=:AAA=:;p, c;q=?0";
        let entries = dictionary(text).unwrap();
        assert_eq!(
            entries[0].raw,
            "(\"@method\" \"x\";key=\"y\");created=1;tag=\"t\""
        );
        let Member::Inner(items, parameters) = &entries[0].member else {
            panic!("no inner list")
        };
        assert_eq!(items[1].1, [("key".to_owned(), Item::Text("y".to_owned()))]);
        assert_eq!(parameters[0].1, Item::Integer(1));
        assert_eq!(
            entries[1].member,
            Member::Item(
                Item::Bytes(vec![0, 0]),
                vec![("p".to_owned(), Item::Bool(true))]
            )
        );
        assert_eq!(entries[2].raw, ";q=?0");
        assert!(dictionary("").unwrap().is_empty());
        assert_eq!(dictionary("a=()").unwrap()[0].raw, "()");
        assert!(dictionary("a=(  1  2 )").is_ok());
    }

    #[test]
    fn malformed_dictionaries() {
        for text in [
            ",",
            "a,",
            "a=",
            "A=1",
            "a=1 b=2",
            "a=1,,b=2",
            "a=1,a=2",
            "a=(1",
            "a=(1,2)",
            "a=(1\t2)",
            "a=(\"x\"\"y\")",
            "a=\"x",
            "a=\"\\x\"",
            "a=\"é\"",
            "a=\"\t\"",
            "a=:AAA:",
            "a=:AA=A:",
            "a=:AAA=",
            "a=1;b;b",
            "a=1; B",
            "a=1 ;b",
            "a=1;",
            "a=?2",
            "a=--1",
            "a=-",
            "a=1234567890123456",
            "a=1.",
            "a=1.2345",
            "a=.5",
            "1=a",
            "\ta=1",
            "a = 1",
        ] {
            assert_eq!(dictionary(text).unwrap_err(), Malformed, "{text}");
        }
    }

    #[test]
    fn items_and_strings() {
        assert_eq!(bare_item("\"7f0e-1\""), Ok(Item::Text("7f0e-1".to_owned())));
        assert_eq!(
            bare_item("\"a\\\"\\\\b\""),
            Ok(Item::Text("a\"\\b".to_owned()))
        );
        assert_eq!(bare_item("\"a\" x"), Err(Malformed));
        assert_eq!(bare_item("7f0e"), Err(Malformed));
        assert_eq!(
            bare_item("-999999999999999"),
            Ok(Item::Integer(-999_999_999_999_999))
        );
        assert_eq!(bare_item("1.5"), Ok(Item::Decimal));
        assert_eq!(quote("a\"\\b").as_deref(), Some("\"a\\\"\\\\b\""));
        assert_eq!(quote("é"), None);
        assert_eq!(quote("a\n"), None);
    }
}
