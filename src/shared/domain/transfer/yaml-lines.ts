/**
 * YAML with the values of some names replaced: all that stands behind the name and below it, in whatever style it is
 * written. What belongs to no such name goes through `rest`.
 */
export function maskYaml(
  text: string,
  mask: { isSecret(name: string, value: string): boolean; value(name: string, value: string): string; rest(text: string): string },
): string {
  const lines = text.split(/(?<=\n)/)
  const out: string[] = []
  let rest = ''
  /** What a `name` said that the `value` in the same column is. */
  let label: { readonly text: string; readonly column: number } | null = null
  for (let at = 0; at < lines.length;) {
    const line = lines[at] ?? ''
    at++
    const [head = '', before = '', quoted, bare = ''] = ENTRY.exec(line) ?? []
    const written = quoted ?? bare
    const behind = line.slice(head.length)
    const beside = /^value$/i.test(written) && label?.column === before.length ? label.text : null
    const name = beside ?? written
    if (head !== '' && /^(?:name|key)$/i.test(written))
      label = { text: behind.trim().replaceAll(/^["']|["']$/g, ''), column: before.length }
    else if (before.includes('-')) label = null
    if (head === '' || !mask.isSecret(name, behind.trim())) {
      rest += line
      continue
    }
    const isEmpty = /^\s*(?:#.*)?$/.test(behind)
    let value = behind
    while (at < lines.length && belongs(lines[at] ?? '', before.length, isEmpty)) {
      value += lines[at] ?? ''
      at++
    }
    out.push(mask.rest(rest + head), mask.value(name, value))
    rest = ''
  }
  return out.join('') + mask.rest(rest)
}

/** Indent and dashes, then a name with its colon. */
const ENTRY = /^((?:[ \t]|- )*)(?:["']([^"'\r\n]{1,200})["']|([\w.$-][\w .$/-]{0,200}?)) ?:(?=\s|$)/

/** Whether a line goes on with the value of a name at an indent; a list may stand as far left as its name. */
function belongs(line: string, indent: number, isList: boolean): boolean {
  if (line.trim() === '') return true
  const own = line.search(/[^ \t]/)
  return own > indent || (isList && own === indent && /^-\s/.test(line.slice(own)))
}
