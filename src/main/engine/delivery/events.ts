import { eventTypeProblem } from '../../../shared/domain/catalogue/catalogue.ts'
import { createEnvelope, type JsonObject, type JsonValue, serializeEnvelope } from '../../../shared/domain/event.ts'
import { HookscopeError } from '../../../shared/domain/errors.ts'
import { identifyEvent } from '../../../shared/domain/event-identity.ts'
import { headerProblem } from '../../../shared/domain/http-message.ts'
import { formatId, type RowId } from '../../../shared/domain/ids.ts'
import type { Content } from '../../../shared/domain/sending.ts'
import { setPath } from '../../../shared/domain/set-path.ts'
import { isoSeconds, KIB } from '../../../shared/domain/units.ts'
import { seedOf } from '../catalogue/sample-event.ts'
import type { Samples } from '../catalogue/samples.ts'
import type { Core } from '../services.ts'

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

/** Longer raw bodies are not parsed to learn what they are about. */
const MAX_PARSED_BYTES = 64 * KIB

/** Makes the `index`-th event of a content. `samples` is asked only where a sample is needed. */
export async function prepareEvent(core: Core, samples: () => Promise<Samples>, content: Content, index: number): Promise<PreparedEvent> {
  const id = core.ids()
  const at = core.clock.now()
  if (content.kind === 'bytes') return prepareBytes(id, at, content)
  return preparedEnvelope(
    id,
    at,
    content.kind === 'envelope' ? content.envelope : await composeEnvelope(core, samples, content, id, at, index),
  )
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
  samples: () => Promise<Samples>,
  content: Extract<Content, { kind: 'event' }>,
  id: RowId,
  at: number,
  index: number,
): Promise<JsonObject> {
  assertType(content.type)
  const parts = {
    eventId: formatId('evt', id),
    timestamp: isoSeconds(at),
    ...(content.tenantId !== undefined && { tenantId: content.tenantId }),
    ...(content.environment !== undefined && { environment: content.environment }),
  }
  const envelope =
    content.data === undefined
      ? (await samples()).envelope(content.type, {
          ...parts,
          seed: seedOf(core, content.seed, index),
          ...(content.variant !== undefined && { variant: content.variant }),
        })
      : createEnvelope({ ...parts, eventType: content.type, data: content.data })
  let root: JsonObject = { ...envelope }
  for (const { path, value } of content.set ?? []) {
    const result = setPath(root, path, value as JsonValue)
    if (result.kind === 'problem')
      throw new HookscopeError('bad_input', `${path} cannot be set: ${result.problem}.`, 'Paths start at the envelope, such as data.email.')
    root = result.root
  }
  return root
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
