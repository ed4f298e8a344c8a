import { formatRoute, route } from '../../app/route.ts'
import { formatDuration } from '../../components/format.ts'
import { StatusMark } from '../../components/status-mark.tsx'
import type { Test } from './endpoints-store.ts'

/** What came of a test, with the way to the exchange. */
export function TestAnswer({ test }: { readonly test: Test }) {
  if (test.kind === 'running') return <span role="status">Waiting for the answer</span>
  if (test.kind === 'failed') {
    return (
      <span role="status" className="text-fail">
        {test.problem.message} {test.problem.remedy}
      </span>
    )
  }
  const { delivery } = test
  const last = delivery.history.at(-1)
  return (
    <span role="status" className="flex min-w-0 items-center gap-2">
      <span className="flex-none text-ink-3">Test:</span>
      {last && <StatusMark status={last.status} error={last.error} />}
      {last?.tookMs != null && <span className="tabular-nums">{formatDuration(last.tookMs)}</span>}
      {delivery.error !== null && (
        <span className="truncate text-ink-2" title={delivery.error}>
          {delivery.error}
        </span>
      )}
      {last && (
        <a className="flex-none" href={formatRoute(route('activity', last.id))}>
          Show in Activity
        </a>
      )}
    </span>
  )
}
