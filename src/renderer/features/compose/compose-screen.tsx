import { ChevronUp, Dices, Send } from 'lucide-react'
import { useRef, useState } from 'react'
import { useStore } from 'zustand'
import { SAMPLE_VARIANTS, SAMPLE_VARIANT_NAMES, type SampleVariant } from '../../../shared/domain/catalogue/variants.ts'
import { eventTypeInfo } from '../../../shared/domain/catalogue/catalogue.ts'
import type { FollowApi } from '../../api/follow.ts'
import { useFresh } from '../../api/use-fresh.ts'
import type { Screen } from '../../app/screen.ts'
import { useShortcuts } from '../../app/shortcuts.ts'
import { showToast } from '../../app/toasts.tsx'
import { Banner } from '../../components/banner.tsx'
import { Button } from '../../components/button.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { formatCount } from '../../components/format.ts'
import { IconButton } from '../../components/icon-button.tsx'
import { Menu } from '../../components/menu.tsx'
import { ProblemsFoot } from '../../components/problems-foot.tsx'
import { Select } from '../../components/select.tsx'
import { focusNextPane } from './focus-next-pane.ts'
import { createCompose, type Compose, type ComposeState } from './compose-store.ts'
import { readText, type Draft } from './draft.ts'
import { EventEditor } from './event-editor.tsx'
import { PreviewPanel } from './preview-panel.tsx'
import { SendsList } from './sends-list.tsx'
import { createSends, type Sends } from './sends-store.ts'
import { TargetList } from './target-list.tsx'
import { SeriesFoot } from './series-foot.tsx'
import { targetsOf } from './targets.ts'
import { TypeList } from './type-list.tsx'

const FIRST_TYPE = 'deal.won'
const SERIES = [5, 25, 100, 1_000] as const
const VARIANTS: readonly { readonly value: SampleVariant | 'realistic'; readonly label: string; readonly note?: string }[] = [
  { value: 'realistic', label: 'Realistic' },
  ...SAMPLE_VARIANT_NAMES.map((value) => ({ value, label: value[0]?.toUpperCase() + value.slice(1), note: SAMPLE_VARIANTS[value] })),
]

/** Compose, for the rail. To be called once: drafts live as long as the screen is known. */
export function composeScreen(api: FollowApi): Screen {
  const compose = createCompose(api.client, FIRST_TYPE)
  const sends = createSends(api)
  return {
    name: 'compose',
    title: 'Compose',
    icon: Send,
    letter: 'c',
    view: () => <ComposeView api={api} compose={compose} sends={sends} />,
  }
}

interface ComposeViewProps {
  readonly api: FollowApi
  readonly compose: Compose
  readonly sends: Sends
}

function ComposeView({ api, compose, sends }: ComposeViewProps) {
  const state = useStore(compose.store)
  const { type, drafts } = state
  useFresh(async () => {
    await Promise.all([compose.chooseType(compose.store.getState().type), compose.refreshEndpoints()])
  }, api.connection)
  const panes = useRef<HTMLDivElement>(null)
  const edited = new Set(Object.values(drafts).flatMap((draft) => (draft.text === draft.sampled ? [] : [draft.type])))
  return (
    <div
      ref={panes}
      onKeyDownCapture={(event) => {
        // The editor keeps Tab for itself: this is the way out of it.
        if (event.key !== 'F6' || !focusNextPane(panes.current, event.shiftKey ? -1 : 1)) return
        event.preventDefault()
        event.stopPropagation()
      }}
      className="grid min-h-0 min-w-0 grow grid-cols-[256px_minmax(0,1fr)_424px] max-narrow:grid-cols-[232px_minmax(0,1fr)_392px]"
    >
      <TypeList type={type} edited={edited} onChoose={(next) => void compose.chooseType(next)} />
      <EditorPane state={state} compose={compose} sends={sends} />
      <SendPane state={state} compose={compose} sends={sends} />
    </div>
  )
}

interface PaneProps {
  readonly state: ComposeState
  readonly compose: Compose
  readonly sends: Sends
}

