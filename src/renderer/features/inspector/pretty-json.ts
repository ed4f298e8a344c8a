const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s"{}[\],:]+/g
const INDENT = '  '

/**
 * JSON laid out for reading; null when the text is not JSON. Strings and numbers stay as they were written: parsing and
 * printing them again would change `1.0`, long numbers, escapes and doubled keys.
 */
export function prettyJson(text: string): string | null {
  const bare = text.startsWith('\ufeff') ? text.slice(1) : text
  try {
    JSON.parse(bare)
  } catch {
    return null
  }
  let out = ''
  let depth = 0
  let isOpening = false
  for (const [token] of bare.matchAll(TOKEN)) {
    const isClosing = token === '}' || token === ']'
    if (isClosing) depth--
    // An empty object or array stays on its line.
    if (isOpening !== isClosing) out += line(depth)
    isOpening = token === '{' || token === '['
    if (isOpening) depth++
    out += token === ':' ? ': ' : token === ',' ? `,${line(depth)}` : token
  }
  return out
}

function line(depth: number): string {
  return `\n${INDENT.repeat(depth)}`
}
