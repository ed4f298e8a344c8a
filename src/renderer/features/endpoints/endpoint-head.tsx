import { Send, Trash2 } from 'lucide-react'
import { useStore } from 'zustand'
import type { Endpoint } from '../../../shared/domain/endpoint.ts'
import type { Navigation } from '../../app/navigation.ts'
import { formatRoute, route } from '../../app/route.ts'
import { Badge } from '../../components/badge.tsx'
import { Banner } from '../../components/banner.tsx'
import { Button } from '../../components/button.tsx'
import { ConfirmPopover } from '../../components/confirm-popover.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { cutId, formatDuration } from '../../components/format.ts'
import { StatusMark } from '../../components/status-mark.tsx'
import { Switch } from '../../components/switch.tsx'
import type { Endpoints, Test } from './endpoints-store.ts'

interface EndpointHeadProps {
  /** null: a new one. */
  readonly endpoint: Endpoint | null
  readonly endpoints: Endpoints
  readonly navigation: Navigation
}

/** Name and actions of an endpoint; what they led to stands under them. */
export function EndpointHead({ endpoint, endpoints, navigation }: EndpointHeadProps) {
  const { tests, switching, refusal } = useStore(endpoints.store)
  if (endpoint === null) {
    return (
      <header className="pane-head">
        <h2 className="leading-7">New endpoint</h2>
      </header>
    )
  }
  const { id, name, isActive, isBuiltIn, note } = endpoint
  const test = tests[id]
  async function remove(): Promise<void> {
    if (await endpoints.remove(id)) navigation.replace(route('endpoints'))
  }
  return (
    <header className="pane-head shadow-[inset_0_-1px_var(--line)]">
      <div className="flex items-center gap-2">
        <h2 className="truncate" title={name}>
          {name}
        </h2>
        {isBuiltIn && <Badge>built in</Badge>}
        <span className="grow" />
        <Switch label="Active" checked={isActive} disabled={switching.includes(id)} onChange={(on) => void endpoints.activate(id, on)} />
        <Button icon={Send} busy={test?.kind === 'running'} onClick={() => void endpoints.test(id)}>
          {test?.kind === 'running' ? 'Testing' : 'Send a test'}
        </Button>
        <ConfirmPopover
          trigger={
            <Button kind="danger" icon={Trash2}>
              Delete
            </Button>
          }
          question={`Delete endpoint ${name}?`}
          verb="Delete"
          danger
          onConfirm={() => void remove()}
        >
          Deliveries that are pending for it are cancelled. What was delivered stays in Activity. This cannot be undone.
        </ConfirmPopover>
      </div>
      <div className="flex min-h-6 items-center gap-2 type-small text-ink-3">
        {test ? <TestAnswer test={test} /> : <span>{note ?? 'A test sends a sample of the first type it wants, marked as a test.'}</span>}
        <span className="ml-auto wire-small">{cutId(id)}</span>
        <CopyButton name="Copy the id" text={id} />
      </div>
      {refusal !== null && (
        <Banner
          kind="fail"
          action={
            <Button size="small" onClick={endpoints.forgetRefusal}>
              Close
            </Button>
          }
        >
          {refusal.message} {refusal.remedy}
        </Banner>
      )}
    </header>
  )
}

function TestAnswer({ test }: { readonly test: Test }) {
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
      {last && <StatusMark status={last.status} error={last.error} />}
      {last?.tookMs != null && <span className="tabular-nums">{formatDuration(last.tookMs)}</span>}
      {delivery.error !== null && (
        <span className="truncate text-ink-2" title={delivery.error}>
          {delivery.error}
        </span>
      )}
      {last && <a href={formatRoute(route('activity', last.id))}>Show in Activity</a>}
    </span>
  )
}
