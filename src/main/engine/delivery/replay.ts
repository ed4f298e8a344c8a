import { HookscopeError } from '../../../shared/domain/errors.ts'
import { identifyEvent } from '../../../shared/domain/event-identity.ts'
import { headerProblem } from '../../../shared/domain/http-message.ts'
import { formatId, parseId, type RowId } from '../../../shared/domain/ids.ts'
import { editBody, headerChanges, type ReplayOptions } from '../../../shared/domain/replay.ts'
import { exactHeaders } from '../../../shared/domain/replay-headers.ts'
import { ONE_ATTEMPT } from '../../../shared/domain/retry-policy.ts'
import { schemeOf, type SchemeChoice } from '../../../shared/domain/signature/scheme.ts'
import { assertSecret } from '../../../shared/domain/signature/secret.ts'
import { isoSeconds } from '../../../shared/domain/units.ts'
import { tellOfAttempts } from '../changes.ts'
import type { Core } from '../core.ts'
import type { Endpoints, Sending } from '../services.ts'
import type { NewDelivery } from '../store/delivery-row.ts'
import type { EventRow } from '../store/events.ts'
import { type ReplaySource, selectReplaySource } from '../store/replay-sources.ts'
import { insertDelivery, targetOf } from './claiming.ts'
import { plannedReplayHeaders } from './replay-plan.ts'
import { clearSignature, renewBody, signedAge } from './replay-signature.ts'
import { type Destination, keysFor, namedDestinations } from './targets.ts'
import type { Worker } from './worker.ts'

/** A replay worked out: rows to be written, and what they change of what was captured. */
export interface PreparedReplay {
  readonly delivery: NewDelivery
  /** Owns the body where it is another one than the captured. */
  readonly event: EventRow | null
  /** Where it goes, as the target is now. */
  readonly url: string
  readonly bodyBytes: number
  /** To be sealed with the delivery. */
  readonly secret: string | null
  readonly changes: readonly string[]
}

/** Makes deliveries of exchanges; many are written in one transaction by whoever asks. */
export interface Replays {
  /** Throws `not_found`, `bad_input`, `conflict`. */
  prepare(id: string, options: ReplayOptions): PreparedReplay
  /** Writes one; the planned attempt. Called inside a writer's write. */
  insert(replay: PreparedReplay): RowId
}

export function createReplays(core: Core, parts: { readonly endpoints: Endpoints; readonly worker: Worker }): Replays {
  const { endpoints, worker } = parts
  return {
    prepare: (id, options) => {
      const { source, seq } = sourceOf(core, id)
      const [named] = namedDestinations(endpoints, [options.target], undefined)
      if (!named) throw new HookscopeError('nothing_to_do', 'No target is named.', 'Name an endpoint or a url.')
      const destination = withSecret(named, source, options)
      const url = urlOf(worker, destination, source, options)
      const scheme = options.mode === 'exact' ? null : signingScheme(destination, source)
      const rules = scheme === null ? null : schemeOf(scheme)
      const ageMs = rules === null ? 0 : signedAge(options.mode, rules, options.ageMs)
      const now = core.clock.now()

      const eventId = core.ids()
      const stored = (): Uint8Array => worker.store.events.body(source.bodyOf) ?? new Uint8Array()
      const edited = options.edit && editBody(stored(), options.edit, { eventId: formatId('evt', eventId), timestamp: isoSeconds(now) })
      const renewed =
        rules &&
        renewBody(rules, () => edited?.body ?? stored(), {
          at: now - ageMs,
          id: formatId('evt', eventId),
          keys: () => keysFor(core, destination),
        })
      const changed = renewed?.body ?? edited?.body
      const bodyBytes = changed?.length ?? source.bodyBytes

      const captured = options.edit?.headers ?? source.headers
      for (const [name, value] of options.edit?.headers ?? []) {
        const problem = headerProblem(name, value)
        if (problem !== null) throw new HookscopeError('bad_input', `A header cannot be sent: ${problem}.`, 'Correct the named header.')
      }
      const method = options.edit?.method ?? source.method
      const exact = exactHeaders(captured, { targetUrl: url, keepHost: options.keepHost, bodyBytes })
      const planned = plannedReplayHeaders({ method, headers: captured, bodyBytes }, exact, options.keepHost)
      const before = source.scheme
      const signed = rules && clearSignature(planned.headers, rules, before === null ? null : schemeOf(before))

      const changes = [
        ...(method === source.method ? [] : [`The method became ${method} (it was ${source.method}).`]),
        ...(options.edit?.headers ? headerChanges(source.headers, captured) : []),
        ...(edited?.changes ?? []),
        ...(renewed?.changes ?? []),
        ...planned.changes,
        ...(signed?.changes ?? []),
        ...(ageMs > 0 ? [`It says it was signed ${ageMs / 1000} s before it is sent.`] : []),
        ...(source.hasTrailers ? ['The trailers were dropped: they belong to the connection.'] : []),
        ...(source.state === 'incomplete' ? ['The captured body was cut off; what had arrived of it is sent.'] : []),
      ]
      const names = changed === undefined ? source : namesOf(changed, source)
      return {
        delivery: {
          id: core.ids(),
          bodyOf: changed === undefined ? source.bodyOf : eventId.seq,
          type: names.type,
          eventId: names.eventId,
          endpointSeq: destination.endpointSeq,
          url: destination.endpointSeq === null ? url : null,
          method,
          scheme,
          headers: signed?.headers ?? planned.headers,
          ladder: {
            policy: options.retry ? destination.policy : { ...ONE_ATTEMPT, timeoutMs: destination.policy.timeoutMs },
            speed: destination.speed,
          },
          sourceSeq: seq,
          sourceChanges: changes,
          ageMs,
          createdAt: now,
          ...(destination.concurrency !== null && { concurrency: destination.concurrency }),
        },
        event: changed === undefined ? null : { id: eventId, ...names, tenantId: null, at: now, body: changed },
        url,
        bodyBytes,
        secret: scheme === null ? null : destination.secret,
        changes,
      }
    },
    insert: ({ delivery, event, bodyBytes, secret }) => {
      if (event !== null) worker.store.events.insert(event)
      const attempt = insertDelivery(core, worker.store, worker.targets, delivery, bodyBytes)
      if (secret !== null) core.secrets.put(formatId('delivery', delivery.id), secret)
      return attempt
    },
  }
}

