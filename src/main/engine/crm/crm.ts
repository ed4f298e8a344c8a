import { actOn, assertAction, executeWorkflow } from '../../../shared/domain/crm/actions.ts'
import {
  convertLead,
  createEntity,
  deleteEntity,
  fieldsRefused,
  type RaisedEvent,
  updateEntity,
} from '../../../shared/domain/crm/change.ts'
import type { ChangeView, Entity, RaisedView } from '../../../shared/domain/crm/entity.ts'
import { entityName } from '../../../shared/domain/crm/entity-name.ts'
import { CRM_KINDS, type CrmKind } from '../../../shared/domain/crm/kinds.ts'
import type { Moment } from '../../../shared/domain/crm/milestones.ts'
import { newReferences, type Reference, runReference } from '../../../shared/domain/crm/references.ts'
import { HookscopeError } from '../../../shared/domain/errors.ts'
import { DEFAULT_TENANT, type JsonObject } from '../../../shared/domain/event.ts'
import { formatId, parseId, type RowId } from '../../../shared/domain/ids.ts'
import { isoSeconds } from '../../../shared/domain/units.ts'
import type { Publishing } from '../delivery/publishing.ts'
import type { Core } from '../core.ts'
import { createEntityRows, type EntityRow, type RaisedRow } from '../store/entities.ts'
import { createRaising, type Raised } from './raising.ts'
import type { By, Crm } from './service.ts'
import { watchEntities } from './watch.ts'

const DEFAULT_USER = 'user_1'

