import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { CRM_ACTIONS, CRM_KINDS, type CrmAction, type CrmKind, kindInfo } from '../domain/crm/kinds.ts'
import type { Changes } from '../domain/crm/changes.ts'
import type { ChangeView, Entity, EntityPage, RaisedView } from '../domain/crm/entity.ts'
import { problems } from './problems.ts'
import { byId, page, pageOf } from './rest-page.ts'
import { jsonObject } from './values.ts'

/** The mock CRM: `crm` as the page asks, and `crmRoutes` as the guide's platform is asked over REST. */

const kind = z.enum(CRM_KINDS)
const tenantId = z.string().min(1).max(200)

const entity = z.object({
  id: z.string(),
  kind,
  tenantId: z.string(),
  data: jsonObject,
  createdAt: z.number(),
  updatedAt: z.number(),
}) satisfies z.ZodType<Entity>

const entityPage = z.object({
  items: z.array(entity).readonly(),
  hasMore: z.boolean(),
  names: z.record(z.string(), z.string()),
}) satisfies z.ZodType<EntityPage>

const changes: z.ZodType<Changes, Changes> = z.record(z.string(), z.object({ from: z.json(), to: z.json() }))

const raised = z.object({
  id: z.string(),
  type: z.string(),
  at: z.number(),
  change: z.number(),
  changes: changes.nullable(),
  deliveryIds: z.array(z.string()).readonly(),
}) satisfies z.ZodType<RaisedView>

const change = z.object({ entity, events: z.array(raised).readonly() }) satisfies z.ZodType<ChangeView>

const ofEntity = z.object({ kind, id: z.string() })
const paged = { before: z.string().exactOptional(), limit: z.number().int().min(1).max(500).default(100) }

export const crm = {
  /** Live: how many there are of each kind, again after each change; never ends by itself. */
  watch: problems.output(eventIterator(z.object({ cursor: z.string(), counts: z.record(kind, z.number().int()) }))),
  /** Newest first, of all tenants unless one is named; with `text`, those that hold it in one of their values. */
  list: problems
    .input(z.object({ kind, tenantId: tenantId.exactOptional(), text: z.string().max(200).exactOptional(), ...paged }))
    .output(entityPage),
  get: problems.input(ofEntity).output(entity),
  create: problems.input(z.object({ kind, fields: jsonObject, tenantId: tenantId.exactOptional() })).output(change),
  /** null removes a field. */
  update: problems.input(ofEntity.extend({ fields: jsonObject })).output(change),
  remove: problems.input(ofEntity).output(change),
  act: problems.input(ofEntity.extend({ action: z.enum(CRM_ACTIONS), fields: jsonObject.default({}) })).output(change),
  /** The events that an entity's changes have raised, newest first; also of one that was deleted. */
  history: problems.input(z.object({ id: z.string(), ...paged })).output(z.object({ items: z.array(raised), hasMore: z.boolean() })),
}

const headers = z.object({
  'x-tenant-id': tenantId
    .exactOptional()
    .describe('The tenant: of a new entity, tenant_1 unless it is given. Of others: only its own are found.'),
})

function entityRoutes(of: CrmKind) {
  const { plural } = kindInfo(of)
  const route = { tags: [plural], inputStructure: 'detailed' } as const
  const one = { params: byId, headers }
  const write = z.object({ ...one, body: jsonObject })
  return {
    create: problems
      .route({ ...route, method: 'POST', path: `/${plural}`, successStatus: 201, summary: `Create a ${of}` })
      .input(z.object({ headers, body: jsonObject }))
      .output(jsonObject),
    list: problems
      .route({ ...route, method: 'GET', path: `/${plural}`, summary: `List ${plural}, newest first` })
      .input(z.object({ headers, query: page }))
      .output(pageOf(jsonObject)),
    get: problems
      .route({ ...route, method: 'GET', path: `/${plural}/{id}`, summary: `Get a ${of}` })
      .input(z.object(one))
      .output(jsonObject),
    update: problems
      .route({
        ...route,
        method: 'PATCH',
        path: `/${plural}/{id}`,
        summary: `Change a ${of}`,
        description: 'What is not given stays as it is; null removes a field.',
      })
      .input(write)
      .output(jsonObject),
    put: problems
      .route({ ...route, method: 'PUT', path: `/${plural}/{id}`, summary: `Change a ${of}, as PATCH does` })
      .input(write)
      .output(jsonObject),
    remove: problems
      .route({
        ...route,
        method: 'DELETE',
        path: `/${plural}/{id}`,
        successStatus: 204,
        summary: `Delete a ${of}`,
        description: 'Never refused; what refers to it stays as it was.',
      })
      .input(z.object(one))
      .output(z.void()),
  }
}

function actionRoute(of: CrmKind, action: CrmAction, summary: string) {
  const { plural } = kindInfo(of)
  return problems
    .route({ tags: [plural], inputStructure: 'detailed', method: 'POST', path: `/${plural}/{id}/${action}`, summary })
    .input(z.object({ params: byId, headers, body: jsonObject }))
    .output(jsonObject)
}
export type EntityRoutes = ReturnType<typeof entityRoutes>

export const crmRoutes = {
  leads: { ...entityRoutes('lead'), convert: actionRoute('lead', 'convert', 'Convert a lead to a contact') },
  contacts: entityRoutes('contact'),
  companies: entityRoutes('company'),
  deals: {
    ...entityRoutes('deal'),
    win: actionRoute('deal', 'win', 'Mark a deal as won'),
    lose: actionRoute('deal', 'lose', 'Mark a deal as lost'),
  },
  tickets: {
    ...entityRoutes('ticket'),
    close: actionRoute('ticket', 'close', 'Close a ticket'),
    reopen: actionRoute('ticket', 'reopen', 'Open a closed ticket again'),
    escalate: actionRoute('ticket', 'escalate', 'Escalate a ticket'),
    assign: actionRoute('ticket', 'assign', 'Assign a ticket to a user'),
  },
  activities: { ...entityRoutes('activity'), complete: actionRoute('activity', 'complete', 'Mark an activity as completed') },
  workflows: { ...entityRoutes('workflow'), execute: actionRoute('workflow', 'execute', 'Run a workflow') },
}
