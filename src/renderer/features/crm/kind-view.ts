import type { CrmAction, CrmKind } from '../../../shared/domain/crm/kinds.ts'
import { CRM_KINDS, kindInfo } from '../../../shared/domain/crm/kinds.ts'
import type { JsonObject, JsonValue } from '../../../shared/domain/event.ts'
import type { GlyphShape, Tone } from '../../components/glyph.tsx'

export interface KindColumn {
  readonly head: string
  readonly field: string
  readonly isNumber?: boolean
  /** The field holds the id of another entity, whose name is shown. */
  readonly isReference?: boolean
}

/** How one kind of entity reads in the table. */
interface KindView {
  /** Head of the first column: what the entity is called by. */
  readonly head: string
  readonly columns: readonly KindColumn[]
}

const VIEWS: Readonly<Record<CrmKind, KindView>> = {
  lead: {
    head: 'Lead',
    columns: [
      { head: 'Status', field: 'status' },
      { head: 'E-mail', field: 'email' },
      { head: 'Company', field: 'company' },
    ],
  },
  contact: {
    head: 'Contact',
    columns: [
      { head: 'Job title', field: 'jobTitle' },
      { head: 'E-mail', field: 'email' },
      { head: 'Phone', field: 'phone' },
    ],
  },
  company: {
    head: 'Company',
    columns: [
      { head: 'Industry', field: 'industry' },
      { head: 'Domain', field: 'domain' },
      { head: 'City', field: 'city' },
    ],
  },
  deal: {
    head: 'Deal',
    columns: [
      { head: 'Stage', field: 'stage' },
      { head: 'Amount', field: 'amount', isNumber: true },
      { head: 'Contact', field: 'contactId', isReference: true },
      { head: 'Company', field: 'companyId', isReference: true },
    ],
  },
  ticket: {
    head: 'Ticket',
    columns: [
      { head: 'Status', field: 'status' },
      { head: 'Priority', field: 'priority' },
      { head: 'Assigned to', field: 'assignedTo' },
    ],
  },
  activity: {
    head: 'Activity',
    columns: [
      { head: 'Status', field: 'status' },
      { head: 'Type', field: 'type' },
      { head: 'Due', field: 'dueAt' },
    ],
  },
  workflow: {
    head: 'Workflow',
    columns: [
      { head: 'Trigger', field: 'trigger' },
      { head: 'Actions', field: 'actions', isNumber: true },
    ],
  },
}

export function kindView(kind: CrmKind): KindView {
  return VIEWS[kind]
}

/** `Leads` */
export function kindLabel(kind: CrmKind): string {
  const { plural } = kindInfo(kind)
  return plural.charAt(0).toUpperCase() + plural.slice(1)
}

/** The kind an id says it is of. */
export function kindOfId(id: string | null): CrmKind | null {
  return CRM_KINDS.find((kind) => id?.startsWith(`${kind}_`)) ?? null
}

/** Values of status and stage after which nothing more happens by itself, and those that call for somebody. */
const LOOKS: Readonly<Record<string, { readonly shape: GlyphShape; readonly tone: Tone }>> = {
  Converted: { shape: 'check', tone: 'ok' },
  'Closed Won': { shape: 'check', tone: 'ok' },
  'Closed Lost': { shape: 'struck', tone: 'idle' },
  Closed: { shape: 'check', tone: 'ok' },
  Completed: { shape: 'check', tone: 'ok' },
  Escalated: { shape: 'wedge', tone: 'warn' },
}

/** Shape and tone of a status or stage; null where the word says enough. */
export function stateLook(field: string, value: JsonValue | undefined): { readonly shape: GlyphShape; readonly tone: Tone } | null {
  if ((field !== 'status' && field !== 'stage') || typeof value !== 'string') return null
  return LOOKS[value] ?? null
}

/** What an action asks for, and what it must have. */
export const ACTION_FIELDS: Readonly<
  Partial<Record<CrmAction, { readonly field: string; readonly label: string; readonly isRequired?: boolean }>>
> = {
  lose: { field: 'lostReason', label: 'Reason' },
  close: { field: 'resolution', label: 'Resolution' },
  reopen: { field: 'reopenReason', label: 'Reason' },
  escalate: { field: 'escalationReason', label: 'Reason' },
  assign: { field: 'assignedTo', label: 'User', isRequired: true },
  complete: { field: 'outcome', label: 'Outcome' },
}

const THERE: Readonly<Partial<Record<CrmAction, { readonly field: string; readonly value: string }>>> = {
  convert: { field: 'status', value: 'Converted' },
  win: { field: 'stage', value: 'Closed Won' },
  lose: { field: 'stage', value: 'Closed Lost' },
  close: { field: 'status', value: 'Closed' },
  escalate: { field: 'status', value: 'Escalated' },
  complete: { field: 'status', value: 'Completed' },
}

/** Whether an action would be refused because the entity is there already. */
export function isThere(action: CrmAction, data: JsonObject): boolean {
  if (action === 'reopen') return data['status'] !== 'Closed'
  const there = THERE[action]
  return there !== undefined && data[there.field] === there.value
}

/** A value in one line: text as it is, the rest as JSON, nothing as nothing. */
export function shown(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'string' ? value : JSON.stringify(value)
}
