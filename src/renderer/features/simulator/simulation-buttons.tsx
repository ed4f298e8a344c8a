import { Pause, Play, Square } from 'lucide-react'
import type { SimulationState } from '../../../shared/domain/simulation.ts'
import { Button } from '../../components/button.tsx'
import type { Command, Simulator } from './simulator-store.ts'

interface SimulationButtonsProps {
  readonly state: SimulationState
  readonly busy: Command | null
  readonly simulator: Simulator
}

/** What can be done with the simulation that runs; nothing once it is over. */
export function SimulationButtons({ state, busy, simulator }: SimulationButtonsProps) {
  const isPaused = state === 'paused'
  const isPlaying = state === 'running' || isPaused
  return (
    <>
      {isPlaying && (
        <Button
          icon={isPaused ? Play : Pause}
          keys="p"
          busy={busy === 'pause' || busy === 'resume'}
          onClick={() => void simulator.command(isPaused ? 'resume' : 'pause')}
        >
          {isPaused ? 'Resume' : 'Pause'}
        </Button>
      )}
      {(isPlaying || state === 'finishing') && (
        <Button icon={Square} kind="danger" busy={busy === 'stop'} onClick={() => void simulator.command('stop')}>
          Stop
        </Button>
      )}
    </>
  )
}
