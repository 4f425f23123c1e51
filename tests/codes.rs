//! The table of codes says what really comes: every issue in the shared vectors has a severity that
//! it lists.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs;

use payout_kit::report::Code;
use serde_json::Value;

/// Code, and how often issues with it were seen.
fn look(value: &Value, seen: &mut BTreeMap<String, usize>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| look(item, seen)),
        Value::Object(members) => {
            if let (Some(Value::String(code)), Some(severity), Some(_)) = (
                members.get("code"),
                members.get("severity"),
                members.get("field"),
            ) {
                let known = Code::ALL
                    .iter()
                    .find(|known| known.as_str() == code)
                    .unwrap();
                let listed = known.severities().iter();
                let listed: Vec<Value> = listed
                    .map(|one| serde_json::to_value(one).unwrap())
                    .collect();
                assert!(listed.contains(severity), "{code}: {severity}");
                let count = seen.entry(code.clone()).or_default();
                *count = count.saturating_add(1);
            }
            members.values().for_each(|member| look(member, seen));
        }
        _ => {}
    }
}

#[test]
fn severities_are_those_that_come() {
    let mut seen = BTreeMap::new();
    for file in fs::read_dir("tests/vectors").unwrap() {
        let path = file.unwrap().path();
        if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            look(
                &serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap(),
                &mut seen,
            );
        }
    }
    assert!(seen.len() > 40, "{seen:?}");
    for code in Code::ALL {
        assert_eq!(code.severities().first(), Some(&code.severity()));
    }
}
