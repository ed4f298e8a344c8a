import { Clapperboard } from 'lucide-react'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { counted } from '../../../shared/domain/counted.ts'
import { scenarioOf } from '../../../shared/domain/scenarios/scenarios.ts'
import type { SimulationStatus } from '../../../shared/domain/simulation.ts'
import type { Navigation } from '../../app/navigation.ts'
import { route } from '../../app/route.ts'
import { Button } from '../../components/button.tsx'
import { formatCount } from '../../components/format.ts'
import { StatusWord } from '../../components/status-word.tsx'
import { SimulationButtons } from './simulation-buttons.tsx'
import { SIMULATION_LOOKS } from './simulation-look.ts'
import { Progress } from './simulation-progress.tsx'
import type { Simulator } from './simulator-store.ts'
import { usePauseKey } from './use-pause-key.ts'

interface SimulationStripProps {
  readonly simulator: Simulator
  readonly navigation: Navigation
}

/** The simulation in one line, for a screen that it changes. */
export function SimulationStrip({ simulator, navigation }: SimulationStripProps) {
  const { status, busy } = useStore(simulator.store)
  useEffect(() => simulator.follow(), [simulator])
  usePauseKey(simulator, 'CRM')
  return (
    <section className="pane-foot h-14 py-0" aria-label="Simulation">
      {status === null || status.state === 'idle' ? (
        <p className="grow truncate type-small text-ink-2">{status && 'No scenario is playing.'}</p>
      ) : (
        <Playing status={status} />
      )}
      {status && <SimulationButtons state={status.state} busy={busy} simulator={simulator} />}
      <Button icon={Clapperboard} onClick={() => navigation.open(route('simulator'))}>
        Simulator
      </Button>
    </section>
  )
}

function Playing({ status: { state, scenario, changes, events, deliveries } }: { readonly status: SimulationStatus }) {
  return (
    <>
      <h2 className="flex-none">{scenario && scenarioOf(scenario).title}</h2>
      <StatusWord {...SIMULATION_LOOKS[state]} />
      <div className="mx-2 min-w-0 grow">
        <Progress label="Changes made" of={changes.of} parts={[{ count: changes.made }]}>
          {formatCount(changes.made)} of {counted(changes.of, 'change')} · {counted(events, 'event')}
          {deliveries.failed > 0 && <span className="text-fail"> · {formatCount(deliveries.failed)} failed</span>}
          {deliveries.pending > 0 && ` · ${formatCount(deliveries.pending)} to come`}
        </Progress>
      </div>
    </>
  )
}
