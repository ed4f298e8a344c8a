import { Ellipsis, ListFilter, Send, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useStore } from 'zustand'
import { counted } from '../../../shared/domain/counted.ts'
import type { Endpoint } from '../../../shared/domain/endpoint.ts'
import { isFailing, type PlaceHealth } from '../../../shared/domain/health.ts'
import type { HealthState } from '../../api/health-feed.ts'
import type { Navigation } from '../../app/navigation.ts'
import { route } from '../../app/route.ts'
import { Badge } from '../../components/badge.tsx'
import { Banner } from '../../components/banner.tsx'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { cutId, formatClock } from '../../components/format.ts'
import { Glyph } from '../../components/glyph.tsx'
import { HealthLine } from '../../components/health-line.tsx'
import { ATTEMPTS } from '../../components/health-words.ts'
import { IconButton } from '../../components/icon-button.tsx'
import { Menu } from '../../components/menu.tsx'
import { Switch } from '../../components/switch.tsx'
import type { Endpoints } from './endpoints-store.ts'
import { TestAnswer } from './test-answer.tsx'

interface EndpointHeadProps {
  /** null: a new one. */
  readonly endpoint: Endpoint | null
  readonly endpoints: Endpoints
  readonly health: HealthState
  readonly navigation: Navigation
  /** Removes it, and leads on to where one goes from here. */
  readonly onRemove: (endpoint: Endpoint) => void
}

/** Name, health and actions of an endpoint; what they led to stands under them. */
export function EndpointHead({ endpoint, endpoints, health, navigation, onRemove }: EndpointHeadProps) {
  const { tests, refusal } = useStore(endpoints.store)
  const [isAsking, setAsking] = useState(false)
  if (endpoint === null) {
    return (
      <header className="pane-head">
        <h2 className="leading-7">New endpoint</h2>
      </header>
    )
  }
  const { id, name, isActive, isBuiltIn, note } = endpoint
  const test = tests[id]
  const mine = health.report?.places[id]
  const pending = mine?.pending ?? 0
  return (
    <header className="pane-head">
      <div className="flex items-center gap-2">
        <h2 className="truncate" title={name}>
          {name}
        </h2>
        {isBuiltIn && <Badge>built in</Badge>}
        <FailingBadge health={mine} />
        <span className="grow" />
        <Switch label="Active" checked={isActive} onChange={(on) => void endpoints.activate(id, on)} />
        <Button icon={Send} busy={test?.kind === 'running'} onClick={() => void endpoints.test(id)}>
          {test?.kind === 'running' ? 'Testing' : 'Send a test'}
        </Button>
        <Menu
          trigger={<IconButton icon={Ellipsis} name={`More for ${name}`} kind="plain" />}
          entries={[
            {
              label: 'Show in Activity',
              icon: ListFilter,
              run: () => navigation.open(route('activity', null, { filter: `endpoint:${JSON.stringify(name)}` })),
            },
            { kind: 'rule' },
            // What undo brings back whole needs no question.
            { label: 'Delete', icon: Trash2, danger: true, run: () => (pending > 0 ? setAsking(true) : onRemove(endpoint)) },
          ]}
        />
      </div>
      <div className="@container flex min-h-6 items-center gap-2 type-small text-ink-2">
        {test ? (
          <TestAnswer test={test} />
        ) : note !== null ? (
          <span>{note}</span>
        ) : (
          mine && <HealthLine health={mine} window={health.window} noun={ATTEMPTS} />
        )}
        <span className="grow" />
        {/* Where the numbers need the room, the button alone has the id. */}
        <span className="hidden flex-none wire-small text-ink-3 @[720px]:block">{cutId(id)}</span>
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
      <Dialog
        open={isAsking}
        onOpenChange={setAsking}
        title={`Delete ${name}?`}
        description={`${counted(pending, 'delivery waits', 'deliveries wait')} for ${pending === 1 ? 'its' : 'their'} next attempt and will be cancelled. Undo brings the endpoint back, not ${pending === 1 ? 'that delivery' : 'those deliveries'}.`}
        foot={
          <>
            <Button onClick={() => setAsking(false)}>Cancel</Button>
            <Button
              kind="danger"
              onClick={() => {
                setAsking(false)
                onRemove(endpoint)
              }}
            >
              Delete
            </Button>
          </>
        }
      >
        {null}
      </Dialog>
    </header>
  )
}

function FailingBadge({ health }: { readonly health: PlaceHealth | undefined }) {
  if (!health || health.failingSince === null || !isFailing(health)) return null
  return (
    <Badge tone="fail">
      <Glyph shape="square" />
      failing since {formatClock(health.failingSince, 'minutes')}
    </Badge>
  )
}
