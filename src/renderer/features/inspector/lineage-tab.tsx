import { CornerDownRight } from 'lucide-react'
import { useEffect, useState } from 'react'
import { counted } from '../../../shared/domain/counted.ts'
import type { Client } from '../../../shared/contract/client.ts'
import type { ExchangeDetail, ExchangeSummary, Lineage } from '../../../shared/domain/exchange.ts'
import { toProblem, type Problem } from '../../api/problem.ts'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { ExchangeLine } from '../../components/exchange-line.tsx'
import type { HrefTo } from './href-to.ts'
import { lineageGroups } from './lineage-tree.ts'
import { SectionHead } from './section-head.tsx'
import './lineage.css'

interface LineageTabProps {
  readonly client: Client
  readonly detail: ExchangeDetail
  readonly hrefTo: HrefTo
}

/** What it comes from and what came of it: the event's deliveries with their captures, its source, its replays. */
export function LineageTab({ client, detail, hrefTo }: LineageTabProps) {
  const [shown, setShown] = useState<{ readonly lineage: Lineage } | { readonly problem: Problem } | null>(null)
  const [tries, setTries] = useState(0)
  // The detail is read again whenever the exchange changed, and so is this.
  useEffect(() => {
    let isCurrent = true
    client.exchanges.lineage({ id: detail.id }).then(
      (lineage) => isCurrent && setShown({ lineage }),
      (error: unknown) => isCurrent && setShown({ problem: toProblem(error) }),
    )
    return () => {
      isCurrent = false
    }
  }, [client, detail, tries])
  if (shown === null) return null
  if ('problem' in shown) {
    return (
      <ErrorPanel title={shown.problem.message} onRetry={() => setTries(tries + 1)}>
        {shown.problem.remedy}
      </ErrorPanel>
    )
  }
  const { source, family, replays, isCut } = shown.lineage
  const groups = lineageGroups(family)
  const line = (exchange: ExchangeSummary, depth: 0 | 1 = 0) => (
    <li key={exchange.id}>
      <a className="lineage-line" href={hrefTo(exchange.id)} aria-current={exchange.id === detail.id ? 'true' : undefined}>
        {depth === 1 && <CornerDownRight size={14} strokeWidth={1.75} className="ml-1 flex-none text-ink-3" aria-hidden />}
        <ExchangeLine exchange={exchange} />
      </a>
    </li>
  )
  return (
    <div className="flex flex-col gap-6 p-4">
      {source && (
        <section aria-label="What it replays">
          <SectionHead title="What it replays" />
          <ul className="lineage">{line(source)}</ul>
        </section>
      )}
      <section aria-label="Family">
        <SectionHead
          title={source ? 'This replay' : detail.direction === 'in' && detail.counterpartId === null ? 'This capture' : 'The event'}
          note={detail.eventId === null ? undefined : <span className="wire-small">{detail.eventId}</span>}
        />
        {groups.map(({ id, rows }) => (
          <ul key={id} className="lineage" aria-label={rows[0]?.exchange.place ?? undefined}>
            {rows.map(({ exchange, depth }) => line(exchange, depth))}
          </ul>
        ))}
      </section>
      <section aria-label="Replays">
        <SectionHead title="Replays" note={replays.length === 0 ? undefined : counted(replays.length, 'replay')} />
        {replays.length === 0 ? (
          <p className="type-small text-ink-2">It was not replayed. Press R to do so.</p>
        ) : (
          <ul className="lineage">{replays.map((each) => line(each))}</ul>
        )}
      </section>
      {isCut && <p className="type-small text-ink-3">There are more; these are the first hundred of each.</p>}
    </div>
  )
}
