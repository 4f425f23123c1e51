use std::fmt::Write as _;

use serde::Serialize;
use serde::ser::{
    Impossible, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant,
    SerializeTuple, Serializer,
};

use super::Malformed;
use crate::payout::json::write_text;

/// Writes a result as `JSON.stringify` would. Results hold whole numbers only, and the keys of
/// their maps are texts.
///
/// ```
/// use payout_kit::wasm::json;
///
/// assert_eq!(json::write(&("é\n", Some(5), None::<bool>)).unwrap(), r#"["é\n",5,null]"#);
/// ```
///
/// # Errors
/// A float, bytes, or a key that is no text.
pub fn write<T: Serialize + ?Sized>(value: &T) -> Result<String, Malformed> {
    written(value, false)
}

/// The same with a list for each object: its values in the order of its members, `null` for one
/// that is absent. Of a result with many small objects it is half of the text, and read in half of
/// the time.
///
/// # Errors
/// As [`write()`].
pub fn write_rows<T: Serialize + ?Sized>(value: &T) -> Result<String, Malformed> {
    written(value, true)
}

fn written<T: Serialize + ?Sized>(value: &T, rows: bool) -> Result<String, Malformed> {
    let mut out = Out {
        text: String::with_capacity(USUAL_SIZE),
        rows,
    };
    value.serialize(Writer(&mut out))?;
    Ok(out.text)
}

/// Of a preview in rows.
const USUAL_SIZE: usize = 8192;

struct Out {
    text: String,
    /// Objects as lists.
    rows: bool,
}

/// Writes one value.
struct Writer<'a>(&'a mut Out);

/// Writes the members of an object or a list, and closes it.
struct Members<'a> {
    out: &'a mut Out,
    first: bool,
    close: &'static str,
}

impl<'a> Writer<'a> {
    fn open(self, open: &str, close: &'static str) -> Members<'a> {
        self.0.text.push_str(open);
        Members {
            out: self.0,
            first: true,
            close,
        }
    }

    fn whole(self, number: i64) -> Result<(), Malformed> {
        write!(self.0.text, "{number}").map_err(|_| Malformed)
    }
}

impl Members<'_> {
    fn value(&mut self) -> Writer<'_> {
        Writer(self.out)
    }

    fn next(&mut self) {
        if !self.first {
            self.out.text.push(',');
        }
        self.first = false;
    }

    /// The name of a field or variant, which holds nothing to escape.
    fn key(&mut self, key: &'static str) {
        self.next();
        self.out.text.push('"');
        self.out.text.push_str(key);
        self.out.text.push_str("\":");
    }

    fn close(self) {
        self.out.text.push_str(self.close);
    }
}

impl<'a> Serializer for Writer<'a> {
    type Ok = ();
    type Error = Malformed;
    type SerializeSeq = Members<'a>;
    type SerializeTuple = Members<'a>;
    type SerializeTupleStruct = Impossible<(), Malformed>;
    type SerializeTupleVariant = Impossible<(), Malformed>;
    type SerializeMap = Members<'a>;
    type SerializeStruct = Members<'a>;
    type SerializeStructVariant = Members<'a>;

    fn serialize_bool(self, value: bool) -> Result<(), Malformed> {
        self.0.text.push_str(if value { "true" } else { "false" });
        Ok(())
    }
    fn serialize_i8(self, value: i8) -> Result<(), Malformed> {
        self.whole(value.into())
    }
    fn serialize_i16(self, value: i16) -> Result<(), Malformed> {
        self.whole(value.into())
    }
    fn serialize_i32(self, value: i32) -> Result<(), Malformed> {
        self.whole(value.into())
    }
    fn serialize_i64(self, value: i64) -> Result<(), Malformed> {
        self.whole(value)
    }
    fn serialize_u8(self, value: u8) -> Result<(), Malformed> {
        self.whole(value.into())
    }
    fn serialize_u16(self, value: u16) -> Result<(), Malformed> {
        self.whole(value.into())
    }
    fn serialize_u32(self, value: u32) -> Result<(), Malformed> {
        self.whole(value.into())
    }
    fn serialize_u64(self, value: u64) -> Result<(), Malformed> {
        self.whole(value.try_into().map_err(|_| Malformed)?)
    }
    fn serialize_f32(self, _: f32) -> Result<(), Malformed> {
        Err(Malformed)
    }
    fn serialize_f64(self, _: f64) -> Result<(), Malformed> {
        Err(Malformed)
    }
    fn serialize_char(self, value: char) -> Result<(), Malformed> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }
    fn serialize_str(self, value: &str) -> Result<(), Malformed> {
        write_text(value, &mut self.0.text);
        Ok(())
    }
    fn serialize_bytes(self, _: &[u8]) -> Result<(), Malformed> {
        Err(Malformed)
    }
    fn serialize_none(self) -> Result<(), Malformed> {
        self.serialize_unit()
    }
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Malformed> {
        value.serialize(self)
    }
    fn serialize_unit(self) -> Result<(), Malformed> {
        self.0.text.push_str("null");
        Ok(())
    }
    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Malformed> {
        self.serialize_unit()
    }
    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        word: &'static str,
    ) -> Result<(), Malformed> {
        self.serialize_str(word)
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Malformed> {
        value.serialize(self)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        word: &'static str,
        value: &T,
    ) -> Result<(), Malformed> {
        let mut members = self.open("{", "}");
        members.key(word);
        value.serialize(members.value())?;
        members.close();
        Ok(())
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<Members<'a>, Malformed> {
        Ok(self.open("[", "]"))
    }
    fn serialize_tuple(self, _: usize) -> Result<Members<'a>, Malformed> {
        Ok(self.open("[", "]"))
    }
    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct, Malformed> {
        Err(Malformed)
    }
    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Malformed> {
        Err(Malformed)
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Members<'a>, Malformed> {
        Ok(self.open("{", "}"))
    }
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Members<'a>, Malformed> {
        Ok(if self.0.rows {
            self.open("[", "]")
        } else {
            self.open("{", "}")
        })
    }
    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        word: &'static str,
        _: usize,
    ) -> Result<Members<'a>, Malformed> {
        let mut members = self.open("{", "}}");
        members.key(word);
        members.out.text.push('{');
        members.first = true;
        Ok(members)
    }
}

