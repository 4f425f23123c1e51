//! Starts and stops.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::serve::ListenerExt as _;
use tokio::net::TcpListener;
use tokio::runtime::Handle;
use tokio::task::JoinHandle;

use crate::app::App;
use crate::config::Config;
use crate::{routes, simulator, webhook};

/// How long requests under way may take when the server stops.
const PATIENCE: Duration = Duration::from_secs(5);

/// A running sandbox.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    app: Arc<App>,
    serving: JoinHandle<std::io::Result<()>>,
    clearing: JoinHandle<()>,
    sending: JoinHandle<()>,
}

impl Server {
    /// Binds 127.0.0.1, opens the database and goes on where it was left.
    ///
    /// # Errors
    /// A sentence: the port is taken, the database or a file cannot be used.
    pub async fn start(config: Config) -> Result<Self, String> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, config.port))
            .await
            .map_err(|error| format!("port {}: {error}", config.port))?;
        let address = listener.local_addr().map_err(|error| error.to_string())?;
        let origin = config
            .public_origin
            .clone()
            .unwrap_or_else(|| format!("http://{address}"));
        let runtime = Handle::current();
        let app = tokio::task::spawn_blocking(move || App::new(config, origin, runtime))
            .await
            .map_err(|error| error.to_string())??;
        let app = Arc::new(app);
        let clearing = tokio::spawn(simulator::run(Arc::clone(&app)));
        let sending = tokio::spawn(webhook::run(Arc::clone(&app)));
        // An answer never waits for the client to acknowledge what came before it.
        let listener = listener.tap_io(|stream| {
            let _ = stream.set_nodelay(true);
        });
        let mut stopping = app.stopping.subscribe();
        let serving = tokio::spawn(
            axum::serve(
                listener,
                routes::all(Arc::clone(&app)).into_make_service_with_connect_info::<SocketAddr>(),
            )
            .with_graceful_shutdown(async move { App::stopped(&mut stopping).await })
            .into_future(),
        );
        Ok(Self {
            address,
            app,
            serving,
            clearing,
            sending,
        })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Takes no new requests, ends the streams, lets requests under way finish.
    ///
    /// # Errors
    /// A sentence, if serving had failed.
    pub async fn stop(self) -> Result<(), String> {
        self.app.stopping.send_replace(true);
        let ended = tokio::time::timeout(PATIENCE, async {
            tokio::join!(self.serving, self.clearing, self.sending)
        })
        .await;
        match ended {
            Ok((Ok(Err(error)), ..)) => Err(error.to_string()),
            // An idle connection that does not close is no failure.
            _ => Ok(()),
        }
    }
}
