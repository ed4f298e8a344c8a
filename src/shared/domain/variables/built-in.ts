import { isoSeconds, parseDuration, SECOND_MS } from '../units.ts'

/** What variables are filled from; handed in, so that the same source gives the same values. */
export interface VariableSource {
  /** ms since 1970 */
  readonly now: number
  /** 0 ≤ x < 1: the random ones draw from it, in the order of the text. */
  readonly fraction: () => number
  /** The how-manieth of a series, from 1. */
  readonly number: number
  /** Values of the workspace's own variables, by name. */
  readonly own: ReadonlyMap<string, string>
}

/** A variable that every workspace has. */
export interface BuiltInVariable {
  /** With its $. */
  readonly name: string
  /** What may follow the name: `[±duration]`; empty when nothing may. */
  readonly usage: string
  readonly description: string
  /** Its value as text; null when it cannot take these arguments. */
  readonly value: (source: VariableSource, args: readonly string[]) => string | null
}

const MAX_HEX_DIGITS = 1_024
const NAMES = ['ada', 'grace', 'alan', 'edsger', 'barbara', 'donald', 'radia', 'tim', 'margaret', 'linus'] as const
const SHIFT = '[+1h | -7d]'

export const BUILT_IN_VARIABLES: readonly BuiltInVariable[] = [
  { name: '$uuid', usage: '', description: 'A random UUID.', value: (source, args) => (args.length > 0 ? null : uuid(source)) },
  {
    name: '$now',
    usage: SHIFT,
    description: 'The time of sending as ISO 8601 in whole seconds, as in the envelope.',
    value: ({ now }, args) => shifted(now, args, isoSeconds),
  },
  {
    name: '$isoTimestamp',
    usage: SHIFT,
    description: 'The time of sending as ISO 8601 with milliseconds.',
    value: ({ now }, args) => shifted(now, args, (ms) => new Date(ms).toISOString()),
  },
  {
    name: '$date',
    usage: SHIFT,
    description: 'The date of sending, in UTC.',
    value: ({ now }, args) => shifted(now, args, (ms) => new Date(ms).toISOString().slice(0, 10)),
  },
  {
    name: '$timestamp',
    usage: SHIFT,
    description: 'The time of sending in seconds since 1970.',
    value: ({ now }, args) => shifted(now, args, (ms) => String(Math.floor(ms / SECOND_MS))),
  },
  {
    name: '$timestampMs',
    usage: SHIFT,
    description: 'The time of sending in milliseconds since 1970.',
    value: ({ now }, args) => shifted(now, args, String),
  },
  {
    name: '$number',
    usage: '',
    description: 'The how-manieth of a series: 1, 2, 3 and so on.',
    value: ({ number }, args) => (args.length > 0 ? null : String(number)),
  },
  { name: '$randomInt', usage: '[from to]', description: 'A whole number, from 0 to 1000 unless given.', value: randomInt },
  {
    name: '$randomBoolean',
    usage: '',
    description: 'true or false.',
    value: ({ fraction }, args) => (args.length > 0 ? null : String(fraction() < 0.5)),
  },
  { name: '$randomHex', usage: '[digits]', description: 'Hexadecimal digits, 16 unless given.', value: randomHex },
  {
    name: '$randomEmail',
    usage: '',
    description: 'An address at example.com.',
    value: (source, args) => (args.length > 0 ? null : `${pick(NAMES, source)}.${hex(6, source)}@example.com`),
  },
  {
    name: '$oneOf',
    usage: 'word word …',
    description: 'One of the words that follow.',
    value: (source, args) => (args.length === 0 ? null : pick(args, source)),
  },
]

function shifted(now: number, args: readonly string[], format: (ms: number) => string): string | null {
  const [shift, ...rest] = args
  if (shift === undefined) return format(now)
  const byMs = /^[+-]/.test(shift) ? parseDuration(shift.slice(1)) : null
  if (byMs === null || rest.length > 0) return null
  const ms = Math.round(now + (shift.startsWith('-') ? -byMs : byMs))
  return isWritable(ms) ? format(ms) : null
}

/** ISO 8601 has four digits for the year. */
function isWritable(ms: number): boolean {
  return ms >= 0 && ms < Date.UTC(10_000, 0)
}

function randomInt({ fraction }: VariableSource, args: readonly string[]): string | null {
  const [from, to] = args.length === 0 ? [0, 1_000] : args.map(Number)
  if (args.length === 1 || args.length > 2) return null
  if (from === undefined || to === undefined || !Number.isSafeInteger(from) || !Number.isSafeInteger(to) || to < from) return null
  return String(from + Math.floor(fraction() * (to - from + 1)))
}

function randomHex(source: VariableSource, args: readonly string[]): string | null {
  const digits = args.length === 0 ? 16 : Number(args[0])
  if (args.length > 1 || !Number.isInteger(digits) || digits < 1 || digits > MAX_HEX_DIGITS) return null
  return hex(digits, source)
}

function hex(digits: number, { fraction }: VariableSource): string {
  return Array.from({ length: digits }, () => Math.floor(fraction() * 16).toString(16)).join('')
}

/** Version 4. */
function uuid(source: VariableSource): string {
  const digits = hex(30, source)
  const variant = '89ab'[Math.floor(source.fraction() * 4)]
  const tail = digits.slice(15)
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(12, 15)}-${variant}${tail.slice(0, 3)}-${tail.slice(3)}`
}

function pick<T>(list: readonly T[], { fraction }: VariableSource): T {
  return list[Math.floor(fraction() * list.length)] as T
}
