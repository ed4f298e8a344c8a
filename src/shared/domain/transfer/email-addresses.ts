/** What may stand before the at sign. */
const LOCAL = /[A-Za-z0-9._%+-]/
const MAX_LOCAL_CHARS = 64
/** From the at sign on. Masks, and examples, are at hosts of `example` already. */
const HOST = /@(?!(?:[a-z0-9-]+\.)?example\b)[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}/y

/**
 * Replaces each e-mail address in a text. It is looked for around at signs: a pattern would try, at each letter of a
 * megabyte of base64, whether an address begins there.
 */
export function replaceEmails(text: string, replace: (email: string) => string): string {
  const pieces: string[] = []
  let done = 0
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', Math.max(at + 1, done))) {
    const least = Math.max(done, at - MAX_LOCAL_CHARS)
    let start = at
    while (start > least && LOCAL.test(text.charAt(start - 1))) start--
    if (start === at) continue
    HOST.lastIndex = at
    if (!HOST.test(text)) continue
    pieces.push(text.slice(done, start), replace(text.slice(start, HOST.lastIndex)))
    done = HOST.lastIndex
  }
  return pieces.length === 0 ? text : pieces.join('') + text.slice(done)
}
