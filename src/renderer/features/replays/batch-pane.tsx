import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import type { BatchView } from '../../../shared/domain/replay.ts'
import { SECOND_MS } from '../../../shared/domain/units.ts'
import type { FollowApi } from '../../api/follow.ts'
import { formatRoute, route } from '../../app/route.ts'
import { Banner } from '../../components/banner.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { cutId, formatCount, formatDuration } from '../../components/format.ts'
import { RelativeTime } from '../../components/relative-time.tsx'
import { StatusWord } from '../../components/status-word.tsx'
import { BatchControls } from './batch-controls.tsx'
import { BatchFailures } from './batch-failures.tsx'
import { BatchProgress, batchLook, batchTitle } from './batch-progress.tsx'
import type { Batches } from './batches-store.ts'

const MODE_WORDS = { exact: 'exactly as captured', resign: 'signed anew', stale: 'with a stale signature' } as const

interface BatchPaneProps {
  readonly api: FollowApi
  readonly batch: BatchView
  readonly batches: Batches
}

/** One replay of many: how far it is, how it was asked for, and what was not delivered. */
export function BatchPane({ api, batch, batches }: BatchPaneProps) {
  const { busy, problem } = useStore(batches.store)
  const { id, place, mode, filter, createdAt, endedAt } = batch
  const look = batchLook(batch)
  return (
    <section className="pane" aria-label="Replay">
      <div className="pane-bar">
        <h2 className="min-w-0 truncate" title={place}>
          To {place}
        </h2>
        <StatusWord {...look} />
        <span className="ml-auto flex flex-none gap-2">
          <BatchControls batch={batch} batches={batches} busy={busy} />
        </span>
      </div>
      <div className="pane-body">
        <div className="flex flex-col gap-4 p-4">
          {problem && (
            <Banner kind="fail">
              {problem.message} {problem.remedy}
            </Banner>
          )}
          {batch.problem !== null && batch.refused === 0 && <Banner>{batch.problem}</Banner>}
          <div className="flex flex-col gap-2">
            <p role="status" className="tabular-nums">
              {batchTitle(batch)}
            </p>
            <BatchProgress batch={batch} />
          </div>
          <dl className="facts">
            <Fact name="What">
              {filter === null ? 'Chosen exchanges' : filter === '' ? 'All exchanges' : <span className="wire-small">{filter}</span>}
            </Fact>
            <Fact name="How">Sent {MODE_WORDS[mode]}</Fact>
            <Fact name="Pace">{paceOf(batch)}</Fact>
            <Fact name="Started">
              <RelativeTime at={createdAt} />
            </Fact>
            {endedAt !== null && (
              <Fact name="Ended">
                <RelativeTime at={endedAt} /> <span className="text-ink-3">after {formatDuration(endedAt - createdAt)}</span>
              </Fact>
            )}
            <Fact name="Id">
              <span className="inline-flex items-center wire-small">
                {cutId(id)}
                <CopyButton name="Copy the id" text={id} />
              </span>
            </Fact>
          </dl>
          <p className="type-small">
            <a href={formatRoute(route('activity', null, { filter: `id:${id}` }))}>See its deliveries in Activity</a>
          </p>
          <BatchFailures api={api} batch={batch} />
        </div>
      </div>
    </section>
  )
}

function paceOf({ rate, speed }: BatchView): string {
  if (rate !== undefined)
    return rate < 1 ? `At most one every ${formatDuration(SECOND_MS / rate)}` : `At most ${formatCount(rate)} a second`
  if (speed === undefined) return 'As fast as they are taken'
  return speed === 1 ? 'As they came' : `As they came, ${speed} times faster`
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}
