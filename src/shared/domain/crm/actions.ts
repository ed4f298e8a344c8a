import { HookscopeError } from '../errors.ts'
import type { JsonObject, JsonValue } from '../event.ts'
import { alreadyThere, fieldsRefused, type RaisedEvent, updateEntity } from './change.ts'
import { CLOSED, COMPLETED, ESCALATED, LOST, WON } from './events.ts'
import { type CrmAction, type CrmKind, idOf, kindInfo } from './kinds.ts'
import type { Moment } from './milestones.ts'

/** Actions that are an update: the field they set and to what. */
const STANDS_FOR: Readonly<Partial<Record<CrmAction, { readonly field: string; readonly value: string }>>> = {
  win: { field: 'stage', value: WON },
  lose: { field: 'stage', value: LOST },
  close: { field: 'status', value: CLOSED },
  escalate: { field: 'status', value: ESCALATED },
  complete: { field: 'status', value: COMPLETED },
}
const REOPENED = 'Open'

/**
 * An action that is an update of its own entity; `fields` come with it (`resolution`, `lostReason`). Throws `conflict` on
 * an entity that is there already, `bad_input`, and `not_found` for an action of another kind.
 */
export function actOn(
  kind: CrmKind,
  action: CrmAction,
  before: JsonObject,
  fields: JsonObject,
  moment: Moment,
): { data: JsonObject; events: RaisedEvent[] } {
  assertAction(kind, action)
  return updateEntity(kind, before, { ...fields, ...target(kind, action, before, fields) }, moment)
}

/** Throws `not_found` for an action that entities of this kind do not have. */
export function assertAction(kind: CrmKind, action: CrmAction): void {
  const { actions } = kindInfo(kind)
  if (actions.includes(action)) return
  const remedy = actions.length === 0 ? `A ${kind} has no actions.` : `A ${kind} has: ${actions.join(', ')}.`
  throw new HookscopeError('not_found', `A ${kind} cannot ${action}.`, remedy)
}

function target(kind: CrmKind, action: CrmAction, before: JsonObject, fields: JsonObject): JsonObject {
  if (action === 'assign') {
    const assignee = fields['assignedTo']
    if (typeof assignee !== 'string' || assignee === '') throw fieldsRefused(kind, [{ path: 'assignedTo', message: 'is missing' }])
    if (before['assignedTo'] === assignee) throw alreadyThere(kind, before, `assigned to ${assignee}`)
    return {}
  }
  if (action === 'reopen') {
    if (before['status'] !== CLOSED) throw alreadyThere(kind, before, 'open')
    return { status: REOPENED }
  }
  const { field, value } = STANDS_FOR[action] ?? { field: 'status', value: '' }
  if (before[field] === value) throw alreadyThere(kind, before, value)
  return { [field]: value }
}

/** How a run of a workflow was asked for. */
export interface Run {
  readonly workflow: JsonObject
  /** `entityType`, `entityId`, and whatever else the events shall say of the run. */
  readonly fields: JsonObject
  readonly executionId: string
  readonly actionId: () => string
}

/** The events of a workflow's run: all its actions, also after one that fails. Nothing of the workflow changes. */
export function executeWorkflow({ workflow, fields, executionId, actionId }: Run, { now, userId }: Moment): RaisedEvent[] {
  const { id = null, name = null, trigger = null } = workflow
  const steps = stepsOf(workflow['actions'])
  const { entityType = null, entityId = null, ...rest } = fields
  const run = present({ id, name, executionId, trigger, entityType, entityId })
  const event = (type: RaisedEvent['type'], data: JsonObject): RaisedEvent => ({
    type,
    kind: 'workflow',
    entityId: idOf(workflow),
    data: { ...run, ...data, ...present(rest) },
    changes: null,
  })
  const actions = steps.map((step, actionIndex) => {
    const { actionType = null, fail, error, ...more } = step
    const about = { actionId: actionId(), actionType, actionIndex }
    return fail === true
      ? event('workflow.action_failed', {
          ...about,
          status: 'Failed',
          startedAt: now,
          failedAt: now,
          duration: 0,
          error: error ?? 'The action was told to fail',
          ...more,
        })
      : event('workflow.action_completed', { ...about, status: 'Completed', startedAt: now, completedAt: now, duration: 0, ...more })
  })
  return [event('workflow.executed', { actionCount: steps.length, executedAt: now, executedBy: userId }), ...actions]
}

function stepsOf(actions: JsonValue | undefined): JsonObject[] {
  return Array.isArray(actions) ? (actions as JsonObject[]) : []
}

function present(fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null))
}
