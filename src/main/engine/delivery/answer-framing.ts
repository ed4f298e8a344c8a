/** Status line and headers of an answer, 1xx aside. */
export interface AnswerHead {
  readonly status: number
  /** '1.1' */
  readonly httpVersion: string
  readonly reasonPhrase: string
  /** Flat list in wire order. */
  readonly headers: readonly string[]
}

/** Why bytes are no answer: a sentence about it, without capital and full stop. */
export class UnreadableAnswer extends Error {}

/** How the body of an answer ends, and what then becomes of its connection. */
export interface Framing {
  readonly kind: 'sized' | 'chunk size' | 'until close'
  readonly bytes: number
  readonly isPersistent: boolean
}

/** By RFC 9112 sections 6.3 and 9.3. Throws `UnreadableAnswer` for lengths that contradict each other. */
export function framingOf({ status, httpVersion, headers }: AnswerHead, isHead: boolean): Framing {
  let length: string | null = null
  let codings = ''
  let connection = ''
  for (let i = 0; i < headers.length; i += 2) {
    const value = headers[i + 1] as string
    switch ((headers[i] as string).toLowerCase()) {
      case 'content-length':
        for (const each of value.split(',')) {
          const one = trimmed(each)
          if (length !== null && length !== one) throw new UnreadableAnswer('it gives more than one Content-Length')
          length = one
        }
        break
      case 'transfer-encoding':
        codings += `${value},`
        break
      case 'connection':
        connection += `${value},`
        break
    }
  }
  const isOld = httpVersion < '1.1'
  // 408 is what a server sends unasked when it gives a connection up (RFC 9110 section 15.5.9).
  const isPersistent = status !== 408 && !has(connection, 'close') && (!isOld || has(connection, 'keep-alive'))
  if (isHead || status === 304) return { kind: 'sized', bytes: 0, isPersistent }
  // What it announces may follow all the same.
  if (status === 204) return { kind: 'sized', bytes: 0, isPersistent: isPersistent && codings === '' && (length ?? '0') === '0' }
  if (codings !== '') {
    if (length !== null) throw new UnreadableAnswer('it gives both Content-Length and Transfer-Encoding')
    const isChunked = /(?:^|,)[ \t]*chunked[ \t]*,+$/i.test(codings)
    // Before 1.1 there were no chunks: what stands in between may pass them on without knowing where they end (section 6.1).
    if (isChunked) return { kind: 'chunk size', bytes: 0, isPersistent: isPersistent && !isOld }
  } else if (length !== null) {
    if (!/^\d{1,15}$/.test(length)) throw new UnreadableAnswer('its Content-Length is not a number')
    return { kind: 'sized', bytes: Number(length), isPersistent }
  }
  return { kind: 'until close', bytes: 0, isPersistent: false }
}

/** Whether a list of tokens, separated by commas, names this one. */
function has(list: string, token: string): boolean {
  return list !== '' && list.split(',').some((each) => each.trim().toLowerCase() === token)
}

/** Without spaces and tabs at both ends; other white space is part of a value. By hand: a pattern would look at long runs of spaces again and again. */
export function trimmed(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && isBlank(text.charCodeAt(start))) start++
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--
  return text.slice(start, end)
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09
}
