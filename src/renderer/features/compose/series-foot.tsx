import { Pause, Play, X } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { formatCount } from '../../components/format.ts'
import type { Sends, Series } from './sends-store.ts'

/** Many sends on their way: how far they are, to be paused and cancelled. */
export function SeriesFoot({ series: { total, sent, isPaused }, sends }: { readonly series: Series; readonly sends: Sends }) {
  const words = `${isPaused ? 'Paused after' : 'Sending'} ${formatCount(isPaused ? sent : Math.min(sent + 1, total))} of ${formatCount(total)}`
  return (
    <>
      <div className="flex min-w-0 grow flex-col gap-1">
        <span className="type-small tabular-nums">{words}</span>
        <div
          role="progressbar"
          aria-label="Sends"
          aria-valuemin={0}
          aria-valuemax={total}
          aria-valuenow={sent}
          className="h-1 overflow-hidden rounded-full bg-(--track)"
        >
          <div className="h-full bg-(--accent-fill)" style={{ width: `${(sent / total) * 100}%` }} />
        </div>
      </div>
      <Button icon={isPaused ? Play : Pause} onClick={() => sends.pause(!isPaused)}>
        {isPaused ? 'Go on' : 'Pause'}
      </Button>
      <Button icon={X} onClick={sends.cancel}>
        Cancel
      </Button>
    </>
  )
}
