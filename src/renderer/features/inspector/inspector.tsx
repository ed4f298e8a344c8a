import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { ExchangeDetail } from '../../../shared/domain/exchange.ts'
import type { FollowApi } from '../../api/follow.ts'
import { toProblem, type Problem } from '../../api/problem.ts'
import { ErrorBoundary } from '../../app/error-boundary.tsx'
import type { Navigation } from '../../app/navigation.ts'
import { formatRoute, route, type Route } from '../../app/route.ts'
import { useShortcuts } from '../../app/shortcuts.ts'
import { showToast } from '../../app/toasts.tsx'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { VerdictMark } from '../../components/verdict-mark.tsx'
import { BodyView } from './body-view.tsx'
import { DriftFoot } from './drift-foot.tsx'
import { HeadersTab } from './headers-tab.tsx'
import type { HrefTo } from './href-to.ts'
import { LineageTab } from './lineage-tab.tsx'
import { NotesTab } from './notes-tab.tsx'
import { InspectorHead } from './inspector-head.tsx'
import type { Inspector, InspectorState } from './inspector-store.ts'
import { ResponseTab } from './response-tab.tsx'
import { SignatureTab } from './signature-tab.tsx'
import { TimelineTab } from './timeline-tab.tsx'

const TABS = ['payload', 'headers', 'signature', 'response', 'timeline', 'lineage', 'notes'] as const
type Tab = (typeof TABS)[number]
const TITLES: Readonly<Record<Tab, string>> = {
  payload: 'Payload',
  headers: 'Headers',
  signature: 'Signature',
  response: 'Response',
  timeline: 'Timeline',
  lineage: 'Lineage',
  notes: 'Notes',
}

/** Side A of the next comparison, and how to take back that this was said; survives that another exchange is opened. */
let marked: { readonly id: string; readonly unsay: () => void } | null = null

interface InspectorPaneProps {
  readonly api: FollowApi
  readonly inspector: Inspector
  readonly navigation: Navigation
  /** Its id is what is shown, `tab` which part of it. */
  readonly route: Route
  /** Asks how this exchange is to be sent again. */
  readonly onReplay: (id: string) => void
  /** Opens it to be changed before it is sent again. */
  readonly onEdit: (id: string) => void
  readonly onClose: () => void
}

/** One exchange in full: bytes, headers, verdict, answer and time. */
export function InspectorPane({ api, inspector, navigation, route: here, onReplay, onEdit, onClose }: InspectorPaneProps) {
  const state = useStore(inspector.store)
  const { detail, problem } = state
  // A dialog belongs to the exchange it was opened for.
  const [asked, setAsked] = useState<{ readonly dialog: 'delete'; readonly id: string | null } | null>(null)
  const dialog = asked?.id === here.id ? asked.dialog : null
  const setDialog = (next: 'delete' | null): void => setAsked(next && { dialog: next, id: here.id })
  useEffect(() => {
    inspector.open(here.id)
  }, [inspector, here.id])
  useEffect(() => () => inspector.open(null), [inspector])

  const chooseTab = (tab: Tab): void => navigation.replace(route('activity', here.id, { ...here.query, tab }))
  const hrefTo: HrefTo = (id) => formatRoute(route('activity', id, here.query))
  /** Runs a command on the exchange that is chosen; keys come faster than it is read. */
  const onChosen = (run: (chosen: ExchangeDetail) => void) => (): void => {
    if (here.id !== null) inspector.find(here.id).then(run, (error: unknown) => showProblem(toProblem(error)))
  }
  const onSendable = (run: (id: string) => void) => onChosen(({ id, state: its }) => its !== 'malformed' && run(id))
  const group = 'Exchange'
  const isLate = detail?.id !== here.id && problem === null
  useShortcuts([
    { keys: 'Enter', name: 'Into the inspector', group: 'Lists', isLate, run: focusTabs },
    { keys: 'r', name: 'Replay', group, run: onSendable(onReplay) },
    { keys: 'e', name: 'Edit and replay', group, run: onSendable(onEdit) },
    { keys: 'y', name: 'Copy as cURL', group, run: onSendable((id) => void copyCurl(inspector, id)) },
    { keys: 'd', name: 'Compare: mark A, then B', group, run: onChosen(compare) },
    { keys: 'a', name: 'Attempt now', group, run: () => attemptNow() },
    { keys: 'p', name: 'Pin, so that retention keeps it', group, run: onChosen(pin) },
    { keys: 'm', name: 'Note', group, isLate, run: writeNote },
    { keys: 'Escape', name: 'Close', group, run: onClose },
    ...TABS.map((tab, index) => ({ keys: String(index + 1), name: TITLES[tab], group, run: () => chooseTab(tab) })),
  ])

  /** Into its field, so that what is typed next is not taken for commands. */
  function writeNote(): void {
    chooseTab('notes')
    requestAnimationFrame(() => document.querySelector<HTMLElement>('#inspector textarea')?.focus())
  }

  function attemptNow(): void {
    inspector.open(here.id)
    void inspector.attemptNow()
  }

  function pin({ id, note }: ExchangeDetail): void {
    void inspector.annotate(id, { pinned: note?.pinned !== true })
  }

  /** The first press marks this exchange; the second, on another one, opens both. */
  function compare({ id }: ExchangeDetail): void {
    if (marked === null) {
      const text = 'Press d on another exchange to compare both, or here again to choose one.'
      marked = { id, unsay: showToast({ title: 'Marked as A', text }) }
      return
    }
    const { id: a, unsay } = marked
    marked = null
    unsay()
    navigation.open(route('compare', null, a === id ? { a } : { a, b: id }))
  }

  async function remove(): Promise<void> {
    setDialog(null)
    if (await inspector.remove()) onClose()
    else {
      const refusal = inspector.store.getState().refusal
      if (refusal) showProblem(refusal)
    }
  }

  return (
    <aside id="inspector" aria-label="Inspector" className="pane">
      {detail ? (
        <>
          <InspectorHead
            detail={detail}
            delivery={state.delivery}
            onPin={() => pin(detail)}
            onReplay={() => onReplay(detail.id)}
            onEdit={() => onEdit(detail.id)}
            onCurl={() => void copyCurl(inspector, detail.id)}
            onCompare={() =>
              navigation.open(
                route('compare', null, { a: detail.replayOf ?? detail.id, ...(detail.replayOf !== null && { b: detail.id }) }),
              )
            }
            onDelete={() => setDialog('delete')}
            onClose={onClose}
            hrefTo={hrefTo}
          />
          <Parts api={api} inspector={inspector} state={state} detail={detail} tab={tabOf(here)} onTab={chooseTab} hrefTo={hrefTo} />
        </>
      ) : (
        problem && (
          <ErrorPanel
            title={problem.message}
            onRetry={problem.code === 'not_found' ? undefined : inspector.retry}
            actions={<Button onClick={onClose}>Close</Button>}
          >
            {problem.remedy}
          </ErrorPanel>
        )
      )}
      <Dialog
        open={dialog === 'delete' && detail !== null}
        onOpenChange={(open) => !open && setDialog(null)}
        title={`Delete this ${detail?.direction === 'in' ? 'capture' : 'attempt'}?`}
        foot={
          <>
            <Button kind="quiet" onClick={() => setDialog(null)}>
              Cancel
            </Button>
            <Button kind="danger" onClick={() => void remove()}>
              Delete
            </Button>
          </>
        }
      >
        <p className="text-ink-2">Its bytes, headers and verdict are gone for good. This cannot be undone.</p>
      </Dialog>
    </aside>
  )
}

