"""Signs payouts as a client does, so that generated requests get behind the signature."""

import base64
import hashlib
import json
import os
import time
import urllib.request
import uuid

import schemathesis
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.hashes import SHA256

API = os.environ["PAYOUT_API"]
SECRET = os.environ["PARTNER_SECRET"]
COVERED = ("@method", "@target-uri", "content-type", "content-digest", "idempotency-key", "authorization")

key = ec.generate_private_key(ec.SECP256R1())


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def sign(message):
    r, s = utils.decode_dss_signature(key.sign(message, ec.ECDSA(SHA256())))
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def post(path, body, token=None):
    headers = {"content-type": "application/json"}
    if token:
        headers["authorization"] = f"Bearer {token}"
    request = urllib.request.Request(API + path, json.dumps(body).encode(), headers)
    return json.load(urllib.request.urlopen(request))


def canonical(value):
    """As RFC 8785 writes what has no numbers."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode(errors="surrogatepass")


@schemathesis.serializer("application/json")
def serialize(ctx, value):
    return value if isinstance(value, bytes) else canonical(value)


def open_session():
    numbers = key.public_key().public_numbers()
    jwk = {"kty": "EC", "crv": "P-256", "x": base64url(numbers.x.to_bytes(32, "big")), "y": base64url(numbers.y.to_bytes(32, "big"))}
    challenge = post("/v1/challenges", {})["challenge"]
    return post("/v1/sessions", {"publicJwk": jwk, "challenge": challenge, "proof": base64url(sign(challenge.encode()))}, SECRET)


session = open_session()


def signed_payout():
    """Intent and headers of a payout that is to be accepted."""
    idempotency_key = str(uuid.uuid4())
    account = session["virtualAccount"]
    intent = {
        "version": "payout-request/1",
        "idempotencyKey": idempotency_key,
        "endToEndId": "SCHEMATHESIS",
        "amount": "25.00",
        "currency": "EUR",
        "debtor": {"account": account, "virtualAccount": account},
        "creditor": {"name": "Ada Payee", "account": {"country": "DE", "iban": "DE89370400440532013000"}, "masked": "•••• 3000"},
    }
    body = canonical(intent)
    created = int(time.time())
    values = {
        "@method": "POST",
        "@target-uri": session["payoutsUrl"],
        "content-type": "application/json",
        "content-digest": f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:",
        "idempotency-key": f'"{idempotency_key}"',
        "authorization": f"Bearer {session['token']}",
    }
    covered = " ".join(f'"{name}"' for name in COVERED)
    parameters = f'({covered});created={created};expires={created + 120};nonce="{uuid.uuid4()}";alg="ecdsa-p256-sha256";keyid="{session["keyId"]}";tag="payout-request/1"'
    base = "\n".join([f'"{name}": {values[name]}' for name in COVERED] + [f'"@signature-params": {parameters}'])
    headers = {name: value for name, value in values.items() if not name.startswith("@")}
    headers["signature-input"] = f"payout={parameters}"
    headers["signature"] = f"payout=:{base64.b64encode(sign(base.encode())).decode()}:"
    return intent, headers


@schemathesis.auth(refresh_interval=None)
class Bearer:
    """The partner's secret, or a session's token where only a session will do."""

    def get(self, case, ctx):
        if (case.method, case.path) == ("DELETE", "/v1/sessions/current"):
            # It ends the session.
            return open_session()["token"]
        return session["token"] if (case.method, case.path) == ("POST", "/v1/payouts") else SECRET

    def set(self, case, data, ctx):
        case.headers["Authorization"] = f"Bearer {data}"


@schemathesis.hook
def before_call(ctx, case, kwargs):
    """A payout that is right by the schema becomes one that is right in all; others stay as they are."""
    if (case.method, case.path) != ("POST", "/v1/payouts") or "Authorization" not in case.headers:
        return
    meta = case.meta
    if meta is None or not all(each.mode.is_positive for each in (meta.generation, *meta.components.values())):
        return
    case.body, headers = signed_payout()
    case.media_type = "application/json"
    for name, value in headers.items():
        case.headers[name] = value
