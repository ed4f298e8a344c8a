import { type EventTypeInfo, dataSchema, dateTime, integer, text } from './schema.ts'

const activity = {
  id: text('Id of the activity.', 'activity_345'),
  type: text('What is done.', 'Call', 'Email', 'Meeting', 'Task', 'Demo'),
  subject: text('What the activity is about, in one line.', 'Follow-up call with Acme Corp'),
  status: text('Where the activity stands.', 'Planned', 'In Progress', 'Completed', 'Cancelled'),
  dueAt: dateTime('When the activity is due.'),
  duration: integer('Length of the activity, in seconds.', 1800),
  contactId: text('Id of the contact the activity concerns.', 'contact_789'),
  dealId: text('Id of the deal the activity concerns.', 'deal_456'),
  assignedTo: text('Id of the user who does it.', 'user_456'),
  createdAt: dateTime('When the activity was created.'),
  createdBy: text('Id of the user who created the activity.', 'user_456'),
}

const updated = {
  updatedAt: dateTime('When the activity was last changed.'),
  updatedBy: text('Id of the user who last changed the activity.', 'user_456'),
}

const essential = ['id', 'type', 'subject', 'status']

/** Events of activities, in the guide's order. */
export const ACTIVITY_EVENTS = [
  {
    type: 'activity.created',
    description: 'New activity created',
    hasChanges: false,
    dataSchema: dataSchema(activity, essential),
  },
  {
    type: 'activity.updated',
    description: 'Activity information updated',
    hasChanges: true,
    dataSchema: dataSchema({ ...activity, ...updated }, essential),
  },
  {
    type: 'activity.deleted',
    description: 'Activity deleted',
    hasChanges: false,
    dataSchema: dataSchema(
      {
        ...activity,
        deletedAt: dateTime('When the activity was deleted.'),
        deletedBy: text('Id of the user who deleted the activity.', 'user_456'),
      },
      ['id'],
    ),
  },
  {
    type: 'activity.completed',
    description: 'Activity marked as completed',
    hasChanges: true,
    dataSchema: dataSchema(
      {
        ...activity,
        ...updated,
        completedAt: dateTime('When the activity was completed.'),
        completedBy: text('Id of the user who completed the activity.', 'user_456'),
        outcome: text('What came of it.', 'Interested', 'Not Interested', 'Call Back Later', 'No Answer', 'Done'),
      },
      essential,
    ),
  },
] as const satisfies readonly EventTypeInfo[]
