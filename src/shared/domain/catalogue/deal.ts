import { type EventTypeInfo, dataSchema, date, dateTime, number, text } from './schema.ts'

const deal = {
  id: text('Id of the deal.', 'deal_456'),
  name: text('Name of the deal.', 'Enterprise Plan - Acme Corp'),
  amount: number('What the deal is worth, in units of `currency`.', 50000),
  currency: text('Currency of `amount`, ISO 4217.', 'USD', 'EUR', 'GBP'),
  stage: text(
    'Stage of the pipeline the deal is in.',
    'Prospecting',
    'Qualification',
    'Proposal',
    'Negotiation',
    'Closed Won',
    'Closed Lost',
  ),
  probability: number('Chance that the deal is won, in percent.', 60),
  expectedCloseDate: date('Day on which the deal is expected to close.'),
  contactId: text('Id of the contact the deal is made with.', 'contact_789'),
  companyId: text('Id of the company the deal is made with.', 'company_012'),
  ownerId: text('Id of the user who owns the deal.', 'user_456'),
  createdAt: dateTime('When the deal was created.'),
  createdBy: text('Id of the user who created the deal.', 'user_456'),
}

const updated = {
  updatedAt: dateTime('When the deal was last changed.'),
  updatedBy: text('Id of the user who last changed the deal.', 'user_456'),
}

const essential = ['id', 'name', 'amount', 'stage']

/** Events of deals, in the guide's order. */
export const DEAL_EVENTS = [
  {
    type: 'deal.created',
    description: 'New deal created',
    hasChanges: false,
    dataSchema: dataSchema(deal, essential),
  },
  {
    type: 'deal.updated',
    description: 'Deal information updated',
    hasChanges: true,
    dataSchema: dataSchema({ ...deal, ...updated }, essential),
  },
  {
    type: 'deal.deleted',
    description: 'Deal deleted',
    hasChanges: false,
    dataSchema: dataSchema(
      { ...deal, deletedAt: dateTime('When the deal was deleted.'), deletedBy: text('Id of the user who deleted the deal.', 'user_456') },
      ['id'],
    ),
  },
  {
    type: 'deal.won',
    description: 'Deal marked as won',
    hasChanges: true,
    dataSchema: dataSchema({ ...deal, ...updated, wonDate: dateTime('When the deal was won.') }, [...essential, 'wonDate']),
    guideExample: {
      id: 'deal_456',
      name: 'Enterprise Plan - Acme Corp',
      amount: 50000,
      stage: 'Closed Won',
      wonDate: '2026-01-17T10:30:00Z',
      contactId: 'contact_789',
      companyId: 'company_012',
    },
  },
  {
    type: 'deal.lost',
    description: 'Deal marked as lost',
    hasChanges: true,
    dataSchema: dataSchema(
      {
        ...deal,
        ...updated,
        lostDate: dateTime('When the deal was lost.'),
        lostReason: text('Why the deal was lost.', 'Price', 'Competitor', 'No Budget', 'No Decision', 'Timing', 'Missing Feature'),
      },
      essential,
    ),
  },
  {
    type: 'deal.stage_changed',
    description: 'Deal moved to new stage',
    hasChanges: true,
    dataSchema: dataSchema({ ...deal, ...updated }, essential),
  },
] as const satisfies readonly EventTypeInfo[]
