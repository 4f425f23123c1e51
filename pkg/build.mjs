// Builds the package: Rust → wasm and its JavaScript twin → the files in dist/.

import { bundle } from './build/bundle.mjs'
import { factory, inlined, twinFactory } from './build/glue.mjs'
import { generated, twin, wasm } from './build/rust.mjs'

/** The generated modules of one core; `feature` is the cargo feature that holds its bindings. */
function core(feature) {
  const { bytes, glue } = wasm(feature)
  const plain = twin(feature)
  return {
    wasm: bytes,
    glue: generated(`${feature}-glue.js`, factory(glue)),
    inlined: generated(`${feature}-inlined.js`, inlined(bytes)),
    twin: generated(`${feature}-twin.js`, twinFactory(plain.script)),
    twinGlue: generated(
      `${feature}-twin-glue.js`,
      factory(plain.glue, "import { Utf8Encoder as TextEncoder, Utf8Decoder as TextDecoder } from '#utf8'"),
    ),
  }
}

await bundle({ client: core('client'), server: core('verify'), bank: core('iso20022') })
