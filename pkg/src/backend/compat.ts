// The same Rust as plain JavaScript: for engines without WebAssembly, and pages that forbid it.

import { bind } from '#twin-glue'
import { instantiate as twin } from '#twin'
import type { Core } from '../core.js'

export function instantiate(): Core {
  return bind(twin)
}
