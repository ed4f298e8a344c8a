import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  EVENT_FAMILIES,
  EVENT_TYPES,
  eventFilterProblem,
  eventTypeInfo,
  nearestEventType,
} from '../../../src/shared/domain/catalogue/catalogue.ts'

test('The catalogue holds the event types of the guide, in its words and its order', () => {
  const sections = EVENT_FAMILIES.map(({ title, events }) =>
    [`#### ${title}`, ...events.map(({ type, description }) => `- \`${type}\` - ${description}`)].join('\n'),
  )
  expect(`${sections.join('\n\n')}\n`).toBe(readFileSync(join(import.meta.dirname, '../../golden/guide-events.txt'), 'utf8'))
})

test('The list of types is that of the families, one after the other', () => {
  expect(EVENT_TYPES).toEqual(EVENT_FAMILIES.flatMap(({ events }) => events.map(({ type }) => type)))
})

test('Every type begins with the name of its family', () => {
  const strays = EVENT_FAMILIES.flatMap(({ name, events }) => events.filter(({ type }) => !type.startsWith(`${name}.`)))
  expect(strays).toEqual([])
})

test('A type is looked up by its exact name', () => {
  expect(['deal.won', 'Deal.Won', 'toString', 'invoice.paid'].map((type) => eventTypeInfo(type)?.description)).toEqual([
    'Deal marked as won',
    undefined,
    undefined,
    undefined,
  ])
})

test('A mistyped event type names the one that was meant', () => {
  expect(['lead.craeted', 'deals.won', 'TICKET.CLOSED', 'invoice.paid'].map((text) => nearestEventType(text))).toEqual([
    'lead.created',
    'deal.won',
    'ticket.closed',
    null,
  ])
})

test('An event filter is a known type, a family or everything', () => {
  expect(['lead.created', 'workflow.*', '*'].map((filter) => eventFilterProblem(filter))).toEqual([null, null, null])
})

test('Any other event filter is refused with the nearest one that exists', () => {
  const filters = ['lead.craeted', 'leads.*', 'lead', 'lead.c*', '.*', '', 'invoice.paid']
  const usage = 'use an event type such as lead.created, a family such as lead.*, or * for all events'
  expect(filters.map((filter) => eventFilterProblem(filter))).toEqual([
    '"lead.craeted" is no event filter; did you mean "lead.created"?',
    '"leads.*" is no event filter; did you mean "lead.*"?',
    '"lead" is no event filter; did you mean "lead.*"?',
    '"lead.c*" is no event filter; did you mean "lead.*"?',
    `".*" is no event filter: ${usage}`,
    `"" is no event filter: ${usage}`,
    `"invoice.paid" is no event filter: ${usage}`,
  ])
})

test('Event types of the workspace count as known', () => {
  const known = [...EVENT_TYPES, 'invoice.paid', 'heartbeat']
  expect(['invoice.paid', 'invoice.*', 'heartbeat', 'invoice.piad'].map((filter) => eventFilterProblem(filter, known))).toEqual([
    null,
    null,
    null,
    '"invoice.piad" is no event filter; did you mean "invoice.paid"?',
  ])
})
