import { useStore } from 'zustand'
import { formatRoute, route } from '../../app/route.ts'
import { formatCount } from '../../components/format.ts'
import { Glyph } from '../../components/glyph.tsx'
import { batchTitle } from './batch-progress.tsx'
import type { Batches } from './batches-store.ts'

/** In the status bar: what is being replayed, and the way there; nothing while nothing is. */
export function RunningBatches({ batches }: { readonly batches: Batches }) {
  const all = useStore(batches.store, (state) => state.batches)
  const running = (all ?? []).filter(({ state }) => state === 'choosing' || state === 'running' || state === 'paused')
  const [first] = running
  if (!first) return null
  return (
    <a className="inline-flex items-center gap-2" href={formatRoute(route('replays', running.length === 1 ? first.id : null))}>
      <Glyph shape={first.state === 'paused' ? 'bar' : 'pending'} tone="accent" />
      {running.length === 1 ? batchTitle(first) : `${formatCount(running.length)} replays under way`}
    </a>
  )
}
