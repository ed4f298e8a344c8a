/**
 * Texts as literals of a language. A scheme of one's own may come from somebody else, so whatever it holds must stay a text.
 */

/** JavaScript, in single quotes. */
export function javascriptText(text: string): string {
  return singleQuoted(text) ?? JSON.stringify(text)
}

/** The inside of a JavaScript template literal. */
export function inTemplate(text: string): string {
  return JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll('`', '\\`').replaceAll('${', '\\${')
}

/** Python, in double quotes. */
export function pythonText(text: string): string {
  return doubleQuoted(text, (code) => `\\x${hex(code, 2)}`)
}

/** PHP, in single quotes. */
export function phpText(text: string): string {
  return singleQuoted(text) ?? doubleQuoted(text, (code) => `\\x${hex(code, 2)}`).replaceAll('$', '\\$')
}

/** Ruby, in single quotes. */
export function rubyText(text: string): string {
  return singleQuoted(text) ?? `"${inRubyText(text)}"`
}

/** The inside of a Ruby text in double quotes, where `#{…}` is code. */
export function inRubyText(text: string): string {
  return doubleQuoted(text, (code) => `\\x${hex(code, 2)}`)
    .slice(1, -1)
    .replaceAll('#', '\\#')
}

/** Go, in double quotes. */
export function goText(text: string): string {
  return doubleQuoted(text, (code) => `\\x${hex(code, 2)}`)
}

/** C#, in double quotes. */
export function csharpText(text: string): string {
  return doubleQuoted(text, (code) => `\\u${hex(code, 4)}`)
}

/** A text of other people inside a comment: on one line, and nothing that could end the comment. */
export function inComment(text: string): string {
  return text
    .replaceAll(/[^\p{L}\p{N} .,:()/+_-]+/gu, ' ')
    .replaceAll('*/', ' ')
    .replaceAll(/ +/g, ' ')
    .trim()
    .slice(0, 80)
}

// Also those beyond ASCII, which stay as they are: an escape would be a byte in some languages.
const CONTROL = /\p{Cc}/u

function singleQuoted(text: string): string | null {
  return CONTROL.test(text) ? null : `'${text.replaceAll(/['\\]/g, '\\$&')}'`
}

function doubleQuoted(text: string, escape: (code: number) => string): string {
  const escaped = text.replaceAll(/["\\]/g, '\\$&').replaceAll(/\p{Cc}/gu, (char) => {
    const code = char.charCodeAt(0)
    return code < 0x80 ? escape(code) : char
  })
  return `"${escaped}"`
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0')
}
