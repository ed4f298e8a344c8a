import type { Client } from '../../../shared/contract/client.ts'
import type { ExchangeDetail, NetworkError } from '../../../shared/domain/exchange.ts'
import { HeaderTable } from '../../components/header-table.tsx'
import { StatusMark } from '../../components/status-mark.tsx'
import { BodyView } from './body-view.tsx'

const FAILURES: Readonly<Record<NetworkError, string>> = {
  timeout: 'No answer came in time.',
  refused: 'The target refused the connection: nothing listens there.',
  reset: 'The connection was lost before an answer came.',
  dns: 'The name of the target could not be looked up.',
  tls: 'No secure connection could be made.',
  unreachable: 'There is no way to the target.',
  unreadable: 'What came back was not HTTP.',
  unsendable: 'The request could not be sent.',
  network: 'The network failed.',
}

/** What was answered: status line, headers and body; or why there is none. */
export function ResponseTab({ client, detail }: { readonly client: Client; readonly detail: ExchangeDetail }) {
  const { response } = detail
  if (response === null) return <NoResponse detail={detail} />
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="max-h-[45%] flex-none overflow-auto p-4" tabIndex={0} role="group" aria-label="Response headers">
        <HeaderTable name="Response headers" startLine={response.startLine} headers={response.headers} />
        {detail.answer === 'aborted' && <p className="mt-2 type-small text-warn">The sender was gone before the answer could leave.</p>}
      </div>
      <div className="flex min-h-0 flex-1 flex-col shadow-[inset_0_1px_var(--line)]">
        <BodyView key={response.bodyBytes} client={client} id={detail.id} side="response" message={response} />
      </div>
    </div>
  )
}

function NoResponse({ detail: { state, error, status, direction } }: { readonly detail: ExchangeDetail }) {
  return (
    <div className="flex flex-col items-start gap-1 p-4">
      {error !== null && <StatusMark status={status} error={error} />}
      <p className="type-small text-ink-2">
        {error !== null && FAILURES[error]}
        {error === null && state === 'planned' && 'It has not left yet, so there is no answer.'}
        {error === null && (state === 'running' || state === 'receiving') && 'The answer is awaited.'}
        {error === null && state === 'interrupted' && 'Hookscope ended while it was on the wire: it does not count and is made again.'}
        {error === null && state === 'cancelled' && 'It was cancelled before it left.'}
        {error === null && direction === 'in' && state !== 'receiving' && 'No answer was given.'}
      </p>
    </div>
  )
}
