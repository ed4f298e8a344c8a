import { HookscopeError } from '../../../shared/domain/errors.ts'
import { formatId, parseId } from '../../../shared/domain/ids.ts'
import { exactHeaders } from '../../../shared/domain/replay-headers.ts'
import { ONE_ATTEMPT } from '../../../shared/domain/retry-policy.ts'
import type { Core, Endpoints, Sending } from '../services.ts'
import { type ReplaySource, selectReplaySource } from '../store/replay-sources.ts'
import { insertDelivery, targetOf } from './claiming.ts'
import { plannedReplayHeaders } from './replay-plan.ts'
import { namedDestinations } from './targets.ts'
import type { Worker } from './worker.ts'

/** Exact replay of one exchange: its method, headers and body bytes as they were, to another target; unsigned by us. */
export function createReplay(core: Core, parts: { readonly endpoints: Endpoints; readonly worker: Worker }): Sending['replay'] {
  const { endpoints, worker } = parts
  return async ({ id, target, keepHost, dryRun, retry }) => {
    const parsed = parseId(id)
    const source = parsed && selectReplaySource(core.db, parsed)
    if (!source) throw new HookscopeError('not_found', `There is no exchange ${id}.`, 'List them to find the one to replay.')
    assertReplayable(source)
    const [destination] = namedDestinations(endpoints, [target], undefined)
    if (!destination) throw new HookscopeError('nothing_to_do', 'No target is named.', 'Name an endpoint or a url.')
    const { url } = targetOf(destination, worker.targets)
    if (url === null)
      throw new HookscopeError('conflict', 'The own inbox this goes to has no address now.', 'Switch the receiver on, or name a url.')

    const exact = exactHeaders(source.headers, { targetUrl: url, keepHost, bodyBytes: source.bodyBytes })
    const { headers, changes } = plannedReplayHeaders(source, exact, keepHost)
    if (source.hasTrailers) changes.push('The trailers were dropped: they belong to the connection.')
    if (source.state === 'incomplete') changes.push('The captured body was cut off; what had arrived of it is sent.')
    if (dryRun) return { deliveryId: null, changes }

    const deliveryId = core.ids()
    const attempt = await core.writer.commit(() =>
      insertDelivery(
        core,
        worker.store,
        worker.targets,
        {
          id: deliveryId,
          bodyOf: source.bodyOf,
          type: source.type,
          eventId: source.eventId,
          endpointSeq: destination.endpointSeq,
          url: destination.url,
          method: source.method,
          scheme: null,
          headers,
          ladder: {
            policy: retry ? destination.policy : { ...ONE_ATTEMPT, timeoutMs: destination.policy.timeoutMs },
            speed: destination.speed,
          },
          sourceSeq: parsed.seq,
          sourceChanges: changes,
          createdAt: core.clock.now(),
        },
        source.bodyBytes,
      ),
    )
    core.changes.emit('exchanges', [attempt.seq])
    core.changes.emit('deliveries', [deliveryId.seq])
    worker.wake()
    return { deliveryId: formatId('delivery', deliveryId), changes }
  }
}

function assertReplayable(source: ReplaySource): void {
  const problem = replayProblem(source)
  if (problem !== null) throw new HookscopeError('conflict', `This exchange cannot be replayed: ${problem}.`, 'Choose another one.')
}

function replayProblem({ state, headers, direction, method }: ReplaySource): string | null {
  if (state === 'malformed') return 'what arrived was not HTTP'
  if (state === 'receiving') return 'it is still arriving'
  if (state === 'too_large') return 'its body was over the limit and was not kept'
  if (direction === 'out' && headers.length === 0) return 'it was never sent'
  if (method === 'CONNECT') return 'CONNECT asks for a tunnel, not for an answer'
  return null
}
