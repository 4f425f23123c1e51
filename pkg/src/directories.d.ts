// The types of `payout-kit/directory`, which the build writes: it names every directory.

import type { Directory } from './types.js'

/** The countries that have a directory, each with its edition. */
export declare const editions: Readonly<Record<string, string>>

/** The directory of a country (ISO 3166-1 alpha-2, in either case), loaded once it is wanted; nothing if there is none. */
export declare function loadDirectory(country: string): Promise<Directory | undefined>
