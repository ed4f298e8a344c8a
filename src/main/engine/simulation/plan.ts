import { actOn, executeWorkflow } from '../../../shared/domain/crm/actions.ts'
import {
  convertLead,
  createEntity,
  deleteEntity,
  type RaisedEvent,
  type SavedEntity,
  updateEntity,
} from '../../../shared/domain/crm/change.ts'
import { type CrmKind, kindInfo } from '../../../shared/domain/crm/kinds.ts'
import type { Moment } from '../../../shared/domain/crm/milestones.ts'
import { createEnvelope, type Envelope, type JsonObject, type JsonValue } from '../../../shared/domain/event.ts'
import { createIds, formatId } from '../../../shared/domain/ids.ts'
import type { Scenario, Step, StepValue, Story } from '../../../shared/domain/scenarios/scenario.ts'
import { seededBytes, seededFractions } from '../../../shared/domain/seeded.ts'
import { isoSeconds } from '../../../shared/domain/units.ts'
import type { Samples } from '../catalogue/samples.ts'

export interface PlannedEvent {
  /** Id of the entity it tells of. */
  readonly entityId: string
  readonly envelope: Envelope
}

/** One change of the CRM, and what it sends. */
export interface PlannedChange {
  /** ms after the scenario's beginning, at speed 1. */
  readonly offsetMs: number
  readonly tenantId: string
  readonly saved: readonly (SavedEntity & { readonly isNew: boolean })[]
  readonly removed: readonly Pick<SavedEntity, 'kind' | 'id'>[]
  /** In the order in which they are sent. */
  readonly events: readonly PlannedEvent[]
}

export interface PlanOptions {
  readonly scenario: Scenario
  /** A whole number ≥ 0. */
  readonly seed: number
  readonly tenants: readonly [string, ...string[]]
  readonly environment: string
  readonly samples: Samples
}

export interface Plan {
  /** How many changes there are. */
  readonly total: number
  /** From its beginning to its last change, ms at speed 1. */
  readonly lengthMs: number
  /** In the order of their times, made one by one. `startAt`: time of the beginning in the payloads, ms since 1970. */
  changes(startAt: number): Generator<PlannedChange>
}

/** One telling of a story: who is in it, and how it goes. */
interface Telling {
  readonly fraction: () => number
  readonly tenantId: string
  readonly userId: string
  readonly cast: Map<string, SavedEntity>
}

interface Due {
  readonly atMs: number
  readonly step: Step
  readonly telling: Telling
}

const MAX_SAMPLE_SEED = 2 ** 31

/**
 * What a scenario does, as a sequence that depends on nothing but the options: the same ones give the same bytes, event
 * ids and times included, within a version.
 */
export function planScenario(options: PlanOptions): Plan {
  const due = timetable(options)
  return { total: due.length, lengthMs: due.at(-1)?.atMs ?? 0, changes: (startAt) => changesOf(due, options, startAt) }
}

function timetable({ scenario, seed, tenants }: PlanOptions): Due[] {
  const due: Due[] = []
  let stream = 1
  for (const { story, count, spread } of scenario.tellings) {
    const times = count === 'tenant' ? tenants.length : count
    for (let index = 0; index < times; index++) {
      const fraction = seededFractions(seed, stream++)
      const tenantId = tenants[index % tenants.length] ?? tenants[0]
      const telling: Telling = { fraction, tenantId, userId: `user_${100 + Math.floor(fraction() * 900)}`, cast: new Map() }
      const outcome = drawOutcome(story, fraction)
      const place = spread === 'even' ? index / times : fraction()
      // Tellings for tenants are the same story at the same time.
      const beginsAt = count === 'tenant' ? 0 : Math.floor(place * scenario.lengthMs)
      for (const step of story.steps) {
        if (step.when === undefined || step.when === outcome) due.push({ atMs: beginsAt + step.atMs, step, telling })
      }
    }
  }
  // Stable: what happens at the same time keeps the order of the scenario.
  return due.sort((a, b) => a.atMs - b.atMs)
}

function drawOutcome({ outcomes = {} }: Story, fraction: () => number): string | null {
  const weights = Object.entries(outcomes)
  let left = fraction() * weights.reduce((sum, [, weight]) => sum + weight, 0)
  for (const [name, weight] of weights) {
    left -= weight
    if (left < 0) return name
  }
  return null
}