/** The mock CRM on its table. */
export function createCrm(core: Core, { publishing }: { readonly publishing: Publishing }): Crm {
  const entities = createEntityRows(core.db)
  const raise = createRaising(core, publishing)

  function find(kind: CrmKind, id: string, tenantId: string | undefined): EntityRow {
    const parsed = parseId(id)
    const entity = parsed?.prefix === kind ? entities.find(parsed) : null
    if (entity && (tenantId === undefined || entity.tenantId === tenantId)) return entity
    throw new HookscopeError('not_found', `There is no ${kind} ${id}.`, `List the ${kind} entities to find one.`)
  }

  /** Throws `bad_input` for a reference to an entity that this tenant does not have. */
  function assertReferences(kind: CrmKind, references: readonly Reference[], tenantId: string): void {
    const dangling = references.filter((reference) => {
      const parsed = parseId(reference.id)
      const referred = parsed?.prefix === reference.kind ? entities.find(parsed) : null
      return referred?.tenantId !== tenantId
    })
    if (dangling.length === 0) return
    throw fieldsRefused(
      kind,
      dangling.map((each) => ({ path: each.path, message: `names no ${each.kind} that there is` })),
    )
  }

  /** One change with its events and deliveries in one commit. */
  async function change(decide: (now: number) => { entity: EntityRow; events: readonly RaisedEvent[] }, by: By): Promise<ChangeView> {
    const now = core.clock.now()
    const { entity, raised } = await core.writer.commit(() => {
      const { entity: changed, events } = decide(now)
      return { entity: changed, raised: raise.insert(events, changed.tenantId, now, by) }
    })
    core.changes.emit('entities')
    publishing.announce(raised.flatMap((each) => each.made))
    return { entity: viewOf(entity), events: raised.map(raisedView) }
  }

  function insert(id: RowId, kind: CrmKind, data: JsonObject, tenantId: string, now: number): EntityRow {
    assertReferences(kind, newReferences(kind, null, data), tenantId)
    const entity: EntityRow = { id, kind, tenantId, data, createdAt: now, updatedAt: now }
    entities.insert(entity)
    return entity
  }

  function save(before: EntityRow, data: JsonObject, now: number): EntityRow {
    if (data === before.data) return before
    assertReferences(before.kind, newReferences(before.kind, before.data, data), before.tenantId)
    entities.update(before.id.seq, data, now)
    return { ...before, data, updatedAt: now }
  }

  function convert(before: EntityRow, fields: JsonObject, moment: Moment, now: number) {
    const contactId = core.ids()
    const { contact, data, events } = convertLead(before.data, formatId('contact', contactId), fields, moment)
    insert(contactId, 'contact', contact.data, before.tenantId, now)
    return { entity: save(before, data, now), events }
  }

  function execute(workflow: EntityRow, fields: JsonObject, moment: Moment) {
    assertReferences('workflow', runReference(fields), workflow.tenantId)
    const executionId = formatId('execution', core.ids())
    const run = { workflow: workflow.data, fields, executionId, actionId: () => formatId('action', core.ids()) }
    return { entity: workflow, events: executeWorkflow(run, moment) }
  }

  /** What is called what among that which rows of a kind refer to. */
  function namesOf(kind: CrmKind, rows: readonly EntityRow[]): Record<string, string> {
    const names: Record<string, string> = {}
    for (const { id, kind: of } of rows.flatMap(({ data }) => newReferences(kind, null, data))) {
      if (Object.hasOwn(names, id)) continue
      const parsed = parseId(id)
      const referred = parsed?.prefix === of ? entities.find(parsed) : null
      if (referred) names[id] = entityName(of, referred.data)
    }
    return names
  }

  function counts(): Record<CrmKind, number> {
    return Object.fromEntries(CRM_KINDS.map((kind) => [kind, entities.count(kind)])) as Record<CrmKind, number>
  }

  function pastEvent({ id, type, at, changeSeq, changes }: RaisedRow): RaisedView {
    return { id: formatId('evt', id), type, at, change: changeSeq, changes, deliveryIds: publishing.deliveriesOf(id.seq).map(deliveryId) }
  }

  return {
    list: ({ kind, tenantId, text, before, limit }) => {
      const rows = entities.page({ kind, tenantId: tenantId ?? null, text: text?.trim() ?? '', below: below(before), limit: limit + 1 })
      const items = rows.slice(0, limit)
      return { items: items.map(viewOf), hasMore: rows.length > limit, names: namesOf(kind, items) }
    },
    counts,
    watch: (signal) => watchEntities(core, counts, signal),
    get: (kind, id, tenantId) => viewOf(find(kind, id, tenantId)),

    create: (kind, fields, by = {}) => {
      const id = core.ids()
      return change((now) => {
        const { entity, events } = createEntity(kind, formatId(kind, id), fields, momentOf(now, by))
        return { entity: insert(id, kind, entity.data, by.tenantId ?? DEFAULT_TENANT, now), events }
      }, by)
    },
    update: (kind, id, fields, by = {}) =>
      change((now) => {
        const before = find(kind, id, by.tenantId)
        const { data, events } = updateEntity(kind, before.data, fields, momentOf(now, by))
        return { entity: save(before, data, now), events }
      }, by),
    remove: (kind, id, by = {}) =>
      change((now) => {
        const before = find(kind, id, by.tenantId)
        entities.remove(before.id.seq)
        return { entity: before, events: deleteEntity(kind, before.data, momentOf(now, by)) }
      }, by),
    act: (kind, id, action, fields, by = {}) =>
      change((now) => {
        assertAction(kind, action)
        const before = find(kind, id, by.tenantId)
        const moment = momentOf(now, by)
        if (action === 'convert') return convert(before, fields, moment, now)
        if (action === 'execute') return execute(before, fields, moment)
        const { data, events } = actOn(kind, action, before.data, fields, moment)
        return { entity: save(before, data, now), events }
      }, by),
    history: (id, { before, limit }) => {
      const rows = entities.raised(below(id), below(before), limit + 1)
      return { items: rows.slice(0, limit).map(pastEvent), hasMore: rows.length > limit }
    },
  }
}

function momentOf(now: number, { userId = DEFAULT_USER }: By): Moment {
  return { now: isoSeconds(now), userId }
}

function viewOf({ id, kind, ...rest }: EntityRow): Entity {
  return { id: formatId(kind, id), kind, ...rest }
}

function raisedView({ event, changeSeq, changes, made }: Raised): RaisedView {
  const deliveryIds = made.map((each) => deliveryId(each.delivery))
  return { id: formatId('evt', event.id), type: event.type ?? '', at: event.at, change: changeSeq, changes, deliveryIds }
}

function deliveryId(id: RowId): string {
  return formatId('delivery', id)
}

/** The sequence a page ends below, also when that row was removed meanwhile. */
function below(id: string | undefined): number {
  const seq = id === undefined ? Number.MAX_SAFE_INTEGER : parseId(id)?.seq
  if (seq !== undefined) return seq
  throw new HookscopeError('not_found', `There is no ${id}.`, 'Give an id that a page before has named.')
}
