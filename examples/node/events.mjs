// Server-sent events through fetch: Node 20 has no EventSource.

/**
 * The events of a stream, each as the JSON value it carries. A stream that breaks off is opened
 * again after the last event that came.
 *
 * @param {string} url
 * @param {AbortSignal} signal
 */
export async function* events(url, signal) {
  let last = ''
  for (;;) {
    try {
      const response = await fetch(url, { signal, headers: last ? { 'last-event-id': last } : {} })
      if (!response.ok || !response.body) throw new Error(`the stream answered ${response.status}`)
      let text = ''
      for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
        text += chunk
        const blocks = text.split(/\r?\n\r?\n/)
        text = blocks.pop() ?? ''
        for (const block of blocks) {
          const lines = block.split(/\r?\n/)
          const of = (/** @type {string} */ name) => lines.filter((line) => line.startsWith(`${name}:`)).map((line) => line.slice(name.length + 1).trim())
          last = of('id').at(-1) ?? last
          const data = of('data')
          if (data.length > 0) yield JSON.parse(data.join('\n'))
        }
      }
    } catch (error) {
      if (signal.aborted) throw error
    }
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
}
