import { useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import type { BatchFailure, BatchFailureKind, BatchView } from '../../../shared/domain/replay.ts'
import type { FollowApi } from '../../api/follow.ts'
import { formatRoute, route } from '../../app/route.ts'
import { Button } from '../../components/button.tsx'
import { StatusMark } from '../../components/status-mark.tsx'
import { createFailures, type FailureList } from './failures-store.ts'

const COLUMNS = 'minmax(96px, 1fr) 76px minmax(0, 3fr) 92px'
const TITLES: Readonly<Record<BatchFailureKind, string>> = { failed: 'Failed', refused: 'Could not be replayed' }

/** What was not delivered, newest first, each with the way to its attempt and to the original. */
export function BatchFailures({ api, batch }: { readonly api: FollowApi; readonly batch: BatchView }) {
  const failures = useMemo(() => createFailures(api.client, batch.id), [api, batch.id])
  const { lists, isLoading, problem } = useStore(failures.store)
  const count = batch.deliveries.failed + batch.refused
  useEffect(() => {
    if (count > 0) void failures.read()
  }, [failures, count])
  if (count === 0) return null
  return (
    <>
      {problem && (
        <p role="alert" className="type-small">
          <span className="text-fail">{problem.message}</span> {problem.remedy}
        </p>
      )}
      {lists &&
        (['failed', 'refused'] as const).map((kind) => (
          <FailureTable key={kind} kind={kind} list={lists[kind]} isLoading={isLoading} onMore={() => void failures.more(kind)} />
        ))}
    </>
  )
}

interface FailureTableProps {
  readonly kind: BatchFailureKind
  readonly list: FailureList
  readonly isLoading: boolean
  readonly onMore: () => void
}

function FailureTable({ kind, list: { items, next }, isLoading, onMore }: FailureTableProps) {
  if (items.length === 0) return null
  return (
    <section aria-label={TITLES[kind]}>
      <h3 className="mb-1">{TITLES[kind]}</h3>
      <ul style={{ '--cols': COLUMNS }}>
        {items.map((failure, index) => (
          // One exchange may have been chosen twice.
          // oxlint-disable-next-line react/no-array-index-key
          <FailureRow key={index} failure={failure} />
        ))}
      </ul>
      {next !== null && (
        <Button size="small" kind="quiet" busy={isLoading} onClick={onMore}>
          Show more
        </Button>
      )}
    </section>
  )
}

function FailureRow({ failure: { kind, type, status, problem, exchangeId, attemptId } }: { readonly failure: BatchFailure }) {
  const name = type ?? 'bytes'
  return (
    <li className="row px-0">
      <span className="medium" title={name}>
        {attemptId === null ? name : <a href={formatRoute(route('activity', attemptId))}>{name}</a>}
      </span>
      <span>{kind === 'failed' && status !== null && <StatusMark status={status} />}</span>
      <span className="text-ink-2" title={problem}>
        {problem}
      </span>
      <span className="text-right">{exchangeId !== null && <a href={formatRoute(route('activity', exchangeId))}>The original</a>}</span>
    </li>
  )
}
