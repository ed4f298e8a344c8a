import { expect, test } from 'vitest'
import { createEventTypes } from '../../src/main/engine/event-types.ts'
import type { HookscopeError } from '../../src/shared/domain/errors.ts'
import { aCapture } from '../support/builders.ts'
import { caught, rejected } from '../support/caught.ts'
import { testCore } from '../support/core.ts'

const INVOICE = {
  type: 'object',
  properties: { id: { type: 'string' }, total: { $ref: '#/$defs/money' } },
  required: ['id'],
  $defs: { money: { type: 'number', minimum: 0 } },
  examples: [{ id: 'invoice_1', total: 12.5 }],
}

function envelope(type: string, data: object): string {
  return JSON.stringify({ eventId: 'evt_1', eventType: type, timestamp: '2026-01-17T10:30:00Z', tenantId: 't', data, metadata: {} })
}

test('an event type of one’s own stands beside the guide’s, is changed, and is there after a restart', async () => {
  const core = testCore()
  const types = createEventTypes(core)
  await types.create('invoice.paid', { schema: INVOICE, description: 'Paid' })
  await types.update('invoice.paid', { description: 'Invoice paid' })
  const reopened = createEventTypes(core)
  expect({ entry: reopened.entries().at(-1), count: reopened.entries().length, schema: reopened.get('invoice.paid').schema }).toEqual({
    entry: { type: 'invoice.paid', family: 'invoice', description: 'Invoice paid', isCustom: true },
    count: 32,
    schema: INVOICE,
  })
  await types.remove('invoice.paid')
  expect((caught(() => types.schema('invoice.paid')) as HookscopeError).code).toBe('not_found')
})

test('a bad schema is refused with its path, and so are a remote reference, an old draft and a taken name', async () => {
  const types = createEventTypes(testCore())
  await types.create('invoice.paid', { schema: {} })
  const refusals: Promise<unknown>[] = [
    types.create('a.b', { schema: { properties: { total: { type: 'money' } } } }),
    types.create('a.b', { schema: { $ref: 'https://example.com/schema.json' } }),
    types.create('a.b', { schema: { $schema: 'http://json-schema.org/draft-07/schema#' } }),
    types.create('a.b', { schema: { pattern: '(' } }),
    types.create('a.b', { schema: { $ref: '#' } }),
    types.create('a.b', { schema: { $ref: '#/$defs/a', $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } } } }),
    types.create('lead.created', { schema: {} }),
    types.create('no spaces', { schema: {} }),
    types.create('invoice.paid', { schema: {} }),
    types.update('invoice.piad', { description: '' }),
  ]
  const errors = (await Promise.all(refusals.map(rejected))) as HookscopeError[]
  expect(errors.map(({ code, fields, remedy }) => `${code} ${fields[0]?.path ?? remedy}`)).toEqual([
    'bad_input schema.properties.total.type',
    'bad_input schema',
    'bad_input schema.$schema',
    'bad_input schema',
    'bad_input schema',
    'bad_input schema',
    'bad_input name',
    'bad_input name',
    'conflict Change it, or choose another name.',
    'not_found Did you mean invoice.paid?',
  ])
})

test('a capture that leaves the schema of its type is marked with path and reason', async () => {
  const core = testCore()
  const types = createEventTypes(core)
  await types.create('invoice.paid', { schema: INVOICE })
  await types.create('customer.updated', { schema: { type: 'object', required: ['livemode'] }, scope: 'body' })
  const capture = (type: string | null, body: string | Uint8Array) => aCapture(core, { type, body })
  const rows = {
    fits: capture('invoice.paid', envelope('invoice.paid', { id: 'invoice_1', total: 1 })),
    custom: capture('invoice.paid', envelope('invoice.paid', { id: 'invoice_1', total: -1 })),
    wholeBody: capture('customer.updated', '{"type":"customer.updated"}'),
    guide: capture('lead.created', envelope('lead.created', { id: 'lead_1', firstName: 5, lastName: 'Doe', email: 'no', status: 'New' })),
    envelope: capture('lead.created', '{"eventType":"lead.created","data":{}}'),
    unknownInEnvelope: capture('pipeline.moved', envelope('pipeline.moved', {})),
    unknown: capture('charge.succeeded', '{"type":"charge.succeeded"}'),
    broken: capture('lead.created', '{"eventType":"lead.created"'),
    binary: capture(null, Uint8Array.of(0, 1, 2)),
    empty: capture(null, ''),
  }
  const told = Object.fromEntries(
    await Promise.all(
      Object.entries(rows).map(async ([name, row]) => {
        const drift = await core.reader.run('drift', row.seq)
        return [name, drift && drift.map(({ path, message }) => `${path} ${message}`)] as const
      }),
    ),
  )
  expect(told).toEqual({
    fits: [],
    custom: ['data.total must be >= 0'],
    wholeBody: [" must have required property 'livemode'"],
    guide: ['data.firstName must be string', 'data.email must match format "email"'],
    envelope: [
      " must have required property 'eventId'",
      " must have required property 'timestamp'",
      " must have required property 'tenantId'",
      " must have required property 'metadata'",
      ...['id', 'firstName', 'lastName', 'email', 'status'].map((name) => `data must have required property '${name}'`),
    ],
    unknownInEnvelope: [],
    unknown: null,
    broken: null,
    binary: null,
    empty: null,
  })
})

test('a pattern that runs for hours, and a body too deep for its schema, keep nobody waiting and are said', async () => {
  const core = testCore()
  const types = createEventTypes(core)
  await types.create('slow.pattern', { schema: { properties: { a: { pattern: '^(a+)+$' } } } })
  await types.create('deep.tree', { schema: { properties: { a: { $ref: '#' } } } })
  const told = async (type: string, data: string) => {
    const body = `{"eventId":"evt_1","eventType":"${type}","timestamp":"2026-01-17T10:30:00Z","tenantId":"t","data":${data},"metadata":{}}`
    return core.reader.run('drift', aCapture(core, { type, body }).seq)
  }
  expect({
    slow: await told('slow.pattern', `{"a":"${'a'.repeat(60)}!"}`),
    quick: await told('slow.pattern', '{"a":"aaa"}'),
    deep: await told('deep.tree', '{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000)),
  }).toEqual({
    slow: [{ path: '', message: 'could not be checked: its schema takes too long for it' }],
    quick: [],
    deep: [{ path: '', message: 'could not be checked: it is nested too deeply' }],
  })
})
