import type { ReactNode } from 'react'
import { counted } from '../../../shared/domain/counted.ts'
import { SCENARIOS } from '../../../shared/domain/scenarios/scenarios.ts'
import type { SimulationStatus } from '../../../shared/domain/simulation.ts'
import { SECOND_MS } from '../../../shared/domain/units.ts'
import { formatRoute, route } from '../../app/route.ts'
import { Banner } from '../../components/banner.tsx'
import { BlankPanel } from '../../components/blank-panel.tsx'
import { formatClock, formatCount, formatDuration } from '../../components/format.ts'
import { StatusWord } from '../../components/status-word.tsx'
import { SimulationButtons } from './simulation-buttons.tsx'
import { SIMULATION_LOOKS } from './simulation-look.ts'
import { Progress } from './simulation-progress.tsx'
import type { Simulator, SimulatorState } from './simulator-store.ts'

interface SimulationPanelProps {
  readonly state: SimulatorState
  readonly simulator: Simulator
}

/** How the simulation gets on. */
export function SimulationPanel({ state: { status, problem, busy }, simulator }: SimulationPanelProps) {
  const refusal = problem && (
    <div className="px-4 pt-3">
      <Banner kind="fail">
        {problem.message} {problem.remedy}
      </Banner>
    </div>
  )
  if (status === null || status.state === 'idle') {
    return (
      <section className="pane" aria-label="Simulation">
        {refusal}
        {status && (
          <BlankPanel title="A CRM at work">
            The simulator plays what happens in a CRM: leads become contacts, deals are won or lost, tickets are escalated and closed. Every
            change sends its events, signed and retried as the real platform does. Choose a scenario at the left and start it.
          </BlankPanel>
        )}
      </section>
    )
  }
  const { changes, position, deliveries } = status
  return (
    <section className="pane" aria-label="Simulation">
      <div className="pane-bar">
        <h2 className="flex-none">{SCENARIOS.find(({ id }) => id === status.scenario)?.title}</h2>
        <StatusWord {...SIMULATION_LOOKS[status.state]} />
        <span className="ml-auto flex flex-none gap-2">
          <SimulationButtons state={status.state} busy={busy} simulator={simulator} />
        </span>
      </div>
      {refusal}
      <div className="pane-body">
        <div className="flex flex-col gap-4 p-4">
          <p>{sentenceOf(status)}</p>
          <Progress label="Changes made" of={changes.of} parts={[{ count: changes.made }]}>
            {formatCount(changes.made)} of {counted(changes.of, 'change')} · {formatDuration(inSeconds(position.atMs))} of{' '}
            {formatDuration(inSeconds(position.ofMs))}
          </Progress>
          <Progress
            label="Deliveries final"
            of={deliveries.made}
            parts={[{ count: deliveries.success }, { count: deliveries.failed, isFailed: true }]}
          >
            {formatCount(deliveries.success)} of {counted(deliveries.made, 'delivery', 'deliveries')} succeeded
            {deliveries.failed > 0 && <span className="text-fail"> · {formatCount(deliveries.failed)} failed</span>}
            {deliveries.pending > 0 && ` · ${formatCount(deliveries.pending)} to come`}
            {deliveries.cancelled > 0 && ` · ${formatCount(deliveries.cancelled)} cancelled`}
          </Progress>
          <dl className="facts">
            <Fact name="Events">
              {formatCount(status.events)}
              {status.latest !== null && <span className="text-ink-3"> · last {status.latest}</span>}
            </Fact>
            <Fact name="Sent to">{status.place ?? 'the active endpoints that take them'}</Fact>
            <Fact name="Seed">
              <span className="tabular-nums">{status.seed}</span>
              {status.isLooping && <span className="text-ink-3"> · round {formatCount(status.round)}</span>}
            </Fact>
            <Fact name="Speed">
              {status.speed === 'max' ? 'as fast as it goes' : `${status.speed} ×`}
              {status.rate !== null && ` · at most ${formatCount(status.rate)} events a second`}
            </Fact>
            <Fact name="Tenants">{status.tenants.join(', ')}</Fact>
            <Fact name="Environment">{status.isTest ? 'test' : 'production'}</Fact>
            {status.startedAt !== null && <Fact name="Started">{formatClock(status.startedAt, 'seconds')}</Fact>}
            {status.endedAt !== null && <Fact name="Ended">{formatClock(status.endedAt, 'seconds')}</Fact>}
          </dl>
          <p className="type-small">
            <a href={formatRoute(route('activity'))}>See the deliveries in Activity</a>
          </p>
        </div>
      </div>
    </section>
  )
}

function sentenceOf({ state, deliveries, problem, isLooping }: SimulationStatus): string {
  switch (state) {
    case 'running':
      return isLooping ? 'Changes are made as their time comes, round after round.' : 'Changes are made as their time comes.'
    case 'paused':
      return 'The clock of the scenario stands still. What was made is delivered all the same.'
    case 'finishing':
      return `All changes are made. ${counted(deliveries.pending, 'delivery is', 'deliveries are')} still under way.`
    case 'ended':
      return deliveries.made === 0
        ? 'All changes are made. No active endpoint takes these events.'
        : 'All changes are made, and every delivery is final.'
    case 'stopped':
      return 'Stopped. What was made before is delivered all the same.'
    case 'failed':
      return problem ?? 'It failed.'
    case 'idle':
      return ''
  }
}

/** A clock that shows more would never stand still. */
function inSeconds(ms: number): number {
  return Math.floor(ms / SECOND_MS) * SECOND_MS
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}
