import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../units.ts'
import type { Step, Story } from './scenario.ts'

const PIPELINE_OUTCOMES = { won: 7, lost: 3 }
const RESOLUTION = { resolution: { oneOf: ['Password reset sent', 'Second charge refunded', 'Solved in a call'] } } as const

function minutes(count: number): number {
  return Math.round(count * MINUTE_MS)
}

/** From lead to closed ticket in ten minutes: sixteen events, whether the deal is won or lost. */
export const CUSTOMER: Story = { outcomes: PIPELINE_OUTCOMES, steps: customerSteps(1) }

/** The same over some hours, as on a real day. */
export const SLOW_CUSTOMER: Story = { outcomes: PIPELINE_OUTCOMES, steps: customerSteps(30) }

/** `pace`: how many times slower than the ten minutes. */
function customerSteps(pace: number): Step[] {
  const at = (count: number): number => minutes(count * pace)
  return [
    { do: 'create', atMs: 0, role: 'lead', kind: 'lead' },
    { do: 'act', atMs: at(1), role: 'lead', action: 'convert', makes: 'contact' },
    { do: 'create', atMs: at(2), role: 'deal', kind: 'deal', fields: { ...stage('Prospecting', 10), contactId: { idOf: 'contact' } } },
    { do: 'update', atMs: at(3.5), role: 'deal', fields: stage('Proposal', 50) },
    { do: 'act', atMs: at(5), role: 'deal', action: 'win', when: 'won', fields: { probability: { is: 100 } } },
    {
      do: 'act',
      atMs: at(5),
      role: 'deal',
      action: 'lose',
      when: 'lost',
      fields: { probability: { is: 0 }, lostReason: { oneOf: ['Price', 'Competitor', 'No Budget', 'Timing'] } },
    },
    { do: 'create', atMs: at(6.5), role: 'ticket', kind: 'ticket', fields: { contactId: { idOf: 'contact' } } },
    {
      do: 'act',
      atMs: at(8),
      role: 'ticket',
      action: 'escalate',
      fields: { escalationReason: { oneOf: ['No answer within the agreed time', 'Customer asked for a manager'] } },
    },
    { do: 'act', atMs: at(10), role: 'ticket', action: 'close', fields: RESOLUTION },
  ]
}

function stage(name: string, probability: number) {
  return { stage: { is: name }, probability: { is: probability } } as const
}

/** A lead that is called once and comes to nothing. */
export const LOST_LEAD: Story = {
  steps: [
    { do: 'create', atMs: 0, role: 'lead', kind: 'lead' },
    {
      do: 'create',
      atMs: minutes(5),
      role: 'call',
      kind: 'activity',
      fields: { type: { is: 'Call' }, subject: { is: 'First call' } },
    },
    { do: 'act', atMs: minutes(40), role: 'call', action: 'complete', fields: { outcome: { oneOf: ['No Answer', 'Not Interested'] } } },
    { do: 'update', atMs: minutes(41), role: 'lead', fields: { status: { is: 'Unqualified' } } },
    { do: 'delete', atMs: 2 * HOUR_MS, role: 'lead' },
  ],
}

/** A ticket that somebody takes, that is closed, and sometimes comes back. */
export const SUPPORT: Story = {
  outcomes: { solved: 8, back: 2 },
  steps: [
    { do: 'create', atMs: 0, role: 'ticket', kind: 'ticket' },
    {
      do: 'act',
      atMs: minutes(4),
      role: 'ticket',
      action: 'assign',
      fields: { assignedTo: { oneOf: ['user_118', 'user_204', 'user_377'] } },
    },
    { do: 'act', atMs: minutes(50), role: 'ticket', action: 'close', fields: RESOLUTION },
    {
      do: 'act',
      atMs: minutes(75),
      role: 'ticket',
      action: 'reopen',
      when: 'back',
      fields: { reopenReason: { is: 'The problem is back' } },
    },
    { do: 'act', atMs: minutes(130), role: 'ticket', action: 'close', when: 'back', fields: RESOLUTION },
  ],
}

/** A company whose data are put right. */
export const COMPANY_CARE: Story = {
  steps: [
    { do: 'create', atMs: 0, role: 'company', kind: 'company' },
    { do: 'update', atMs: minutes(30), role: 'company', fields: { phone: { sampleOf: 'company.created' } } },
  ],
}

/** A workflow that runs twice, once with an action that fails. */
export const AUTOMATION: Story = {
  steps: [
    {
      do: 'create',
      atMs: 0,
      role: 'workflow',
      kind: 'workflow',
      fields: {
        name: { is: 'Welcome new leads' },
        trigger: { is: 'lead.created' },
        actions: { is: [{ actionType: 'Assign Owner' }, { actionType: 'Send Email' }] },
      },
    },
    { do: 'act', atMs: minutes(2), role: 'workflow', action: 'execute' },
    {
      do: 'update',
      atMs: minutes(3),
      role: 'workflow',
      fields: { actions: { is: [{ actionType: 'Assign Owner' }, { actionType: 'Send Email', fail: true }] } },
    },
    { do: 'act', atMs: minutes(4), role: 'workflow', action: 'execute' },
  ],
}

/** A contact of an import: created, and completed by a second pass. Two events, in order. */
export const IMPORTED_CONTACT: Story = {
  steps: [
    { do: 'create', atMs: 0, role: 'contact', kind: 'contact', fields: { jobTitle: { is: null } } },
    { do: 'update', atMs: 5 * SECOND_MS, role: 'contact', fields: { jobTitle: { sampleOf: 'contact.created' } } },
  ],
}
