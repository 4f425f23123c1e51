// Builds the package: Rust → wasm and its JavaScript twin → the files in dist/.

import { bundle } from './build/bundle.mjs'
import { factory, inlined, twinFactory } from './build/glue.mjs'
import { generated, twin, wasm } from './build/rust.mjs'

const core = wasm()
const plain = twin()

await bundle({
  wasm: core.bytes,
  glue: generated('glue.js', factory(core.glue)),
  inlined: generated('inlined.js', inlined(core.bytes)),
  twin: generated('twin.js', twinFactory(plain.script)),
  twinGlue: generated(
    'twin-glue.js',
    factory(plain.glue, "import { Utf8Encoder as TextEncoder, Utf8Decoder as TextDecoder } from '#utf8'"),
  ),
})
