import { type EventTypeInfo, dataSchema, dateTime, integer, text } from './schema.ts'

const workflow = {
  id: text('Id of the workflow.', 'workflow_678'),
  name: text('Name of the workflow.', 'Welcome new leads'),
  executionId: text('Id of this run of the workflow.', 'execution_901'),
  trigger: text('Event type that started the run.', 'lead.created', 'deal.won', 'ticket.created'),
  entityType: text('Kind of entity the run works on.', 'lead', 'contact', 'company', 'deal', 'ticket', 'activity'),
  entityId: text('Id of the entity the run works on.', 'lead_abc123'),
}

const action = {
  ...workflow,
  actionId: text('Id of the action.', 'action_234'),
  actionType: text('What the action does.', 'Send Email', 'Create Task', 'Update Field', 'Assign Owner', 'Notify User', 'Call Webhook'),
  actionIndex: integer('Place of the action in the workflow, from 0.', 0),
  status: text('How the action ended.', 'Completed', 'Failed'),
  startedAt: dateTime('When the action started.'),
}

/** Events of workflows, in the guide's order. */
export const WORKFLOW_EVENTS = [
  {
    type: 'workflow.executed',
    description: 'Workflow executed',
    hasChanges: false,
    dataSchema: dataSchema(
      {
        ...workflow,
        actionCount: integer('Number of actions in the workflow.', 3),
        executedAt: dateTime('When the run started.'),
        executedBy: text('Id of the user who started the run; absent when an event did.', 'user_456'),
      },
      ['id', 'name'],
    ),
  },
  {
    type: 'workflow.action_completed',
    description: 'Workflow action completed',
    hasChanges: false,
    dataSchema: dataSchema(
      { ...action, completedAt: dateTime('When the action ended.'), duration: integer('Seconds from start to end.', 2) },
      ['id', 'name', 'actionType'],
    ),
  },
  {
    type: 'workflow.action_failed',
    description: 'Workflow action failed',
    hasChanges: false,
    dataSchema: dataSchema(
      {
        ...action,
        failedAt: dateTime('When the action failed.'),
        duration: integer('Seconds from start to failure.', 2),
        error: text('What went wrong.', 'The mail server refused the recipient'),
      },
      ['id', 'name', 'actionType'],
    ),
  },
] as const satisfies readonly EventTypeInfo[]
