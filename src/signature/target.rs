/// An absolute address as a URL parser writes it (WHATWG URL, `new URL(text).href`). Nothing is
/// normalised here: what a parser would have written differently is refused, so that the text
/// that is signed is the text that is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Target<'a> {
    pub(super) text: &'a str,
    pub(super) scheme: &'a str,
    /// Host, and port if it is not the usual one.
    pub(super) authority: &'a str,
    pub(super) path: &'a str,
    pub(super) query: Option<&'a str>,
}

impl<'a> Target<'a> {
    /// Refuses user names, fragments, relative addresses, and plain http to other machines.
    pub(super) fn parse(text: &'a str) -> Option<Self> {
        if text.len() > 2048 || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return None;
        }
        // A URL parser percent-encodes these, turns a backslash into a slash, cuts a fragment off.
        if text.contains(['#', '"', '<', '>', '\\']) {
            return None;
        }
        let (scheme, rest) = text.split_once(':')?;
        let rest = rest.strip_prefix("//")?;
        // The path begins at the first slash; one must be there.
        let (authority, _) = rest.split_once(['/', '?'])?;
        let after = rest.strip_prefix(authority)?;
        let (path, query) = match after.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (after, None),
        };
        if !path.starts_with('/') || path.contains(['{', '}', '`']) || path.split('/').any(is_dots)
        {
            return None;
        }
        if query.is_some_and(|query| query.contains('\'')) {
            return None;
        }
        let host = host(authority, scheme)?;
        let secure = match scheme {
            "https" => true,
            "http" => matches!(host, "localhost" | "127.0.0.1" | "[::1]"),
            _ => false,
        };
        secure.then_some(Self {
            text,
            scheme,
            authority,
            path,
            query,
        })
    }
}

/// `.` and `..`, also percent-encoded, which a URL parser resolves.
fn is_dots(segment: &str) -> bool {
    let mut rest = segment;
    for count in 0..=2 {
        if rest.is_empty() {
            return count > 0;
        }
        let after = [".", "%2e", "%2E"]
            .into_iter()
            .find_map(|dot| rest.strip_prefix(dot));
        match after {
            Some(after) => rest = after,
            None => return false,
        }
    }
    false
}

/// The host of an authority that has no user name and no usual port.
fn host<'a>(authority: &'a str, scheme: &str) -> Option<&'a str> {
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (authority, None),
    };
    if let Some(port) = port {
        let digits = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
        let number: u16 = if digits && !port.starts_with('0') {
            port.parse().ok()?
        } else {
            return None;
        };
        if (scheme == "https" && number == 443) || (scheme == "http" && number == 80) {
            return None;
        }
    }
    let right = match host
        .strip_prefix('[')
        .and_then(|inner| inner.strip_suffix(']'))
    {
        Some(inner) => {
            !inner.is_empty()
                && inner
                    .bytes()
                    .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f' | b':'))
        }
        None => {
            !host.is_empty()
                && host
                    .bytes()
                    .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'z' | b'-' | b'.' | b'_'))
        }
    };
    right.then_some(host)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::Target;

    #[test]
    fn what_a_url_parser_writes() {
        let target = Target::parse("https://api.example:8443/v1/payouts?x=1%2F2&y={}").unwrap();
        assert_eq!(
            (target.authority, target.path, target.query),
            ("api.example:8443", "/v1/payouts", Some("x=1%2F2&y={}"))
        );
        for text in [
            "https://a/",
            "https://a/?",
            "https://a/?q?/",
            "https://a//b/",
            "https://a/%7e",
            "https://a/b@c:d",
            "http://localhost/",
            "http://localhost:8080/x",
            "http://127.0.0.1:3000/",
            "http://[::1]:3000/",
            "https://xn--bcher-kva.example/",
            "https://[2001:db8::1]/",
            "https://a/...",
        ] {
            assert!(Target::parse(text).is_some(), "{text}");
        }
    }

    #[test]
    fn everything_else_is_refused() {
        for text in [
            "",
            "/v1",
            "https://",
            "https:///x",
            "https://a",
            "https://a?x",
            "//a/",
            "http://a/",
            "ftp://a/",
            "HTTPS://a/",
            "https://A/",
            "https://u@a/",
            "https://u:p@a/",
            "https://@a/",
            "https://a/#",
            "https://a/#x",
            "https://a:443/",
            "http://localhost:80/",
            "https://a:0443/",
            "https://a:/",
            "https://a:x/",
            "https://a:65536/",
            "https://a/ b",
            "https://a/é",
            "https://a/\\",
            "https://a/..",
            "https://a/./b",
            "https://a/%2e%2E/b",
            "https://a/\"",
            "https://a/<",
            "https://a/{",
            "https://a/?'",
            "https://a/\n",
            "https://[::1/",
            "https://::1]/",
            "http://localhost.evil.example/",
            "http://127.0.0.1.evil.example/",
            "http://localhost@evil.example/",
            "https://a%2f/",
            "https://a/\u{0}",
        ] {
            assert_eq!(Target::parse(text), None, "{text}");
        }
    }
}
