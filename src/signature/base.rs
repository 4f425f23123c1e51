//! The signature base of RFC 9421 section 2.5.

use super::field::{Item, Parameters, quote};
use super::target::Target;

/// The message that a signature covers parts of.
#[derive(Clone, Copy)]
pub(super) struct Message<'a> {
    pub(super) method: &'a str,
    pub(super) target: Option<Target<'a>>,
    /// The status of a response.
    pub(super) status: Option<u16>,
    pub(super) headers: &'a [(&'a str, &'a str)],
}

/// Why there is no base.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum BaseError {
    /// A component twice.
    Duplicate,
    /// A component, or a parameter of one, that we do not build.
    Unsupported,
    /// The message lacks the component.
    Missing,
    /// A value that would break the lines of the base.
    Malformed,
}

/// Lines for the components in their order, and the line of the parameters, whose text is taken
/// as it was received or written.
pub(super) fn signature_base(
    message: &Message<'_>,
    components: &[(Item, Parameters)],
    parameters: &str,
) -> Result<String, BaseError> {
    let mut base = String::new();
    for (place, component) in components.iter().enumerate() {
        if components
            .iter()
            .take(place)
            .any(|earlier| earlier == component)
        {
            return Err(BaseError::Duplicate);
        }
        let Item::Text(name) = &component.0 else {
            return Err(BaseError::Unsupported);
        };
        let (identifier, value) = line(message, name, &component.1)?;
        if value.contains(['\r', '\n']) || !value.is_ascii() {
            return Err(BaseError::Malformed);
        }
        base.extend([&identifier, ": ", &value, "\n"]);
    }
    base.extend(["\"@signature-params\": ", parameters]);
    Ok(base)
}

fn line(
    message: &Message<'_>,
    name: &str,
    parameters: &Parameters,
) -> Result<(String, String), BaseError> {
    let mut identifier = quote(name).ok_or(BaseError::Unsupported)?;
    if name == "@query-param" {
        let [(key, Item::Text(wanted))] = parameters.as_slice() else {
            return Err(BaseError::Unsupported);
        };
        if key != "name" {
            return Err(BaseError::Unsupported);
        }
        identifier.push_str(";name=");
        identifier.push_str(&quote(wanted).ok_or(BaseError::Unsupported)?);
        return Ok((identifier, query_parameter(message, wanted)?));
    }
    #[cfg(feature = "verify")]
    if let [(key, Item::Text(wanted))] = parameters.as_slice()
        && key == "key"
    {
        identifier.push_str(";key=");
        identifier.push_str(&quote(wanted).ok_or(BaseError::Unsupported)?);
        return Ok((identifier, dictionary_member(message, name, wanted)?));
    }
    if !parameters.is_empty() {
        return Err(BaseError::Unsupported);
    }
    let target = message.target.ok_or(BaseError::Missing);
    let value = match name {
        "@status" => message.status.ok_or(BaseError::Missing)?.to_string(),
        _ if message.status.is_some() && name.starts_with('@') => return Err(BaseError::Missing),
        "@method" => message.method.to_owned(),
        "@target-uri" => target?.text.to_owned(),
        "@authority" => target?.authority.to_owned(),
        "@scheme" => target?.scheme.to_owned(),
        "@path" => target?.path.to_owned(),
        "@query" => format!("?{}", target?.query.unwrap_or("")),
        "@request-target" => {
            let target = target?;
            match target.query {
                Some(query) => format!("{}?{query}", target.path),
                None => target.path.to_owned(),
            }
        }
        _ if name.starts_with('@') || name.chars().any(|c| c.is_ascii_uppercase()) => {
            return Err(BaseError::Unsupported);
        }
        _ => header(message.headers, name).ok_or(BaseError::Missing)?,
    };
    Ok((identifier, value))
}

/// Section 2.1.2: one member of a header that is a dictionary, as strict writing has it.
#[cfg(feature = "verify")]
fn dictionary_member(message: &Message<'_>, name: &str, wanted: &str) -> Result<String, BaseError> {
    use super::field::{dictionary, serialized};

    let value = header(message.headers, name).ok_or(BaseError::Missing)?;
    let entries = dictionary(&value).map_err(|_| BaseError::Malformed)?;
    let entry = entries.iter().find(|entry| entry.key == wanted);
    serialized(&entry.ok_or(BaseError::Missing)?.member).ok_or(BaseError::Unsupported)
}

