import { expect, test } from 'vitest'
import { filterMistake, knownValues } from '../../../src/renderer/features/activity/filter-text.ts'
import { anExchange } from './rows.ts'

test('what is wrong with a filter is known by its place', () => {
  expect([filterMistake('dir:in sig:invald'), filterMistake('dir:in')]).toMatchObject([{ position: 11, end: 17 }, null])
})

test('values of the rows that are near are offered, each once', () => {
  const rows = [
    anExchange({ seq: 1, type: 'lead.created', path: '/hooks?x=1', inboxId: 'inbox_1', place: '/hooks' }),
    anExchange({ seq: 2, type: 'lead.created', path: '/hooks', inboxId: null, endpointId: 'webhook_1', place: 'Shop' }),
  ]
  expect(knownValues(rows)).toMatchObject({ type: ['lead.created'], path: ['/hooks'], endpoint: ['Shop'], inbox: ['/hooks'], tag: [] })
})