function EditorPane({ state, compose, sends }: PaneProps) {
  const { type, drafts, sampleProblem, preview } = state
  const deliveries = useStore(sends.store, (each) => each.deliveries)
  const draft = drafts[type]
  const reading = draft && readText(draft.text)
  const told = preview.kind === 'shown' ? preview.preview.problems : null
  const problems = reading?.kind === 'other' ? [{ path: '', message: reading.sentence }] : told
  async function replace(replacing: Promise<Draft | null>): Promise<void> {
    const before = await replacing
    if (before)
      showToast({
        title: `Your ${before.type} was replaced by another sample`,
        action: { word: 'Undo', run: () => compose.putBack(before) },
      })
  }
  useShortcuts([{ keys: 'Alt+N', name: 'Another sample', group: 'Compose', run: () => void replace(compose.nextSample()) }])

  return (
    <section className="pane border-x border-line" aria-label="Editor">
      <div className="pane-bar">
        <h2 className="flex-none">{type}</h2>
        <span className="min-w-0 grow truncate type-small text-ink-3">{eventTypeInfo(type)?.description}</span>
        <div className="w-32 flex-none">
          <Select
            label="Kind of sample"
            hideLabel
            compact
            options={VARIANTS}
            value={draft?.variant ?? 'realistic'}
            onChange={(next) => void replace(compose.chooseVariant(next === 'realistic' ? null : next))}
          />
        </div>
        <Button icon={Dices} keys="Alt+N" onClick={() => void replace(compose.nextSample())}>
          Another sample
          {draft && <span className="text-ink-3 tabular-nums">seed {draft.seed}</span>}
        </Button>
      </div>
      <div className="flex min-h-0 grow">
        {draft && <EventEditor type={type} text={draft.text} onChange={compose.edit} />}
        {!draft && sampleProblem && (
          <ErrorPanel title={sampleProblem.message} onRetry={() => void compose.chooseType(type)}>
            {sampleProblem.remedy}
          </ErrorPanel>
        )}
      </div>
      {deliveries.length > 0 && <SendsList deliveries={deliveries} />}
      <ProblemsFoot problems={problems} note="A problem never stops you from sending" />
    </section>
  )
}

function SendPane({ state, compose, sends }: PaneProps) {
  const { type, drafts, endpoints, endpointsProblem, chosen, url, form, preview, renewsIdentity } = state
  const { isSending, series, problem } = useStore(sends.store)
  const [times, setTimes] = useState<number>(25)
  const count = targetsOf(chosen, url).length
  async function send(): Promise<void> {
    const request = compose.request()
    if (!request || !(await sends.send(request)) || !compose.store.getState().renewsIdentity) return
    await compose.renew()
  }
  async function sendMany(total: number): Promise<void> {
    setTimes(total)
    let isFirst = true
    const sent = await sends.sendMany(total, async () => {
      if (!isFirst && compose.store.getState().renewsIdentity) await compose.renew()
      isFirst = false
      return compose.request()
    })
    if (sent > 0 && compose.store.getState().renewsIdentity) await compose.renew()
    showToast({ title: `${formatCount(sent)} of ${formatCount(total)} sent` })
  }
  const canSend = count > 0 && drafts[type] !== undefined && !isSending
  useShortcuts([
    { keys: 'Mod+Enter', name: 'Send', group: 'Compose', run: () => void send() },
    { keys: 'Mod+Shift+Enter', name: `Send × ${times}`, group: 'Compose', run: () => canSend && void sendMany(times) },
  ])

  return (
    <section className="pane" aria-label="Send">
      <div className="pane-body [scrollbar-gutter:auto]">
        <div className="flex flex-col gap-4 px-4 py-3">
          <TargetList
            type={type}
            endpoints={endpoints}
            problem={endpointsProblem}
            chosen={chosen}
            url={url}
            onChoose={compose.chooseEndpoint}
            onChangeUrl={compose.changeUrl}
            onRetry={() => void compose.refreshEndpoints()}
          />
          <PreviewPanel preview={preview} form={form} endpoints={endpoints ?? []} targetCount={count} onChooseForm={compose.chooseForm} />
        </div>
      </div>
      {problem !== null && (
        <div className="px-4 pb-3">
          <Banner kind="fail">
            {problem.message} {problem.remedy}
          </Banner>
        </div>
      )}
      <div className="pane-foot">
        {series ? (
          <SeriesFoot series={series} sends={sends} />
        ) : (
          <>
            <Checkbox label="New id each send" checked={renewsIdentity} onChange={compose.chooseRenewal} />
            <Button
              kind="primary"
              size="large"
              icon={Send}
              keys="Mod+Enter"
              className="ml-auto"
              disabled={count === 0 || drafts[type] === undefined}
              busy={isSending}
              onClick={() => void send()}
            >
              {isSending ? 'Sending' : count > 1 ? `Send to ${count}` : 'Send'}
            </Button>
            <Menu
              trigger={<IconButton icon={ChevronUp} name="Send many times" size="large" disabled={!canSend} />}
              entries={SERIES.map((total) => ({
                label: `Send × ${formatCount(total)}`,
                ...(total === times && { keys: 'Mod+Shift+Enter' }),
                run: () => void sendMany(total),
              }))}
            />
          </>
        )}
      </div>
    </section>
  )
}
