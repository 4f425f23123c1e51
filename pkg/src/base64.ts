// Engines without btoa (Hermes) sign too.

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** RFC 4648 section 4. */
export function base64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const second = bytes[at + 1]
    const third = bytes[at + 2]
    const group = (bytes[at]! << 16) | ((second ?? 0) << 8) | (third ?? 0)
    text += ALPHABET[group >> 18]! + ALPHABET[(group >> 12) & 63]!
    text += second === undefined ? '=' : ALPHABET[(group >> 6) & 63]!
    text += third === undefined ? '=' : ALPHABET[group & 63]!
  }
  return text
}

/** RFC 4648 section 5, without padding. */
export function base64url(bytes: Uint8Array): string {
  return base64(bytes).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '')
}

/** The bytes of an unpadded text of RFC 4648 section 4. */
export function bytesOf(text: string): Uint8Array {
  const values = new Uint8Array(128)
  for (let value = 0; value < 64; value++) values[ALPHABET.charCodeAt(value)] = value
  const bytes = new Uint8Array((text.length * 3) >> 2)
  let held = 0
  let bits = 0
  let length = 0
  for (let at = 0; at < text.length; at++) {
    held = ((held << 6) | values[text.charCodeAt(at)]!) & 0xffff
    bits += 6
    if (bits < 8) continue
    bits -= 8
    bytes[length++] = held >> bits
  }
  return bytes
}
