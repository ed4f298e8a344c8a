import { KEYS } from './keys.ts'
import { tokenize, type Token } from './tokens.ts'
import { textOf } from './values.ts'

/** What can stand at the caret: each option replaces the characters from `from` to before `to`. */
export interface Completions {
  readonly from: number
  readonly to: number
  readonly options: readonly Completion[]
}

export interface Completion {
  readonly kind: 'key' | 'value' | 'operator'
  /** What is put in. */
  readonly text: string
  /** A few words; empty when the text says it all. */
  readonly hint: string
}

/** Values that only the workspace knows, by key: `{ endpoint: ['Shop'], type: ['lead.created'] }`; names behind `header` and `body`. */
export type KnownValues = Readonly<Record<string, readonly string[]>>

const OPERATORS: readonly Completion[] = [
  { kind: 'operator', text: 'OR ', hint: 'either side' },
  { kind: 'operator', text: 'NOT ', hint: 'the opposite' },
]

/**
 * What can be written at `caret`: keys (and operators) at the start of a word, values behind a colon. In the order to be
 * offered, what begins as typed before what only holds it. Also for text that is not a filter yet.
 */
export function completions(text: string, caret: number, known: KnownValues = {}): Completions {
  const tokens = tokenize(text.slice(0, caret), true)
  const last = tokens.at(-1)
  const current = last && last.end === caret && last.kind !== '(' && last.kind !== ')' && last.kind !== '-' ? last : undefined
  const to = caret + restOfWord(text, caret)
  if (current?.kind === 'term') return { from: current.value.position, to, options: valuesOf(current, known) }
  const from = current?.position ?? caret
  const typed = text.slice(from, caret)
  const before = current ? tokens.at(-2) : last
  const operators = before === undefined || before.kind === '(' || before.kind === 'OR' ? OPERATORS.slice(1) : OPERATORS
  return {
    from,
    to,
    options: [...keysFor(typed, known), ...(before?.kind === '-' ? [] : operators.filter((each) => each.text.startsWith(typed)))],
  }
}

function keysFor(typed: string, known: KnownValues): Completion[] {
  const keys = Object.entries(KEYS).flatMap(([name, { written, hint }]): Completion[] => {
    const inner = written.endsWith('.') && typed.toLowerCase().startsWith(written) ? (known[name] ?? []) : []
    return [
      { kind: 'key', text: written, hint },
      ...inner.map((each): Completion => ({ kind: 'key', text: `${written}${each}:`, hint: '' })),
    ]
  })
  return matching(keys, typed).filter((each) => each.text !== typed)
}

function valuesOf({ key, value }: Extract<Token, { kind: 'term' }>, known: KnownValues): Completion[] {
  const info = Object.hasOwn(KEYS, key.name) ? KEYS[key.name] : undefined
  if (!info) return []
  const values = [...new Set([...(known[key.name] ?? []), ...info.values])]
  return matching(
    values.map((each) => ({ kind: 'value', text: inQuotes(each), hint: '' })),
    textOf(value),
  )
}

function matching(options: readonly Completion[], typed: string): Completion[] {
  const wanted = typed.toLowerCase()
  const at = ({ text }: Completion): number => text.toLowerCase().replace(/^"/, '').indexOf(wanted)
  return [...options.filter((each) => at(each) === 0), ...(wanted.length > 1 ? options.filter((each) => at(each) > 0) : [])]
}

function inQuotes(value: string): string {
  return /[\s()"]/.test(value) ? `"${value.replaceAll(/["\\]/g, '\\$&')}"` : value
}

function restOfWord(text: string, caret: number): number {
  return /^[^\s()"]*/.exec(text.slice(caret))?.[0].length ?? 0
}
