import { assertNever } from '../../../shared/domain/assert.ts'
import { eventTypeProblem } from '../../../shared/domain/catalogue/catalogue.ts'
import { composeBody } from '../../../shared/domain/composed-body.ts'
import { createEnvelope, type JsonObject, type JsonValue, serializeEnvelope } from '../../../shared/domain/event.ts'
import { type FieldError, HookscopeError } from '../../../shared/domain/errors.ts'
import { identifyEvent } from '../../../shared/domain/event-identity.ts'
import { headerProblem } from '../../../shared/domain/http-message.ts'
import { formatId, type RowId } from '../../../shared/domain/ids.ts'
import { seededFractions } from '../../../shared/domain/seeded.ts'
import type { Assignment, Content, Filling } from '../../../shared/domain/sending.ts'
import { setPath } from '../../../shared/domain/set-path.ts'
import { isoSeconds, KIB } from '../../../shared/domain/units.ts'
import type { VariableSource } from '../../../shared/domain/variables/built-in.ts'
import { fillText, type FilledValue, fillValue } from '../../../shared/domain/variables/fill.ts'
import { seedOf } from '../catalogue/sample-event.ts'
import type { Samples } from '../catalogue/samples.ts'
import type { Core } from '../core.ts'

/** An event with the bytes that go out. */
export interface PreparedEvent {
  readonly id: RowId
  readonly type: string | null
  readonly eventId: string | null
  readonly tenantId: string | null
  readonly at: number
  readonly body: Uint8Array
  /** null: the scheme's own. */
  readonly contentType: string | null
  /** null for bytes. */
  readonly envelope: JsonObject | null
}

/** A typed text as an event, with what there is to say of it. */
export interface PreparedText extends PreparedEvent {
  readonly values: readonly FilledValue[]
  readonly problems: readonly FieldError[]
}

/** What events are made from. */
export interface EventSources {
  /** Asked only where a sample is needed. */
  readonly samples: () => Promise<Samples>
  /** Values of the workspace's variables, by name. */
  readonly variables: () => ReadonlyMap<string, string>
}

/** Longer raw bodies are not parsed to learn what they are about. */
const MAX_PARSED_BYTES = 64 * KIB

/** Makes the `index`-th event of a content. */
export async function prepareEvent(core: Core, sources: EventSources, content: Content, index: number): Promise<PreparedEvent> {
  const id = core.ids()
  const at = core.clock.now()
  switch (content.kind) {
    case 'bytes':
      return prepareBytes(id, at, content)
    case 'text':
      return textAt(core, sources, content, id, at, index)
    case 'envelope': {
      const source = sourceOf(core, sources, content.fill, at, index)
      return preparedEnvelope(id, at, assign(filled(content.envelope, source), content.set, source))
    }
    case 'event':
      return preparedEnvelope(id, at, await composeEnvelope(core, sources, content, id, at, index))
    default:
      return assertNever(content)
  }
}

/** Makes the first event of a typed text. */
export function prepareText(core: Core, sources: EventSources, content: Extract<Content, { kind: 'text' }>): PreparedText {
  return textAt(core, sources, content, core.ids(), core.clock.now(), 0)
}

function textAt(
  core: Core,
  sources: EventSources,
  { text, type, form, fill }: Extract<Content, { kind: 'text' }>,
  id: RowId,
  at: number,
  index: number,
): PreparedText {
  assertType(type)
  const composed = composeBody(text, form, sourceOf(core, sources, fill, at, index))
  const { envelope, values, problems } = composed
  const body = Buffer.from(composed.text, 'utf8')
  if (envelope !== null) return { ...preparedEnvelope(id, at, envelope), body, values, problems }
  return { id, at, type, eventId: null, tenantId: null, body, contentType: 'application/json', envelope, values, problems }
}

/** null: nothing is filled in. */
function sourceOf(core: Core, { variables }: EventSources, fill: Filling | undefined, at: number, index: number): VariableSource | null {
  if (fill === undefined) return null
  const fraction = fill.seed === undefined ? core.random.fraction : seededFractions(fill.seed, index)
  return { now: at, fraction, number: (fill.number ?? 1) + index, own: variables() }
}

function filled(value: JsonObject, source: VariableSource | null): JsonObject {
  return source ? fillValue(value, source) : value
}

/** An envelope with the bytes that go out. */
export function preparedEnvelope(id: RowId, at: number, envelope: JsonObject): PreparedEvent {
  return {
    id,
    at,
    type: textOf(envelope['eventType']),
    eventId: textOf(envelope['eventId']),
    tenantId: textOf(envelope['tenantId']),
    body: serializeEnvelope(envelope),
    contentType: null,
    envelope,
  }
}

async function composeEnvelope(
  core: Core,
  sources: EventSources,
  content: Extract<Content, { kind: 'event' }>,
  id: RowId,
  at: number,
  index: number,
): Promise<JsonObject> {
  assertType(content.type)
  const source = sourceOf(core, sources, content.fill, at, index)
  const parts = {
    eventId: formatId('evt', id),
    timestamp: isoSeconds(at),
    ...(content.tenantId !== undefined && { tenantId: content.tenantId }),
    ...(content.environment !== undefined && { environment: content.environment }),
  }
  const envelope =
    content.data === undefined
      ? (await sources.samples()).envelope(content.type, {
          ...parts,
          seed: seedOf(core, content.seed, index),
          ...(content.variant !== undefined && { variant: content.variant }),
        })
      : createEnvelope({ ...parts, eventType: content.type, data: filled(content.data, source) })
  return assign({ ...envelope }, content.set, source)
}

function assign(event: JsonObject, assignments: readonly Assignment[] = [], source: VariableSource | null): JsonObject {
  let root = event
  for (const assignment of assignments) {
    const { path } = assignment
    const result = setPath(root, path, valueOf(assignment, source))
    if (result.kind === 'problem')
      throw new HookscopeError('bad_input', `${path} cannot be set: ${result.problem}.`, 'Paths start at the envelope, such as data.email.')
    root = result.root
  }
  return root
}

function valueOf(assignment: Assignment, source: VariableSource | null): JsonValue {
  if ('value' in assignment) return source ? fillValue(assignment.value, source) : assignment.value
  const text = source ? fillText(assignment.text, source).text : assignment.text
  try {
    return JSON.parse(text) as JsonValue
  } catch {
    return text
  }
}

function prepareBytes(id: RowId, at: number, content: Extract<Content, { kind: 'bytes' }>): PreparedEvent {
  const problem = content.contentType === undefined ? null : headerProblem('Content-Type', content.contentType)
  if (problem !== null)
    throw new HookscopeError('bad_input', `The content type cannot be sent: ${problem}.`, 'Give one such as application/json.')
  if (content.type !== undefined) assertType(content.type)
  const body = Buffer.from(content.bytes, 'base64')
  const named = identifyEvent([], body.length <= MAX_PARSED_BYTES ? parsedOrUndefined(body) : undefined)
  return {
    id,
    at,
    type: content.type ?? named.type,
    eventId: named.eventId,
    tenantId: null,
    body,
    contentType: content.contentType ?? null,
    envelope: null,
  }
}

function assertType(type: string): void {
  const problem = eventTypeProblem(type)
  if (problem !== null) throw new HookscopeError('bad_input', `The event type ${problem}.`, 'Name one, such as lead.created.')
}

function parsedOrUndefined(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    // Not JSON: then it names nothing, and is sent all the same.
    return undefined
  }
}

function textOf(value: JsonValue | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
