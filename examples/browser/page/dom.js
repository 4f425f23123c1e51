// @ts-check
// Elements without a framework. Text goes in as text: nothing here parses HTML.

/** @typedef {Node | string | number | null | undefined | false} Child */

/**
 * An element with its attributes and children. `on` holds listeners, `true` writes an empty
 * attribute; false, null and undefined leave an attribute or child out.
 *
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, any>} [attributes]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue
    if (name === 'on') {
      for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener)
    } else {
      element.setAttribute(name, value === true ? '' : String(value))
    }
  }
  element.append(...present(children))
  return element
}

/**
 * Replaces what an element holds, only if it says something else: an unchanged text is not
 * announced again, and a button keeps the focus.
 *
 * @param {Element} element
 * @param {...(Child | Child[])} children
 */
export function fill(element, ...children) {
  const next = present(children)
  const old = [...element.childNodes]
  const same = old.length === next.length && next.every((node, at) => {
    const before = /** @type {Node} */ (old[at])
    return typeof node === 'string' ? before.nodeType === 3 && before.nodeValue === node : node.isEqualNode(before) && !hasControls(node)
  })
  if (!same) element.replaceChildren(...next)
}

/** @param {string} id @returns {HTMLElement} */
export function byId(id) {
  const element = document.getElementById(id)
  if (!element) throw new Error(`the page has no #${id}`)
  return element
}

/** A new listener would be lost if an equal-looking control stayed. @param {Node} node */
function hasControls(node) {
  return node instanceof Element && (node.matches('button, input, select') || node.querySelector('button, input, select') !== null)
}

/** @param {(Child | Child[])[]} children @returns {(Node | string)[]} */
function present(children) {
  /** @type {(Node | string)[]} */
  const nodes = []
  for (const child of children.flat()) {
    if (child === null || child === undefined || child === false || child === '') continue
    nodes.push(child instanceof Node ? child : String(child))
  }
  return nodes
}
