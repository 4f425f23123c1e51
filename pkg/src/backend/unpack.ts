// Puts the wasm together again that `build/inlined.mjs` took apart.

/** A text, and in hexadecimal the bytes that its characters stand for. */
type Text = [table: string, text: string]

/** A wasm in parts. */
export interface Inlined {
  length: number
  /** Where in it the functions begin, and how many there are. */
  begin: number
  count: number
  /** What is around the functions, and their bytes, kind by kind. */
  around: Text
  streams: Text[]
  /** Which kinds follow which operation; `build/unpack.wat`, which reads them: in hexadecimal. */
  kinds: string
  unpacker: string
}

interface Unpacker {
  memory: WebAssembly.Memory
  read(from: number, end: number, table: number, to: number): number
  assemble(to: number, count: number): void
}

// Where things lie in the unpacker's memory.
const [PLACES, KINDS, TABLE, TEXTS] = [0, 32, 512, 1024]
const PAGE = 65_536

export function unpack({ length, begin, count, around, streams, kinds, unpacker }: Inlined): Uint8Array<ArrayBuffer> {
  const texts = [around, ...streams]
  const size = texts.reduce((sum, [, text]) => sum + text.length, 0)
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytesOf(unpacker)))
  const { memory, read, assemble } = instance.exports as unknown as Unpacker
  memory.grow(Math.ceil((TEXTS + 2 * size + length) / PAGE))
  const bytes = new Uint8Array(memory.buffer)
  const encoder = new TextEncoder()

  let from = TEXTS
  let to = TEXTS + size
  const starts = texts.map(([table, text]) => {
    const start = to
    // A table leaves out the zeros at its end: those of the one before must not show there.
    bytes.fill(0, TABLE, TEXTS).set(bytesOf(table), TABLE)
    encoder.encodeInto(text, bytes.subarray(from))
    to = read(from, (from += text.length), TABLE, to)
    return start
  })
  const [head, first] = starts as [number, number]
  new Uint32Array(memory.buffer, PLACES).set(starts.slice(1))
  bytes.set(bytesOf(kinds), KINDS)
  bytes.copyWithin(to, head, head + begin)
  assemble(to + begin, count)
  const rest = bytes.subarray(head + begin, first)
  const wasm = bytes.slice(to, to + length)
  wasm.set(rest, length - rest.length)
  return wasm
}

function bytesOf(hexadecimal: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(hexadecimal.length / 2)
  for (let at = 0; at < bytes.length; at++) bytes[at] = parseInt(hexadecimal.slice(2 * at, 2 * at + 2), 16)
  return bytes
}
