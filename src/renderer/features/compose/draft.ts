import type { SampleVariant } from '../../../shared/domain/catalogue/variants.ts'
import type { JsonObject, JsonValue } from '../../../shared/domain/event.ts'
import type { Content } from '../../../shared/domain/sending.ts'
import { toBase64 } from '../../api/base64.ts'

/** What is typed for one event type. */
export interface Draft {
  readonly type: string
  /** Of the sample it began as. */
  readonly seed: number
  /** A sample at the edge; null: a realistic one. */
  readonly variant: SampleVariant | null
  readonly text: string
  /** The text as it was sampled: what an edit is told by. */
  readonly sampled: string
}

/** How the text becomes a body: compact JSON as the CRM sends it, or the text as it stands. */
export type BodyForm = 'compact' | 'typed'

/** What a text is: an event, some other JSON, or no JSON at all. */
export type Reading = { readonly kind: 'event'; readonly envelope: JsonObject } | { readonly kind: 'other'; readonly sentence: string }

/** Reads the text. Nothing that is wrong with it stops anybody from sending it. */
export function readText(text: string): Reading {
  let value: JsonValue
  try {
    value = JSON.parse(text) as JsonValue
  } catch (error) {
    return { kind: 'other', sentence: `This is no JSON (${reasonOf(error)}). It is sent as typed.` }
  }
  if (isObject(value)) return { kind: 'event', envelope: value }
  return { kind: 'other', sentence: 'An event is a JSON object. This is sent as typed.' }
}

/** What is sent. Text that is no event goes out as it stands, whatever the form. */
export function contentOf(draft: Draft, form: BodyForm): Content {
  const reading = readText(draft.text)
  if (form === 'compact' && reading.kind === 'event') return { kind: 'envelope', envelope: reading.envelope }
  const bytes = toBase64(new TextEncoder().encode(draft.text))
  return { kind: 'bytes', bytes, contentType: 'application/json', type: draft.type }
}

/** An envelope as it is edited. */
export function draftText(envelope: JsonObject): string {
  return JSON.stringify(envelope, null, 2)
}

/** The text as another occurrence of the same event: id and time of `fresh`, all else as typed. */
export function renewIdentity(text: string, fresh: JsonObject): string {
  const reading = readText(text)
  if (reading.kind !== 'event') return text
  let renewed = text
  for (const key of ['eventId', 'timestamp']) {
    const value = fresh[key]
    if (typeof value !== 'string' || typeof reading.envelope[key] !== 'string') continue
    const candidate = renewed.replace(
      new RegExp(String.raw`("${key}"\s*:\s*)"(?:[^"\\]|\\.)*"`),
      (_, head: string) => head + JSON.stringify(value),
    )
    const after = readText(candidate)
    // The first such key in the text may lie deeper; then the text stays.
    if (after.kind === 'event' && after.envelope[key] === value) renewed = candidate
  }
  return renewed
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The engine's words without the text they quote: `Unexpected token } at line 4`. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : 'unreadable'
  return message
    .replace(/, "?\.{0,3}.*is not valid JSON$/s, '')
    .replace(/ in JSON/, '')
    .replace(/^[A-Z]/, (first) => first.toLowerCase())
}
