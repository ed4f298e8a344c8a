import { Inbox as InboxIcon, Webhook, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Endpoint } from '../../../shared/domain/endpoint.ts'
import { DEFAULT_ANSWER, BUILT_IN_INBOX_PATH, type Inbox } from '../../../shared/domain/inbox.ts'
import { CRM_POLICY } from '../../../shared/domain/retry-policy.ts'
import { schemeOf } from '../../../shared/domain/signature/scheme.ts'
import { formatDelay } from '../../components/format.ts'
import './loop.css'

interface LoopProps {
  /** null until read. */
  readonly inbox: Inbox | null
  /** null: the event goes out without an endpoint. */
  readonly endpoint: Endpoint | null
  /** An event is on the wire. */
  readonly isRunning: boolean
}

/** Endpoint and inbox, and the wire between them. */
export function Loop({ inbox, endpoint, isRunning }: LoopProps) {
  const answer = inbox?.answer ?? DEFAULT_ANSWER
  const delays = (endpoint?.policy ?? CRM_POLICY).delaysMs
  return (
    <div className="loop">
      <Node icon={Webhook} name={endpoint?.name ?? 'Local loop'} what="endpoint, sends and signs">
        <dt>Scheme</dt>
        <dd>{schemeOf(endpoint?.scheme ?? 'crm').label}</dd>
        <dt>Policy</dt>
        <dd>{delays.map((ms, index) => (index === 0 && ms === 0 ? '0' : formatDelay(ms))).join(' / ')}</dd>
      </Node>
      <div className="loop-wire" data-running={isRunning || undefined} aria-hidden="true">
        <span className="wire-small">
          POST <span className="text-ink-3">{schemeOf('crm').header}</span>
        </span>
        <span className="loop-line loop-out">
          <i className="loop-pulse" />
        </span>
        <span className="loop-line loop-back" />
        <span className="truncate wire-small">
          {answer.status} <span className="text-ink-3">{answer.body}</span>
        </span>
      </div>
      <Node icon={InboxIcon} name={inbox?.path ?? BUILT_IN_INBOX_PATH} isWire what="inbox, captures and verifies">
        <dt>Secret</dt>
        <dd>of this workspace</dd>
        <dt>Answer</dt>
        <dd>
          {answer.status} {answer.delayMs === 0 ? 'at once' : `after ${formatDelay(answer.delayMs)}`}
        </dd>
      </Node>
    </div>
  )
}

interface NodeProps {
  readonly icon: LucideIcon
  readonly name: string
  /** The name goes on the wire. */
  readonly isWire?: boolean
  readonly what: string
  readonly children: ReactNode
}

function Node({ icon: Icon, name, isWire = false, what, children }: NodeProps) {
  return (
    <div className="flex min-w-0 flex-col gap-3 rounded-l border border-line-strong bg-surface p-3">
      <div className="flex items-center gap-2">
        <span className="grid size-8 flex-none place-items-center rounded-m bg-accent-soft text-accent">
          <Icon size={16} strokeWidth={1.75} aria-hidden />
        </span>
        <div className="min-w-0">
          <p className={`truncate ${isWire ? 'wire medium' : 'type-label'}`} title={name}>
            {name}
          </p>
          <p className="type-small text-ink-3">{what}</p>
        </div>
      </div>
      <dl className="facts">{children}</dl>
    </div>
  )
}
