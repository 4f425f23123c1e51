// Builds the package: Rust → wasm and its JavaScript twin → the files in dist/.

import { bundle } from './build/bundle.mjs'
import { factory, twinFactory } from './build/glue.mjs'
import { inlined } from './build/inlined.mjs'
import { generated, twin, wasm } from './build/rust.mjs'

/** The generated modules of one core; `feature` is the cargo feature that holds its bindings, `file` its wasm. */
async function core(feature, file) {
  const { bytes, glue } = wasm(feature)
  const plain = twin(feature)
  return {
    file,
    wasm: bytes,
    glue: generated(`${feature}-glue.js`, factory(glue)),
    inlined: generated(`${feature}-inlined.js`, await inlined(bytes)),
    twin: generated(`${feature}-twin.js`, twinFactory(plain.script)),
    twinGlue: generated(
      `${feature}-twin-glue.js`,
      factory(plain.glue, "import { Utf8Encoder as TextEncoder, Utf8Decoder as TextDecoder } from '#utf8'"),
    ),
  }
}

await bundle({
  client: await core('client', 'payouts.wasm'),
  accounts: await core('accounts', 'accounts.wasm'),
  server: await core('verify', 'verify.wasm'),
  bank: await core('iso20022', 'iso20022.wasm'),
})
