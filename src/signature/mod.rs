//! Digest, RFC 9421 signature base, keys, verification.
