import { call } from './core.js'
import { PayoutKitError } from './error.js'
import { load, remove, store } from './keystore.js'
import { argument, flag, object, optional, text } from './read.js'
import { algorithm } from './shapes.js'
import type { DeviceSigner, DeviceSignerOptions, SignatureAlgorithm, StorageIssue } from './types.js'

/** How WebCrypto makes a key of each kind, and signs with it. */
const KINDS = {
  'ecdsa-p256-sha256': [{ name: 'ECDSA', namedCurve: 'P-256' }, { name: 'ECDSA', hash: 'SHA-256' }],
  ed25519: [{ name: 'Ed25519' }, { name: 'Ed25519' }],
} as const

const ISSUES: Record<string, StorageIssue> = {
  ReferenceError: 'unavailable',
  DataCloneError: 'not_cloneable',
  SecurityError: 'forbidden',
  NotAllowedError: 'forbidden',
  QuotaExceededError: 'quota',
  BlockedError: 'blocked',
  TimeoutError: 'timeout',
}

const options = object<DeviceSignerOptions>({ persist: optional(flag), name: optional(text), alg: optional(algorithm) })

/** Signers whose key no storage took, so that a page keeps one key for its lifetime. */
const kept = new Map<string, Promise<DeviceSigner>>()

/**
 * The signer of this device: a key, ES256 unless asked otherwise, that nobody can read out, not even this page.
 *
 * The key stays in IndexedDB. Where that refuses it (private browsing, lockdown, Node), it lives in
 * memory; `storage` says so and `storageIssue` why. It is then gone with the page, as it is when the
 * browser clears its storage: a key is disposable, and registering a new one (`created`) is the remedy.
 * `persist: false` makes a new key in memory each time.
 */
export async function createDeviceSigner(wanted: DeviceSignerOptions = {}): Promise<DeviceSigner> {
  const { persist = true, name = 'default', alg = 'ecdsa-p256-sha256' } = argument(options, wanted, 'The options')
  const subtle = webCrypto()
  if (!persist) return signer(subtle, alg, await generate(subtle, alg), { storage: 'memory', created: true })
  const place = placeOf(name, alg)
  const known = kept.get(place)
  if (known !== undefined) return known
  // Remembered before it is ready: two calls at once share one key.
  const made = stored(subtle, place, alg)
  kept.set(place, made)
  try {
    const device = await made
    if (device.storage === 'indexeddb') kept.delete(place)
    return device
  } catch (error) {
    kept.delete(place)
    throw error
  }
}

/** Forgets the key: at a logout, or to change to a new one while the server still takes the old. */
export async function forgetDeviceSigner(wanted: Pick<DeviceSignerOptions, 'name' | 'alg'> = {}): Promise<void> {
  const { name = 'default', alg = 'ecdsa-p256-sha256' } = argument(options, wanted, 'The options')
  const place = placeOf(name, alg)
  kept.delete(place)
  try {
    await remove(place)
  } catch {
    // Where nothing can be stored, nothing is.
  }
}

function placeOf(name: string, alg: SignatureAlgorithm): string {
  return alg === 'ed25519' ? `${name} (ed25519)` : name
}

async function stored(subtle: SubtleCrypto, place: string, alg: SignatureAlgorithm): Promise<DeviceSigner> {
  const isKey = (value: unknown): value is CryptoKeyPair => isDeviceKey(value, alg)
  try {
    const found = await load(place)
    if (isKey(found) && (await signs(subtle, alg, found))) {
      return await signer(subtle, alg, found, { storage: 'indexeddb', created: false })
    }
    if (found !== undefined) await remove(place)
    const made = await generate(subtle, alg)
    const held = await store(place, made, isKey)
    return await signer(subtle, alg, held, { storage: 'indexeddb', created: held === made })
  } catch (error) {
    if (error instanceof PayoutKitError) throw error
    // Never an extractable key instead, and never a page that waits for ever.
    const storageIssue = ISSUES[(error as Error | null)?.name ?? ''] ?? 'failed'
    return signer(subtle, alg, await generate(subtle, alg), { storage: 'memory', created: true, storageIssue })
  }
}

/** A key that was stored by another version of the browser may be there and dead. */
async function signs(subtle: SubtleCrypto, alg: SignatureAlgorithm, keys: CryptoKeyPair): Promise<boolean> {
  try {
    await subtle.sign(KINDS[alg][1], keys.privateKey, new Uint8Array(1))
    return true
  } catch {
    return false
  }
}

async function generate(subtle: SubtleCrypto, alg: SignatureAlgorithm): Promise<CryptoKeyPair> {
  try {
    return (await subtle.generateKey(KINDS[alg][0], false, ['sign', 'verify'])) as CryptoKeyPair
  } catch (error) {
    throw new PayoutKitError('unsupported', `This engine cannot make a key for ${alg}.`, 'alg', error)
  }
}

async function signer(
  subtle: SubtleCrypto,
  alg: SignatureAlgorithm,
  keys: CryptoKeyPair,
  state: Pick<DeviceSigner, 'storage' | 'created' | 'storageIssue'>,
): Promise<DeviceSigner> {
  const { kty, crv, x, y } = await subtle.exportKey('jwk', keys.publicKey)
  if (kty === undefined || crv === undefined || x === undefined) {
    throw new PayoutKitError('unsupported', 'This engine does not show the public key.')
  }
  const publicJwk: JsonWebKey = y === undefined ? { kty, crv, x } : { kty, crv, x, y }
  return {
    alg,
    keyId: call('thumbprint', JSON.stringify(publicJwk)),
    publicJwk,
    ...state,
    async sign(bytes) {
      return new Uint8Array(await subtle.sign(KINDS[alg][1], keys.privateKey, bytes.slice()))
    },
  }
}

function isDeviceKey(value: unknown, alg: SignatureAlgorithm): value is CryptoKeyPair {
  const { privateKey, publicKey } = (value ?? {}) as Partial<CryptoKeyPair>
  const { name } = KINDS[alg][0]
  return (
    privateKey?.type === 'private' &&
    !privateKey.extractable &&
    privateKey.usages.includes('sign') &&
    privateKey.algorithm.name === name &&
    (name !== 'ECDSA' || (privateKey.algorithm as EcKeyAlgorithm).namedCurve === 'P-256') &&
    publicKey?.type === 'public'
  )
}

function webCrypto(): SubtleCrypto {
  const subtle = (globalThis.crypto as Crypto | undefined)?.subtle as SubtleCrypto | undefined
  if (subtle === undefined) {
    throw new PayoutKitError('unsupported', 'There is no WebCrypto here: pages need https, other engines their own Signer.')
  }
  return subtle
}
