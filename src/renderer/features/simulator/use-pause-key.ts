import { useStore } from 'zustand'
import { useShortcuts } from '../../app/shortcuts.ts'
import type { Simulator } from './simulator-store.ts'

/** `p` pauses the simulation that runs, and goes on with it. `group` is where the sheet of keys lists it. */
export function usePauseKey(simulator: Simulator, group: string): void {
  const state = useStore(simulator.store, ({ status }) => status?.state)
  const step = state === 'running' ? 'pause' : state === 'paused' ? 'resume' : null
  useShortcuts(
    step === null
      ? []
      : [
          {
            keys: 'p',
            name: step === 'pause' ? 'Pause the simulation' : 'Resume the simulation',
            group,
            run: () => void simulator.command(step),
          },
        ],
  )
}
