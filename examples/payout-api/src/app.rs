//! What every handler shares.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::runtime::Handle;
use tokio::sync::{Notify, broadcast, watch};
use tokio_rustls::rustls::ClientConfig;

use crate::clock::Clock;
use crate::config::Config;
use crate::partner;
use crate::problem::Failure;
use crate::rate_limit::Limits;
use crate::rates::Rates;
use crate::secrets::Secrets;
use crate::store::Store;
use crate::trust;
use crate::webhook::AllowedHosts;

/// How many changes a slow listener may lag behind before it has to look for itself.
const CHANGES: usize = 1_024;

#[derive(Debug)]
pub(crate) struct App {
    pub(crate) config: Config,
    /// Scheme and authority that clients use, without a slash at the end.
    pub(crate) origin: String,
    pub(crate) store: Arc<Store>,
    pub(crate) clock: Clock,
    pub(crate) secrets: Secrets,
    pub(crate) rates: Rates,
    pub(crate) limits: Limits,
    /// The id of each payout that got an event.
    pub(crate) changed: broadcast::Sender<Arc<str>>,
    /// Wakes the simulator: a new payout, or another clock.
    pub(crate) wake: Notify,
    /// Wakes the sender of webhooks.
    pub(crate) outbox: Notify,
    /// Where webhooks may go.
    pub(crate) webhook_hosts: AllowedHosts,
    /// Whom the sender of webhooks trusts.
    pub(crate) webhook_trust: Arc<ClientConfig>,
    /// Turns true once.
    pub(crate) stopping: watch::Sender<bool>,
    in_flight: Mutex<HashSet<(String, String)>>,
}

impl App {
    /// Opens the database. Blocks.
    pub(crate) fn new(config: Config, origin: String, runtime: Handle) -> Result<Self, String> {
        let store = Store::open(&config.database, runtime)?;
        let mut roots = trust::of_this_machine();
        if let Some(file) = &config.webhook_ca {
            roots = trust::with_file(roots, file)?;
        }
        let rates = Rates::load(config.rates.as_deref())?;
        let (clock, secrets) = store
            .now(|connection| {
                partner::register(connection, "demo", &config.partner_secret)?;
                for (id, secret) in &config.partners {
                    partner::register(connection, id, secret)?;
                }
                Ok((
                    Clock::load(connection, config.speed)?,
                    Secrets::load(connection)?,
                ))
            })
            .map_err(|failure| match failure {
                Failure::Refused(problem) => format!("{problem:?}"),
                Failure::Broken(reason) => reason,
            })?;
        Ok(Self {
            origin,
            store: Arc::new(store),
            clock,
            secrets,
            rates,
            limits: Limits::new(config.requests_per_second),
            changed: broadcast::Sender::new(CHANGES),
            wake: Notify::new(),
            outbox: Notify::new(),
            webhook_hosts: AllowedHosts::new(&config.webhook_hosts),
            webhook_trust: trust::client(roots),
            stopping: watch::Sender::new(false),
            in_flight: Mutex::new(HashSet::new()),
            config,
        })
    }

    /// Waits until the server stops.
    pub(crate) async fn stopped(stopping: &mut watch::Receiver<bool>) {
        // The sender lives as long as the app; its end would be a stop too.
        let _ = stopping.wait_for(|stop| *stop).await;
    }

    /// Claims a partner's idempotency key until the claim is dropped; `None` if it is claimed.
    pub(crate) fn claim(self: &Arc<Self>, partner: &str, key: &str) -> Option<Claim> {
        let claimed = (partner.to_owned(), key.to_owned());
        let mut in_flight = self
            .in_flight
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        in_flight.insert(claimed.clone()).then(|| Claim {
            app: Arc::clone(self),
            claimed,
        })
    }
}

/// A request with this idempotency key is being worked on.
#[derive(Debug)]
pub(crate) struct Claim {
    app: Arc<App>,
    claimed: (String, String),
}

impl Drop for Claim {
    fn drop(&mut self) {
        self.app
            .in_flight
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&self.claimed);
    }
}
