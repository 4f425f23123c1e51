//! What the command line and the environment say.

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::{Arg, Parser, ValueExt};

use crate::store::Database;
use crate::webhook::Schedule;

/// The partner secret of a sandbox that was started without one. It protects nothing.
pub const DEMO_SECRET: &str = "sandbox-partner-secret";

/// How long a rate sheet may be used, in seconds of the sandbox clock.
const QUOTE_SECONDS: u32 = 120;

/// Requests a second of one token.
const REQUESTS_PER_SECOND: u32 = 500;

/// How a sandbox is started. It always binds 127.0.0.1.
#[derive(Clone)]
pub struct Config {
    /// 0 takes any free port.
    pub port: u16,
    /// Where payouts are kept.
    pub database: Database,
    /// Where clients reach the API, such as `https://api.example`; never read from a request.
    pub public_origin: Option<String>,
    /// The secret of the partner `demo`.
    pub partner_secret: String,
    /// Further partners, each an id and its secret.
    pub partners: Vec<(String, String)>,
    /// Seconds of the sandbox clock a second; the stored speed if absent.
    pub speed: Option<u32>,
    /// A rate sheet instead of the built-in one.
    pub rates: Option<PathBuf>,
    /// How long a rate sheet may be used, in seconds.
    pub quote_seconds: u32,
    /// Whether virtual accounts begin with play money; else with nothing.
    pub funded: bool,
    /// Requests a second of one token; 0 does not limit. An address may send four times as many.
    pub requests_per_second: u32,
    /// Hosts that webhooks may go to, each `host` or `host:port`; nowhere if empty.
    pub webhook_hosts: Vec<String>,
    /// A PEM file of authorities that webhooks may rely on, beside those of this machine.
    pub webhook_ca: Option<PathBuf>,
    /// When webhooks are sent again.
    pub webhook_schedule: Schedule,
    /// One line of JSON a request on stderr.
    pub log: bool,
}

impl std::fmt::Debug for Config {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Config")
            .field("port", &self.port)
            .field("database", &self.database)
            .field("public_origin", &self.public_origin)
            .field("speed", &self.speed)
            .finish_non_exhaustive()
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            port: 4020,
            database: Database::Sqlite("payout-api.sqlite3".into()),
            public_origin: None,
            partner_secret: DEMO_SECRET.to_owned(),
            partners: Vec::new(),
            speed: None,
            rates: None,
            quote_seconds: QUOTE_SECONDS,
            funded: true,
            requests_per_second: REQUESTS_PER_SECOND,
            webhook_hosts: Vec::new(),
            webhook_ca: None,
            webhook_schedule: Schedule::default(),
            log: true,
        }
    }
}

/// What is secret, and so better not on a command line.
#[derive(Default)]
pub struct Environment {
    /// `PAYOUT_API_PARTNER_SECRET`
    pub partner_secret: Option<String>,
    /// `PAYOUT_API_DATABASE`
    pub database: Option<OsString>,
}

impl std::fmt::Debug for Environment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Environment")
    }
}

impl Environment {
    /// Of this process.
    #[must_use]
    pub fn read() -> Self {
        Self {
            partner_secret: std::env::var("PAYOUT_API_PARTNER_SECRET").ok(),
            database: std::env::var_os("PAYOUT_API_DATABASE"),
        }
    }
}

/// What the command line asks for.
#[derive(Debug)]
pub enum Command {
    /// Start the sandbox.
    Serve(Box<Config>),
    /// Print the flags.
    Help,
}

/// The text of `--help`.
pub const HELP: &str = "\
payout-api: a sandbox payout API on 127.0.0.1

  --port N               0 takes any free port (4020)
  --database FILE        the SQLite file; `:memory:` keeps nothing (payout-api.sqlite3);
                         or a PostgreSQL connection string, postgres://…?sslmode=…
                         (PAYOUT_API_DATABASE)
  --public-origin URL    where clients reach the API (http://127.0.0.1:PORT)
  --partner-secret TEXT  the secret of the partner `demo`
                         (PAYOUT_API_PARTNER_SECRET, else a fixed demo secret)
  --partner ID:TEXT      one more partner and its secret; may be repeated
  --speed N              seconds of the sandbox clock a second, 0 to 100000
  --rates FILE           a rate sheet instead of the built-in one
  --quote-seconds N      how long a rate sheet may be used (120)
  --unfunded             virtual accounts begin with nothing, not with play money
  --requests-per-second N  of one token, 0 for no limit (500)
  --webhook-host HOST    a host (or host:port) that webhooks may go to; may be repeated;
                         without it, nowhere
  --webhook-ca FILE      PEM: authorities that vouch for those hosts, beside this machine's
  --webhook-retry-ms N   the first wait before a webhook is sent again (5000)
  --webhook-attempts N   before a webhook is dead (12)
  --quiet                no request log on stderr
  --help
";

impl Command {
    /// Reads the arguments (without the program's name), which count more than the environment.
    ///
    /// # Errors
    /// A sentence that says which argument is wrong.
    pub fn parse(
        arguments: impl IntoIterator<Item = OsString>,
        environment: Environment,
    ) -> Result<Self, String> {
        let mut config = Config::default();
        if let Some(secret) = environment.partner_secret {
            config.partner_secret = secret;
        }
        if let Some(database) = environment.database {
            config.database = database.into();
        }
        let mut parser = Parser::from_args(arguments);
        match read(&mut config, &mut parser) {
            Ok(true) => {}
            Ok(false) => return Ok(Self::Help),
            Err(error) => return Err(format!("{error}; see --help")),
        }
        check(&config)?;
        Ok(Self::Serve(Box::new(config)))
    }
}

/// False when help was asked for.
fn read(config: &mut Config, parser: &mut Parser) -> Result<bool, lexopt::Error> {
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("port") => config.port = parser.value()?.parse()?,
            Arg::Long("database") => config.database = parser.value()?.into(),
            Arg::Long("public-origin") => config.public_origin = Some(parser.value()?.string()?),
            Arg::Long("partner-secret") => config.partner_secret = parser.value()?.string()?,
            Arg::Long("partner") => {
                let value = parser.value()?.string()?;
                let (id, secret) = value.split_once(':').ok_or("--partner takes ID:SECRET")?;
                config.partners.push((id.to_owned(), secret.to_owned()));
            }
            Arg::Long("speed") => config.speed = Some(parser.value()?.parse()?),
            Arg::Long("rates") => config.rates = Some(parser.value()?.into()),
            Arg::Long("quote-seconds") => config.quote_seconds = parser.value()?.parse()?,
            Arg::Long("unfunded") => config.funded = false,
            Arg::Long("requests-per-second") => {
                config.requests_per_second = parser.value()?.parse()?;
            }
            Arg::Long("webhook-host") => config.webhook_hosts.push(parser.value()?.string()?),
            Arg::Long("webhook-ca") => config.webhook_ca = Some(parser.value()?.into()),
            Arg::Long("webhook-retry-ms") => {
                config.webhook_schedule.first = parser.value()?.parse::<u32>()?.into();
            }
            Arg::Long("webhook-attempts") => {
                config.webhook_schedule.attempts = parser.value()?.parse::<u32>()?.into();
            }
            Arg::Long("quiet") => config.log = false,
            Arg::Long("help") | Arg::Short('h') => return Ok(false),
            _ => return Err(argument.unexpected()),
        }
    }
    Ok(true)
}

