//! The way back from signed bytes to a typed intent, for the server.

use std::fmt;

use serde::Deserialize;
use serde::de::value::{Error, MapDeserializer, SeqDeserializer};
use serde::de::{Deserializer, IntoDeserializer, Visitor};

use super::VERSION;
use super::intent::PayoutIntent;
use super::json::{JsonError, Value};

/// Why bytes are not a payout request of version 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReadError {
    /// Not canonical JSON.
    Json(JsonError),
    /// Another version, a member that version 1 lacks, or one of the wrong type.
    Shape,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Json(error) => error.fmt(f),
            Self::Shape => f.write_str("the text is not a payout request of version 1"),
        }
    }
}

impl std::error::Error for ReadError {}

/// Reads the intent back from bytes. To be sure that it is a right one, write it again: a server
/// with the same tables gets the same bytes from [`canonical`](super::canonical()).
///
/// # Errors
/// The bytes are not canonical JSON, or not a payout request of version 1.
pub fn read(bytes: &[u8]) -> Result<PayoutIntent, ReadError> {
    let value = Value::read_canonical(bytes).map_err(ReadError::Json)?;
    let Value::Object(mut members) = value else {
        return Err(ReadError::Shape);
    };
    let version = take(&mut members, "version");
    if version.as_ref().and_then(Value::as_text) != Some(VERSION) {
        return Err(ReadError::Shape);
    }
    for (key, member) in &mut members {
        if key == "creditor"
            && let Value::Object(creditor) = member
        {
            take(creditor, "masked").ok_or(ReadError::Shape)?;
        }
    }
    PayoutIntent::deserialize(Value::Object(members)).map_err(|_| ReadError::Shape)
}

fn take(members: &mut Vec<(String, Value)>, key: &str) -> Option<Value> {
    let place = members.iter().position(|(name, _)| name == key)?;
    Some(members.remove(place).1)
}

impl<'de> Deserializer<'de> for Value {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Self::Object(members) => visitor.visit_map(MapDeserializer::new(members.into_iter())),
            Self::Array(items) => visitor.visit_seq(SeqDeserializer::new(items.into_iter())),
            Self::Text(text) => visitor.visit_string(text),
            Self::Bool(flag) => visitor.visit_bool(flag),
        }
    }

    /// Null is not read, so what is there is there.
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl IntoDeserializer<'_, Error> for Value {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}
