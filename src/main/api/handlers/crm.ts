import type { CrmAction, CrmKind } from '../../../shared/domain/crm/kinds.ts'
import type { By } from '../../engine/crm/service.ts'
import { procedures } from '../procedures.ts'
import { before, checkCursor } from './page.ts'

const { crm, rest } = procedures

export const crmHandlers = {
  watch: crm.watch.handler(async function* ({ context, signal = new AbortController().signal }) {
    for await (const counts of context.engine.crm.watch(signal)) yield { cursor: '', counts }
  }),
  list: crm.list.handler(({ input, context }) => context.engine.crm.list(input)),
  get: crm.get.handler(({ input, context }) => context.engine.crm.get(input.kind, input.id)),
  create: crm.create.handler(({ input: { kind, fields, ...by }, context }) => context.engine.crm.create(kind, fields, by)),
  update: crm.update.handler(({ input: { kind, id, fields }, context }) => context.engine.crm.update(kind, id, fields)),
  remove: crm.remove.handler(({ input: { kind, id }, context }) => context.engine.crm.remove(kind, id)),
  act: crm.act.handler(({ input: { kind, id, action, fields }, context }) => context.engine.crm.act(kind, id, action, fields)),
  history: crm.history.handler(({ input: { id, ...page }, context }) => context.engine.crm.history(id, page)),
}

/** The contracts of all kinds are alike. */
type Routes = typeof rest.contacts

interface Headers {
  readonly 'x-tenant-id'?: string
}

function by({ 'x-tenant-id': tenantId }: Headers): By {
  return tenantId === undefined ? {} : { tenantId }
}

function entityHandlers(routes: Pick<Routes, 'create' | 'list' | 'get' | 'update' | 'put' | 'remove'>, kind: CrmKind) {
  return {
    create: routes.create.handler(async ({ input: { headers, body }, context: { engine } }) => {
      const { entity } = await engine.crm.create(kind, body, by(headers))
      return entity.data
    }),
    list: routes.list.handler(({ input: { headers, query }, context: { engine } }) => {
      checkCursor(kind, query.cursor)
      const { items, hasMore } = engine.crm.list({ kind, limit: query.limit, ...by(headers), ...before(query.cursor) })
      return { items: items.map(({ data }) => data), nextCursor: hasMore ? (items.at(-1)?.id ?? null) : null }
    }),
    get: routes.get.handler(
      ({ input: { params, headers }, context: { engine } }) => engine.crm.get(kind, params.id, headers['x-tenant-id']).data,
    ),
    update: routes.update.handler(async ({ input: { params, headers, body }, context: { engine } }) => {
      const { entity } = await engine.crm.update(kind, params.id, body, by(headers))
      return entity.data
    }),
    put: routes.put.handler(async ({ input: { params, headers, body }, context: { engine } }) => {
      const { entity } = await engine.crm.update(kind, params.id, body, by(headers))
      return entity.data
    }),
    remove: routes.remove.handler(async ({ input: { params, headers }, context: { engine } }) => {
      await engine.crm.remove(kind, params.id, by(headers))
    }),
  }
}

function actionHandler(route: typeof rest.leads.convert, kind: CrmKind, action: CrmAction) {
  return route.handler(async ({ input: { params, headers, body }, context: { engine } }) => {
    const { entity } = await engine.crm.act(kind, params.id, action, body, by(headers))
    return entity.data
  })
}

export const crmRouteHandlers = {
  leads: { ...entityHandlers(rest.leads, 'lead'), convert: actionHandler(rest.leads.convert, 'lead', 'convert') },
  contacts: entityHandlers(rest.contacts, 'contact'),
  companies: entityHandlers(rest.companies, 'company'),
  deals: {
    ...entityHandlers(rest.deals, 'deal'),
    win: actionHandler(rest.deals.win, 'deal', 'win'),
    lose: actionHandler(rest.deals.lose, 'deal', 'lose'),
  },
  tickets: {
    ...entityHandlers(rest.tickets, 'ticket'),
    close: actionHandler(rest.tickets.close, 'ticket', 'close'),
    reopen: actionHandler(rest.tickets.reopen, 'ticket', 'reopen'),
    escalate: actionHandler(rest.tickets.escalate, 'ticket', 'escalate'),
    assign: actionHandler(rest.tickets.assign, 'ticket', 'assign'),
  },
  activities: {
    ...entityHandlers(rest.activities, 'activity'),
    complete: actionHandler(rest.activities.complete, 'activity', 'complete'),
  },
  workflows: {
    ...entityHandlers(rest.workflows, 'workflow'),
    execute: actionHandler(rest.workflows.execute, 'workflow', 'execute'),
  },
}