fn check(config: &Config) -> Result<(), String> {
    let secrets = std::iter::once(&config.partner_secret)
        .chain(config.partners.iter().map(|(_, secret)| secret));
    for secret in secrets {
        if secret.len() < 16
            || secret.len() > 200
            || !secret.bytes().all(|byte| byte.is_ascii_graphic())
        {
            return Err("a partner secret has 16 to 200 visible ASCII characters".to_owned());
        }
    }
    if let Some(origin) = &config.public_origin {
        check_origin(origin)?;
    }
    if config
        .speed
        .is_some_and(|speed| speed > crate::clock::MAX_SPEED)
    {
        return Err(format!("--speed is at most {}", crate::clock::MAX_SPEED));
    }
    Ok(())
}

/// An origin as a URL parser writes it: scheme, lower-case host, no default port, nothing after.
fn check_origin(origin: &str) -> Result<(), String> {
    let rest = origin
        .strip_prefix("https://")
        .or_else(|| origin.strip_prefix("http://"));
    let plain_elsewhere = origin.strip_prefix("http://").is_some_and(|rest| {
        let host = rest.rsplit_once(':').map_or(rest, |(host, _)| host);
        !matches!(host, "localhost" | "127.0.0.1" | "[::1]")
    });
    let host_ok = rest.is_some_and(|rest| {
        !rest.is_empty()
            && rest.bytes().all(|byte| {
                byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-:[]".contains(&byte)
            })
    });
    let default_port = (origin.starts_with("https://") && origin.ends_with(":443"))
        || (origin.starts_with("http://") && origin.ends_with(":80"));
    if host_ok && !default_port && !plain_elsewhere {
        Ok(())
    } else {
        Err("--public-origin looks like https://api.example: lower case, no path, no default port; http on this machine only".to_owned())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{Command, Config, Database, Environment};

    fn parse(words: &[&str]) -> Result<Command, String> {
        Command::parse(words.iter().map(Into::into), Environment::default())
    }

    fn config(words: &[&str]) -> Config {
        match parse(words).unwrap() {
            Command::Serve(config) => *config,
            Command::Help => unreachable!("help was not asked for"),
        }
    }

    #[test]
    fn reads_flags() {
        let config = config(&[
            "--port",
            "0",
            "--speed=60",
            "--partner",
            "acme:0123456789abcdef",
            "--database",
            "postgres://localhost/payouts",
        ]);
        let address = "postgres://localhost/payouts".to_owned();
        assert_eq!(config.database, Database::Postgres(address));
        assert_eq!((config.port, config.speed), (0, Some(60)));
        assert_eq!(
            config.partners,
            [("acme".to_owned(), "0123456789abcdef".to_owned())]
        );
    }

    #[test]
    fn refuses_what_cannot_work() {
        for words in [
            &["--port", "70000"][..],
            &["--partner-secret", "short"],
            &["--public-origin", "https://Api.example"],
            &["--public-origin", "https://api.example/"],
            &["--public-origin", "https://api.example:443"],
            &["--public-origin", "ftp://api.example"],
            &["--public-origin", "http://api.example"],
            &["--speed", "1000001"],
            &["--frobnicate"],
        ] {
            assert!(parse(words).is_err(), "{words:?}");
        }
    }

    #[test]
    fn debug_hides_secrets() {
        let database = Database::Postgres("postgres://me:hunter2@localhost/".to_owned());
        let text = format!(
            "{:?}",
            Config {
                database,
                ..Config::default()
            }
        );
        assert!(!text.contains("hunter2"), "{text}");
        assert!(!format!("{:?}", Config::default()).contains("sandbox-partner-secret"));
    }
}
