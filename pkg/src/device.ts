import { call } from './core.js'
import { PayoutKitError } from './error.js'
import { load, store } from './keystore.js'
import { argument, flag, object, optional, text } from './read.js'
import type { DeviceSigner, DeviceSignerOptions } from './types.js'

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' }

const options = object<DeviceSignerOptions>({ persist: optional(flag), name: optional(text) })

/** Signers whose key no storage took, so that a page keeps one key for its lifetime. */
const kept = new Map<string, Promise<DeviceSigner>>()

/**
 * The signer of this device: an ES256 key that nobody can read out, not even this page.
 *
 * The key stays in IndexedDB. Where that refuses it (private browsing, lockdown, Node), it lives in
 * memory and `storage` says so: the key is then gone with the page, and registering a new one is the
 * remedy. `persist: false` makes a new key in memory each time.
 */
export async function createDeviceSigner(wanted: DeviceSignerOptions = {}): Promise<DeviceSigner> {
  const { persist = true, name = 'default' } = argument(options, wanted, 'The options')
  const subtle = webCrypto()
  if (!persist) return signer(subtle, await generate(subtle), 'memory')
  const known = kept.get(name)
  if (known !== undefined) return known
  // Remembered before it is ready: two calls at once share one key.
  const made = stored(subtle, name)
  kept.set(name, made)
  try {
    const device = await made
    if (device.storage === 'indexeddb') kept.delete(name)
    return device
  } catch (error) {
    kept.delete(name)
    throw error
  }
}

async function stored(subtle: SubtleCrypto, name: string): Promise<DeviceSigner> {
  try {
    const found = await load(name)
    const keys = found !== undefined && isDeviceKey(found) ? found : await store(name, await generate(subtle), isDeviceKey)
    return await signer(subtle, keys, 'indexeddb')
  } catch {
    // Never an extractable key instead, and never a page that waits for ever.
    return signer(subtle, await generate(subtle), 'memory')
  }
}

async function generate(subtle: SubtleCrypto): Promise<CryptoKeyPair> {
  try {
    return await subtle.generateKey(ALGORITHM, false, ['sign', 'verify'])
  } catch (error) {
    throw new PayoutKitError('unsupported', 'This engine cannot make a P-256 key.', '', error)
  }
}

async function signer(subtle: SubtleCrypto, keys: CryptoKeyPair, storage: DeviceSigner['storage']): Promise<DeviceSigner> {
  const { kty, crv, x, y } = await subtle.exportKey('jwk', keys.publicKey)
  if (kty === undefined || crv === undefined || x === undefined || y === undefined) {
    throw new PayoutKitError('unsupported', 'This engine does not show the public key.')
  }
  const publicJwk = { kty, crv, x, y }
  return {
    alg: 'ecdsa-p256-sha256',
    keyId: call('thumbprint', JSON.stringify(publicJwk)),
    publicJwk,
    storage,
    async sign(bytes) {
      const signature = await subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, keys.privateKey, bytes.slice())
      return new Uint8Array(signature)
    },
  }
}

function isDeviceKey(value: unknown): value is CryptoKeyPair {
  const { privateKey, publicKey } = (value ?? {}) as Partial<CryptoKeyPair>
  return (
    privateKey?.type === 'private' &&
    !privateKey.extractable &&
    privateKey.usages.includes('sign') &&
    privateKey.algorithm.name === 'ECDSA' &&
    (privateKey.algorithm as EcKeyAlgorithm).namedCurve === 'P-256' &&
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
