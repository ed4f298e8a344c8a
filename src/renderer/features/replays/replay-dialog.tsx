import { useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import type { Client } from '../../../shared/contract/client.ts'
import { isBatchOver, type ReplaySelection } from '../../../shared/domain/replay.ts'
import type { FollowApi } from '../../api/follow.ts'
import { formatRoute, route } from '../../app/route.ts'
import { useShortcuts } from '../../app/shortcuts.ts'
import { Button, buttonClass } from '../../components/button.tsx'
import { DeliveryMark } from '../../components/delivery-mark.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { formatCount, formatDuration } from '../../components/format.ts'
import { StatusMark } from '../../components/status-mark.tsx'
import { BatchControls } from './batch-controls.tsx'
import { BatchProgress, batchTitle } from './batch-progress.tsx'
import type { Batches } from './batches-store.ts'
import { PreviewList } from './preview-list.tsx'
import { ReplayFields } from './replay-fields.tsx'
import { isSingle, requestOf } from './replay-form.ts'
import { createReplay, type Replay, type ReplayState } from './replay-store.ts'
import type { Replaying, ReplayWish } from './replaying.ts'
import { SinglePreview } from './single-preview.tsx'
import './replays.css'

const WIDTH = 960

/** The open dialog, if any. Batches are followed as long as this is there. */
export function ReplayDialogs({ api, replaying }: { readonly api: FollowApi; readonly replaying: Replaying }) {
  const wish = useStore(replaying.store, (state) => state.wish)
  useEffect(() => replaying.batches.follow(), [replaying])
  return wish && <ReplayDialog api={api} replaying={replaying} wish={wish} />
}

interface ReplayDialogProps {
  readonly api: FollowApi
  readonly replaying: Replaying
  readonly wish: ReplayWish
}

/** Sends what was captured once more, one or many: where to, what would be changed, then what came of it. */
function ReplayDialog({ api, replaying, wish }: ReplayDialogProps) {
  const { batches } = replaying
  const { selection } = wish
  const replay = useMemo(() => createReplay(api, wish.selection, wish.form), [api, wish])
  useEffect(() => {
    void replay.start()
    return replay.stop
  }, [replay])
  const state = useStore(replay.store)
  const { step, batch, form, edit } = state
  const onClose = (): void => replaying.close(edit && form)
  useEffect(() => {
    if (step === 'sent' || step === 'running') replaying.sent(form)
    if (batch) replaying.batches.take(batch)
  }, [step, batch, form, replaying])
  const isChoosing = step === 'choosing' || step === 'starting'
  const send = { keys: 'Mod+Enter', name: 'Send', group: 'Replay', isLate: isLooking(state, selection) }
  useShortcuts(isChoosing ? [{ ...send, run: () => canSend(state, selection) && void replay.send() }] : [])
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={titleOf(selection)}
      description={isChoosing ? 'Sends what was captured once more. The originals stay as they are.' : undefined}
      width={isChoosing ? WIDTH : undefined}
      foot={isChoosing ? <ChoosingFoot state={state} replay={replay} onClose={onClose} /> : <EndFoot {...{ state, batches, onClose }} />}
    >
      {isChoosing && <Choice client={api.client} state={state} replay={replay} replaying={replaying} isEdited={wish.isEdited} />}
      {step === 'sent' && <Outcome state={state} />}
      {step === 'running' && batch && <Running id={batch.id} batches={batches} />}
    </Dialog>
  )
}

function titleOf(selection: ReplaySelection): string {
  if ('filter' in selection) return selection.filter.trim() === '' ? 'Replay all exchanges' : 'Replay all that match'
  return isSingle(selection) ? 'Replay' : `Replay ${formatCount(selection.ids.length)} exchanges`
}

interface PartProps {
  readonly state: ReplayState
  readonly replay: Replay
}

interface ChoiceProps extends PartProps {
  readonly client: Client
  readonly replaying: Replaying
  readonly isEdited: boolean
}

function Choice({ client, state, replay, replaying, isEdited }: ChoiceProps) {
  const { selection } = replay
  return (
    <form
      className="replay-choice"
      onSubmit={(event) => {
        event.preventDefault()
        void replay.send()
      }}
    >
      <div className="flex min-w-0 flex-col gap-4 overflow-y-auto p-1">
        {'filter' in selection && selection.filter.trim() !== '' && <p className="wire-small break-all text-ink-2">{selection.filter}</p>}
        <ReplayFields state={state} replay={replay} />
      </div>
      {isSingle(selection) ? (
        <SinglePreview {...{ client, state, replay, replaying, isEdited }} id={selection.ids[0]} />
      ) : (
        <DryRun state={state} replay={replay} />
      )}
      {/* Enter in a field sends. */}
      <button type="submit" hidden />
    </form>
  )
}

