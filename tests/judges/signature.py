"""Decides signed payout requests with PyPI's http-message-signatures.

Each line: method, url, headers, body (base64), jwk, and `valid`, what our own verifier says of it.
"""

import base64
import hashlib
import json
import sys
from types import SimpleNamespace

from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from http_message_signatures import (
    HTTPMessageVerifier,
    HTTPSignatureComponentResolver,
    HTTPSignatureKeyResolver,
    InvalidSignature,
    algorithms,
)
from http_message_signatures.structures import CaseInsensitiveDict

COVERED = {"@method", "@target-uri", "content-type", "content-digest", "idempotency-key"}


ALGORITHMS = {"EC": algorithms.ECDSA_P256_SHA256, "OKP": algorithms.ED25519}


def octets(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def number(text):
    return int.from_bytes(octets(text), "big")


class Key(HTTPSignatureKeyResolver):
    def __init__(self, jwk):
        if jwk["kty"] == "OKP":
            self.key = ed25519.Ed25519PublicKey.from_public_bytes(octets(jwk["x"]))
        else:
            numbers = ec.EllipticCurvePublicNumbers(number(jwk["x"]), number(jwk["y"]), ec.SECP256R1())
            self.key = numbers.public_key()

    def resolve_public_key(self, key_id):
        return self.key


def thumbprint(jwk):
    members = {name: jwk[name] for name in ("crv", "kty", "x", "y") if name in jwk}
    text = json.dumps(members, sort_keys=True, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(hashlib.sha256(text).digest()).decode().rstrip("=")


def verdict(case):
    """True, or why not."""
    headers = CaseInsensitiveDict(case["headers"])
    message = SimpleNamespace(method=case["method"], url=case["url"], headers=headers)
    verifier = HTTPMessageVerifier(
        signature_algorithm=ALGORITHMS[case["jwk"]["kty"]],
        key_resolver=Key(case["jwk"]),
        component_resolver_class=HTTPSignatureComponentResolver,
    )
    # The library holds `created` and `expires` against the clock; the cases have a time of their own.
    verifier.validate_created_and_expires = lambda *arguments, **named: None
    try:
        (result,) = verifier.verify(message, expect_tag="payout-request/1")
    except InvalidSignature as error:
        return f"{error}"
    covered = {name.split(";")[0].strip('"') for name in result.covered_components}
    if not COVERED <= covered:
        return f"covers only {sorted(covered)}"
    if result.parameters["keyid"] != thumbprint(case["jwk"]):
        return "the key id is not the thumbprint"
    # The library leaves the digest to its caller.
    digest = base64.b64encode(hashlib.sha256(base64.b64decode(case["body"])).digest()).decode()
    if headers["content-digest"] != f"sha-256=:{digest}:":
        return "the digest does not fit the body"
    return True


def main():
    count = differences = accepted = 0
    for line in sys.stdin:
        case = json.loads(line)
        count += 1
        theirs = verdict(case)
        accepted += theirs is True
        if (theirs is True) != case["valid"]:
            differences += 1
            print(f"  {case['case']}: we say {case['valid']}, they say {theirs}")
    print(f"  {count} requests, {accepted} accepted, {differences} differences")
    if count == 0 or accepted == 0 or accepted == count:
        print("  nothing was told apart")
        sys.exit(1)
    sys.exit(1 if differences else 0)


main()
