/**
 * Ids: `prefix_` + 26 lower-case Crockford base32 characters, time-ordered, monotonic in a process.
 *
 * The 26 characters hold, most significant first:
 *   10 characters  milliseconds since 1970
 *    3 characters  counter inside that millisecond (0 … 2047)
 *   13 characters  random tail
 * The first 13 characters are the row's *sequence* `ms * 2048 + counter`, a safe integer until the year 2109, and the
 * primary key in SQLite. So an id finds its row without a secondary index, and an id range is a time range.
 */

/** What a row is stored under: the sequence (primary key) and the random tail that makes the id unique across workspaces. */
export interface RowId {
  /** `ms * 2048 + counter`. */
  readonly seq: number
  /** 13 base32 characters. */
  readonly tail: string
}

export const ID_PREFIXES = [
  'evt',
  'webhook',
  'delivery',
  'attempt',
  'inbox',
  'capture',
  'secret',
  'run',
  'lead',
  'contact',
  'company',
  'deal',
  'ticket',
  'activity',
  'workflow',
  'execution',
  'action',
  'replay',
  'filter',
] as const
export type IdPrefix = (typeof ID_PREFIXES)[number]

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const COUNTERS_PER_MS = 2048
const TIME_CHARS = 10
const COUNTER_CHARS = 3
const TAIL_CHARS = 13
const TAILS_AT_ONCE = 512
const TEXT = new TextDecoder()
const ID_PATTERN = new RegExp(`^(${ID_PREFIXES.join('|')})_([${ALPHABET}]{13})([${ALPHABET}]{13})$`)

/** The id as people and other programs see it. */
export function formatId(prefix: IdPrefix, id: RowId): string {
  const ms = Math.floor(id.seq / COUNTERS_PER_MS)
  return `${prefix}_${encode(ms, TIME_CHARS)}${encode(id.seq % COUNTERS_PER_MS, COUNTER_CHARS)}${id.tail}`
}

/** The row id of something that happened at `ms` and is known by its digest (at least 15 bytes): the same for the same. */
export function rowIdFrom(ms: number, digest: Uint8Array): RowId {
  const counter = ((digest[13] ?? 0) * 256 + (digest[14] ?? 0)) % COUNTERS_PER_MS
  const tail = Array.from(digest.subarray(0, TAIL_CHARS), (byte) => ALPHABET[byte & 31]).join('')
  return { seq: ms * COUNTERS_PER_MS + counter, tail }
}

/** The parts of an id, or null when the text is not one of ours. */
export function parseId(text: string): (RowId & { readonly prefix: IdPrefix }) | null {
  const match = ID_PATTERN.exec(text)
  if (!match) return null
  const [, prefix, head, tail] = match as unknown as [string, IdPrefix, string, string]
  const counter = decode(head.slice(TIME_CHARS))
  const seq = decode(head.slice(0, TIME_CHARS)) * COUNTERS_PER_MS + counter
  if (counter >= COUNTERS_PER_MS || !Number.isSafeInteger(seq)) return null
  return { prefix, seq, tail }
}

/** The sequences (both ends included) and the tail's beginning of all ids that begin like `text`, with or without its prefix; null when none can. */
export function idRange(
  text: string,
): { readonly prefix: IdPrefix | null; readonly from: number; readonly to: number; readonly tail: string } | null {
  const match = /^(?:([a-z]+)_)?([0-9a-hjkmnp-tv-z]{0,26})$/.exec(text)
  const prefix = ID_PREFIXES.find((each) => each === match?.[1]) ?? null
  if (!match || text === '' || (match[1] !== undefined && prefix === null)) return null
  const head = (match[2] as string).slice(0, TIME_CHARS + COUNTER_CHARS)
  const tail = (match[2] as string).slice(TIME_CHARS + COUNTER_CHARS)
  const [from, to] = [seqOfHead(head, '0'), seqOfHead(head, 'z')]
  return { prefix, from, to, tail }
}

function seqOfHead(head: string, filler: string): number {
  const full = head.padEnd(TIME_CHARS + COUNTER_CHARS, filler)
  const seq = decode(full.slice(0, TIME_CHARS)) * COUNTERS_PER_MS + Math.min(decode(full.slice(TIME_CHARS)), COUNTERS_PER_MS - 1)
  return Math.min(seq, Number.MAX_SAFE_INTEGER)
}

/** The smallest sequence of a moment (ms since 1970): a bound for "since" and "before". */
export function seqAt(ms: number): number {
  return ms * COUNTERS_PER_MS
}

/** The moment (ms since 1970) a sequence was made. */
export function msOfSeq(seq: number): number {
  return Math.floor(seq / COUNTERS_PER_MS)
}

/**
 * A generator of row ids. Never returns the same or a smaller sequence twice, also when the clock jumps back: pass the
 * largest sequence already stored as `after`. More than 2,048 ids in one millisecond borrow from the next.
 */
export function createIds(now: () => number, randomBytes: (size: number) => Uint8Array, after = 0): () => RowId {
  let last = after
  // Many tails at a time: one by one they would be most of an id's cost.
  let tails = ''
  let used = 0
  return () => {
    last = Math.max(last + 1, now() * COUNTERS_PER_MS)
    if (used === tails.length) {
      tails = TEXT.decode(randomBytes(TAIL_CHARS * TAILS_AT_ONCE).map((byte) => ALPHABET.charCodeAt(byte & 31)))
      used = 0
    }
    return { seq: last, tail: tails.slice(used, (used += TAIL_CHARS)) }
  }
}

function encode(value: number, length: number): string {
  let text = ''
  for (let rest = value, i = 0; i < length; i++) {
    text = (ALPHABET[rest % 32] as string) + text
    rest = Math.floor(rest / 32)
  }
  return text
}

function decode(text: string): number {
  let value = 0
  for (const char of text) value = value * 32 + ALPHABET.indexOf(char)
  return value
}
