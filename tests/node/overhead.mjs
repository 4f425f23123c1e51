// What preparing and signing a payout takes, with a key of WebCrypto; in Node, and in a page of a browser.

/** Median microseconds of preparePayout and signPayout together, by algorithm. Stands on its own: a page is sent its text. */
export async function overhead({ module, intent, context }) {
  const kit = await import(module)
  const medians = {}
  for (const alg of ['ecdsa-p256-sha256', 'ed25519']) {
    const signer = await kit.createDeviceSigner({ alg, persist: false })
    if (signer.alg !== alg) throw new Error(`no key for ${alg}`)
    const once = async () => {
      const prepared = kit.preparePayout(intent, { ...context, nonce: kit.createNonce(), alg, keyId: signer.keyId })
      const request = await kit.signPayout(prepared, signer)
      if (!/^payout=:[A-Za-z0-9+/]{86}==:$/.test(request.headers.signature)) throw new Error('the bench measures nothing')
    }
    const rounds = []
    // Several calls a round: the clock of a page is coarse.
    for (let round = 0; round < 120; round++) {
      const start = performance.now()
      for (let call = 0; call < 20; call++) await once()
      rounds.push(((performance.now() - start) * 1000) / 20)
    }
    medians[alg] = rounds.slice(20).sort((a, b) => a - b)[50]
  }
  return medians
}
