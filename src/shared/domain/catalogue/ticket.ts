import { type EventTypeInfo, dataSchema, dateTime, integer, text } from './schema.ts'

const ticket = {
  id: text('Id of the ticket.', 'ticket_789'),
  subject: text('What the ticket is about, in one line.', 'Login issue'),
  description: text('What the customer wrote.', 'I cannot sign in since this morning.'),
  priority: text('How urgent the ticket is.', 'Low', 'Medium', 'High', 'Urgent'),
  status: text('Where the ticket stands.', 'Open', 'In Progress', 'Waiting on Customer', 'Escalated', 'Closed'),
  category: text('What kind of request it is.', 'Account', 'Billing', 'Technical', 'Feature Request'),
  contactId: text('Id of the contact who asked.', 'contact_789'),
  companyId: text('Id of the company of that contact.', 'company_012'),
  assignedTo: text('Id of the user who works on the ticket; absent while nobody does.', 'user_456'),
  createdAt: dateTime('When the ticket was created.'),
  createdBy: text('Id of the user who created the ticket.', 'user_456'),
}

const updated = {
  updatedAt: dateTime('When the ticket was last changed.'),
  updatedBy: text('Id of the user who last changed the ticket.', 'user_456'),
}

const essential = ['id', 'subject', 'priority', 'status']

/** Events of tickets, in the guide's order. */
export const TICKET_EVENTS = [
  {
    type: 'ticket.created',
    description: 'New ticket created',
    hasChanges: false,
    dataSchema: dataSchema(ticket, essential),
  },
  {
    type: 'ticket.updated',
    description: 'Ticket information updated',
    hasChanges: true,
    dataSchema: dataSchema({ ...ticket, ...updated }, essential),
  },
  {
    type: 'ticket.deleted',
    description: 'Ticket deleted',
    hasChanges: false,
    dataSchema: dataSchema(
      {
        ...ticket,
        deletedAt: dateTime('When the ticket was deleted.'),
        deletedBy: text('Id of the user who deleted the ticket.', 'user_456'),
      },
      ['id'],
    ),
  },
  {
    type: 'ticket.closed',
    description: 'Ticket closed',
    hasChanges: true,
    dataSchema: dataSchema(
      {
        ...ticket,
        ...updated,
        resolution: text('How the ticket was resolved.', 'Password reset sent'),
        closedAt: dateTime('When the ticket was closed.'),
        closedBy: text('Id of the user who closed the ticket.', 'user_456'),
        resolutionTime: integer('Seconds from creation to closing.', 3600),
      },
      [...essential, 'closedAt'],
    ),
    guideExample: {
      id: 'ticket_789',
      subject: 'Login issue',
      priority: 'High',
      status: 'Closed',
      resolution: 'Password reset sent',
      closedAt: '2026-01-17T10:30:00Z',
      closedBy: 'user_456',
      resolutionTime: 3600,
    },
  },
  {
    type: 'ticket.reopened',
    description: 'Ticket reopened',
    hasChanges: true,
    dataSchema: dataSchema(
      {
        ...ticket,
        ...updated,
        reopenedAt: dateTime('When the ticket was reopened.'),
        reopenedBy: text('Id of the user who reopened the ticket.', 'user_456'),
        reopenReason: text('Why the ticket was reopened.', 'The problem is back'),
      },
      essential,
    ),
  },
  {
    type: 'ticket.escalated',
    description: 'Ticket escalated',
    hasChanges: true,
    dataSchema: dataSchema(
      {
        ...ticket,
        ...updated,
        escalatedAt: dateTime('When the ticket was escalated.'),
        escalatedBy: text('Id of the user who escalated the ticket.', 'user_456'),
        escalationReason: text('Why the ticket was escalated.', 'No answer within the agreed time'),
      },
      essential,
    ),
  },
  {
    type: 'ticket.assigned',
    description: 'Ticket assigned to user',
    hasChanges: true,
    dataSchema: dataSchema(
      {
        ...ticket,
        ...updated,
        assignedAt: dateTime('When the ticket was assigned.'),
        assignedBy: text('Id of the user who assigned the ticket.', 'user_456'),
      },
      [...essential, 'assignedTo'],
    ),
  },
] as const satisfies readonly EventTypeInfo[]
