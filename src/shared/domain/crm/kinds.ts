import { EVENT_FAMILIES } from '../catalogue/catalogue.ts'
import { dateTime, type JsonSchema, type Properties, text } from '../catalogue/schema.ts'
import type { JsonObject } from '../event.ts'

/** The kinds of entity the CRM keeps; the words are those of the guide's event families. */
export const CRM_KINDS = ['lead', 'contact', 'company', 'deal', 'ticket', 'activity', 'workflow'] as const
export type CrmKind = (typeof CRM_KINDS)[number]

export const CRM_ACTIONS = ['convert', 'win', 'lose', 'close', 'reopen', 'escalate', 'assign', 'complete', 'execute'] as const
export type CrmAction = (typeof CRM_ACTIONS)[number]

/** What the CRM knows about one kind. Enumerations are suggestions: any text is as good. */
export interface KindInfo {
  readonly kind: CrmKind
  /** As in the path: `/api/leads`. */
  readonly plural: string
  /** Known fields in the order they have on the wire; others are kept and follow them. */
  readonly properties: Properties
  /** Fields that no entity of the kind is without. */
  readonly required: readonly string[]
  /** What a new one has unless it is given. */
  readonly defaults: JsonObject
  /** Fields that hold the id of another entity. */
  readonly references: Readonly<Record<string, CrmKind>>
  readonly actions: readonly CrmAction[]
}

/** Fields the CRM writes itself; given ones are ignored, so that an entity can be sent back as it was read. */
export const OWN_FIELDS: readonly string[] = ['id', 'createdAt', 'createdBy', 'updatedAt', 'updatedBy']

const workflow: Properties = {
  id: text('Id of the workflow.', 'workflow_678'),
  name: text('Name of the workflow.', 'Welcome new leads'),
  trigger: text('Event type that starts the workflow.', 'lead.created', 'deal.won', 'ticket.created'),
  actions: {
    type: 'array',
    description: 'What a run does, in order.',
    items: {
      type: 'object',
      properties: {
        actionType: text(
          'What the action does.',
          'Send Email',
          'Create Task',
          'Update Field',
          'Assign Owner',
          'Notify User',
          'Call Webhook',
        ),
        fail: { type: 'boolean', description: 'Whether the action fails: for tests of `workflow.action_failed`.', examples: [true] },
        error: text('What goes wrong when it fails.', 'The mail server refused the recipient'),
      },
      required: ['actionType'],
    },
    examples: [[{ actionType: 'Send Email' }, { actionType: 'Call Webhook', fail: true }]],
  },
  createdAt: dateTime('When the workflow was created.'),
  createdBy: text('Id of the user who created the workflow.', 'user_456'),
  updatedAt: dateTime('When the workflow was last changed.'),
  updatedBy: text('Id of the user who last changed the workflow.', 'user_456'),
}

const KINDS: Readonly<Record<CrmKind, KindInfo>> = {
  lead: {
    kind: 'lead',
    plural: 'leads',
    properties: propertiesOf('lead'),
    required: ['firstName', 'lastName', 'email', 'status'],
    defaults: { status: 'New' },
    references: { contactId: 'contact', companyId: 'company' },
    actions: ['convert'],
  },
  contact: {
    kind: 'contact',
    plural: 'contacts',
    properties: propertiesOf('contact'),
    required: ['firstName', 'lastName'],
    defaults: {},
    references: { companyId: 'company', leadId: 'lead' },
    actions: [],
  },
  company: {
    kind: 'company',
    plural: 'companies',
    properties: propertiesOf('company'),
    required: ['name'],
    defaults: {},
    references: {},
    actions: [],
  },
  deal: {
    kind: 'deal',
    plural: 'deals',
    properties: propertiesOf('deal'),
    required: ['name', 'amount', 'stage'],
    defaults: { stage: 'Prospecting' },
    references: { contactId: 'contact', companyId: 'company' },
    actions: ['win', 'lose'],
  },
  ticket: {
    kind: 'ticket',
    plural: 'tickets',
    properties: propertiesOf('ticket'),
    required: ['subject', 'priority', 'status'],
    defaults: { priority: 'Medium', status: 'Open' },
    references: { contactId: 'contact', companyId: 'company' },
    actions: ['close', 'reopen', 'escalate', 'assign'],
  },
  activity: {
    kind: 'activity',
    plural: 'activities',
    properties: propertiesOf('activity'),
    required: ['type', 'subject', 'status'],
    defaults: { type: 'Task', status: 'Planned' },
    references: { contactId: 'contact', dealId: 'deal' },
    actions: ['complete'],
  },
  workflow: {
    kind: 'workflow',
    plural: 'workflows',
    properties: workflow,
    required: ['name'],
    defaults: { actions: [] },
    references: {},
    actions: ['execute'],
  },
}

export function kindInfo(kind: CrmKind): KindInfo {
  return KINDS[kind]
}

/** Known fields first and in their order, then the others as they came. */
export function inWireOrder(kind: CrmKind, fields: JsonObject): JsonObject {
  const { properties } = KINDS[kind]
  const known = Object.keys(properties).filter((name) => Object.hasOwn(fields, name))
  const others = Object.keys(fields).filter((name) => !Object.hasOwn(properties, name))
  return Object.fromEntries([...known, ...others].map((name) => [name, fields[name] ?? null]))
}

/** What the family's events tell of an entity while it lives. */
function propertiesOf(family: string): Properties {
  const events = EVENT_FAMILIES.find(({ name }) => name === family)?.events ?? []
  const living = events.filter(({ type }) => !type.endsWith('.deleted'))
  return Object.assign(
    {},
    ...living.map(({ dataSchema }) => dataSchema['properties'] as Readonly<Record<string, JsonSchema>>),
  ) as Properties
}

/** The id that an entity's data names. */
export function idOf({ id }: JsonObject): string {
  return typeof id === 'string' ? id : ''
}
