//! A `PostgreSQL` connection string: where the server is, and how the way there is protected.

use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;

use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use crate::trust;

/// What a string says.
pub(super) struct Address {
    pub(super) config: Config,
    pub(super) tls: Arc<ClientConfig>,
}

impl Address {
    /// Reads it as libpq does, except that a certificate is verified whenever there is TLS, and
    /// that TLS is required of another machine unless the string says otherwise.
    ///
    /// # Errors
    /// A sentence without the string, which may hold a password.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let (place, query) = text.split_once('?').unwrap_or((text, ""));
        let (mut mode, mut authorities, mut rest) = (None, None, Vec::new());
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            match pair.split_once('=') {
                Some(("sslmode", value)) => mode = Some(mode_of(value)?),
                Some(("sslrootcert", value)) => authorities = Some(decoded(value)?),
                // What tokio_postgres reads itself.
                _ => rest.push(pair),
            }
        }
        let mut config: Config = format!("{place}?{}", rest.join("&"))
            .parse()
            .map_err(|_| "the connection string cannot be read".to_owned())?;
        config.ssl_mode(mode.unwrap_or(if is_here(&config) {
            SslMode::Disable
        } else {
            SslMode::Require
        }));
        let roots = match authorities.as_deref() {
            None | Some("system") => trust::of_this_machine(),
            Some(file) => trust::with_file(RootCertStore::empty(), Path::new(file))?,
        };
        let tls = trust::client(roots);
        Ok(Self { config, tls })
    }
}

fn mode_of(word: &str) -> Result<SslMode, String> {
    match word {
        "disable" => Ok(SslMode::Disable),
        "prefer" => Ok(SslMode::Prefer),
        "require" | "verify-ca" | "verify-full" => Ok(SslMode::Require),
        _ => Err("sslmode is disable, prefer, require, verify-ca or verify-full".to_owned()),
    }
}

/// Nothing of a connection to this machine can be read on the way.
fn is_here(config: &Config) -> bool {
    let named = config.get_hosts().iter().all(|host| match host {
        Host::Tcp(name) => {
            name == "localhost" || name.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
        }
        #[cfg(unix)]
        Host::Unix(_) => true,
    });
    let addressed = config.get_hostaddrs().iter().all(IpAddr::is_loopback);
    named && addressed
}

fn decoded(text: &str) -> Result<String, String> {
    let wrong = || "sslrootcert cannot be read".to_owned();
    let mut bytes = Vec::new();
    let mut parts = text.split('%');
    bytes.extend(parts.next().unwrap_or_default().bytes());
    for part in parts {
        let (hex, plain) = part.split_at_checked(2).ok_or_else(wrong)?;
        bytes.push(u8::from_str_radix(hex, 16).map_err(|_| wrong())?);
        bytes.extend(plain.bytes());
    }
    String::from_utf8(bytes).map_err(|_| wrong())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use tokio_postgres::config::SslMode;

    use super::{Address, decoded};

    fn mode(text: &str) -> Result<SslMode, String> {
        Address::read(text).map(|address| address.config.get_ssl_mode())
    }

    #[test]
    fn another_machine_is_reached_by_tls() {
        for (text, expected) in [
            ("postgres://me:pw@db.example/payouts", SslMode::Require),
            (
                "postgres://db.example/?application_name=x",
                SslMode::Require,
            ),
            ("postgres://10.0.0.7/", SslMode::Require),
            ("postgres://localhost,db.example/", SslMode::Require),
            ("postgres://localhost?hostaddr=10.0.0.7", SslMode::Require),
            ("postgres://localhost/", SslMode::Disable),
            ("postgres://127.0.0.1:5433/x", SslMode::Disable),
            ("postgres://localhost?sslmode=verify-full", SslMode::Require),
            (
                "postgres://localhost?sslmode=require&options=-cx%3Dy",
                SslMode::Require,
            ),
            ("postgres://db.example?sslmode=disable", SslMode::Disable),
            ("postgres://db.example?sslmode=prefer", SslMode::Prefer),
        ] {
            assert_eq!(mode(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_kept_is_refused() {
        for text in [
            "postgres://db.example?sslmode=allow",
            "postgres://db.example?sslmode=",
            "postgres://db.example?sslrootcert=/nowhere/ca.pem",
            "postgres://db.example?sslrootcert=%2",
            "postgres://db.example?sslcert=x",
        ] {
            let refused = mode(text).unwrap_err();
            assert!(!refused.contains("postgres://"), "{refused}");
        }
        assert_eq!(decoded("/a%20b%C3%A9/c.pem"), Ok("/a bé/c.pem".to_owned()));
    }
}