interface PartsProps {
  readonly api: FollowApi
  readonly inspector: Inspector
  readonly state: InspectorState
  readonly detail: ExchangeDetail
  readonly tab: Tab
  readonly onTab: (tab: Tab) => void
  readonly hrefTo: HrefTo
}

function Parts({ api, inspector, state, detail, tab, onTab, hrefTo }: PartsProps) {
  const { verification, request } = detail
  const marks: Partial<Record<Tab, { count?: number; mark?: React.ReactNode }>> = {
    headers: { count: request.headers.length },
    ...(verification &&
      verification.verdict !== 'valid' && { signature: { mark: <VerdictMark verdict={verification.verdict} shapeOnly /> } }),
    ...(state.delivery && state.delivery.history.length > 1 && { timeline: { count: state.delivery.history.length } }),
    ...(detail.note && detail.note.text !== '' && { notes: { count: 1 } }),
  }
  return (
    <Tabs name="Exchange" value={tab} onChange={onTab} tabs={TABS.map((value) => ({ value, label: TITLES[value], ...marks[value] }))}>
      <ErrorBoundary key={`${detail.id} ${tab}`} area={TITLES[tab]}>
        {tab === 'payload' && (
          <>
            <BodyView key={detail.id} client={api.client} id={detail.id} side="request" message={request} />
            <DriftFoot key={`${detail.id} drift`} client={api.client} id={detail.id} bodyBytes={request.bodyBytes} />
          </>
        )}
        {tab === 'response' && <ResponseTab key={detail.id} client={api.client} detail={detail} />}
        {tab !== 'payload' && tab !== 'response' && (
          <div className="pane-body">
            {tab === 'headers' && <HeadersTab detail={detail} />}
            {tab === 'signature' && <SignatureTab client={api.client} detail={detail} inspector={inspector} />}
            {tab === 'timeline' && <TimelineTab detail={detail} state={state} inspector={inspector} hrefTo={hrefTo} />}
            {tab === 'lineage' && <LineageTab client={api.client} detail={detail} hrefTo={hrefTo} />}
            {tab === 'notes' && (
              <NotesTab key={detail.id} id={detail.id} inspector={inspector} note={detail.note} refusal={state.refusal} />
            )}
          </div>
        )}
      </ErrorBoundary>
    </Tabs>
  )
}

function tabOf({ query }: Route): Tab {
  return TABS.find((tab) => tab === query['tab']) ?? 'payload'
}

function showProblem({ message, remedy }: Problem): void {
  showToast({ title: message, text: remedy, kind: 'failed' })
}

async function copyCurl(inspector: Inspector, id: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(await inspector.curl(id))
    showToast({ title: 'Copied as cURL' })
  } catch (error) {
    const isRefusedByBrowser = error instanceof DOMException
    const { message, remedy } = toProblem(error)
    showToast({
      kind: 'failed',
      title: isRefusedByBrowser ? 'Not copied: the browser refused' : message,
      text: isRefusedByBrowser ? 'Click into the page and try again.' : remedy,
    })
  }
}

function focusTabs(): void {
  document.querySelector<HTMLElement>('#inspector [role=tab][aria-selected=true]')?.focus()
}