function* changesOf(due: readonly Due[], options: PlanOptions, startAt: number): Generator<PlannedChange> {
  const { seed, environment } = options
  let offsetMs = 0
  const ids = createIds(() => startAt + offsetMs, seededBytes(seededFractions(seed)))
  const newId = (prefix: string): string => prefix + formatId('evt', ids()).slice('evt'.length)
  for (const { atMs, step, telling } of due) {
    offsetMs = atMs
    const timestamp = isoSeconds(startAt + atMs)
    const done = perform(step, telling, { options, newId, moment: { now: timestamp, userId: telling.userId } })
    const planned = ({ type, entityId, data, changes }: RaisedEvent): PlannedEvent => {
      const plain = createEnvelope({ eventId: newId('evt'), eventType: type, timestamp, tenantId: telling.tenantId, data, environment })
      return { entityId, envelope: changes === null ? plain : { ...plain, metadata: { ...plain.metadata, changes } } }
    }
    for (const entity of done.saved) telling.cast.set(entity.role, entity)
    yield {
      offsetMs,
      tenantId: telling.tenantId,
      saved: done.saved.map(({ kind, id, data, isNew }) => ({ kind, id, data, isNew })),
      removed: done.removed,
      events: done.events.map(planned),
    }
  }
}

interface Done {
  readonly saved: readonly (SavedEntity & { readonly role: string; readonly isNew: boolean })[]
  readonly removed: readonly Pick<SavedEntity, 'kind' | 'id'>[]
  readonly events: readonly RaisedEvent[]
}

interface Surroundings {
  readonly options: PlanOptions
  readonly newId: (prefix: string) => string
  readonly moment: Moment
}

function perform(step: Step, telling: Telling, around: Surroundings): Done {
  const { role } = step
  const { newId, moment } = around
  if (step.do === 'create') {
    const fields = { ...sampleFields(step.kind, telling, around), ...fieldsOf(step, telling, around) }
    const { entity, events } = createEntity(step.kind, newId(step.kind), fields, moment)
    return { saved: [{ ...entity, role, isNew: true }], removed: [], events }
  }
  const member = memberOf(telling, role)
  const { kind, id, data: before } = member
  if (step.do === 'delete') return { saved: [], removed: [{ kind, id }], events: deleteEntity(kind, before, moment) }
  const fields = fieldsOf(step, telling, around)
  if (step.do === 'update') {
    const { data, events } = updateEntity(kind, before, fields, moment)
    return { saved: [{ ...member, data, role, isNew: false }], removed: [], events }
  }
  if (step.action === 'convert') {
    const { contact, data, events } = convertLead(before, newId('contact'), fields, moment)
    return {
      saved: [
        { ...member, data, role, isNew: false },
        { ...contact, role: step.makes ?? 'contact', isNew: true },
      ],
      removed: [],
      events,
    }
  }
  if (step.action === 'execute') {
    const run = { workflow: before, fields, executionId: newId('execution'), actionId: () => newId('action') }
    return { saved: [], removed: [], events: executeWorkflow(run, moment) }
  }
  const { data, events } = actOn(kind, step.action, before, fields, moment)
  return { saved: [{ ...member, data, role, isNew: false }], removed: [], events }
}

function memberOf({ cast }: Telling, role: string): SavedEntity {
  const member = cast.get(role)
  if (!member) throw new Error(`No ${role} is in the story yet.`)
  return member
}

/** What a sample tells of a new entity, less its references: they would lead nowhere. */
function sampleFields(kind: CrmKind, telling: Telling, around: Surroundings): JsonObject {
  if (kind === 'workflow') return {}
  const sample = drawSample(`${kind}.created`, telling, around)
  const { references } = kindInfo(kind)
  return Object.fromEntries(Object.entries(sample).filter(([name]) => !Object.hasOwn(references, name)))
}

function drawSample(type: string, { fraction }: Telling, { options, moment }: Surroundings): JsonObject {
  return options.samples.data(type, { seed: Math.floor(fraction() * MAX_SAMPLE_SEED), timestamp: moment.now })
}

function fieldsOf({ fields = {} }: Step, telling: Telling, around: Surroundings): JsonObject {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, valueOf(name, value, telling, around)]))
}

function valueOf(name: string, value: StepValue, telling: Telling, around: Surroundings): JsonValue {
  if ('is' in value) return value.is
  if ('idOf' in value) return memberOf(telling, value.idOf).id
  if ('oneOf' in value) return value.oneOf[Math.floor(telling.fraction() * value.oneOf.length)] ?? value.oneOf[0]
  return drawSample(value.sampleOf, telling, around)[name] ?? null
}
