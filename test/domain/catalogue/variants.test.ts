import { expect, test } from 'vitest'
import { EVENT_TYPES, eventTypeInfo } from '../../../src/shared/domain/catalogue/catalogue.ts'
import { SAMPLE_VARIANT_NAMES, type SampleVariant, variantOf } from '../../../src/shared/domain/catalogue/variants.ts'
import { serializeEnvelope, type Envelope } from '../../../src/shared/domain/event.ts'
import { loadSamples } from '../../../src/main/engine/catalogue/samples.ts'
import { eventProblems } from './event-problems.ts'

const samples = await loadSamples()
const sample = (type: string, variant?: SampleVariant): Envelope =>
  samples.envelope(type, { seed: 7, timestamp: '2026-01-17T10:30:00Z', eventId: 'evt_1', ...(variant && { variant }) })

test('Each variant of a lead shows its edge', () => {
  const unicode = sample('lead.created', 'unicode').data
  const seen = {
    minimal: Object.keys(sample('lead.created', 'minimal').data),
    nulls: Object.entries(sample('lead.created', 'nulls').data).flatMap(([name, value]) => (value === null ? [name] : [])),
    empty: [...new Set(Object.values(sample('lead.created', 'empty').data).slice(1))],
    unicode: [/\p{Script=Hebrew}/u, /\p{Script=Arabic}/u, /[\u{1F000}-\u{1FFFF}]/u, /\u200D/, /\u0301/].map((each) =>
      each.test(JSON.stringify(unicode['firstName'])),
    ),
    keptByUnicode: unicode['email'] === sample('lead.created').data['email'] && unicode['id'] === sample('lead.created').data['id'],
    long: JSON.stringify(sample('lead.created', 'long').data['lastName']).length - 2,
    huge: EVENT_TYPES.map((type) => serializeEnvelope(sample(type, 'huge')).length).filter((bytes) => bytes !== 1_048_576),
    extra: Object.keys(sample('lead.created', 'extra').data).filter((name) => !(name in sample('lead.created').data)),
  }
  expect(seen).toEqual({
    minimal: ['id', 'firstName', 'lastName', 'email', 'status'],
    nulls: ['phone', 'company', 'source', 'ownerId', 'createdAt', 'createdBy'],
    empty: [''],
    unicode: [true, true, true, true, true],
    keptByUnicode: true,
    long: 10_000,
    huge: [],
    extra: ['addedLater', 'addedList'],
  })
})

test('Only the variants with nulls and with empty texts leave the schema', () => {
  const leaving = SAMPLE_VARIANT_NAMES.filter((variant) =>
    EVENT_TYPES.some((type) => eventProblems(sample(type, variant), type).length > 0),
  )
  expect(leaving).toEqual(['nulls', 'empty'])
})

test('A variant of the same seed is the same bytes, and keeps the id and what is required', () => {
  const lost = SAMPLE_VARIANT_NAMES.flatMap((variant) =>
    EVENT_TYPES.filter((type) => {
      const required = (eventTypeInfo(type)?.dataSchema['required'] ?? []) as readonly string[]
      const [one, two] = [sample(type, variant), sample(type, variant)]
      return (
        JSON.stringify(one) !== JSON.stringify(two) ||
        one.data['id'] !== sample(type).data['id'] ||
        required.some((name) => !(name in one.data))
      )
    }).map((type) => `${variant} ${type}`),
  )
  expect(lost).toEqual([])
})

test('A sample of a type without free texts can be huge all the same', () => {
  const bare: Envelope = { ...sample('lead.created'), data: { id: 'thing_1' } }
  expect(serializeEnvelope(variantOf(bare, 'huge')).length).toBe(1_048_576)
})
