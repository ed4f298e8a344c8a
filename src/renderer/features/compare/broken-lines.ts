const INDENT = '  '
/** An indent beyond this says nothing more, and would cost more than the text. */
const MAX_INDENTS = 40
/** An editor draws no longer line whole, and compares one for seconds. */
export const MAX_LINE_CHARS = 4_096

/**
 * A text in lines that an editor can compare, though its end may be missing: JSON with a value a line, as written, keys in
 * their order; else the lines it has. Lines that are too long stand in pieces.
 */
export function breakLines(text: string): string {
  const lines = /^\ufeff?\s*[{[]/.test(text) ? breakJson(text) : text.split('\n')
  return lines.flatMap(cutLine).join('\n')
}

/** One pass over the characters: no tree, which a text without its end does not have. */
function breakJson(text: string): string[] {
  const lines: string[] = []
  let line = ''
  let depth = 0
  const breakLine = (): void => {
    lines.push(line)
    line = INDENT.repeat(Math.min(depth, MAX_INDENTS))
  }
  for (let at = 0; at < text.length;) {
    const char = text[at] ?? ''
    if (char === '"') {
      const end = endOfString(text, at)
      line += text.slice(at, end)
      at = end
      continue
    }
    at++
    if (char === '{' || char === '[') {
      line += char
      depth++
      breakLine()
    } else if (char === '}' || char === ']') {
      depth = Math.max(0, depth - 1)
      breakLine()
      line += char
    } else if (char === ',') {
      line += char
      breakLine()
    } else if (char === ':') line += ': '
    // Space between tokens, that of the text's own lines included.
    else if (char > ' ') line += char
  }
  lines.push(line)
  return lines
}

/** Behind a string's closing quote, or the end of the text. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const quote = text.indexOf('"', at)
    if (quote < 0) return text.length
    let escapes = 0
    while (text[quote - 1 - escapes] === '\\') escapes++
    if (escapes % 2 === 0) return quote + 1
    at = quote
  }
  return text.length
}

/** A line in pieces that an editor can show and compare. */
export function cutLine(line: string): string[] {
  if (line.length <= MAX_LINE_CHARS) return [line]
  return line.match(new RegExp(`.{1,${MAX_LINE_CHARS / 2}}`, 'gsu')) ?? []
}
