import type { EventType } from '../../../shared/domain/catalogue/catalogue.ts'
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../../shared/domain/units.ts'
import { type SampleMaker, type Sampler, changed, deletion, otherThan, update } from './sampler.ts'

type ServiceEvent = Extract<EventType, `ticket.${string}` | `workflow.${string}`>

const MINUTE_SECONDS = MINUTE_MS / SECOND_MS
const DAY_SECONDS = DAY_MS / SECOND_MS

const CASES = [
  {
    subject: 'Login issue',
    description: 'I cannot sign in since this morning; the page says that my password is wrong.',
    category: 'Account',
    resolution: 'Password reset sent',
  },
  {
    subject: 'Invoice shows the wrong address',
    description: 'We moved in spring, but our invoices still carry the old address.',
    category: 'Billing',
    resolution: 'Address corrected and invoice sent again',
  },
  {
    subject: 'Charged twice this month',
    description: 'Our card statement has two charges for the same invoice.',
    category: 'Billing',
    resolution: 'Second charge refunded',
  },
  {
    subject: 'CSV export stops half way',
    description: 'The export of our contacts ends after about 5,000 rows without an error.',
    category: 'Technical',
    resolution: 'Time limit of the export raised',
  },
  {
    subject: 'Emails arrive with hours of delay',
    description: 'Notifications reach our team up to four hours late.',
    category: 'Technical',
    resolution: 'Stuck mail queue cleared',
  },
  {
    subject: 'Please add a dark theme',
    description: 'Our night shift would be grateful for a dark theme.',
    category: 'Feature Request',
    resolution: 'Planned for the next release',
  },
]
const PRIORITIES = ['Low', 'Medium', 'High', 'Urgent']
const ESCALATIONS = ['No answer within the agreed time', 'Customer asked for a manager', 'Affects several customers']
const REOPENINGS = ['The problem is back', 'The solution did not help', 'Closed by mistake']

/** The kinds of action, each with a reason why it failed. */
const FAILURES = {
  'Assign Owner': 'No user of the team is available',
  'Send Email': 'The mail server refused the recipient',
  'Create Task': 'The assignee has been deactivated',
  'Notify User': 'The user has no notification channel',
  'Call Webhook': 'The remote server answered 503',
  'Update Field': 'The field is locked for editing',
}
type ActionType = keyof typeof FAILURES

const WORKFLOWS: readonly { name: string; trigger: EventType; entityType: string; actions: readonly ActionType[] }[] = [
  { name: 'Welcome new leads', trigger: 'lead.created', entityType: 'lead', actions: ['Assign Owner', 'Send Email', 'Create Task'] },
  { name: 'Hand over won deals', trigger: 'deal.won', entityType: 'deal', actions: ['Notify User', 'Create Task', 'Call Webhook'] },
  { name: 'Alert on urgent tickets', trigger: 'ticket.created', entityType: 'ticket', actions: ['Notify User', 'Update Field'] },
]

/**
 * Samples of tickets and workflows. Each draws its entity first and in the same order, so that one seed tells of the same
 * ticket or workflow in all event types of a family.
 */
export const SERVICE_SAMPLES: Readonly<Record<ServiceEvent, SampleMaker>> = {
  'ticket.created': (s) => {
    const { assignedTo: _, ...unassigned } = ticket(s).data
    return { data: { ...unassigned, status: 'Open', createdAt: s.now } }
  },
  'ticket.updated': (s) => {
    const data = { ...ticket(s).data, ...update(s) }
    return changed(data, { priority: otherThan(data.priority, () => s.pick(PRIORITIES)) })
  },
  'ticket.deleted': (s) => ({ data: { ...ticket(s).data, ...deletion(s) } }),
  'ticket.closed': (s) => {
    const { data: before, resolution, ageSeconds } = ticket(s)
    const by = update(s)
    const closing = { resolution, closedAt: s.now, closedBy: by.updatedBy, resolutionTime: ageSeconds }
    return changed({ ...before, status: 'Closed', ...by, ...closing }, { status: before.status, resolution: null })
  },
  'ticket.reopened': (s) => {
    const before = ticket(s).data
    const by = update(s)
    const reopening = { reopenedAt: s.now, reopenedBy: by.updatedBy, reopenReason: s.pick(REOPENINGS) }
    return changed({ ...before, status: 'Open', ...by, ...reopening }, { status: 'Closed' })
  },
  'ticket.escalated': (s) => {
    const before = ticket(s).data
    const by = update(s)
    const escalation = { escalatedAt: s.now, escalatedBy: by.updatedBy, escalationReason: s.pick(ESCALATIONS) }
    return changed(
      { ...before, priority: 'Urgent', status: 'Escalated', ...by, ...escalation },
      { priority: 'High', status: before.status },
    )
  },
  'ticket.assigned': (s) => {
    const before = ticket(s).data
    const by = update(s)
    return changed({ ...before, ...by, assignedAt: s.now, assignedBy: by.updatedBy }, { assignedTo: null })
  },
  'workflow.executed': (s) => {
    const { data, actions } = workflow(s)
    return { data: { ...data, actionCount: actions.length, executedAt: s.now } }
  },
  'workflow.action_completed': (s) => {
    const { data } = action(s)
    return { data: { ...data, status: 'Completed', startedAt: s.secondsAgo(2), completedAt: s.now, duration: 2 } }
  },
  'workflow.action_failed': (s) => {
    const { data, failure } = action(s)
    return { data: { ...data, status: 'Failed', startedAt: s.secondsAgo(5), failedAt: s.now, duration: 5, error: failure } }
  },
}

function ticket(s: Sampler) {
  const { resolution, ...what } = s.pick(CASES)
  const ageSeconds = s.number(10 * MINUTE_SECONDS, 5 * DAY_SECONDS)
  const data = {
    id: s.id('ticket'),
    subject: what.subject,
    description: what.description,
    priority: s.pick(PRIORITIES),
    status: 'In Progress',
    category: what.category,
    contactId: s.id('contact'),
    companyId: s.id('company'),
    assignedTo: s.user(),
    createdAt: s.secondsAgo(ageSeconds),
    createdBy: s.user(),
  }
  return { data, resolution, ageSeconds }
}

function workflow(s: Sampler) {
  const { name, trigger, entityType, actions } = s.pick(WORKFLOWS)
  const data = { id: s.id('workflow'), name, executionId: s.id('execution'), trigger, entityType, entityId: s.id(entityType) }
  return { data, actions }
}

function action(s: Sampler) {
  const { data, actions } = workflow(s)
  const actionType = s.pick(actions)
  return {
    data: { ...data, actionId: s.id('action'), actionType, actionIndex: actions.indexOf(actionType) },
    failure: FAILURES[actionType],
  }
}
