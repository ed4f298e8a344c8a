import type { SampleVariant } from '../../../shared/domain/catalogue/variants.ts'
import type { BodyForm } from '../../../shared/domain/composed-body.ts'
import type { Composition } from '../../../shared/domain/composition.ts'
import type { JsonObject } from '../../../shared/domain/event.ts'
import type { Content } from '../../../shared/domain/sending.ts'

/** What is typed for one event type. */
export interface Draft {
  /** What it is kept under once it is edited; another sample is another draft. */
  readonly id: string
  readonly type: string
  /** Of the sample it began as. */
  readonly seed: number
  /** A sample at the edge; null: a realistic one. */
  readonly variant: SampleVariant | null
  readonly text: string
  /** The text as it began: what an edit is told by. */
  readonly sampled: string
  /** Name of the template it began as; null when it began as a sample. */
  readonly template: string | null
}

/** Whether somebody has typed in it. */
export function isEdited({ text, sampled }: Draft): boolean {
  return text !== sampled
}

/** What is sent, its variables filled in; the same seed gives the same random values. */
export function contentOf({ text, type }: Draft, form: BodyForm, seed: number): Content {
  return { kind: 'text', text, type, form, fill: { seed } }
}

/** A sample as it is edited: each time it is sent it is another occurrence, of that moment. */
export function draftText(sample: JsonObject): string {
  const occurrence = { eventId: 'evt_{{$uuid}}', timestamp: '{{$now}}' }
  const entries = Object.entries(sample).map(([key, value]) => [key, Object.hasOwn(occurrence, key) ? occurrence[key as 'eventId'] : value])
  return JSON.stringify(Object.fromEntries(entries), null, 2)
}

/** A kept draft opened again. It stays edited: the sample it began as is not there any more. */
export function reopened({ id, type, seed, variant, text }: Composition): Draft {
  return { id, type, seed, variant, text, sampled: '', template: null }
}

/** A draft that begins as a template. */
export function fromTemplate({ type, seed, variant, text, name }: Composition, id: string): Draft {
  return { id, type, seed, variant, text, sampled: text, template: name }
}
