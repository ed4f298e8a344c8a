import { exampleOf } from '../../../shared/domain/catalogue/event-types.ts'
import { HookscopeError } from '../../../shared/domain/errors.ts'
import { type JsonObject, matchesEvents } from '../../../shared/domain/event.ts'
import { pairHeaders } from '../../../shared/domain/http-message.ts'
import { formatId } from '../../../shared/domain/ids.ts'
import type { SendRequest } from '../../../shared/domain/sending.ts'
import { MIB } from '../../../shared/domain/units.ts'
import { sampleEvent } from '../catalogue/sample-event.ts'
import { loadSamples, type Samples } from '../catalogue/samples.ts'
import type { EventTypes } from '../event-types.ts'
import type { Core } from '../core.ts'
import type { Endpoints, Sending } from '../services.ts'
import type { Variables } from '../variables.ts'
import { type EventSources, type PreparedEvent, prepareEvent, prepareText } from './events.ts'
import { deliveryOf, type Published, type Publishing } from './publishing.ts'
import { createReplay, type Replays } from './replay.ts'
import { composeRequest } from './request.ts'
import { withSignedBody } from './signed-body.ts'
import { signedUrlOf } from './claiming.ts'
import { type Destination, keysFor } from './targets.ts'
import type { Worker } from './worker.ts'

/** Events of a series that are committed together: enough to share a commit, few enough to let others in between. */
const EVENTS_PER_COMMIT = 32
/**
 * Parts of a series on their way to the disk: while it takes one, the next are made and share its following sync. After one
 * that fails no more are made; those under way may still be written and sent.
 */
const COMMITS_UNDERWAY = 3
/** Large bodies fill a commit before that. */
const BYTES_PER_COMMIT = 4 * MIB
const MAX_COUNT = 1_000_000

/** Makes events and their deliveries; the worker sends them. */
export function createSending(
  core: Core,
  parts: {
    readonly endpoints: Endpoints
    readonly worker: Worker
    readonly publishing: Publishing
    readonly eventTypes: Pick<EventTypes, 'find' | 'names'>
    readonly variables: Pick<Variables, 'values'>
    readonly replays: Replays
  },
): Sending {
  const { endpoints, worker, publishing, eventTypes } = parts
  const exampleFor = (type: string): JsonObject | null => {
    const own = eventTypes.find(type)
    return own ? exampleOf(own) : null
  }
  let loadedSamples: Promise<Samples> | undefined
  const samples = (): Promise<Samples> => (loadedSamples ??= loadSamples(exampleFor))
  const sources: EventSources = { samples, variables: parts.variables.values }

  /** At least one. */
  function destinationsOf(request: SendRequest, event: PreparedEvent): Destination[] {
    const destinations = publishing.destinationsOf(event, request.targets, request.speed)
    if (destinations.length > 0) return destinations
    throw new HookscopeError(
      'nothing_to_do',
      `No active endpoint takes ${event.type ?? 'this event'}.`,
      'Register or switch on one, or name a target.',
    )
  }

  async function send(request: SendRequest): Promise<string[]> {
    const count = request.count ?? 1
    if (!Number.isInteger(count) || count < 1 || count > MAX_COUNT) {
      throw new HookscopeError('bad_input', `The count ${count} is not a whole number from 1 to ${MAX_COUNT}.`, 'Give such a number.')
    }
    const ids: string[] = []
    /** Oldest first. */
    const underway = new Set<Promise<void>>()
    let most = EVENTS_PER_COMMIT
    let isPatient = true
    for (let index = 0; index < count;) {
      const part: Published[] = []
      let bytes = 0
      while (index < count && part.length < most && bytes < BYTES_PER_COMMIT) {
        const event = await prepareEvent(core, sources, request.content, index++)
        part.push({ event, destinations: destinationsOf(request, event) })
        bytes += event.body.length
      }
      const committing: Promise<void> = publishing.commit(part).then((made) => {
        for (const { delivery } of made) ids.push(formatId('delivery', delivery))
        underway.delete(committing)
      })
      // Its failure is thrown where it is awaited.
      void committing.catch(() => {})
      underway.add(committing)
      const [oldest] = underway
      if (underway.size === COMMITS_UNDERWAY) await oldest
      const [example] = part
      if (index < count && isPatient && example) {
        let room = await publishing.room(example)
        if (room === null && underway.has(committing)) {
          // The disk was slow, perhaps not the receiver.
          await committing
          room = await publishing.room(example)
        }
        // A receiver that is slow must not hold up who sends: what is left is then made at full speed.
        isPatient = room !== null
        most = Math.min(room ?? EVENTS_PER_COMMIT, EVENTS_PER_COMMIT)
      }
    }
    await Promise.all(underway)
    return ids
  }

  return {
    send,
    publish: async (content) => {
      const event = await prepareEvent(core, sources, content, 0)
      await publishing.commit([{ event, destinations: publishing.destinationsOf(event, undefined, undefined) }])
      return formatId('evt', event.id)
    },
    replay: createReplay(core, parts.worker, parts.replays),
    preview: async (request) => {
      const { content } = request
      const told = content.kind === 'text' ? prepareText(core, sources, content) : null
      const event = told ?? (await prepareEvent(core, sources, content, 0))
      const [destination] = destinationsOf(request, event)
      if (!destination) throw new HookscopeError('nothing_to_do', 'No target is named.', 'Name an endpoint or a url.')
      const url = destination.endpoint?.resolvedUrl ?? destination.url
      const composed = composeRequest({
        delivery: deliveryOf(event.id, event, destination),
        endpoint: destination.endpoint,
        url,
        signedUrl: signedUrlOf(destination.endpoint, worker.targets) ?? url,
        body: withSignedBody(core, event, destination).body,
        attempt: 1,
        keys: () => keysFor(core, destination),
        stamp: { at: core.clock.now(), id: formatId('delivery', event.id) },
      })
      if (composed.kind === 'blocked') throw new HookscopeError('conflict', `${composed.message}.`, 'Mend that, then ask again.')
      const { address, method, headers, body } = composed.request
      return {
        body: Buffer.from(body).toString('base64'),
        method,
        url: `${address.isTls ? 'https' : 'http'}://${address.authority}${address.path}`,
        headers: pairHeaders(headers),
        values: told && Buffer.from(event.body).equals(body) ? told.values : [],
        problems: [
          ...(told?.problems ?? []),
          ...(event.envelope === null ? [] : await core.reader.run('eventProblems', { type: event.type, body: event.envelope })),
        ],
      }
    },
    test: async (endpointId) => {
      const endpoint = endpoints.get(endpointId)
      // A family that has no type yet: then the name that its first would have.
      const type =
        eventTypes.names().find((each) => matchesEvents(endpoint.events, each)) ??
        endpoint.events[0]?.replace(/\.\*$/, '.created') ??
        'lead.created'
      const [id] = await send({ content: { kind: 'event', type, environment: 'test' }, targets: [{ kind: 'endpoint', endpointId }] })
      return id as string
    },
    sample: async (wanted) => sampleEvent(core, await samples(), wanted),
  }
}
