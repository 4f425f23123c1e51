"""Signs payout requests with PyPI's http-message-signatures, for our verifier to read.

Each line: method, url, headers, body (base64), alg, secret (base64), keyid, created, expires, nonce, and the
components in the order in which they are to be covered. Prints the library's own headers of each request:
Signature-Input, Signature, Content-Digest.
"""

import base64
import datetime
import json
import sys
from types import SimpleNamespace

from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from http_message_signatures import (
    HTTPMessageSigner,
    HTTPSignatureComponentResolver,
    HTTPSignatureKeyResolver,
    algorithms,
)
from http_message_signatures.structures import CaseInsensitiveDict

ALGORITHMS = {"ecdsa-p256-sha256": algorithms.ECDSA_P256_SHA256, "ed25519": algorithms.ED25519}


class Key(HTTPSignatureKeyResolver):
    def __init__(self, alg, secret):
        if alg == "ed25519":
            self.key = ed25519.Ed25519PrivateKey.from_private_bytes(secret)
        else:
            self.key = ec.derive_private_key(int.from_bytes(secret, "big"), ec.SECP256R1())

    def resolve_private_key(self, key_id):
        return self.key


def instant(seconds):
    return datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)


for line in sys.stdin:
    wanted = json.loads(line)
    headers = CaseInsensitiveDict(wanted["headers"])
    message = SimpleNamespace(method=wanted["method"], url=wanted["url"], headers=headers)
    signer = HTTPMessageSigner(
        signature_algorithm=ALGORITHMS[wanted["alg"]],
        key_resolver=Key(wanted["alg"], base64.b64decode(wanted["secret"])),
        component_resolver_class=HTTPSignatureComponentResolver,
    )
    signer.sign(
        message,
        key_id=wanted["keyid"],
        created=instant(wanted["created"]),
        expires=instant(wanted["expires"]),
        nonce=wanted["nonce"],
        label="payout",
        tag="payout-request/1",
        include_alg=True,
        covered_component_ids=wanted["components"],
        body=base64.b64decode(wanted["body"]),
    )
    print(json.dumps([headers[name] for name in ("signature-input", "signature", "content-digest")]))
