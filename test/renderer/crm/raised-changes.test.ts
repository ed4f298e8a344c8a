import { expect, test } from 'vitest'
import { groupChanges, summaryOf } from '../../../src/renderer/features/crm/raised-changes.ts'
import type { RaisedView } from '../../../src/shared/domain/crm/entity.ts'

function raised(change: number, type: string, changes: RaisedView['changes'] = null): RaisedView {
  return { id: `evt_${change}_${type}`, type, at: change, change, changes, deliveryIds: [] }
}

test('events, newest first, are told as the changes that raised them', () => {
  const won = { stage: { from: 'Proposal', to: 'Closed Won' }, wonDate: { from: null, to: 'now' } }
  const changes = groupChanges([
    raised(3, 'deal.deleted'),
    raised(2, 'deal.won', won),
    raised(2, 'deal.updated', won),
    raised(1, 'deal.created'),
  ])

  expect(changes.map((change) => [change.at, summaryOf(change), change.events.map(({ type }) => type)])).toEqual([
    [3, 'Deleted', ['deal.deleted']],
    [2, 'stage Proposal to Closed Won, and 1 more', ['deal.updated', 'deal.won']],
    [1, 'Created', ['deal.created']],
  ])
})

test('a field that was not there, or no longer is, reads as none', () => {
  const [change] = groupChanges([raised(1, 'ticket.updated', { assignedTo: { from: null, to: 'user_1' } })])

  expect(change && summaryOf(change)).toBe('assignedTo none to user_1')
})
