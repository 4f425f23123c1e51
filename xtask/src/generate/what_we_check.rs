//! `data/` → what is checked in every market: a page of the docs, and one that the demo serves.

use std::fmt::Write as _;

use super::Generated;
use super::markets::method_of;
use super::rows::{Row, edition, read, text};
use crate::Result;

/// Everything known of one country.
struct Entry {
    country: String,
    name: String,
    currencies: String,
    methods: Vec<(String, Vec<String>)>,
    iban: String,
    confidence: String,
    source: String,
}

pub(super) fn generate() -> Result<Vec<Generated>> {
    let markets = read("markets.csv")?;
    let entries = entries(&markets)?;
    let newest = edition(&markets);
    let checks = checks()?;
    let conversions = conversions()?;
    Ok(vec![
        Generated {
            path: "docs/what-we-check.md",
            text: markdown(&entries, &checks, &conversions, &newest),
        },
        Generated {
            path: "examples/browser/page/what-we-check.html",
            text: html(&entries, &checks, &conversions, &newest),
        },
    ])
}

/// Each rule in a line: whose, what, how much a failure proves, and who says so.
fn checks() -> Result<Vec<String>> {
    let line = |row: &Row| {
        format!(
            "{} ({}), {}: {}. {}; {}",
            text(row, "rule"),
            text(row, "country"),
            text(row, "force"),
            text(row, "what"),
            text(row, "source"),
            text(row, "confidence"),
        )
    };
    Ok(read("checks.csv")?.iter().map(line).collect())
}

/// Each home form that becomes an IBAN in a line.
fn conversions() -> Result<Vec<String>> {
    let line = |row: &Row| {
        let note = match text(row, "note") {
            "" => String::new(),
            note => format!(": {note}"),
        };
        format!(
            "{}, {}{note}. {}; {}",
            text(row, "countries"),
            text(row, "fields"),
            text(row, "source"),
            text(row, "confidence"),
        )
    };
    Ok(read("conversions.csv")?.iter().map(line).collect())
}

fn entries(markets: &[Row]) -> Result<Vec<Entry>> {
    let (countries, methods, fields) = (
        read("countries.csv")?,
        read("methods.csv")?,
        read("fields.csv")?,
    );
    let (ibans, unofficial, territories) = (
        read("iban.csv")?,
        read("iban_unofficial.csv")?,
        read("iban_territories.csv")?,
    );
    let find = |rows: &'_ [Row], column: &str, value: &str| -> Option<Row> {
        rows.iter().find(|row| text(row, column) == value).cloned()
    };
    let mut entries = Vec::new();
    for market in markets {
        let country = text(market, "country");
        let iban = if let Some(row) = find(&ibans, "country", country) {
            format!("registry: {}; {}", text(&row, "bban"), national(&row))
        } else if let Some(row) = find(&territories, "territory", country) {
            format!("territory: the format of {}", text(&row, "parent"))
        } else if let Some(row) = find(&unofficial, "country", country) {
            format!(
                "not in the registry: {}; {}",
                text(&row, "bban"),
                national(&row)
            )
        } else {
            String::new()
        };
        let mut shown = Vec::new();
        for word in text(market, "methods").split_whitespace() {
            let method = method_of(&methods, country, word)
                .ok_or_else(|| format!("data/markets.csv, {country}: no method {word}"))?;
            let is_of = |row: &&Row| {
                ["country", "method"]
                    .iter()
                    .all(|key| text(row, key) == text(method, key))
            };
            let lines = fields.iter().filter(is_of).map(field).collect();
            shown.push((text(method, "label").to_owned(), lines));
        }
        entries.push(Entry {
            country: country.to_owned(),
            name: find(&countries, "code", country)
                .map_or_else(|| country.to_owned(), |row| text(&row, "name").to_owned()),
            currencies: text(market, "currencies").to_owned(),
            methods: shown,
            iban,
            confidence: text(market, "confidence").to_owned(),
            source: text(market, "source").to_owned(),
        });
    }
    entries.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(entries)
}

/// One field: its key, format, check, and how well that is known.
fn field(row: &Row) -> String {
    let format = match text(row, "format") {
        "" => String::new(),
        format => format!(", {format}"),
    };
    let optional = if text(row, "optional") == "yes" {
        ", optional"
    } else {
        ""
    };
    format!(
        "{} ({}{format}{optional}): checked as {}; {}",
        text(row, "label"),
        text(row, "key"),
        text(row, "check"),
        text(row, "confidence"),
    )
}

