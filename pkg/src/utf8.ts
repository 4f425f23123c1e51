// UTF-8 for engines without TextEncoder and TextDecoder (Hermes). Lone surrogates become U+FFFD,
// as in the standard.

/** The UTF-8 bytes of a text. */
export function encode(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length * 3)
  const written = encodeInto(text, bytes)
  return bytes.slice(0, written)
}

function encodeInto(text: string, bytes: Uint8Array): number {
  let to = 0
  for (let from = 0; from < text.length; from++) {
    let code = text.charCodeAt(from)
    if (code >= 0xd800 && code <= 0xdfff) {
      const next = text.charCodeAt(from + 1)
      if (code <= 0xdbff && next >= 0xdc00 && next <= 0xdfff) {
        code = 0x10000 + ((code - 0xd800) << 10) + (next - 0xdc00)
        from++
      } else {
        code = 0xfffd
      }
    }
    if (code < 0x80) {
      bytes[to++] = code
    } else if (code < 0x800) {
      bytes[to++] = 0xc0 | (code >> 6)
      bytes[to++] = 0x80 | (code & 0x3f)
    } else if (code < 0x10000) {
      bytes[to++] = 0xe0 | (code >> 12)
      bytes[to++] = 0x80 | ((code >> 6) & 0x3f)
      bytes[to++] = 0x80 | (code & 0x3f)
    } else {
      bytes[to++] = 0xf0 | (code >> 18)
      bytes[to++] = 0x80 | ((code >> 12) & 0x3f)
      bytes[to++] = 0x80 | ((code >> 6) & 0x3f)
      bytes[to++] = 0x80 | (code & 0x3f)
    }
  }
  return to
}

/** The text of bytes that Rust wrote: well-formed by Rust's own guarantee. */
export function decode(bytes: Uint8Array): string {
  let text = ''
  let units: number[] = []
  for (let at = 0; at < bytes.length; ) {
    const first = bytes[at++]!
    let code = first
    if (first >= 0xf0) {
      code = ((first & 0x07) << 18) | ((bytes[at++]! & 0x3f) << 12) | ((bytes[at++]! & 0x3f) << 6) | (bytes[at++]! & 0x3f)
    } else if (first >= 0xe0) {
      code = ((first & 0x0f) << 12) | ((bytes[at++]! & 0x3f) << 6) | (bytes[at++]! & 0x3f)
    } else if (first >= 0xc0) {
      code = ((first & 0x1f) << 6) | (bytes[at++]! & 0x3f)
    }
    if (code >= 0x10000) {
      units.push(0xd7c0 + (code >> 10), 0xdc00 + (code & 0x3ff))
    } else {
      units.push(code)
    }
    if (units.length > 1000) {
      text += String.fromCharCode(...units)
      units = []
    }
  }
  return text + String.fromCharCode(...units)
}

interface Encoder {
  encode(text: string): Uint8Array<ArrayBuffer>
  encodeInto(text: string, bytes: Uint8Array): { read: number; written: number }
}

interface Decoder {
  decode(bytes?: Uint8Array): string
}

/** What the glue expects of the global of that name. */
export const Utf8Encoder: new () => Encoder =
  typeof TextEncoder === 'function'
    ? TextEncoder
    : (function () {
        return {
          encode,
          encodeInto: (text: string, bytes: Uint8Array) => ({ read: text.length, written: encodeInto(text, bytes) }),
        }
      } as unknown as new () => Encoder)

/** What the glue expects of the global of that name. */
export const Utf8Decoder: new (label: string, options: TextDecoderOptions) => Decoder =
  typeof TextDecoder === 'function'
    ? TextDecoder
    : (function () {
        return { decode: (bytes?: Uint8Array) => (bytes === undefined ? '' : decode(bytes)) }
      } as unknown as new () => Decoder)
