import { useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import type { ReplayMode } from '../../../shared/domain/replay.ts'
import type { FollowApi } from '../../api/follow.ts'
import { Button, buttonClass } from '../../components/button.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { DeliveryMark } from '../../components/delivery-mark.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { formatDuration } from '../../components/format.ts'
import { SegmentedControl } from '../../components/segmented-control.tsx'
import { Select } from '../../components/select.tsx'
import { StatusMark } from '../../components/status-mark.tsx'
import { TextField } from '../../components/text-field.tsx'
import type { HrefTo } from './href-to.ts'
import { createReplay, targetOf, type Replay, type ReplayState } from './replay-store.ts'

const MODES: readonly { readonly value: ReplayMode; readonly label: string }[] = [
  { value: 'exact', label: 'Exact' },
  { value: 'resign', label: 'Sign anew' },
  { value: 'stale', label: 'Stale' },
]
const MODE_SENTENCES: Readonly<Record<ReplayMode, string>> = {
  exact: 'The same headers and bytes, the captured signature among them.',
  resign: 'The same body, under a signature and a time of now.',
  stale: 'A right signature over a time that is too old: does the receiver refuse it?',
}

interface ReplayDialogProps {
  readonly api: FollowApi
  readonly id: string
  readonly onClose: () => void
  readonly hrefTo: HrefTo
}

/** Sends the captured bytes once more: where to, what would be changed, then what came of it. */
export function ReplayDialog({ api, id, onClose, hrefTo }: ReplayDialogProps) {
  const replay = useMemo(() => createReplay(api, id), [api, id])
  useEffect(() => {
    void replay.start()
    return replay.stop
  }, [replay])
  const state = useStore(replay.store)
  const isSent = state.step === 'sent'
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Replay"
      description={isSent ? undefined : 'Sends what was captured once more. The original stays as it is.'}
      foot={
        isSent ? (
          <SentFoot href={state.deliveryId === null ? null : hrefTo(state.deliveryId)} onClose={onClose} />
        ) : (
          <ChoosingFoot state={state} replay={replay} onClose={onClose} />
        )
      }
    >
      {isSent ? <Outcome state={state} /> : <Choice state={state} replay={replay} />}
    </Dialog>
  )
}

function Choice({ state, replay }: { readonly state: ReplayState; readonly replay: Replay }) {
  const { kind, endpoints, endpointId, url, mode, keepHost, problem } = state
  const hasEndpoints = endpoints !== null && endpoints.length > 0
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        void replay.send()
      }}
    >
      <div>
        <SegmentedControl
          name="Target"
          options={[
            { value: 'endpoint', label: 'To an endpoint', disabled: endpoints?.length === 0 },
            { value: 'url', label: 'To a URL' },
          ]}
          value={kind}
          onChange={(next) => replay.choose({ kind: next })}
        />
      </div>
      {kind === 'endpoint' ? (
        <Select
          label="Endpoint"
          options={(endpoints ?? []).map((each) => ({
            value: each.id,
            label: each.name,
            note: each.isActive ? undefined : 'inactive',
          }))}
          value={endpointId ?? ''}
          onChange={(next) => replay.choose({ endpointId: next })}
          disabled={!hasEndpoints}
        />
      ) : (
        <TextField
          label="URL"
          wire
          value={url}
          onChange={(next) => replay.choose({ url: next })}
          placeholder="http://localhost:3000/webhooks"
          error={url.length > 8 && targetOf(state) === null ? 'Begin with http:// or https://, as in http://localhost:3000.' : null}
        />
      )}
      <div>
        <SegmentedControl name="Mode" options={MODES} value={mode} onChange={(next) => replay.choose({ mode: next })} />
        <p className="mt-1 type-small text-ink-2">{MODE_SENTENCES[mode]}</p>
      </div>
      <Checkbox label="Keep the captured Host header" checked={keepHost} onChange={(next) => replay.choose({ keepHost: next })} />
      <section aria-label="What will be changed">
        <h3 className="mb-1">What will be changed</h3>
        <div className="h-28 overflow-auto type-small text-ink-2" tabIndex={0} role="group" aria-label="Changes">
          {problem && (
            <p role="alert">
              <span className="text-fail">{problem.message}</span> {problem.remedy}
            </p>
          )}
          {!problem && <Changes state={state} />}
        </div>
      </section>
    </form>
  )
}

function Changes({ state }: { readonly state: ReplayState }) {
  if (targetOf(state) === null) return <p>Choose where to.</p>
  if (state.changes === null) return null
  if (state.changes.length === 0) return <p>Nothing: it goes out byte for byte.</p>
  return (
    <ul>
      {[...new Set(state.changes)].map((change) => (
        <li key={change} className="break-words">
          {change}
        </li>
      ))}
    </ul>
  )
}

function ChoosingFoot({ state, replay, onClose }: { readonly state: ReplayState; readonly replay: Replay; readonly onClose: () => void }) {
  const isSending = state.step === 'sending'
  return (
    <>
      <Button kind="quiet" onClick={onClose}>
        Cancel
      </Button>
      <Button
        kind="primary"
        busy={isSending}
        disabled={targetOf(state) === null || state.problem !== null}
        onClick={() => void replay.send()}
      >
        {isSending ? 'Sending' : 'Send'}
      </Button>
    </>
  )
}

function Outcome({ state: { delivery, problem } }: { readonly state: ReplayState }) {
  const attempt = delivery?.history.at(-1)
  return (
    <div role="status" className="flex min-h-12 flex-col gap-2">
      {delivery ? (
        <>
          <div className="flex items-center gap-4">
            <DeliveryMark state={delivery.state} />
            {attempt && <StatusMark status={attempt.status} error={attempt.error} />}
            {attempt?.tookMs != null && <span className="type-small text-ink-2 tabular-nums">{formatDuration(attempt.tookMs)}</span>}
          </div>
          <p className="type-small text-ink-2">
            To {delivery.place}. {delivery.error}
          </p>
        </>
      ) : (
        <p className="type-small text-ink-2">{problem ? `${problem.message} ${problem.remedy}` : 'The new delivery is on its way.'}</p>
      )}
    </div>
  )
}

function SentFoot({ href, onClose }: { readonly href: string | null; readonly onClose: () => void }) {
  return (
    <>
      <Button kind="quiet" onClick={onClose}>
        Close
      </Button>
      {href !== null && (
        <a className={buttonClass('primary')} href={href} onClick={onClose}>
          Open the new delivery
        </a>
      )}
    </>
  )
}
