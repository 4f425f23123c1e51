//! One attempt: resolve, look where that leads, connect, POST, read the status. No redirects, no
//! body read, no waiting for long.

use std::sync::Arc;
use std::time::Duration;

use axum::http::{Request, StatusCode, header};
use http_body_util::Full;
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::ClientConfig;
use tokio_rustls::rustls::pki_types::ServerName;

use super::destination::Destination;
use crate::clock::Millis;

/// All of an attempt.
const PATIENCE: Duration = Duration::from_secs(10);

/// A signed message.
#[derive(Debug)]
pub(super) struct Message {
    pub(super) id: String,
    pub(super) timestamp: i64,
    pub(super) signature: String,
    pub(super) body: String,
}

/// What the endpoint said.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) retry_after: Option<Millis>,
}

/// Sends messages, each on a connection of its own.
#[derive(Clone)]
pub(super) struct Sender {
    tls: TlsConnector,
}

impl Sender {
    pub(super) fn new(tls: Arc<ClientConfig>) -> Self {
        Self { tls: tls.into() }
    }

    /// One attempt. An error is a word for what went wrong.
    pub(super) async fn send(
        &self,
        to: &Destination,
        message: Message,
    ) -> Result<Answer, &'static str> {
        tokio::time::timeout(PATIENCE, self.attempt(to, message))
            .await
            .unwrap_or(Err("timeout"))
    }

    async fn attempt(&self, to: &Destination, message: Message) -> Result<Answer, &'static str> {
        let stream = connect(to).await?;
        if !to.tls {
            return post(stream, to, message).await;
        }
        let name = to
            .host
            .trim_start_matches('[')
            .trim_end_matches(']')
            .to_owned();
        let name = ServerName::try_from(name).map_err(|_| "tls_failed")?;
        let stream = self
            .tls
            .connect(name, stream)
            .await
            .map_err(|_| "tls_failed")?;
        post(stream, to, message).await
    }
}

/// Connects to the very address that was looked at: a name that changes meanwhile changes nothing.
async fn connect(to: &Destination) -> Result<TcpStream, &'static str> {
    let host = to.host.trim_start_matches('[').trim_end_matches(']');
    let found = tokio::net::lookup_host((host, to.port))
        .await
        .map_err(|_| "host_not_found")?;
    let mut failure = "host_not_found";
    for address in found {
        if !to.may_be(address.ip()) {
            return Err("address_not_allowed");
        }
        match TcpStream::connect(address).await {
            Ok(stream) => return Ok(stream),
            Err(_) => failure = "connection_failed",
        }
    }
    Err(failure)
}

async fn post<S>(stream: S, to: &Destination, message: Message) -> Result<Answer, &'static str>
where
    S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let (mut client, connection) = http1::handshake(TokioIo::new(stream))
        .await
        .map_err(|_| "connection_failed")?;
    let connection = tokio::spawn(connection);
    let request = Request::post(&to.target)
        .header(header::HOST, to.authority())
        .header(header::CONTENT_TYPE, "application/json")
        .header(
            header::USER_AGENT,
            concat!("payout-api/", env!("CARGO_PKG_VERSION")),
        )
        .header("webhook-id", message.id)
        .header("webhook-timestamp", message.timestamp)
        .header("webhook-signature", message.signature)
        .body(Full::new(Bytes::from(message.body)))
        .map_err(|_| "connection_failed")?;
    let response = client.send_request(request).await;
    // Whatever the endpoint still says is not read.
    connection.abort();
    let response = response.map_err(|_| "no_answer")?;
    let seconds = response.headers().get(header::RETRY_AFTER);
    let seconds = seconds.and_then(|value| value.to_str().ok()?.parse::<u32>().ok());
    Ok(Answer {
        status: response.status(),
        retry_after: seconds.map(|seconds| Millis::from(seconds) * 1_000),
    })
}
