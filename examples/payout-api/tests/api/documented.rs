//! docs/attacks.md says nothing that is not tested.

const SOURCES: &[&str] = &[
    include_str!("attacks.rs"),
    include_str!("keys.rs"),
    include_str!("ledger.rs"),
    include_str!("once.rs"),
    include_str!("postgres_tls.rs"),
    include_str!("protocol.rs"),
    include_str!("restart.rs"),
    include_str!("step_up.rs"),
    include_str!("webhooks.rs"),
];

#[test]
fn every_attack_has_its_test() {
    let rows: Vec<Vec<&str>> = include_str!("../../../../docs/attacks.md")
        .lines()
        .filter(|line| line.starts_with("| ") && line.contains('`'))
        .map(|line| line.trim_matches('|').split(" | ").map(str::trim).collect())
        .collect();
    assert!(rows.len() > 40, "{}", rows.len());
    for row in rows {
        let [attack, refusal, test] = row[..] else {
            panic!("{row:?}")
        };
        let function = format!("fn {}()", test.trim_matches('`'));
        let body = SOURCES
            .iter()
            .find_map(|source| source.split_once(&function))
            .map_or_else(
                || panic!("{attack}: no test {test}"),
                |(_, after)| after.split("#[test]").next().unwrap_or_default(),
            );
        let code = refusal.split('`').nth(1).unwrap_or_default();
        assert!(body.contains(&format!("\"{code}\"")), "{attack}: {code}");
    }
}
