import { HEALTH_WINDOWS, type HealthReport, type HealthWindow, type PlaceHealth } from '../../shared/domain/health.ts'
import { parseId } from '../../shared/domain/ids.ts'
import { SECOND_MS } from '../../shared/domain/units.ts'
import type { Inboxes } from './inboxes.ts'
import type { Core } from './core.ts'
import type { Endpoints } from './services.ts'

/** Every page that shows a list asks; the answer is computed at most this often. */
const MAX_AGE_MS = SECOND_MS

/** How endpoints and inboxes have been doing. */
export type Health = (window: HealthWindow) => Promise<HealthReport>

/** Counted by the reader thread; who asks meanwhile gets the same answer. */
export function createHealth(core: Core, { endpoints, inboxes }: { readonly endpoints: Endpoints; readonly inboxes: Inboxes }): Health {
  const last = new Map<HealthWindow, { readonly at: number; readonly report: Promise<HealthReport> }>()

  async function read(window: HealthWindow): Promise<HealthReport> {
    const bySeq = new Map([...endpoints.list(), ...inboxes.list()].map(({ id }) => [parseId(id)?.seq ?? 0, id]))
    const endpointSeqs = endpoints.list().map(({ id }) => parseId(id)?.seq ?? 0)
    const [{ places, ...report }, deliveries] = await Promise.all([
      core.reader.run('health', window, core.clock.now()),
      core.reader.run('deliveriesOf', endpointSeqs),
    ])
    const nothing = nothingSeen(HEALTH_WINDOWS[window].buckets)
    const seen = new Map(places)
    const ofDeliveries = new Map(deliveries.map((each) => [each.endpoint, each]))
    const entries = [...bySeq].map(([seq, id]): [string, PlaceHealth] => {
      const health = seen.get(seq) ?? nothing
      const { lastAt = null, pending = 0 } = ofDeliveries.get(seq) ?? {}
      return [id, { ...health, lastAt: health.lastAt ?? lastAt, pending }]
    })
    return { window, ...report, places: Object.fromEntries(entries) }
  }

  return async (window) => {
    const now = core.clock.monotonic()
    const known = last.get(window)
    if (known && now - known.at <= MAX_AGE_MS) return known.report
    const report = read(window)
    last.set(window, { at: now, report })
    // A failure is not kept: the next one who asks tries again.
    report.catch(() => last.delete(window))
    return report
  }
}

function nothingSeen(buckets: number): Omit<PlaceHealth, 'pending'> {
  const none = Array<number>(buckets).fill(0)
  const untimed = Array<null>(buckets).fill(null)
  return {
    good: none,
    failed: none,
    bad: none,
    unjudged: none,
    p50Ms: untimed,
    p95Ms: untimed,
    latency: null,
    lastAt: null,
    failingSince: null,
  }
}
