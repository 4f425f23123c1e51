// Public keys on a server: their ids, their signatures, the proof that somebody holds the private half.

import { PayoutKitError } from './error.js'
import { CHALLENGE_PREFIX } from './proof.js'
import { argument, bytes, object, request, text } from './read.js'
import { algorithm, publicJwk, type PublicJwk } from './shapes.js'
import type { KeyProof, Refused, SignatureAlgorithm, VerificationKey } from './types.js'
import { encode } from './utf8.js'
import { call } from './verifier.js'

/** No more is read of a key than its public part. */
export const verificationKey = object<{ alg: SignatureAlgorithm; jwk: PublicJwk }>({ alg: algorithm, jwk: publicJwk })

const keyProof = object<{ publicJwk: PublicJwk; challenge: string; proof: string }>({ publicJwk, challenge: text, proof: text })

/** Why a request, or a part of it, is refused. */
export function refuse(code: string, httpStatus: number, message: string): Refused {
  return { ok: false, code, message, httpStatus }
}

/** The id of a public key: its RFC 7638 thumbprint with SHA-256. */
export function thumbprint(publicKey: JsonWebKey): string {
  return call('thumbprint', request(publicJwk, publicKey, 'The key'))
}

/** Did the key sign the message? ES256 as the 64 bytes r‖s, or Ed25519; anything else is not its signature. */
export async function verifySignature(key: VerificationKey, message: Uint8Array, signature: Uint8Array): Promise<boolean> {
  const { alg, jwk } = argument(verificationKey, key, 'The key')
  const signed = argument(bytes, message, 'The message').slice()
  const given = argument(bytes, signature, 'The signature').slice()
  const subtle = webCrypto()
  const [kind, how] =
    alg === 'ed25519'
      ? [{ name: 'Ed25519' }, { name: 'Ed25519' }]
      : [{ name: 'ECDSA', namedCurve: 'P-256' }, { name: 'ECDSA', hash: 'SHA-256' }]
  let imported: CryptoKey
  try {
    imported = await subtle.importKey('jwk', jwk, kind, false, ['verify'])
  } catch (error) {
    if (error instanceof Error && error.name === 'NotSupportedError') {
      throw new PayoutKitError('unsupported', `This engine does not verify ${alg}.`, '', error)
    }
    throw new PayoutKitError('invalid_argument', `The record of the key is not a public key for ${alg}.`, 'jwk', error)
  }
  return given.length === 64 && subtle.verify(how, imported, given, signed)
}

/**
 * Does the sender of this key hold its private half? For the registration of a device: `challenge` must be
 * one that the server made (`payout-session/1.` and a secret of its own), not over its time and not used
 * before; that is the caller's to know.
 */
export async function verifyKeyProof(proof: KeyProof): Promise<{ ok: true; keyId: string; alg: SignatureAlgorithm } | Refused> {
  const given = argument(keyProof, proof, 'The proof')
  const alg: SignatureAlgorithm = given.publicJwk.kty === 'OKP' ? 'ed25519' : 'ecdsa-p256-sha256'
  const invalid = refuse('proof_invalid', 401, 'The proof is not the signature of this key over this challenge.')
  if (!given.challenge.startsWith(CHALLENGE_PREFIX)) return invalid
  let keyId: string
  try {
    keyId = thumbprint(given.publicJwk)
    const signature = decoded(given.proof.replace(/-/g, '+').replace(/_/g, '/'))
    if (!(await verifySignature({ alg, jwk: given.publicJwk }, encode(given.challenge), signature))) return invalid
  } catch (error) {
    if (error instanceof PayoutKitError && error.code === 'invalid_argument') {
      return refuse('key_invalid', 400, 'The key is not a public key on P-256 or for Ed25519.')
    }
    if (error instanceof Error && error.name === 'InvalidCharacterError') return invalid
    throw error
  }
  return { ok: true, keyId, alg }
}

/** base64 as the core writes it. */
export function decoded(base64: string): Uint8Array<ArrayBuffer> {
  const binary = atob(base64)
  const out = new Uint8Array(binary.length)
  for (let at = 0; at < binary.length; at++) out[at] = binary.charCodeAt(at)
  return out
}

function webCrypto(): SubtleCrypto {
  const subtle = (globalThis.crypto as Crypto | undefined)?.subtle as SubtleCrypto | undefined
  if (subtle === undefined) throw new PayoutKitError('unsupported', 'There is no WebCrypto here.')
  return subtle
}