/// A header's value, its lines joined by a comma and a space (section 2.1).
pub(super) fn header(headers: &[(&str, &str)], name: &str) -> Option<String> {
    let mut lines = headers
        .iter()
        .filter(|(known, _)| known.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.trim_matches([' ', '\t']));
    let mut value = lines.next()?.to_owned();
    for line in lines {
        value.extend([", ", line]);
    }
    Some(value)
}

/// Section 2.2.8: the parameter must be there exactly once.
fn query_parameter(message: &Message<'_>, wanted: &str) -> Result<String, BaseError> {
    let query = message
        .target
        .and_then(|target| target.query)
        .ok_or(BaseError::Missing)?;
    let mut found = query.split('&').filter_map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (reencoded(name) == wanted).then(|| reencoded(value))
    });
    match (found.next(), found.next()) {
        (Some(value), None) => Ok(value),
        (Some(_), Some(_)) => Err(BaseError::Duplicate),
        _ => Err(BaseError::Missing),
    }
}

/// A form-encoded text as bytes, percent-encoded anew.
fn reencoded(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let ahead = rest.clone();
        let decoded = match byte {
            b'+' => b' ',
            b'%' => {
                let digits = (rest.next().and_then(nibble), rest.next().and_then(nibble));
                if let (Some(high), Some(low)) = digits {
                    (high << 4) | low
                } else {
                    rest = ahead;
                    byte
                }
            }
            _ => byte,
        };
        if decoded.is_ascii_alphanumeric() || b"*-._".contains(&decoded) {
            out.push(char::from(decoded));
        } else {
            out.push('%');
            for half in [decoded >> 4, decoded & 15] {
                let digit = char::from_digit(u32::from(half), 16).unwrap_or('0');
                out.push(digit.to_ascii_uppercase());
            }
        }
    }
    out
}

