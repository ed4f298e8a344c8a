import { eventTypeInfo } from './catalogue.ts'
import type { Envelope, JsonObject, JsonValue } from '../event.ts'
import { MIB } from '../units.ts'

/** Samples at the edge of what a consumer meets, by name, each with what it is about. */
export const SAMPLE_VARIANTS = {
  minimal: 'only what its schema requires',
  nulls: 'null in all that its schema does not require',
  empty: 'empty texts, lists and objects, zeros',
  unicode: 'texts with astral characters, right-to-left script, joined and combining characters',
  long: 'texts of 10,000 characters',
  huge: 'a body of exactly 1 MiB',
  extra: 'fields that nobody has announced',
} as const

export type SampleVariant = keyof typeof SAMPLE_VARIANTS
export const SAMPLE_VARIANT_NAMES = Object.keys(SAMPLE_VARIANTS) as [SampleVariant, ...SampleVariant[]]

/** What a text field can hold and careless code breaks on: beyond the BMP, joined, combined, right to left, line separators, quotes. */
const UNICODE = '𝒜𐍈 👩🏽‍🚀 e\u0301 שלום مرحبا 北京 \u202Eabc\u202C \u2028"\\</script>'
const LONG_CHARS = 10_000
const HUGE_BYTES = MIB
/** Ids, times, addresses, telephone numbers: texts with a form of their own, which a variant keeps. */
const FORMED = /^(\w+_\w+|\d{4}-\d\d-\d\d\S*|\+\d+|\S+@\S+|https?:\S+|\w+\.\w+)$/

/** A sample turned into one of its variants. Pure: the same sample gives the same bytes. */
export function variantOf(sample: Envelope, variant: SampleVariant, required = requiredOf(sample.eventType)): Envelope {
  const isRequired = (name: string): boolean => name === 'id' || required.includes(name)
  switch (variant) {
    case 'minimal':
      return { ...withData(sample, filtered(sample.data, isRequired)), metadata: withoutChanges(sample.metadata) }
    case 'nulls':
      return withData(
        sample,
        mapped(sample.data, (value, name) => (isRequired(name) ? value : null)),
      )
    case 'empty':
      return withData(
        sample,
        mapped(sample.data, (value, name) => (name === 'id' ? value : emptied(value))),
      )
    case 'unicode':
      return withData(
        sample,
        withTexts(sample.data, (text) => `${text} ${UNICODE}`),
      )
    case 'long':
      return withData(
        sample,
        withTexts(sample.data, (text) => `${text} `.repeat(LONG_CHARS / (text.length + 1) + 1).slice(0, LONG_CHARS)),
      )
    case 'huge':
      return huge(sample)
    case 'extra':
      return { ...withData(sample, { ...sample.data, ...UNKNOWN }), ...UNKNOWN }
  }
}

const UNKNOWN: JsonObject = { addedLater: 'A field that was added later', addedList: [1, 'two', null, { three: 3 }] }

function requiredOf(type: string): readonly string[] {
  const required = eventTypeInfo(type)?.dataSchema['required']
  return Array.isArray(required) ? required : []
}

function withData(sample: Envelope, data: JsonObject): Envelope {
  return { ...sample, data }
}

function withoutChanges({ changes: _, ...rest }: JsonObject): JsonObject {
  return rest
}

function filtered(data: JsonObject, keeps: (name: string) => boolean): JsonObject {
  return Object.fromEntries(Object.entries(data).filter(([name]) => keeps(name)))
}

function mapped(data: JsonObject, change: (value: JsonValue, name: string) => JsonValue): JsonObject {
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, change(value, name)]))
}

function emptied(value: JsonValue): JsonValue {
  if (typeof value === 'string') return ''
  if (typeof value === 'number') return 0
  if (Array.isArray(value)) return []
  return typeof value === 'object' && value !== null ? {} : value
}

function isFreeText(value: JsonValue): value is string {
  return typeof value === 'string' && !FORMED.test(value)
}

function withTexts(data: JsonObject, change: (text: string) => string): JsonObject {
  return mapped(data, (value) => (isFreeText(value) ? change(value) : value))
}

/** Its longest free text is filled up; one is added where there is none. */
function huge(sample: Envelope): Envelope {
  const texts = Object.entries(sample.data).filter((entry): entry is [string, string] => isFreeText(entry[1]))
  const [name, text] = texts.toSorted(([, a], [, b]) => b.length - a.length)[0] ?? ['description', '']
  const filled = (more: string): Envelope => withData(sample, { ...sample.data, [name]: text + more })
  const missing = HUGE_BYTES - new TextEncoder().encode(JSON.stringify(filled(''))).length
  return filled(' 0123456789abcdef'.repeat(missing / 17 + 1).slice(0, Math.max(missing, 0)))
}
