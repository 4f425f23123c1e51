// One instance of a core, made on the first call and replaced after a defect.

import { PayoutKitError } from './error.js'

type Functions<Core> = { [Name in keyof Core]: (...request: never) => unknown }

export interface Engine<Core extends Functions<Core>> {
  /** Calls the core. What it refuses and what breaks in it comes out as a `PayoutKitError`. */
  call<Name extends keyof Core>(name: Name, ...request: Parameters<Core[Name]>): ReturnType<Core[Name]>
  /** The next call has a new instance. */
  forget(): void
}

export function engine<Core extends Functions<Core>>(instantiate: () => Core): Engine<Core> {
  let core: Core | undefined
  return {
    call(name, ...request) {
      const instance = (core ??= ready(instantiate))
      try {
        return (instance[name] as unknown as (...request: unknown[]) => ReturnType<Core[typeof name]>)(...request)
      } catch (error) {
        if (error instanceof Error && error.name === 'invalid_argument') {
          throw new PayoutKitError('invalid_argument', error.message)
        }
        if (error instanceof Error && error.name === 'invalid_table') {
          const [path, line, message = ''] = error.message.split('\n')
          throw new PayoutKitError('invalid_table', message, path, undefined, Number(line) || undefined)
        }
        // A trap leaves the instance's stack where it was: it must not be used again.
        core = undefined
        throw new PayoutKitError('internal_error', 'A defect of payout-kit; the next call works again.', '', error)
      }
    },
    forget() {
      core = undefined
    },
  }
}

function ready<Core>(instantiate: () => Core): Core {
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