function DryRun({ state: { preview, problem, form, edit }, replay: { selection } }: PartProps) {
  return (
    <section aria-label="What will be sent where" className="flex min-h-0 min-w-0 flex-col">
      <h3 className="mb-1 flex-none">What will be sent where</h3>
      <div className="min-h-0 grow overflow-auto type-small" tabIndex={0} role="group" aria-label="Dry run">
        {problem && (
          <p role="alert">
            <span className="text-fail">{problem.message}</span> {problem.remedy}
          </p>
        )}
        {!problem && preview === null && (
          <p className="text-ink-3">{requestOf(form, selection, edit) === null ? 'Choose where to.' : 'Looking …'}</p>
        )}
        {preview && <PreviewList preview={preview} />}
      </div>
    </section>
  )
}

function ChoosingFoot({ state, replay, onClose }: PartProps & { readonly onClose: () => void }) {
  const isStarting = state.step === 'starting'
  return (
    <>
      <Button kind="quiet" onClick={onClose}>
        Cancel
      </Button>
      <Button
        kind="primary"
        busy={isStarting}
        keys={isStarting ? undefined : 'Mod+Enter'}
        disabled={!canSend(state, replay.selection)}
        onClick={() => void replay.send()}
      >
        {isStarting ? 'Sending' : wordOf(state, replay.selection)}
      </Button>
    </>
  )
}

/** Nothing is wrong as far as is known: what would go where may still be looked for. */
function canSend({ form, edit, problem, preview }: ReplayState, selection: ReplaySelection): boolean {
  if (requestOf(form, selection, edit) === null || problem !== null) return false
  return preview === null || (preview.total.value > 0 && !(isSingle(selection) && preview.items[0]?.kind === 'refused'))
}

/** The endpoints, or what would go where, are still to come. */
function isLooking({ endpoints, form, edit, problem, preview }: ReplayState, selection: ReplaySelection): boolean {
  return endpoints === null || (preview === null && problem === null && requestOf(form, selection, edit) !== null)
}

function wordOf({ preview }: ReplayState, selection: ReplaySelection): string {
  if (isSingle(selection) || preview === null || !preview.total.exact) return 'Send'
  return `Send ${formatCount(preview.total.value)}`
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

function Running({ id, batches }: { readonly id: string; readonly batches: Batches }) {
  const batch = useStore(batches.store, (state) => state.batches?.find((each) => each.id === id))
  const problem = useStore(batches.store, (state) => state.problem)
  if (!batch) return null
  return (
    <div className="flex flex-col gap-2">
      <p role="status" className="tabular-nums">
        {batchTitle(batch)} to {batch.place}
      </p>
      <BatchProgress batch={batch} />
      {batch.problem !== null && <p className="type-small text-warn">{batch.problem}</p>}
      {problem && (
        <p role="alert" className="type-small text-fail">
          {problem.message} {problem.remedy}
        </p>
      )}
      <p className="min-h-4 type-small text-ink-3">
        {isBatchOver(batch) ? '' : 'It goes on when this is closed. Replays, in the rail, shows all of them.'}
      </p>
    </div>
  )
}

interface EndFootProps {
  readonly state: ReplayState
  readonly batches: Batches
  readonly onClose: () => void
}

function EndFoot({ state: { deliveryId, batch: started }, batches, onClose }: EndFootProps) {
  const batch = useStore(batches.store, (state) => state.batches?.find((each) => each.id === started?.id))
  const busy = useStore(batches.store, (state) => state.busy)
  const to = started ? route('replays', started.id) : deliveryId === null ? null : route('activity', deliveryId)
  return (
    <>
      {batch && <BatchControls batch={batch} batches={batches} busy={busy} />}
      <Button kind="quiet" onClick={onClose}>
        Close
      </Button>
      {to !== null && (
        <a className={buttonClass('primary')} href={formatRoute(to)} onClick={onClose}>
          {started ? 'Open the replay' : 'Open the new delivery'}
        </a>
      )}
    </>
  )
}
