// @ts-check
// Hides the markets that do not hold what is searched for.

const find = /** @type {HTMLInputElement} */ (document.getElementById('find'))
const count = /** @type {HTMLElement} */ (document.getElementById('count'))
const sections = [...document.querySelectorAll('section')].map((section) => ({ section, text: section.textContent.toLowerCase() }))

find.addEventListener('input', () => {
  const wanted = find.value.trim().toLowerCase()
  let shown = 0
  for (const { section, text } of sections) {
    section.hidden = !text.includes(wanted)
    if (!section.hidden) shown += 1
  }
  count.textContent = `${shown} of ${sections.length} markets`
})
