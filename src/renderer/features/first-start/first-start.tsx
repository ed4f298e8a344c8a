import { Send, ShieldCheck, type LucideIcon } from 'lucide-react'
import { useEffect, type ComponentType, type ReactNode } from 'react'
import { useStore } from 'zustand'
import { EVENT_FAMILIES } from '../../../shared/domain/catalogue/catalogue.ts'
import type { ReceiverStatus } from '../../../shared/domain/status.ts'
import type { FollowApi } from '../../api/follow.ts'
import { useFresh } from '../../api/use-fresh.ts'
import { formatRoute, route } from '../../app/route.ts'
import { useShortcuts } from '../../app/shortcuts.ts'
import { Banner } from '../../components/banner.tsx'
import { Button, buttonClass } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { Kbd } from '../../components/kbd.tsx'
import { Select } from '../../components/select.tsx'
import { createFirstStart, type FirstStart } from './first-start-store.ts'
import { FirstRows } from './first-rows.tsx'
import { Loop } from './loop.tsx'

const TYPES = EVENT_FAMILIES.flatMap(({ events }) =>
  events.map(({ type, description }) => ({ value: type, label: type, note: description })),
)
const VERIFY_COMMAND = 'hookscope verify'

interface FirstStartProps {
  /** null until the engine has said so. */
  readonly receiver: ReceiverStatus | null
  /** Something was sent or received since this was shown. */
  readonly hasExchanges: boolean
  /** Leads on to Activity proper. */
  readonly onContinue: () => void
}

/** What Activity shows before there is anything: one click shows both sides of a delivery. To be called once. */
export function firstStart(api: FollowApi): ComponentType<FirstStartProps> {
  const first = createFirstStart(api)
  return (props) => <FirstStartView {...props} api={api} first={first} />
}

function FirstStartView({
  api,
  first,
  receiver,
  hasExchanges,
  onContinue,
}: FirstStartProps & { readonly api: FollowApi; readonly first: FirstStart }) {
  const { inbox, endpoint, type, event, portProblem } = useStore(first.store)
  const isOff = receiver?.state === 'off'
  const isSending = event.kind === 'sending'
  // Somebody else's exchange: there is something better to look at than this.
  useEffect(() => {
    if (hasExchanges && event.kind === 'waiting') onContinue()
  }, [hasExchanges, event.kind, onContinue])
  // What could not be read shows when it is sent; the connection has its own banner.
  useFresh(() => first.refresh().catch(() => undefined), api.connection)
  useShortcuts([
    { keys: 'Enter', name: 'Send a sample event', group: 'First start', run: () => !isOff && void first.send() },
    { keys: 'c', name: 'Compose an event', group: 'First start', run: () => (location.hash = formatRoute(route('compose'))) },
  ])

  return (
    <section className="pane-body" aria-label="First start">
      <div className="mx-auto flex max-w-[952px] flex-col gap-6 px-4 pt-16 pb-8 [@media(height<820px)]:pt-6">
        <header className="flex flex-col gap-1">
          <h2 className="type-head">See a webhook go out, come in and be verified</h2>
          <p className="text-ink-2">An endpoint and an inbox are already joined. One click sends a signed event through both.</p>
        </header>
        {receiver?.state === 'off' && (
          <Banner
            kind="fail"
            action={
              <Button size="small" onClick={() => void first.moveToFreePort()}>
                Use a free port
              </Button>
            }
          >
            The receiver is off: {receiver.reason} The rest of Hookscope works.
            {portProblem && ` ${portProblem.message} ${portProblem.remedy}`}
          </Banner>
        )}
        {receiver?.state === 'paused' && <Banner>The receiver is paused: it answers 503 and captures nothing.</Banner>}
        <div className="card overflow-hidden">
          <Loop inbox={inbox} endpoint={endpoint} isRunning={isSending} />
          <div className="flex justify-center gap-2 px-6 pb-6">
            <Button
              kind="primary"
              size="large"
              icon={Send}
              keys="Enter"
              className="h-10 px-5"
              busy={isSending}
              disabled={isOff}
              onClick={() => void first.send()}
            >
              {isSending ? 'Sending' : event.kind === 'done' ? 'Send another' : 'Send a sample event'}
            </Button>
            <div className="w-52 [&_.box]:min-h-10">
              <Select label="Event type" hideLabel options={TYPES} value={type} onChange={first.chooseType} />
            </div>
          </div>
          <FirstRows event={event} type={type} inbox={inbox} endpoint={endpoint} onContinue={onContinue} />
        </div>
        <section aria-label="Receiver URL" className="flex flex-wrap items-center gap-2">
          <div className="min-w-60 grow">
            <h3>Or point your own sender here</h3>
            <p className="type-small text-ink-3">Any other path is captured too, as unmatched.</p>
          </div>
          <div className="box w-[400px] max-w-full">
            <span className="min-w-0 grow truncate wire" title={inbox?.url}>
              {inbox?.url}
            </span>
            {inbox && <CopyButton name="Copy the receiver URL" word="Copy" text={inbox.url} />}
          </div>
          <CopyButton name="Copy a signed sample as curl" word="Copy as curl" kind="plain" size="large" text={first.curl} />
        </section>
        <ul className="grid grid-cols-2 gap-4 max-[760px]:grid-cols-1">
          <Way
            icon={Send}
            title="Send"
            keys="c"
            command="hookscope send"
            action={
              <a className={buttonClass()} href={formatRoute(route('compose'))}>
                Compose an event
              </a>
            }
          >
            Be the CRM: 31 event types, signed and retried, to the service on your machine.
          </Way>
          <Way
            icon={ShieldCheck}
            title="Verify"
            command={VERIFY_COMMAND}
            action={<CopyButton name={`Copy ${VERIFY_COMMAND}`} word="Copy the command" kind="plain" size="medium" text={VERIFY_COMMAND} />}
          >
            Check the signature of a request that you have: its body, its header and the secret are enough.
          </Way>
        </ul>
      </div>
    </section>
  )
}

interface WayProps {
  readonly icon: LucideIcon
  readonly title: string
  readonly keys?: string
  readonly command: string
  readonly action: ReactNode
  readonly children: ReactNode
}

function Way({ icon: Icon, title, keys, command, action, children }: WayProps) {
  return (
    <li className="card flex flex-col gap-2 p-4">
      <div className="flex items-center gap-2">
        <Icon size={16} strokeWidth={1.75} className="text-ink-2" aria-hidden />
        <h3 className="grow">{title}</h3>
        {keys !== undefined && <Kbd keys={keys} />}
      </div>
      <p className="min-h-8 type-small text-pretty text-ink-2">{children}</p>
      <div className="flex items-center gap-2">
        {action}
        <span className="ml-auto wire-small text-ink-3">{command}</span>
      </div>
    </li>
  )
}
