import { useStore } from 'zustand'
import { counted } from '../../../shared/domain/counted.ts'
import type { BatchView } from '../../../shared/domain/replay.ts'
import type { Navigation } from '../../app/navigation.ts'
import { route } from '../../app/route.ts'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { cutUrl, formatCount } from '../../components/format.ts'
import { RelativeTime } from '../../components/relative-time.tsx'
import { RowList } from '../../components/row-list.tsx'
import { SkeletonRows } from '../../components/skeleton-rows.tsx'
import { StatusWord } from '../../components/status-word.tsx'
import { batchLook, undelivered } from './batch-progress.tsx'
import type { Batches } from './batches-store.ts'

const COLUMNS = 'minmax(0, 1fr) 104px 92px'
const HEADS = [{ head: 'Replay' }, { head: 'State' }, { head: 'Delivered' }]
const URL_CHARACTERS = 44

interface BatchListProps {
  readonly batches: Batches
  readonly navigation: Navigation
  readonly selectedId: string | null
}

/** All replays of many, newest first. */
export function BatchList({ batches, navigation, selectedId }: BatchListProps) {
  const { batches: items, hasMore, problem } = useStore(batches.store)
  return (
    <section className="pane" aria-label="List of replays">
      <div className="pane-bar">
        <h2>Replays</h2>
        {items !== null && items.length > 0 && (
          <span className="type-small text-ink-3 tabular-nums">
            {formatCount(items.length)}
            {hasMore && '+'}
          </span>
        )}
      </div>
      {items === null && problem === null && <SkeletonRows columns={COLUMNS} cells={3} />}
      {items === null && problem !== null && <ErrorPanel title={problem.message}>{problem.remedy}</ErrorPanel>}
      {items !== null && items.length > 0 && (
        <RowList
          name="Replays"
          columns={COLUMNS}
          heads={HEADS}
          selectedId={selectedId}
          onEnd={() => void batches.more()}
          onOpen={(id, how) => (how === 'press' ? navigation.open : navigation.replace)(route('replays', id))}
          rows={items.map((batch) => ({
            id: batch.id,
            cells: [
              <NameCell key="name" batch={batch} />,
              <StatusWord key="state" {...batchLook(batch)} />,
              <CountCell key="count" batch={batch} />,
            ],
          }))}
        />
      )}
    </section>
  )
}

function NameCell({ batch: { place, createdAt, filter, total } }: { readonly batch: BatchView }) {
  return (
    <span className="flex flex-col">
      <span className="flex items-baseline gap-2">
        <span className="truncate type-label" title={place}>
          {cutUrl(place, URL_CHARACTERS)}
        </span>
        <RelativeTime at={createdAt} className="flex-none text-ink-3" />
      </span>
      {filter ? (
        <span className="truncate wire-small text-ink-3" title={filter}>
          {filter}
        </span>
      ) : (
        <span className="truncate text-ink-3">{filter === '' ? 'all exchanges' : counted(total, 'chosen exchange')}</span>
      )}
    </span>
  )
}

function CountCell({ batch }: { readonly batch: BatchView }) {
  const missed = undelivered(batch)
  return (
    <span className="flex flex-col tabular-nums">
      <span>
        {formatCount(batch.deliveries.success)} <span className="text-ink-3">/ {formatCount(batch.total)}</span>
      </span>
      <span className={missed > 0 ? 'text-fail' : 'text-ink-3'}>{missed > 0 ? `${formatCount(missed)} not` : ' '}</span>
    </span>
  )
}
