import { expect, test } from 'vitest'
import { askedFilter, filterMistake, knownValues } from '../../../src/renderer/features/activity/filter-text.ts'
import { anExchange } from './rows.ts'

test('the engine is asked with times that have an offset, and with what is wrong as it was typed', () => {
  expect([askedFilter('after:2026-01-17T10:30 lead'), askedFilter('sig:invald')]).toEqual([
    `after:${new Date(2026, 0, 17, 10, 30).toISOString()} lead`,
    'sig:invald',
  ])
  expect([filterMistake('dir:in sig:invald'), filterMistake('dir:in')]).toMatchObject([{ position: 11, end: 17 }, null])
})

test('values of the rows that are near are offered, each once', () => {
  const rows = [
    anExchange({ seq: 1, type: 'lead.created', path: '/hooks?x=1', inboxId: 'inbox_1', place: '/hooks' }),
    anExchange({ seq: 2, type: 'lead.created', path: '/hooks', inboxId: null, endpointId: 'webhook_1', place: 'Shop' }),
  ]
  expect(knownValues(rows)).toMatchObject({ type: ['lead.created'], path: ['/hooks'], endpoint: ['Shop'], inbox: ['/hooks'], tag: [] })
})
