import { healthTotals } from '../../shared/domain/health.ts'
import { BlankPanel } from './blank-panel.tsx'
import { HealthChart } from './charts/health-chart.tsx'
import { WINDOW_WORDS, type HealthNoun, type ShownHealth } from './health-words.ts'

interface HealthPanelProps {
  readonly health: ShownHealth
  /** Of the endpoint or inbox. */
  readonly id: string
  readonly noun: HealthNoun
}

/** How one place has been doing, drawn over time. */
export function HealthPanel({ health: { report, window }, id, noun }: HealthPanelProps) {
  const health = report?.places[id]
  if (!report || !health) return null
  if (healthTotals(health).all === 0) {
    return (
      <BlankPanel title={`No ${noun.one}s in ${WINDOW_WORDS[window]}`}>
        {noun.one === 'attempt'
          ? 'How long attempts take and how many succeed is drawn here once there are some. A test counts too.'
          : 'How many requests come, and how many of them are signed rightly, is drawn here once there are some.'}
      </BlankPanel>
    )
  }
  return (
    <div className="p-4">
      <HealthChart health={health} from={report.from} bucketMs={report.bucketMs} noun={noun.one} whole={`Last ${WINDOW_WORDS[window]}`} />
    </div>
  )
}
