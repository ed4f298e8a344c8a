/** `{{name}}` or `{{$name argument argument}}` in a text. */
export interface Placeholder {
  /** UTF-16 offsets in the text, braces included. */
  readonly start: number
  readonly end: number
  /** With its $, when it means a built-in one. */
  readonly name: string
  readonly args: readonly string[]
}

// No quotes and backslashes: a placeholder inside a JSON string never ends it.
const PLACEHOLDER = /\{\{[ \t]*(\$?[A-Za-z_][\w.-]*)((?:[ \t]+[^\s{}"\\]+)*)[ \t]*\}\}/g

/** All of them, in their order. */
export function findPlaceholders(text: string): Placeholder[] {
  return [...text.matchAll(PLACEHOLDER)].map((match) => {
    const [whole, name = '', args = ''] = match
    return { start: match.index, end: match.index + whole.length, name, args: args.split(/[ \t]+/).filter(Boolean) }
  })
}
