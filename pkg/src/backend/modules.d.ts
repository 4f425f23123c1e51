// What the build puts in: see build/bundle.mjs.

declare module '#backend' {
  export function instantiate(): import('../core.js').Core
}

declare module '#server-backend' {
  export function instantiate(): import('../verifier.js').Verifier
}

declare module '#bank-backend' {
  export function instantiate(): import('../bank.js').BankFormats
}

declare module '#glue' {
  export function bind(instantiate: (imports: WebAssembly.Imports) => WebAssembly.Exports): import('../core.js').Core
}

declare module '#inlined' {
  export const inlined: import('./unpack.js').Inlined
}

declare module '#wasm' {
  const module: WebAssembly.Module
  export default module
}

declare module '#twin-glue' {
  export function bind(instantiate: (imports: object) => object): import('../core.js').Core
}

declare module '#twin' {
  export function instantiate(imports: object): object
}
