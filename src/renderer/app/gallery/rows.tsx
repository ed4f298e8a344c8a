import { useState } from 'react'
import { Checkbox } from '../../components/checkbox.tsx'
import { Dash } from '../../components/dash.tsx'
import { AttemptCount } from '../../components/delivery-mark.tsx'
import { DirectionIcon } from '../../components/direction-icon.tsx'
import { formatBytes, formatDuration } from '../../components/format.ts'
import { RelativeTime } from '../../components/relative-time.tsx'
import { SkeletonRows } from '../../components/skeleton-rows.tsx'
import { StatusMark } from '../../components/status-mark.tsx'
import { VerdictMark } from '../../components/verdict-mark.tsx'
import type { Verdict } from '../../../shared/domain/verdict.ts'
import { Section } from './section.tsx'

const COLUMNS = '20px 88px minmax(0, 1fr) 84px 76px 48px 56px 52px'
const opened = Date.now()

interface Example {
  readonly name: string
  readonly verdict: Verdict | null
  readonly status: number
  readonly selected?: boolean
  readonly className?: string
}

const EXAMPLES: readonly Example[] = [
  { name: 'contact.updated', verdict: 'valid', status: 200 },
  { name: 'deal.won, selected', verdict: 'invalid', status: 401, selected: true },
  { name: 'lead.converted, chosen with others', verdict: null, status: 301, selected: true, className: 'is-chosen' },
  { name: 'lead.created, arrived', verdict: 'valid', status: 200, className: 'is-new' },
  { name: 'ticket.escalated, under a delivery', verdict: null, status: 500, className: 'is-child' },
]

export function Rows() {
  const [chosen, setChosen] = useState(new Set(['lead.converted, chosen with others']))
  return (
    <Section title="Table rows">
      <div className="card overflow-hidden">
        <div className="listing" role="grid" aria-label="Rows" style={{ '--cols': COLUMNS }}>
          <div className="row row-head" role="row">
            {['', 'Time', 'Event type', 'Verdict', 'Status', 'Attempt', 'Took', 'Size'].map((head, index) => (
              <span key={head} role="columnheader" className={index > 4 ? 'cell-number' : ''}>
                {head || <span className="sr-only">Direction</span>}
              </span>
            ))}
          </div>
          {EXAMPLES.map(({ name, verdict, status, selected = false, className = '' }) => (
            <div key={name} role="row" tabIndex={0} aria-selected={selected} className={`row row-data ${className}`}>
              <span role="gridcell" className="cell-control row-pick">
                <DirectionIcon direction={verdict ? 'in' : 'out'} />
                <Checkbox
                  label={`Choose ${name}`}
                  hideLabel
                  checked={chosen.has(name)}
                  onChange={(on) => setChosen(new Set(on ? [...chosen, name] : [...chosen].filter((each) => each !== name)))}
                />
              </span>
              <span role="gridcell" className="text-ink-2">
                <RelativeTime at={opened} form="clock" />
              </span>
              <span role="gridcell" className="medium" title={name}>
                {name}
              </span>
              <span role="gridcell">{verdict ? <VerdictMark verdict={verdict} /> : <Dash />}</span>
              <span role="gridcell">
                <StatusMark status={status} />
              </span>
              <span role="gridcell" className="cell-number">
                {verdict ? <Dash /> : <AttemptCount number={2} of={3} isPending={status === 500} />}
              </span>
              <span role="gridcell" className="cell-number text-ink-2">
                {formatDuration(status * 2.58)}
              </span>
              <span role="gridcell" className="cell-number text-ink-2">
                {formatBytes(status * 19)}
              </span>
            </div>
          ))}
        </div>
        <SkeletonRows columns={COLUMNS} cells={8} rows={2} />
      </div>
    </Section>
  )
}