/// The country's own check digits in its IBAN, as the row names them.
fn national(row: &Row) -> String {
    let pair = match text(row, "pair") {
        "" => String::new(),
        pair => format!(" (pair always {pair}, {})", text(row, "pair_confidence")),
    };
    match text(row, "national") {
        "none" => "no national check digit".to_owned(),
        "unread" => "national check digit not read: not_verifiable".to_owned(),
        rule => format!("national rule {rule}{pair}"),
    }
}

const CONVERSIONS: &str = "These fields become the IBAN, and the IBAN becomes these fields, but for the BIC. Elsewhere the IBAN is the only form, or the country defines none.";
const WORDS: &str = "Structure and check digits, offline. Whether an account exists, is open, or is held by the name that was typed cannot be told by any check here.";
const NOTATION: &str = "In formats n is a digit, a a letter, c either, t free text; the number before is how many, and | parts formats one of which a value has. A BIC follows ISO 9362:2022, but for digits in its first four places: the standard has room for them, SWIFT assigns none and most validators refuse them, so they are refused here.";

const FORCE: &str = "A rule is universal (a failure is an error), advisory (a warning: not every bank follows it, or one source supports it) or former (an info).";

fn markdown(entries: &[Entry], checks: &[String], conversions: &[String], newest: &str) -> String {
    let mut out = format!(
        "<!-- generated by `cargo xtask generate`; do not edit -->\n\n# What we check\n\n{WORDS} {NOTATION}\n\n{} markets, edition {newest}.\n",
        entries.len()
    );
    let _ = write!(out, "\n## Check digits\n\n{FORCE}\n\n");
    for line in checks {
        let _ = writeln!(out, "- {line}");
    }
    let _ = write!(out, "\n## Local fields and IBAN\n\n{CONVERSIONS}\n\n");
    for line in conversions {
        let _ = writeln!(out, "- {line}");
    }
    for entry in entries {
        let _ = write!(
            out,
            "\n## {} ({})\n\nCurrencies: {}. Market: {} ({}).\n",
            entry.name, entry.country, entry.currencies, entry.confidence, entry.source
        );
        if !entry.iban.is_empty() {
            let _ = write!(out, "\nIBAN: {}.\n", entry.iban);
        }
        for (label, lines) in &entry.methods {
            let _ = write!(out, "\n{label}:\n\n");
            for line in lines {
                let _ = writeln!(out, "- {line}");
            }
        }
    }
    out
}

fn html(entries: &[Entry], checks: &[String], conversions: &[String], newest: &str) -> String {
    let items = |lines: &[String]| -> String {
        let items = lines
            .iter()
            .map(|line| format!("<li>{}</li>\n", escaped(line)));
        items.collect()
    };
    let mut out = format!(
        "<!doctype html>\n<!-- generated by `cargo xtask generate`; do not edit -->\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>What we check</title>\n\
         <link rel=\"stylesheet\" href=\"style.css\">\n\
         <main class=\"reference\">\n<p><a href=\"/\">Back to the payout</a></p>\n<h1>What we check</h1>\n<p>{WORDS}</p>\n<p>{NOTATION}</p>\n<p>{} markets, edition {newest}.</p>\n\
         <h2>Check digits</h2>\n<p>{FORCE}</p>\n<ul>\n{}</ul>\n\
         <h2>Local fields and IBAN</h2>\n<p>{CONVERSIONS}</p>\n<ul>\n{}</ul>\n\
         <label for=\"find\">Country, currency or field</label>\n<input id=\"find\" type=\"search\" autocomplete=\"off\">\n<p id=\"count\" role=\"status\"></p>\n",
        entries.len(),
        items(checks),
        items(conversions)
    );
    for entry in entries {
        let _ = writeln!(
            out,
            "<section>\n<h2>{} ({})</h2>\n<p>Currencies: {}. Market: {} ({}).</p>",
            escaped(&entry.name),
            entry.country,
            escaped(&entry.currencies),
            escaped(&entry.confidence),
            escaped(&entry.source)
        );
        if !entry.iban.is_empty() {
            let _ = writeln!(out, "<p>IBAN: {}.</p>", escaped(&entry.iban));
        }
        for (label, lines) in &entry.methods {
            let _ = writeln!(out, "<h3>{}</h3>\n<ul>", escaped(label));
            for line in lines {
                let _ = writeln!(out, "<li>{}</li>", escaped(line));
            }
            out.push_str("</ul>\n");
        }
        out.push_str("</section>\n");
    }
    out.push_str("</main>\n<script type=\"module\" src=\"what-we-check.js\"></script>\n</html>\n");
    out
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
