const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g

/**
 * JSON indented by two spaces, every value spelled as it came: only blanks change, so long numbers, escapes and duplicate
 * keys stay what they were. Text that is not JSON is returned as it is.
 */
export function indentJson(text: string): string {
  try {
    JSON.parse(text)
  } catch {
    return text
  }
  let indented = ''
  let depth = 0
  let before = ''
  const newLine = (): string => `\n${'  '.repeat(depth)}`
  for (const [token] of text.matchAll(TOKENS)) {
    const closes = token === '}' || token === ']'
    const opened = before === '{' || before === '['
    if (closes) depth--
    if (closes ? !opened : opened || before === ',') indented += newLine()
    indented += token === ':' ? ': ' : token
    if (token === '{' || token === '[') depth++
    before = token
  }
  return indented
}
