// The address that is signed must be the address that is fetched: `fetch` writes it as the URL
// standard does. React Native's own `URL` does not, and Hermes has none.

/** An address that the URL standard leaves as it is. */
const PLAIN =
  /^(https:\/\/[a-z0-9]([a-z0-9.-]*[a-z0-9])?|http:\/\/(localhost|127\.0\.0\.1))(:[1-9]\d{0,4})?\/[A-Za-z0-9._~!$&()*+,;=:@/%-]*(\?[A-Za-z0-9._~!$&()*+,;=:@/?%-]*)?$/

let standard: boolean | undefined

/** The address as it will be fetched; a text that is no address stays as it is, for the core to refuse. */
export function canonicalAddress(address: string): string {
  if (standard ??= isStandard()) {
    try {
      return new URL(address).href
    } catch {
      return address
    }
  }
  return isPlain(address) ? address : ''
}

function isStandard(): boolean {
  try {
    return new URL('HTTPS://A.example:443/b/../c d?\u00e9').href === 'https://a.example/c%20d?%C3%A9'
  } catch {
    return false
  }
}

function isPlain(address: string): boolean {
  return PLAIN.test(address) && !/\/(\.|%2e){1,2}(\/|\?|$)/i.test(address) && !/^(https:\/\/[^/]*:443|http:\/\/[^/]*:80)\//.test(address)
}
