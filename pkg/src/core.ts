// One instance of the core, made on the first call and replaced after a defect.

import { instantiate } from '#backend'
import { PayoutKitError } from './error.js'

/** What the bindings export: `src/wasm/bindings.rs`. */
export interface Core {
  isValidIban(text: string): boolean
}

let core: Core | undefined

/** Calls the core. What it refuses and what breaks in it comes out as a `PayoutKitError`. */
export function call<Name extends keyof Core>(name: Name, argument: Parameters<Core[Name]>[0]): ReturnType<Core[Name]> {
  const instance = (core ??= ready())
  try {
    return (instance[name] as (argument: unknown) => ReturnType<Core[Name]>)(argument)
  } catch (error) {
    throw refusal(error)
  }
}

/** For `slim`: what is loaded from now on decides. */
export function forget(): void {
  core = undefined
}

function ready(): Core {
  try {
    return instantiate()
  } catch (error) {
    if (error instanceof PayoutKitError) throw error
    throw new PayoutKitError(
      'unsupported',
      'WebAssembly is missing or forbidden here. Import payout-kit/compat, which needs none.',
      '',
      error,
    )
  }
}

function refusal(error: unknown): PayoutKitError {
  if (error instanceof Error && error.name === 'invalid_argument') {
    return new PayoutKitError('invalid_argument', error.message)
  }
  // A trap leaves the instance's stack where it was: it must not be used again.
  core = undefined
  return new PayoutKitError('internal_error', 'A defect of payout-kit; the next call works again.', '', error)
}
