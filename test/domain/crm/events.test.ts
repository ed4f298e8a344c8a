import { expect, test } from 'vitest'
import { eventsOf, type Transition } from '../../../src/shared/domain/crm/events.ts'
import { EVENT_TYPES } from '../../../src/shared/domain/catalogue/catalogue.ts'

/** What changes, from what to what, and what is raised, in order. */
const TABLE: readonly [Transition, readonly string[]][] = [
  [{ kind: 'lead', before: null, after: { status: 'Converted' } }, ['lead.created']],
  [{ kind: 'contact', before: null, after: {} }, ['contact.created']],
  [{ kind: 'company', before: null, after: {} }, ['company.created']],
  [{ kind: 'deal', before: null, after: { stage: 'Closed Won' } }, ['deal.created']],
  [{ kind: 'ticket', before: null, after: { assignedTo: 'user_1' } }, ['ticket.created']],
  [{ kind: 'activity', before: null, after: { status: 'Completed' } }, ['activity.created']],
  [{ kind: 'workflow', before: null, after: {} }, []],
  [{ kind: 'lead', before: {}, after: null }, ['lead.deleted']],
  [{ kind: 'workflow', before: {}, after: null }, []],
  [{ kind: 'lead', before: { a: { x: 1, y: 2 } }, after: { a: { y: 2, x: 1 } } }, []],
  [{ kind: 'lead', before: { a: 1, updatedAt: 'then' }, after: { a: 1, updatedAt: 'now' } }, []],
  [{ kind: 'lead', before: { custom: [1, 2] }, after: { custom: [2, 1] } }, ['lead.updated']],
  [{ kind: 'lead', before: { status: 'New' }, after: { status: 'Contacted' } }, ['lead.updated', 'lead.status_changed']],
  [{ kind: 'lead', before: { status: 'New' }, after: { status: 'Converted' } }, ['lead.updated', 'lead.status_changed']],
  [
    { kind: 'lead', before: { status: 'New' }, after: { status: 'Converted' }, isConversion: true },
    ['lead.updated', 'lead.status_changed', 'lead.converted'],
  ],
  [{ kind: 'contact', before: { status: 'a' }, after: { status: 'b' } }, ['contact.updated']],
  [{ kind: 'company', before: { name: 'a' }, after: { name: 'b' } }, ['company.updated']],
  [{ kind: 'deal', before: { stage: 'Proposal' }, after: { stage: 'Negotiation' } }, ['deal.updated', 'deal.stage_changed']],
  [{ kind: 'deal', before: { stage: 'Proposal' }, after: { stage: 'Closed Won' } }, ['deal.updated', 'deal.stage_changed', 'deal.won']],
  [{ kind: 'deal', before: { stage: 'Closed Won' }, after: { stage: 'Closed Lost' } }, ['deal.updated', 'deal.stage_changed', 'deal.lost']],
  [{ kind: 'deal', before: { stage: 'Closed Won', amount: 1 }, after: { stage: 'Closed Won', amount: 2 } }, ['deal.updated']],
  [{ kind: 'ticket', before: {}, after: { assignedTo: 'user_1' } }, ['ticket.updated', 'ticket.assigned']],
  [{ kind: 'ticket', before: { assignedTo: 'user_1' }, after: {} }, ['ticket.updated']],
  [
    { kind: 'ticket', before: { status: 'Open' }, after: { status: 'Escalated', assignedTo: 'user_2' } },
    ['ticket.updated', 'ticket.assigned', 'ticket.escalated'],
  ],
  [{ kind: 'ticket', before: { status: 'Escalated' }, after: { status: 'Closed' } }, ['ticket.updated', 'ticket.closed']],
  [{ kind: 'ticket', before: { status: 'Closed' }, after: { status: 'Open' } }, ['ticket.updated', 'ticket.reopened']],
  [
    { kind: 'ticket', before: { status: 'Closed' }, after: { status: 'Escalated' } },
    ['ticket.updated', 'ticket.escalated', 'ticket.reopened'],
  ],
  [{ kind: 'activity', before: { status: 'Planned' }, after: { status: 'In Progress' } }, ['activity.updated']],
  [{ kind: 'activity', before: { status: 'Planned' }, after: { status: 'Completed' } }, ['activity.updated', 'activity.completed']],
]

test.each(TABLE)('%j raises %j', (transition, events) => {
  expect(eventsOf(transition)).toEqual(events)
})

test('the table raises every event type of the guide but those of workflow runs and some plain updates and ends', () => {
  const raised = new Set(TABLE.flatMap(([, events]) => events))
  const plain = /^workflow\.|\.(updated|deleted)$/
  expect(EVENT_TYPES.filter((type) => !plain.test(type) && !raised.has(type))).toEqual([])
})