/** Replay of one exchange; with `dryRun` it only says what would be changed. */
export function createReplay(core: Core, worker: Worker, replays: Replays): Sending['replay'] {
  return async ({ id, dryRun, ...options }) => {
    const prepared = replays.prepare(id, options)
    if (dryRun) return { deliveryId: null, changes: prepared.changes }
    const attempt = await core.writer.commit(() => replays.insert(prepared), prepared.event?.body.length ?? 0)
    tellOfAttempts(core.changes, [{ attempt, delivery: prepared.delivery }])
    worker.wake()
    return { deliveryId: formatId('delivery', prepared.delivery.id), changes: prepared.changes }
  }
}

function sourceOf(core: Core, id: string): { readonly source: ReplaySource; readonly seq: number } {
  const parsed = parseId(id)
  const source = parsed && selectReplaySource(core.db, parsed)
  if (!source) throw new HookscopeError('not_found', `There is no exchange ${id}.`, 'List them to find the one to replay.')
  const problem = replayProblem(source)
  if (problem !== null) throw new HookscopeError('conflict', `This exchange cannot be replayed: ${problem}.`, 'Choose another one.')
  return { source, seq: parsed.seq }
}

function urlOf(worker: Worker, destination: Destination, source: ReplaySource, { keepPath }: ReplayOptions): string {
  const { url } = targetOf(destination, worker.targets)
  if (url === null)
    throw new HookscopeError('conflict', 'The own inbox this goes to has no address now.', 'Switch the receiver on, or name a url.')
  if (!keepPath) return url
  if (destination.endpointSeq !== null)
    throw new HookscopeError('bad_input', 'The captured path can be kept only to a url: an endpoint has its own.', 'Name a url.')
  const [path = '', query] = source.rest.split(/\?(.*)/s)
  const base = url.replace(/#.*$/, '')
  const joined = base.includes('?') || path === '' ? base : base.replace(/\/$/, '') + path
  return query === undefined || query === '' ? joined : `${joined}${joined.includes('?') ? '&' : '?'}${query}`
}

/** The target's scheme, else the one the exchange came with. */
function signingScheme(destination: Destination, source: ReplaySource): SchemeChoice {
  const scheme = destination.endpoint?.scheme ?? destination.scheme ?? source.scheme
  if (scheme !== null) return scheme
  throw new HookscopeError('bad_input', 'Nothing says how this is to be signed.', 'Name a scheme, or replay it exactly.')
}

/** A url that names no scheme is signed as the exchange was; the secret that came with it signs then too. */
function withSecret(destination: Destination, source: ReplaySource, { target, mode }: ReplayOptions): Destination {
  if (mode === 'exact' || target.kind !== 'url' || target.scheme !== null || target.secret === undefined) return destination
  assertSecret(signingScheme(destination, source), target.secret)
  return { ...destination, secret: target.secret }
}

/** What an edited body says of itself; what it does not name is as it was. */
function namesOf(body: Uint8Array, source: ReplaySource): { readonly type: string | null; readonly eventId: string | null } {
  try {
    const { type, eventId } = identifyEvent([], JSON.parse(Buffer.from(body).toString('utf8')))
    return { type: type ?? source.type, eventId: eventId ?? source.eventId }
  } catch {
    return { type: source.type, eventId: source.eventId }
  }
}

function replayProblem({ state, headers, direction, method }: ReplaySource): string | null {
  if (state === 'malformed') return 'what arrived was not HTTP'
  if (state === 'receiving') return 'it is still arriving'
  if (state === 'too_large') return 'its body was over the limit and was not kept'
  if (direction === 'out' && headers.length === 0) return 'it was never sent'
  if (method === 'CONNECT') return 'CONNECT asks for a tunnel, not for an answer'
  return null
}
