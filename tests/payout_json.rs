//! RFC 8785 as far as it can be signed, and the strict reader.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use payout_kit::payout::json::{JsonError, MAX_BYTES, Value};
use proptest::prelude::*;

fn canonical(text: &str) -> String {
    Value::read(text.as_bytes()).unwrap().to_canonical()
}

#[test]
fn keys_stand_in_the_order_of_utf16_code_units() {
    // U+1F602 begins with the unit D83D, so it comes before U+FB33, though its scalar is larger.
    let text = "{\"\u{fb33}\":\"a\",\"\u{1f602}\":\"b\",\"\u{20ac}\":\"c\",\"\u{f6}\":\"d\",\"1\":\"e\",\"\":\"f\",\"10\":\"g\",\"2\":\"h\"}";
    assert_eq!(
        canonical(text),
        "{\"\":\"f\",\"1\":\"e\",\"10\":\"g\",\"2\":\"h\",\"\u{f6}\":\"d\",\"\u{20ac}\":\"c\",\"\u{1f602}\":\"b\",\"\u{fb33}\":\"a\"}"
    );
    assert_eq!(
        canonical(r#"{"aa":"","a":"","A":"","é":"","e":""}"#),
        r#"{"A":"","a":"","aa":"","e":"","é":""}"#
    );
}

#[test]
fn escapes_are_the_shortest() {
    assert_eq!(
        canonical(r#""\u0008\u0009\u000A\u000c\u000D\u0000\u001F\u0022\u005C\u002f\u0041""#),
        r#""\b\t\n\f\r\u0000\u001f\"\\/A""#
    );
    // DEL, line separator, angle brackets and astral characters stand as they are.
    assert_eq!(
        canonical("\"\\u007f\\u2028\\u003c\\uD83D\\uDE02\""),
        "\"\u{7f}\u{2028}<\u{1f602}\""
    );
    // Nothing is normalised: the two spellings of Å stay different.
    assert_ne!(canonical("\"A\\u030a\""), canonical("\"\\u00c5\""));
}

#[test]
fn only_what_can_be_signed_is_read() {
    for (text, error) in [
        ("", JsonError::Syntax),
        ("\u{feff}{}", JsonError::Syntax),
        ("{", JsonError::Syntax),
        ("{\"a\":\"b\",}", JsonError::Syntax),
        ("[\"a\" \"b\"]", JsonError::Syntax),
        ("{a:\"b\"}", JsonError::Syntax),
        ("'a'", JsonError::Syntax),
        ("\"\n\"", JsonError::Syntax),
        ("\"\\x\"", JsonError::Syntax),
        ("\"\\u12g4\"", JsonError::Syntax),
        ("\"\\u+123\"", JsonError::Syntax),
        ("tru", JsonError::Syntax),
        ("1", JsonError::Number),
        ("{\"amount\":12}", JsonError::Number),
        ("[-1]", JsonError::Number),
        ("null", JsonError::Null),
        ("{\"a\":null}", JsonError::Null),
        ("{} {}", JsonError::TrailingData),
        ("{}\u{0}", JsonError::TrailingData),
        (
            "{\"a\":\"1\",\"b\":\"2\",\"a\":\"1\"}",
            JsonError::DuplicateKey,
        ),
        ("{\"a\":\"1\",\"\\u0061\":\"2\"}", JsonError::DuplicateKey),
        ("\"\\ud83d\"", JsonError::LoneSurrogate),
        ("\"\\ud83dx\"", JsonError::LoneSurrogate),
        ("\"\\ude02\"", JsonError::LoneSurrogate),
        ("\"\\ud83d\\u0041\"", JsonError::LoneSurrogate),
        ("[[[[[[[[[]]]]]]]]]", JsonError::TooDeep),
    ] {
        assert_eq!(Value::read(text.as_bytes()), Err(error), "{text}");
    }
    assert!(Value::read(b"[[[[[[[[]]]]]]]]").is_ok());
    assert_eq!(Value::read(b"\"\xff\""), Err(JsonError::NotUtf8));
    // A surrogate as UTF-8 is no UTF-8.
    assert_eq!(Value::read(b"\"\xed\xa0\x80\""), Err(JsonError::NotUtf8));
    assert_eq!(
        Value::read(&vec![b' '; MAX_BYTES + 1]),
        Err(JsonError::TooLarge)
    );
    assert_eq!(
        Value::read("[".repeat(MAX_BYTES).as_bytes()),
        Err(JsonError::TooDeep)
    );
}

#[test]
fn one_text_only_is_canonical() {
    let text = r#"{"a":"\n","b":[true,{"c":"d"}]}"#;
    assert!(Value::read_canonical(text.as_bytes()).is_ok());
    for other in [
        r#"{"b":[true,{"c":"d"}],"a":"\n"}"#,
        r#"{"a":"\u000a","b":[true,{"c":"d"}]}"#,
        r#"{"a":"\n","b":[true,{"c":"d"}]} "#,
        r#"{"a": "\n","b":[true,{"c":"d"}]}"#,
        r#"{"a":"\n","b":[true,{"c":"\/"}]}"#,
        r#"{"a":"\n","b":[true,{"c":"\u001F"}]}"#,
    ] {
        assert_eq!(
            Value::read_canonical(other.as_bytes()),
            Err(JsonError::NotCanonical),
            "{other}"
        );
    }
}

#[test]
fn debug_shows_no_content() {
    let value = Value::read(br#"{"iban":"DE89370400440532013000"}"#).unwrap();
    assert!(!format!("{value:?}").contains("DE89"));
}

/// The data of cyberphone/json-canonicalization and the examples of RFC 8785, as the package
/// carries them that judges us below.
#[test]
fn the_published_data_of_rfc_8785() {
    let folder = source_of("serde_json_canonicalizer").join("tests/resources");
    let data = folder.join("testdata");
    let mut pairs = vec![
        ("rfc_sorting.input.json", "rfc_sorting.expected.json"),
        ("rfc_example.input.json", "rfc_example.expected.json"),
    ]
    .into_iter()
    .map(|(input, output)| (folder.join(input), folder.join(output)))
    .collect::<Vec<_>>();
    for entry in fs::read_dir(data.join("input")).unwrap() {
        let name = entry.unwrap().file_name();
        pairs.push((
            data.join("input").join(&name),
            data.join("output").join(&name),
        ));
    }
    let (mut same, mut refused) = (Vec::new(), Vec::new());
    for (input, output) in &pairs {
        let name = input.file_stem().unwrap().to_string_lossy().into_owned();
        let expected = fs::read_to_string(output).unwrap();
        let expected = expected.trim_end_matches('\n');
        match Value::read(&fs::read(input).unwrap()) {
            Ok(value) => {
                assert_eq!(value.to_canonical(), expected, "{name}");
                assert!(Value::read_canonical(expected.as_bytes()).is_ok());
                same.push(name);
            }
            // What readers take for different things is not signed.
            Err(JsonError::Number | JsonError::Null) => refused.push(name),
            Err(error) => panic!("{name}: {error}"),
        }
    }
    same.sort();
    refused.sort();
    assert_eq!(same, ["french", "rfc_sorting.input", "unicode", "weird"]);
    assert_eq!(
        refused,
        ["arrays", "rfc_example.input", "structures", "values"]
    );
}

/// Where cargo keeps a package's files.
fn source_of(package: &str) -> PathBuf {
    let told = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--offline"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let metadata: serde_json::Value = serde_json::from_slice(&told.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let found = packages.iter().find(|each| each["name"] == package);
    let manifest = found.unwrap()["manifest_path"].as_str().unwrap();
    Path::new(manifest).parent().unwrap().to_owned()
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(Value::Bool),
        any::<String>().prop_map(Value::Text)
    ];
    leaf.prop_recursive(4, 32, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            prop::collection::btree_map(any::<String>(), inner, 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(value in any_value()) {
        let text = value.to_canonical();
        prop_assume!(text.len() <= MAX_BYTES);
        let read = Value::read_canonical(text.as_bytes()).unwrap();
        prop_assert_eq!(read.to_canonical(), text.clone());
        // Another reader agrees on the content, and another writer on every byte.
        let theirs: serde_json::Value = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(&theirs, &serde_json::to_value(&value).unwrap());
        prop_assert_eq!(serde_json_canonicalizer::to_string(&theirs).unwrap(), text);
    }

    #[test]
    fn any_bytes_are_answered(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = Value::read_canonical(&bytes);
    }

    #[test]
    fn any_json_like_text_is_answered_as_another_reader_does(text in "[\\[\\]{}\",:a\\\\u0d8 tfn1]{0,24}") {
        if Value::read(text.as_bytes()).is_ok() {
            prop_assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok(), "{}", text);
        }
    }
}
