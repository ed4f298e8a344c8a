import { useState } from 'react'
import type { HealthReport, HealthWindow, PlaceHealth } from '../../../shared/domain/health.ts'
import { HOUR_MS } from '../../../shared/domain/units.ts'
import { EditorTabs, type EditorTab } from '../../components/editor-tabs.tsx'
import { HealthFoot } from '../../components/health-foot.tsx'
import { BarsCell, LastCell, ShareCell, SlowCell } from '../../components/health-cells.tsx'
import { HealthLine } from '../../components/health-line.tsx'
import { HealthPanel } from '../../components/health-panel.tsx'
import { ATTEMPTS, CAPTURES } from '../../components/health-words.ts'
import { Section } from './section.tsx'

const HOURS = 24
const opened = Date.now()

function placeOf(count: (hour: number) => number, failed: (hour: number) => number, bad: (hour: number) => number): PlaceHealth {
  const hours = Array.from({ length: HOURS }, (_, hour) => hour)
  const isQuiet = hours.every((hour) => count(hour) + failed(hour) + bad(hour) === 0)
  return {
    good: hours.map(count),
    failed: hours.map(failed),
    bad: hours.map(bad),
    unjudged: hours.map(() => 0),
    p50Ms: hours.map((hour) => (count(hour) === 0 ? null : 30 + hour)),
    p95Ms: hours.map((hour) => (count(hour) === 0 ? null : 90 + hour * 4)),
    latency: isQuiet ? null : { p50Ms: 42, p95Ms: 162, p99Ms: 1_240 },
    lastAt: isQuiet ? null : opened,
    failingSince: null,
    pending: 0,
  }
}

const zero = () => 0
const WELL = placeOf((hour) => 20 + hour, zero, zero)
const FAILING: PlaceHealth = {
  ...placeOf(
    (hour) => (hour < 12 ? 18 : 2),
    (hour) => (hour < 12 ? 0 : 16),
    zero,
  ),
  failingSince: opened - HOUR_MS,
}
const FORGED = placeOf(
  () => 12,
  zero,
  (hour) => (hour % 4 === 0 ? 9 : 0),
)
const QUIET = placeOf(zero, zero, zero)
const PLACES = [
  { name: 'does well', health: WELL, noun: ATTEMPTS },
  { name: 'fails since an hour', health: FAILING, noun: ATTEMPTS },
  { name: 'is sent forged ones', health: FORGED, noun: CAPTURES },
  { name: 'has nothing', health: QUIET, noun: ATTEMPTS },
  { name: 'not known yet', health: undefined, noun: ATTEMPTS },
] as const
const REPORT: HealthReport = {
  window: 'day',
  from: opened - HOURS * HOUR_MS,
  bucketMs: HOUR_MS,
  complete: true,
  places: { well: WELL, quiet: QUIET },
}

/** How endpoints and inboxes do. */
export function Health() {
  const [tab, setTab] = useState<EditorTab>('health')
  const [window, setWindow] = useState<HealthWindow>('day')
  return (
    <Section title="Health">
      <ul className="flex flex-col gap-2 type-small">
        {PLACES.map(({ name, health, noun }) => (
          <li key={name} className="grid h-6 grid-cols-[128px_96px_64px_52px_64px] items-center gap-3">
            <span className="truncate">{name}</span>
            <BarsCell health={health} window="day" noun={noun} />
            <ShareCell health={health} noun={noun} />
            <SlowCell health={health} />
            <LastCell health={health} never="never" />
          </li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-x-4 type-small text-ink-2">
        <HealthLine health={WELL} window="day" noun={ATTEMPTS} />
        <HealthLine health={FAILING} window="day" noun={ATTEMPTS} isShort />
        <HealthLine health={QUIET} window="hour" noun={CAPTURES} />
      </div>
      <div className="card overflow-hidden">
        <HealthFoot places={[WELL, FAILING, QUIET]} noun={ATTEMPTS} window={window} isCounting onWindow={setWindow} />
      </div>
      <div className="card flex h-80 flex-col overflow-hidden">
        <EditorTabs tab={tab} onTab={setTab} id="well" health={{ window: 'day', report: REPORT }} noun={ATTEMPTS}>
          <p className="p-4 type-small text-ink-2">The form of the editor.</p>
        </EditorTabs>
      </div>
      <div className="card p-4">
        <HealthPanel health={{ window: 'day', report: REPORT }} id="quiet" noun={ATTEMPTS} />
      </div>
    </Section>
  )
}
