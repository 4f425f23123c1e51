// Goes through the forms of every market. These functions run inside the page, where a keystroke
// is a call and not a round trip: 176 markets take seconds. Each is sent as its source text, so it
// names nothing outside itself.

/** Types each field's example character by character, ends the pause after each, and says what the form complained of. */
export async function typeEveryExample() {
  const { accountRequirements, listMarkets } = await import('payout-kit')
  const faults = []
  let characters = 0
  let forms = 0
  const live = document.querySelector('#live')
  const inputOf = (key) => document.querySelector(`.field[data-key="${key}"]`).querySelector('input, select')
  const clear = (input) => {
    input.focus()
    input.select()
    document.execCommand('delete')
  }
  const markets = listMarkets()
  for (const { country, methods } of markets) {
    const market = document.querySelector('#market-input')
    market.focus()
    market.value = country
    market.dispatchEvent(new Event('input', { bubbles: true }))
    market.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }))
    for (const method of methods) {
      forms += 1
      if (methods.length > 1) document.querySelector(`input[name=method][value="${method}"]`).click()
      for (const more of document.querySelectorAll('details.more')) more.open = true
      const said = live.textContent
      for (const { key, type, example, optional } of accountRequirements({ country, method }).fields) {
        const place = `${country} ${method} ${key}`
        const input = inputOf(key)
        if (type === 'select') {
          input.value = example
          input.dispatchEvent(new Event('input', { bubbles: true }))
          continue
        }
        clear(input)
        let typed = ''
        for (const character of example) {
          document.execCommand('insertText', false, character)
          window.endPauses()
          characters += 1
          typed += character
          if (input.value !== typed) faults.push(`${place}: ${typed.length} characters typed, ${input.value.length} there`)
          if (document.querySelector('[aria-invalid=true]')) faults.push(`${place}: a fault after ${typed}`)
        }
        input.blur()
        const { state } = document.querySelector(`.field[data-key="${key}"]`).dataset
        if (state !== 'right') faults.push(`${place}: ${state} when left`)
        // A bank's code that belongs to another country would now be a fault of its own.
        if (optional) clear(input)
      }
      if (live.textContent !== said) faults.push(`${country} ${method}: announced while typing what is right: ${live.textContent}`)
      if (document.querySelectorAll('.understood-title').length !== 1) faults.push(`${country} ${method}: not understood`)
    }
  }
  return { faults, characters, forms, markets: markets.length }
}

/** Presses the example button of each form, and compares what the form and the core then say. */
export async function fillEveryExample() {
  const { listMarkets, validateAccount } = await import('payout-kit')
  const faults = []
  let forms = 0
  const markets = listMarkets()
  for (const { country, methods } of markets) {
    const market = document.querySelector('#market-input')
    market.focus()
    market.value = country
    market.dispatchEvent(new Event('input', { bubbles: true }))
    market.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }))
    for (const method of methods) {
      forms += 1
      const place = `${country} ${method}`
      if (methods.length > 1) document.querySelector(`input[name=method][value="${method}"]`).click()
      document.querySelector('.examples button').click()
      const account = { country }
      for (const field of document.querySelectorAll('#account .field')) {
        const { value } = field.querySelector('input, select')
        const [key, part] = field.dataset.key.split('.')
        if (part) account[key] = { ...account[key], [part]: value }
        else if (value !== '') account[key] = value
        if (field.dataset.state === 'wrong') faults.push(`${place} ${field.dataset.key}: wrong`)
      }
      const { status } = validateAccount(account)
      if (status !== 'valid') faults.push(`${place}: the core says ${status}`)
      if (document.querySelectorAll('.understood-title').length !== 1) faults.push(`${place}: not understood`)
    }
  }
  return { faults, forms, markets: markets.length }
}
