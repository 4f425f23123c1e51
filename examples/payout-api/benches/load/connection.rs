//! HTTP/1.1 with keep-alive and little of its own: the client takes its time from the same cores.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    pub(crate) fn open(server: SocketAddr) -> Self {
        let stream = TcpStream::connect(server).unwrap();
        stream.set_nodelay(true).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        Self {
            stream,
            buffer: Vec::new(),
        }
    }

    /// Sends a payout, which must be accepted, and not as one that was there before.
    pub(crate) fn accepted(&mut self, request: &[u8]) {
        self.stream.write_all(request).unwrap();
        self.buffer.clear();
        let mut chunk = [0; 4_096];
        loop {
            let read = self.stream.read(&mut chunk).unwrap();
            assert!(read > 0, "the server closed the connection");
            self.buffer.extend_from_slice(&chunk[..read]);
            let text = std::str::from_utf8(&self.buffer).unwrap_or_default();
            let Some((head, body)) = text.split_once("\r\n\r\n") else {
                continue;
            };
            let header = |name| {
                let mut lines = head.lines().filter_map(|line| line.split_once(": "));
                lines.find_map(|(key, value)| (key == name).then_some(value))
            };
            let length = header("content-length").and_then(|length| length.parse().ok());
            if body.len() < length.expect("content-length") {
                continue;
            }
            assert!(head.starts_with("HTTP/1.1 202 "), "{text}");
            assert_eq!(header("idempotency-replayed"), None);
            return;
        }
    }
}
