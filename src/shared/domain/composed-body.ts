import type { FieldError } from './errors.ts'
import type { JsonObject } from './event.ts'
import type { VariableSource } from './variables/built-in.ts'
import { fillJson, fillText, type FilledText, type FilledValue } from './variables/fill.ts'

/** How a text becomes a body: JSON without white space, as the CRM sends it, or the text as it stands. */
export type BodyForm = 'compact' | 'typed'

/** A text made into a body. */
export interface ComposedBody {
  readonly text: string
  /** null when it is no JSON object. */
  readonly envelope: JsonObject | null
  /** Where variables were filled in. */
  readonly values: readonly FilledValue[]
  /** What is odd about it; nothing of it stops anybody from sending. */
  readonly problems: readonly FieldError[]
}

/** A typed text as the body that is sent: variables filled in (none without a source), then in the asked form where it is an event. */
export function composeBody(text: string, form: BodyForm, source: VariableSource | null): ComposedBody {
  const asJson: FilledText = source ? fillJson(text, source) : { text, values: [], problems: [] }
  const reading = readJson(asJson.text)
  // What is no JSON has no strings in which values would have to be escaped.
  const filled = reading.kind === 'other' && !reading.isJson && source ? fillText(text, source) : asJson
  const { values, problems } = filled
  const odd = problems.map((message) => ({ path: '', message }))
  if (reading.kind === 'other')
    return { text: filled.text, envelope: null, values, problems: [{ path: '', message: reading.sentence }, ...odd] }
  const compact = form === 'compact' ? compactJson(filled) : filled
  return { text: compact.text, envelope: reading.envelope, values: compact.values, problems: odd }
}

type Reading =
  | { readonly kind: 'event'; readonly envelope: JsonObject }
  | { readonly kind: 'other'; readonly isJson: boolean; readonly sentence: string }

function readJson(text: string): Reading {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { kind: 'event', envelope: value as JsonObject }
    return { kind: 'other', isJson: true, sentence: 'An event is a JSON object. This is sent as typed.' }
  } catch (error) {
    return { kind: 'other', isJson: false, sentence: `This is no JSON (${reasonOf(error)}). It is sent as typed.` }
  }
}

// Unrolled: an alternation for each character of a long string would exhaust the stack.
const STRING_OR_SPACE = /"[^"\\]*(?:\\.[^"\\]*)*"|[ \t\r\n]+/g

/** Valid JSON without white space between its tokens; numbers, escapes and doubled keys stay as they were written. */
function compactJson({ text, values }: Pick<FilledText, 'text' | 'values'>): Pick<FilledText, 'text' | 'values'> {
  const kept: string[] = []
  const gaps: { readonly at: number; readonly length: number }[] = []
  let end = 0
  for (const { 0: token, index } of text.matchAll(STRING_OR_SPACE)) {
    if (token.startsWith('"')) continue
    kept.push(text.slice(end, index))
    gaps.push({ at: index, length: token.length })
    end = index + token.length
  }
  kept.push(text.slice(end))
  let passed = 0
  let removed = 0
  /** Offsets come in ascending order. */
  const moved = (offset: number): number => {
    for (let gap = gaps[passed]; gap && gap.at < offset; gap = gaps[++passed]) removed += gap.length
    return offset - removed
  }
  return { text: kept.join(''), values: values.map((value) => ({ ...value, start: moved(value.start), end: moved(value.end) })) }
}

/** The engine's words without the text they quote: `unexpected token } at line 4`. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : 'unreadable'
  return message
    .replace(/, "?\.{0,3}.*is not valid JSON$/s, '')
    .replace(/ in JSON/, '')
    .replace(/^[A-Z]/, (first) => first.toLowerCase())
}
