import type { EventType } from '../../../shared/domain/catalogue/catalogue.ts'
import { MINUTE_MS, SECOND_MS } from '../../../shared/domain/units.ts'
import { type SampleMaker, type Sampler, changed, deletion, otherThan, update } from './sampler.ts'

type SalesEvent = Extract<EventType, `deal.${string}` | `activity.${string}`>

/** The open stages of the pipeline in order, each with its chance in percent. */
const STAGES = [
  { stage: 'Prospecting', probability: 10 },
  { stage: 'Qualification', probability: 25 },
  { stage: 'Proposal', probability: 50 },
  { stage: 'Negotiation', probability: 75 },
] as const
const STEPS = [
  { from: STAGES[0], to: STAGES[1] },
  { from: STAGES[1], to: STAGES[2] },
  { from: STAGES[2], to: STAGES[3] },
]
const WON = { stage: 'Closed Won', probability: 100 }
const LOST = { stage: 'Closed Lost', probability: 0 }
const PLANS = ['Starter Plan', 'Team Plan', 'Business Plan', 'Enterprise Plan', 'Onboarding Package', 'Support Contract']
const LOST_REASONS = ['Price', 'Competitor', 'No Budget', 'No Decision', 'Timing', 'Missing Feature']

const MINUTE_SECONDS = MINUTE_MS / SECOND_MS
const ACTIVITIES = [
  { type: 'Call', about: 'Follow-up call with', outcomes: ['Interested', 'Not Interested', 'Call Back Later', 'No Answer'] },
  { type: 'Email', about: 'Send the proposal to', outcomes: ['Done'] },
  { type: 'Meeting', about: 'Quarterly review with', outcomes: ['Interested', 'Done'] },
  { type: 'Demo', about: 'Product demo for', outcomes: ['Interested', 'Not Interested'] },
  { type: 'Task', about: 'Prepare the contract for', outcomes: ['Done'] },
]

/**
 * Samples of deals and activities. Each draws its entity first and in the same order, so that one seed tells of the same
 * deal or activity in all event types of a family.
 */
export const SALES_SAMPLES: Readonly<Record<SalesEvent, SampleMaker>> = {
  'deal.created': (s) => ({ data: { ...deal(s), ...STAGES[0], createdAt: s.now } }),
  'deal.updated': (s) => {
    const data = { ...deal(s), ...update(s) }
    return changed(data, { amount: data.amount + s.number(500, 5_000, 500) })
  },
  'deal.deleted': (s) => ({ data: { ...deal(s), ...deletion(s) } }),
  'deal.won': (s) => {
    const data = { ...deal(s), ...WON, expectedCloseDate: s.now.slice(0, 10), ...update(s), wonDate: s.now }
    return changed(data, STAGES[3])
  },
  'deal.lost': (s) => {
    const data = { ...deal(s), ...LOST, ...update(s), lostDate: s.now, lostReason: s.pick(LOST_REASONS) }
    return changed(data, s.pick(STAGES))
  },
  'deal.stage_changed': (s) => {
    const before = deal(s)
    const step = s.pick(STEPS)
    return changed({ ...before, ...step.to, ...update(s) }, step.from)
  },
  'activity.created': (s) => ({ data: { ...activity(s).data, createdAt: s.now } }),
  'activity.updated': (s) => {
    const data = { ...activity(s).data, ...update(s) }
    return changed(data, { dueAt: otherThan(data.dueAt, () => s.soon(7)) })
  },
  'activity.deleted': (s) => ({ data: { ...activity(s).data, ...deletion(s) } }),
  'activity.completed': (s) => {
    const { data: before, outcomes } = activity(s)
    const by = update(s)
    const completion = { completedAt: s.now, completedBy: by.updatedBy, outcome: s.pick(outcomes) }
    return changed({ ...before, status: 'Completed', dueAt: s.now, ...by, ...completion }, { status: 'Planned' })
  },
}

function deal(s: Sampler) {
  return {
    id: s.id('deal'),
    name: `${s.pick(PLANS)} - ${s.company()}`,
    amount: s.number(2_000, 120_000, 500),
    currency: 'USD',
    ...s.pick(STAGES),
    expectedCloseDate: s.soon(90).slice(0, 10),
    contactId: s.id('contact'),
    companyId: s.id('company'),
    ownerId: s.user(),
    createdAt: s.recently(120),
    createdBy: s.user(),
  }
}

function activity(s: Sampler) {
  const { type, about, outcomes } = s.pick(ACTIVITIES)
  const person = s.person()
  const data = {
    id: s.id('activity'),
    type,
    subject: `${about} ${person.firstName} ${person.lastName}`,
    status: 'Planned',
    dueAt: s.soon(14),
    duration: s.number(15, 90, 15) * MINUTE_SECONDS,
    contactId: s.id('contact'),
    dealId: s.id('deal'),
    assignedTo: s.user(),
    createdAt: s.recently(14),
    createdBy: s.user(),
  }
  return { data, outcomes }
}
