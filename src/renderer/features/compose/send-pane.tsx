import { ChevronUp, Send } from 'lucide-react'
import { useState } from 'react'
import { useStore } from 'zustand'
import { useShortcuts } from '../../app/shortcuts.ts'
import { showToast } from '../../app/toasts.tsx'
import { Banner } from '../../components/banner.tsx'
import { Button } from '../../components/button.tsx'
import { formatCount } from '../../components/format.ts'
import { IconButton } from '../../components/icon-button.tsx'
import { Menu } from '../../components/menu.tsx'
import type { Compose, ComposeState } from './compose-state.ts'
import { PreviewPanel } from './preview-panel.tsx'
import type { Sends } from './sends-store.ts'
import { SeriesFoot } from './series-foot.tsx'
import { TargetList } from './target-list.tsx'
import { isUrlWrong, targetsOf } from './targets.ts'

const SERIES = [5, 25, 100, 1_000] as const

interface SendPaneProps {
  readonly state: ComposeState
  readonly compose: Compose
  readonly sends: Sends
}

/** Where it goes, the request as it would go out, and sending it, once or many times. */
export function SendPane({ state, compose, sends }: SendPaneProps) {
  const { type, drafts, sampleProblem, endpoints, endpointsProblem, chosen, url, form, preview } = state
  const { isSending, series, problem } = useStore(sends.store)
  const [times, setTimes] = useState<number>(25)
  const count = targetsOf(chosen, url).length
  async function send(): Promise<void> {
    const request = compose.request()
    if (request && (await sends.send(request))) compose.renew()
  }
  async function sendMany(total: number): Promise<void> {
    setTimes(total)
    const request = compose.request()
    if (!request) return
    const sent = await sends.sendMany(total, request)
    compose.renew()
    showToast({ title: `${formatCount(sent)} of ${formatCount(total)} sent` })
  }
  const isWhole = count > 0 && !isUrlWrong(url) && drafts[type] !== undefined
  const canSend = isWhole && !isSending
  const isLate = (endpoints === null && endpointsProblem === null) || (drafts[type] === undefined && sampleProblem === null)
  useShortcuts([
    { keys: 'Mod+Enter', name: 'Send', group: 'Compose', isLate, run: () => void send() },
    { keys: 'Mod+Shift+Enter', name: `Send × ${times}`, group: 'Compose', isLate, run: () => canSend && void sendMany(times) },
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
            onRetry={() => void compose.refresh()}
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
            <Button
              kind="primary"
              size="large"
              icon={Send}
              keys="Mod+Enter"
              className="ml-auto"
              disabled={!isWhole}
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
