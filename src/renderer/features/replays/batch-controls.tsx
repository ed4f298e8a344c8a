import { Pause, Play, X } from 'lucide-react'
import type { BatchView } from '../../../shared/domain/replay.ts'
import { Button } from '../../components/button.tsx'
import type { Batches, BatchesState } from './batches-store.ts'

interface BatchControlsProps {
  readonly batch: BatchView
  readonly batches: Batches
  readonly busy: BatchesState['busy']
}

/** Pause or go on, and make no more; nothing once it has ended. */
export function BatchControls({ batch: { id, state }, batches, busy }: BatchControlsProps) {
  if (state === 'done' || state === 'cancelled') return null
  const isBusy = (command: string): boolean => busy?.id === id && busy.command === command
  const isPaused = state === 'paused'
  return (
    <>
      {state !== 'choosing' && (
        <Button
          icon={isPaused ? Play : Pause}
          busy={isBusy('pause') || isBusy('resume')}
          onClick={() => void batches.command(id, isPaused ? 'resume' : 'pause')}
        >
          {isPaused ? 'Resume' : 'Pause'}
        </Button>
      )}
      <Button icon={X} busy={isBusy('cancel')} onClick={() => void batches.command(id, 'cancel')}>
        Cancel the rest
      </Button>
    </>
  )
}
