//! Random ids and tokens, and values that the server recognises as its own by their MAC.

use base64ct::{Base64UrlUnpadded, Encoding};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use crate::clock::Millis;
use crate::problem::{Failure, Result};
use crate::store::{Connection, values};

const MAC_BYTES: usize = 16;

/// Random bytes from the operating system.
pub(crate) fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| Failure::Broken(format!("randomness: {error}")))?;
    Ok(bytes)
}

/// A random id such as `po_3q2-7w`, 128 bits.
pub(crate) fn id(prefix: &str) -> Result<String> {
    Ok(format!("{prefix}_{}", encode(&random::<16>()?)))
}

/// A bearer token, 256 bits.
pub(crate) fn token(prefix: &str) -> Result<String> {
    Ok(format!("{prefix}_{}", encode(&random::<32>()?)))
}

/// What is stored of a token.
pub(crate) fn token_hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

pub(crate) fn encode(bytes: &[u8]) -> String {
    Base64UrlUnpadded::encode_string(bytes)
}

pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    (text.len() <= 512)
        .then(|| Base64UrlUnpadded::decode_vec(text).ok())
        .flatten()
}

/// The server's own key. It is stored, so what was sealed stays valid through a restart.
pub(crate) struct Secrets {
    key: [u8; 32],
}

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secrets")
    }
}

impl Secrets {
    pub(crate) fn load(connection: &mut Connection) -> Result<Self> {
        let stored: Option<Vec<u8>> = connection.row(
            "SELECT value FROM meta WHERE key = 'mac'",
            values![],
            |row| row.get(0),
        )?;
        if let Some(key) = stored.and_then(|bytes| bytes.try_into().ok()) {
            return Ok(Self { key });
        }
        let key = random::<32>()?;
        connection.execute(
            "INSERT INTO meta (key, value) VALUES ('mac', ?1)",
            values![key.as_slice()],
        )?;
        Ok(Self { key })
    }

    /// An expiry and some bytes, sealed for one purpose and subject.
    pub(crate) fn seal(
        &self,
        purpose: &str,
        subject: &[u8],
        expires: Millis,
        bytes: &[u8],
    ) -> String {
        let mut message = expires.to_be_bytes().to_vec();
        message.extend_from_slice(bytes);
        let mac = self.mac(purpose, subject, &message).finalize().into_bytes();
        message.extend(mac.iter().take(MAC_BYTES));
        encode(&message)
    }

    /// The expiry and the bytes, if the seal is ours. Whether it has expired is the caller's to ask.
    pub(crate) fn open(
        &self,
        purpose: &str,
        subject: &[u8],
        sealed: &str,
    ) -> Option<(Millis, Vec<u8>)> {
        let raw = decode(sealed)?;
        let (message, mac) = raw.split_at_checked(raw.len().checked_sub(MAC_BYTES)?)?;
        self.mac(purpose, subject, message)
            .verify_truncated_left(mac)
            .ok()?;
        let (expires, bytes) = message.split_first_chunk::<8>()?;
        Some((Millis::from_be_bytes(*expires), bytes.to_vec()))
    }

    fn mac(&self, purpose: &str, subject: &[u8], message: &[u8]) -> Hmac<Sha256> {
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.key).expect("HMAC takes a key of any length");
        // Hashes have a fixed length, so parts cannot run into each other.
        for part in [purpose.as_bytes(), subject, message] {
            mac.update(&Sha256::digest(part));
        }
        mac
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::Secrets;

    #[test]
    fn opens_only_its_own_seals() {
        let secrets = Secrets { key: [7; 32] };
        let sealed = secrets.seal("stream", b"po_1", 42, b"x");
        assert_eq!(
            secrets.open("stream", b"po_1", &sealed),
            Some((42, b"x".to_vec()))
        );
        assert_eq!(secrets.open("stream", b"po_2", &sealed), None);
        assert_eq!(secrets.open("quote", b"po_1", &sealed), None);
        assert_eq!(
            Secrets { key: [8; 32] }.open("stream", b"po_1", &sealed),
            None
        );
        assert_eq!(secrets.open("stream", b"po_1", "AAAA"), None);
        assert_eq!(secrets.open("stream", b"po_1", ""), None);
        let mut changed = sealed.clone().into_bytes();
        let first = changed.first_mut().unwrap();
        *first = if *first == b'A' { b'B' } else { b'A' };
        assert_eq!(
            secrets.open("stream", b"po_1", std::str::from_utf8(&changed).unwrap()),
            None
        );
    }
}
