//! Where webhooks may go. A partner names the address, so without limits this server would send
//! requests into networks that only it can reach.

use std::net::{IpAddr, Ipv6Addr};

/// The longest address.
const MAX_URL: usize = 500;

/// What the operator allows: `host` or `host:port`, exactly. Nothing by default.
#[derive(Clone, Debug, Default)]
pub(crate) struct AllowedHosts(Vec<String>);

impl AllowedHosts {
    pub(crate) fn new(hosts: &[String]) -> Self {
        Self(hosts.iter().map(|host| host.to_ascii_lowercase()).collect())
    }

    /// With a port, that port; without one, the scheme's own.
    pub(crate) fn allow(&self, destination: &Destination) -> bool {
        let host = &destination.host;
        let with_port = format!("{host}:{}", destination.port);
        self.0.iter().any(|allowed| {
            *allowed == with_port || (*allowed == *host && destination.has_default_port())
        })
    }
}

/// An endpoint's address, read once and strictly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Destination {
    pub(crate) tls: bool,
    /// Lower case; an IPv6 address in brackets.
    pub(crate) host: String,
    pub(crate) port: u16,
    /// Path and query.
    pub(crate) target: String,
}

impl Destination {
    /// `https://…`; plain `http://` to this machine only. No user, no fragment.
    pub(crate) fn parse(url: &str) -> Option<Self> {
        let visible = url.bytes().all(|byte| byte.is_ascii_graphic());
        if url.len() > MAX_URL || !visible || url.contains(['#', '@', '\\']) {
            return None;
        }
        let uri: axum::http::Uri = url.parse().ok()?;
        let tls = match uri.scheme_str()? {
            "https" => true,
            "http" => false,
            _ => return None,
        };
        let host = uri.host()?.to_ascii_lowercase();
        let here =
            host == "localhost" || literal(&host).is_some_and(|address| address.is_loopback());
        if host.is_empty() || host.ends_with('.') || !(tls || here) {
            return None;
        }
        let port = match uri.port() {
            Some(port) => Some(port.as_u16()).filter(|port| *port != 0)?,
            None if tls => 443,
            None => 80,
        };
        let target = uri.path_and_query().map_or("/", |target| target.as_str());
        Some(Self {
            tls,
            host,
            port,
            target: target.to_owned(),
        })
    }

    /// What the Host header says.
    pub(crate) fn authority(&self) -> String {
        if self.has_default_port() {
            self.host.clone()
        } else {
            format!("{}:{}", self.host, self.port)
        }
    }

    /// May this host's name stand for this address? An operator who allows an address, or
    /// `localhost`, means it; a name must lead to the public internet, whatever its DNS says now.
    pub(crate) fn may_be(&self, address: IpAddr) -> bool {
        self.host == "localhost" && address.is_loopback()
            || literal(&self.host) == Some(address)
            || is_public(address)
    }

    fn has_default_port(&self) -> bool {
        self.port == if self.tls { 443 } else { 80 }
    }
}

fn literal(host: &str) -> Option<IpAddr> {
    host.trim_start_matches('[')
        .trim_end_matches(']')
        .parse()
        .ok()
}

/// Neither this machine nor a private, shared, link-local, reserved or multicast network
/// (IANA special-purpose registries, RFC 6890).
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            !(v4.is_private()
                || v4.is_loopback()
                || v4.is_link_local()
                || v4.is_documentation()
                || a == 0
                || a >= 224
                || (a == 100 && (64..128).contains(&b))
                || (a == 192 && b == 0 && c == 0)
                || (a == 192 && b == 88 && c == 99)
                || (a == 198 && (b == 18 || b == 19)))
        }
        IpAddr::V6(v6) => {
            if let Some(v4) = embedded(v6) {
                return is_public(v4);
            }
            // 2000::/3 is what is given out; documentation and benchmarking lie in it.
            let [first, second, ..] = v6.segments();
            first & 0xe000 == 0x2000
                && !(first == 0x2001 && (second == 0x0db8 || second < 0x0200))
                && first != 0x3fff
        }
    }
}

/// The IPv4 address that a mapped, translated (RFC 6052) or 6to4 address leads to.
fn embedded(address: Ipv6Addr) -> Option<IpAddr> {
    let [first, second, third, .., seventh, eighth] = address.segments();
    let of = |high: u16, low: u16| {
        let bits = u32::from(high) << 16 | u32::from(low);
        Some(IpAddr::V4(bits.into()))
    };
    if let Some(v4) = address.to_ipv4_mapped() {
        return Some(IpAddr::V4(v4));
    }
    match (first, second) {
        (0x0064, 0xff9b) => of(seventh, eighth),
        (0x2002, _) => of(second, third),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{AllowedHosts, Destination, is_public};

    #[test]
    fn reads_addresses_strictly() {
        let read = Destination::parse("https://Hooks.Example:8443/a?b=c").unwrap();
        assert_eq!(read.host, "hooks.example");
        assert_eq!((read.port, read.target.as_str()), (8443, "/a?b=c"));
        assert_eq!(read.authority(), "hooks.example:8443");
        for url in [
            "http://hooks.example/",
            "ftp://hooks.example/",
            "https://user@hooks.example/",
            "https://hooks.example/#x",
            "https://hooks.example./",
            "https://hooks.example\\@evil.example/",
            "https:///path",
            "https://hooks.example:0/",
            "//hooks.example/",
            "hooks.example",
            "",
            "https://hooks.example/ x",
        ] {
            assert_eq!(Destination::parse(url), None, "{url}");
        }
        for url in [
            "http://127.0.0.1:9/",
            "http://[::1]:9/",
            "http://localhost/",
        ] {
            assert!(Destination::parse(url).is_some(), "{url}");
        }
    }

    #[test]
    fn allows_what_was_allowed() {
        let hosts = AllowedHosts::new(&["hooks.example".to_owned(), "127.0.0.1:99".to_owned()]);
        let allowed = |url: &str| hosts.allow(&Destination::parse(url).unwrap());
        assert!(allowed("https://hooks.example/x"));
        assert!(allowed("https://HOOKS.example:443/x"));
        assert!(allowed("http://127.0.0.1:99/"));
        assert!(!allowed("https://hooks.example:8443/"));
        assert!(!allowed("https://a.hooks.example/"));
        assert!(!allowed("https://2130706433:99/"));
        assert!(!allowed("http://127.0.0.1/"));
        assert!(!AllowedHosts::default().allow(&Destination::parse("https://a.example/").unwrap()));
    }

    #[test]
    fn a_name_does_not_lead_inside() {
        for address in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "fc00::1",
            "fe80::1",
            "ff02::1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "2002:7f00:1::",
            "2001:db8::1",
            "2001::1",
        ] {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
        for address in ["1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1"] {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
        let named = Destination::parse("https://hooks.example/").unwrap();
        assert!(!named.may_be("127.0.0.1".parse().unwrap()));
        assert!(named.may_be("1.1.1.1".parse().unwrap()));
        let literal = Destination::parse("http://127.0.0.1:99/").unwrap();
        assert!(literal.may_be("127.0.0.1".parse().unwrap()));
        assert!(!literal.may_be("127.0.0.2".parse().unwrap()));
    }
}
