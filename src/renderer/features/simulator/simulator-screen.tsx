import { useEffect } from 'react'
import { useStore } from 'zustand'
import { isOver } from '../../../shared/domain/simulation.ts'
import type { ScreenView } from '../../app/screen.ts'
import { useShortcuts } from '../../app/shortcuts.ts'
import { SplitPane } from '../../components/split-pane.tsx'
import type { Simulator } from './simulator-store.ts'
import { usePauseKey } from './use-pause-key.ts'
import { SimulationFields } from './simulation-fields.tsx'
import { SimulationPanel } from './simulation-panel.tsx'

/** The simulator, for the rail. */
export function simulatorScreen(simulator: Simulator): ScreenView {
  return () => <SimulatorView simulator={simulator} />
}

function SimulatorView({ simulator }: { readonly simulator: Simulator }) {
  const state = useStore(simulator.store)
  useEffect(() => simulator.follow(), [simulator])
  const { status } = state
  const isRunning = status !== null && !isOver(status)
  useShortcuts([
    {
      keys: 'Mod+Enter',
      name: 'Start the simulation',
      group: 'Simulator',
      isLate: status === null,
      run: () => void simulator.command('start'),
    },
  ])
  usePauseKey(simulator, 'Simulator')
  return (
    <SplitPane
      name="Simulator"
      side="start"
      width={480}
      minWidth={400}
      maxShare={0.55}
      pane={<SimulationFields form={state.form} busy={state.busy} isRunning={isRunning} simulator={simulator} />}
    >
      <SimulationPanel state={state} simulator={simulator} />
    </SplitPane>
  )
}