fn nibble(byte: u8) -> Option<u8> {
    char::from(byte)
        .to_digit(16)
        .and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::panic_in_result_fn
    )]

    use super::{BaseError, Message, reencoded, signature_base};
    use crate::signature::field::{Member, dictionary};
    use crate::signature::target::Target;

    /// The request and the response of RFC 9421 appendix B.2.
    fn request() -> Message<'static> {
        Message {
            method: "POST",
            target: Target::parse("https://example.com/foo?param=Value&Pet=dog"),
            status: None,
            headers: &[
                ("Host", "example.com"),
                ("Date", "Tue, 20 Apr 2021 02:07:55 GMT"),
                ("Content-Type", "application/json"),
                (
                    "Content-Digest",
                    "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:",
                ),
                ("Content-Length", "18"),
            ],
        }
    }

    fn response() -> Message<'static> {
        Message {
            method: "",
            target: None,
            status: Some(200),
            headers: &[
                ("Date", "Tue, 20 Apr 2021 02:07:56 GMT"),
                ("Content-Type", "application/json"),
                (
                    "Content-Digest",
                    "sha-512=:mEWXIS7MaLRuGgxOBdODa3xqM1XdEvxoYhvlCFJ41QJgJc4GTsPp29l5oGX69wWdXymyU0rjJuahq4l5aGgfLQ==:",
                ),
                ("Content-Length", "23"),
            ],
        }
    }

    fn base(message: &Message<'_>, input: &str) -> Result<String, BaseError> {
        let entries = dictionary(input).unwrap();
        let Member::Inner(components, _) = &entries[0].member else {
            panic!("no inner list")
        };
        signature_base(message, components, entries[0].raw)
    }

    #[test]
    fn the_bases_of_rfc_9421_appendix_b2() {
        let request_digest = "\"content-digest\": sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:\n";
        // B.2.1
        let input =
            "();created=1618884473;keyid=\"test-key-rsa-pss\";nonce=\"b3k2pp5k7z-50gnwp.yemd\"";
        assert_eq!(
            base(&request(), &format!("sig-b21={input}")).unwrap(),
            format!("\"@signature-params\": {input}")
        );
        // B.2.2
        let input = "(\"@authority\" \"content-digest\" \"@query-param\";name=\"Pet\");created=1618884473;keyid=\"test-key-rsa-pss\";tag=\"header-example\"";
        assert_eq!(
            base(&request(), &format!("sig-b22={input}")).unwrap(),
            format!(
                "\"@authority\": example.com\n{request_digest}\"@query-param\";name=\"Pet\": dog\n\"@signature-params\": {input}"
            )
        );
        // B.2.3
        let input = "(\"date\" \"@method\" \"@path\" \"@query\" \"@authority\" \"content-type\" \"content-digest\" \"content-length\");created=1618884473;keyid=\"test-key-rsa-pss\"";
        assert_eq!(
            base(&request(), &format!("sig-b23={input}")).unwrap(),
            format!(
                "\"date\": Tue, 20 Apr 2021 02:07:55 GMT\n\"@method\": POST\n\"@path\": /foo\n\"@query\": ?param=Value&Pet=dog\n\"@authority\": example.com\n\"content-type\": application/json\n{request_digest}\"content-length\": 18\n\"@signature-params\": {input}"
            )
        );
        // B.2.4, a response
        let input = "(\"@status\" \"content-type\" \"content-digest\" \"content-length\");created=1618884473;keyid=\"test-key-ecc-p256\"";
        assert_eq!(
            base(&response(), &format!("sig-b24={input}")).unwrap(),
            format!(
                "\"@status\": 200\n\"content-type\": application/json\n\"content-digest\": sha-512=:mEWXIS7MaLRuGgxOBdODa3xqM1XdEvxoYhvlCFJ41QJgJc4GTsPp29l5oGX69wWdXymyU0rjJuahq4l5aGgfLQ==:\n\"content-length\": 23\n\"@signature-params\": {input}"
            )
        );
        // B.2.5
        let input = "(\"date\" \"@authority\" \"content-type\");created=1618884473;keyid=\"test-shared-secret\"";
        assert_eq!(
            base(&request(), &format!("sig-b25={input}")).unwrap(),
            format!(
                "\"date\": Tue, 20 Apr 2021 02:07:55 GMT\n\"@authority\": example.com\n\"content-type\": application/json\n\"@signature-params\": {input}"
            )
        );
        // B.2.6
        let input = "(\"date\" \"@method\" \"@path\" \"@authority\" \"content-type\" \"content-length\");created=1618884473;keyid=\"test-key-ed25519\"";
        assert_eq!(
            base(&request(), &format!("sig-b26={input}")).unwrap(),
            format!(
                "\"date\": Tue, 20 Apr 2021 02:07:55 GMT\n\"@method\": POST\n\"@path\": /foo\n\"@authority\": example.com\n\"content-type\": application/json\n\"content-length\": 18\n\"@signature-params\": {input}"
            )
        );
    }

    /// B.2.4's signature over B.2.4's base, by the key of appendix B.1.3.
    #[cfg(feature = "p256")]
    #[test]
    fn the_ecdsa_signature_of_rfc_9421_appendix_b24() {
        use crate::signature::{Jwk, es256};

        let key = Jwk {
            kty: "EC".to_owned(),
            crv: "P-256".to_owned(),
            x: "qIVYZVLCrPZHGHjP17CTW0_-D9Lfw0EkjqF7xB4FivA".to_owned(),
            y: Some("Mc4nN9LTDOBhfoUeg8Ye9WedFRhnZXZJA12Qp0zZ6F0".to_owned()),
        };
        let signature = crate::signature::base64::decode(
            "wNmSUAhwb5LxtOtOpNa6W5xj067m5hFrj0XQ4fvpaCLx0NKocgPquLgyahnzDnDAUy5eCdlYUEkLIj+32oiasw==",
        )
        .unwrap();
        let input = "sig-b24=(\"@status\" \"content-type\" \"content-digest\" \"content-length\");created=1618884473;keyid=\"test-key-ecc-p256\"";
        let base = base(&response(), input).unwrap();
        assert!(es256::is_valid(&key, base.as_bytes(), &signature));
        let changed = base.replace("200", "201");
        assert!(!es256::is_valid(&key, changed.as_bytes(), &signature));
    }

    /// B.2.6's signature over B.2.6's base, by the key of appendix B.1.4.
    #[cfg(feature = "ed25519")]
    #[test]
    fn the_ed25519_signature_of_rfc_9421_appendix_b26() {
        use crate::signature::base64::{decode, decode_url};
        use crate::signature::ed25519::{Signer, is_valid};

        let secret = decode_url("n4Ni-HpISpVObnQMW0wOhCKROaIKqKtW_2ZYb2p9KcU").unwrap();
        let signer = Signer::from_secret(&secret.try_into().unwrap()).unwrap();
        assert_eq!(
            signer.public_jwk().x,
            "JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs"
        );
        let signature = decode(
            "wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==",
        )
        .unwrap();
        let input = "sig-b26=(\"date\" \"@method\" \"@path\" \"@authority\" \"content-type\" \"content-length\");created=1618884473;keyid=\"test-key-ed25519\"";
        let base = base(&request(), input).unwrap();
        assert!(is_valid(signer.public_jwk(), base.as_bytes(), &signature));
        assert_eq!(signer.sign(base.as_bytes()).to_vec(), signature);
        let changed = base.replace("POST", "PUT");
        assert!(!is_valid(
            signer.public_jwk(),
            changed.as_bytes(),
            &signature
        ));
    }

    #[cfg(feature = "verify")]
    #[test]
    fn a_member_of_a_dictionary_is_written_strictly() {
        let message = Message {
            headers: &[
                (
                    "Example-Dict",
                    "  a=1,    b=2;x=1;y=\"q\",   c=(\"p\"   \"q\");z",
                ),
                ("example-dict", "d=:AQI=:, e"),
            ],
            ..request()
        };
        for (member, value) in [
            ("a", "1"),
            ("b", "2;x=1;y=\"q\""),
            ("c", "(\"p\" \"q\");z"),
            ("d", ":AQI=:"),
            ("e", "?1"),
        ] {
            let input = format!("(\"example-dict\";key=\"{member}\")");
            assert_eq!(
                base(&message, &format!("s={input}")).unwrap(),
                format!(
                    "\"example-dict\";key=\"{member}\": {value}\n\"@signature-params\": {input}"
                )
            );
        }
    }

    #[test]
    fn what_has_no_base() {
        for (input, error) in [
            ("a=(\"@method\" \"@method\")", BaseError::Duplicate),
            ("a=(\"@unknown\")", BaseError::Unsupported),
            ("a=(\"Date\")", BaseError::Unsupported),
            ("a=(token)", BaseError::Unsupported),
            ("a=(\"content-digest\";key=\"sha-256\")", BaseError::Missing),
            ("a=(\"date\";key=\"x\")", BaseError::Malformed),
            ("a=(\"content-digest\";sf)", BaseError::Unsupported),
            ("a=(\"@method\";req)", BaseError::Unsupported),
            ("a=(\"@query-param\")", BaseError::Unsupported),
            ("a=(\"@query-param\";name=\"cat\")", BaseError::Missing),
            ("a=(\"x-absent\")", BaseError::Missing),
            ("a=(\"@status\")", BaseError::Missing),
            ("a=(\"@signature-params\")", BaseError::Unsupported),
        ] {
            assert_eq!(base(&request(), input), Err(error), "{input}");
        }
        let folded = Message {
            headers: &[("x", "a\r\n\"@method\": GET")],
            ..request()
        };
        assert_eq!(base(&folded, "a=(\"x\")"), Err(BaseError::Malformed));
    }

    #[test]
    fn lines_of_a_header_are_joined_and_trimmed() {
        let message = Message {
            headers: &[("X", "  a\t"), ("x", ""), ("y", "")],
            ..request()
        };
        assert_eq!(
            base(&message, "a=(\"x\" \"y\")").unwrap(),
            "\"x\": a, \n\"y\": \n\"@signature-params\": (\"x\" \"y\")"
        );
    }

    #[test]
    fn query_parameters_are_encoded_anew() {
        assert_eq!(reencoded("this+is%20a%7e*-._"), "this%20is%20a%7E*-._");
        assert_eq!(reencoded("b%c3%a9%"), "b%C3%A9%25");
        assert_eq!(reencoded("%zz"), "%25zz");
    }
}
