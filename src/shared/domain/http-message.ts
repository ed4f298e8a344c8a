/** HTTP messages as they are on the wire: headers are ordered raw pairs, bodies are bytes, until somebody asks for a view. */

/** Name and value in wire order, case and duplicates kept; values hold one byte a character (latin1). */
export type RawHeaders = readonly (readonly [name: string, value: string])[]

/** The value of the first header of that name, whatever its case; undefined when there is none. */
export function firstHeader(headers: RawHeaders, name: string): string | undefined {
  const wanted = name.toLowerCase()
  return headers.find(([each]) => each.toLowerCase() === wanted)?.[1]
}

/**
 * The url that a request to the receiver names, as far as it says so itself; localhost where it names no host.
 * `target`: its raw request target.
 */
export function capturedUrl(target: string, headers: RawHeaders): string {
  return target.startsWith('/') ? `http://${firstHeader(headers, 'host') || 'localhost'}${target}` : target
}

/** Node's flat list (`rawHeaders`: name, value, name, value …) as pairs. */
export function pairHeaders(flat: readonly string[]): [string, string][] {
  const pairs: [string, string][] = []
  for (let i = 0; i + 1 < flat.length; i += 2) pairs.push([flat[i] as string, flat[i + 1] as string])
  return pairs
}

/** Pairs as Node's flat list. */
export function flattenHeaders(headers: RawHeaders): string[] {
  return headers.flatMap(([name, value]) => [name, value])
}

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
// RFC 9110 5.5: visible characters, space, tab and obs-text; never CR, LF or NUL.
// oxlint-disable-next-line no-control-regex
const FIELD_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/

/** Whether a text can be a method or the name of a header (RFC 9110 section 5.6.2). */
export function isToken(text: string): boolean {
  return TOKEN.test(text)
}

/** Why a header cannot be sent, as one sentence; null when it can. */
export function headerProblem(name: string, value: string): string | null {
  if (!isToken(name)) return `"${name}" is not a header name`
  if (!FIELD_VALUE.test(value)) return `the value of ${name} holds a character that no header can carry`
  return null
}
