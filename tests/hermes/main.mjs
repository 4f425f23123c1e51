// Bundled for the Hermes shell, which knows no module and no console: see tests/node/hermes.test.mjs.

import * as kit from 'payout-kit/compat'
import files from 'vectors'

import { run } from '../vectors/run.mjs'

print(JSON.stringify(run(kit, files)))