impl SerializeSeq for Members<'_> {
    type Ok = ();
    type Error = Malformed;
    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Malformed> {
        self.next();
        value.serialize(self.value())
    }
    fn end(self) -> Result<(), Malformed> {
        self.close();
        Ok(())
    }
}

impl SerializeTuple for Members<'_> {
    type Ok = ();
    type Error = Malformed;
    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Malformed> {
        SerializeSeq::serialize_element(self, value)
    }
    fn end(self) -> Result<(), Malformed> {
        SerializeSeq::end(self)
    }
}

impl SerializeMap for Members<'_> {
    type Ok = ();
    type Error = Malformed;
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Malformed> {
        self.next();
        let start = self.out.text.len();
        key.serialize(self.value())?;
        let written = self.out.text.get(start..);
        let is_text = written.is_some_and(|key| key.starts_with('"'));
        self.out.text.push(':');
        if is_text { Ok(()) } else { Err(Malformed) }
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Malformed> {
        value.serialize(self.value())
    }
    fn end(self) -> Result<(), Malformed> {
        SerializeSeq::end(self)
    }
}

impl SerializeStruct for Members<'_> {
    type Ok = ();
    type Error = Malformed;
    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), Malformed> {
        if self.out.rows {
            self.next();
        } else {
            self.key(key);
        }
        value.serialize(self.value())
    }
    fn skip_field(&mut self, _: &'static str) -> Result<(), Malformed> {
        if self.out.rows {
            self.next();
            self.out.text.push_str("null");
        }
        Ok(())
    }
    fn end(self) -> Result<(), Malformed> {
        SerializeSeq::end(self)
    }
}

impl SerializeStructVariant for Members<'_> {
    type Ok = ();
    type Error = Malformed;
    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), Malformed> {
        self.key(key);
        value.serialize(self.value())
    }
    fn end(self) -> Result<(), Malformed> {
        SerializeSeq::end(self)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::collections::BTreeMap;

    use serde::Serialize;

    use super::{Malformed, write, write_rows};

    #[derive(Serialize)]
    enum Kind {
        Unit,
        New(u8),
        Struct { a: i64, b: Vec<char> },
    }

    #[derive(Serialize)]
    struct Result<'a> {
        text: &'a str,
        some: Option<bool>,
        none: Option<()>,
        kinds: Vec<Kind>,
        pair: (u64, i8),
        map: BTreeMap<String, &'a str>,
        empty: Vec<()>,
    }

    #[test]
    fn writes_what_serde_json_writes() {
        let every_low: String = (0..0x100).filter_map(char::from_u32).collect();
        for text in [
            every_low.as_str(),
            "",
            "\"",
            "\\",
            "😀\u{2028}\u{7f}",
            "a\u{0}b",
        ] {
            let result = Result {
                text,
                some: Some(true),
                none: None,
                kinds: vec![
                    Kind::Unit,
                    Kind::New(255),
                    Kind::Struct {
                        a: i64::MIN,
                        b: vec!['é', '"'],
                    },
                ],
                pair: (0, -1),
                map: BTreeMap::from([(text.to_owned(), "x"), ("b".to_owned(), text)]),
                empty: vec![],
            };
            assert_eq!(
                write(&result).unwrap(),
                serde_json::to_string(&result).unwrap()
            );
        }
    }

    #[test]
    fn a_row_has_a_place_for_each_member() {
        #[derive(Serialize)]
        struct Row<'a> {
            text: &'a str,
            #[serde(skip_serializing_if = "Option::is_none")]
            absent: Option<u8>,
            rows: Vec<Row<'a>>,
            map: BTreeMap<&'a str, u8>,
            variant: Kind,
        }
        let row = |rows| Row {
            text: "t",
            absent: None,
            rows,
            map: BTreeMap::from([("key", 1)]),
            variant: Kind::Struct { a: 5, b: vec![] },
        };
        let inner = r#"["t",null,[],{"key":1},{"Struct":{"a":5,"b":[]}}]"#;
        let outer = inner.replace(",[],", &format!(",[{inner}],"));
        assert_eq!(write_rows(&row(vec![row(vec![])])).unwrap(), outer);
    }

    #[test]
    fn what_no_result_holds_is_an_error() {
        assert_eq!(write(&1.5), Err(Malformed));
        assert_eq!(write(&BTreeMap::from([(1, 2)])), Err(Malformed));
        assert_eq!(write(&u64::MAX), Err(Malformed));
    }
}
