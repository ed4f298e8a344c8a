import { Ellipsis, ListFilter, Trash2 } from 'lucide-react'
import { useStore } from 'zustand'
import type { Inbox } from '../../../shared/domain/inbox.ts'
import type { HealthState } from '../../api/health-feed.ts'
import type { Navigation } from '../../app/navigation.ts'
import { route } from '../../app/route.ts'
import { Badge } from '../../components/badge.tsx'
import { Banner } from '../../components/banner.tsx'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { HealthLine } from '../../components/health-line.tsx'
import { CAPTURES } from '../../components/health-words.ts'
import { IconButton } from '../../components/icon-button.tsx'
import { Menu } from '../../components/menu.tsx'
import type { Inboxes } from './inboxes-store.ts'

interface InboxHeadProps {
  /** null: a new one. */
  readonly inbox: Inbox | null
  readonly inboxes: Inboxes
  readonly health: HealthState
  readonly navigation: Navigation
  /** Removes it, and leads on to where one goes from here. */
  readonly onRemove: (inbox: Inbox) => void
}

/** Path, URL, health and actions of an inbox. */
export function InboxHead({ inbox, inboxes, health, navigation, onRemove }: InboxHeadProps) {
  const refusal = useStore(inboxes.store, (state) => state.refusal)
  if (inbox === null) {
    return (
      <header className="pane-head">
        <h2 className="leading-7">New inbox</h2>
      </header>
    )
  }
  const { id, path, url, isBuiltIn } = inbox
  const mine = health.report?.places[id]
  return (
    <header className="pane-head">
      <div className="flex items-center gap-2">
        <h2 className="truncate wire strong" title={path}>
          {path}
        </h2>
        {isBuiltIn && <Badge>built in</Badge>}
        <span className="grow" />
        <CopyButton name="Copy a signed sample as curl" word="Copy as curl" kind="plain" size="medium" text={() => inboxes.curl(inbox)} />
        <Menu
          trigger={<IconButton icon={Ellipsis} name={`More for ${path}`} kind="plain" />}
          entries={[
            {
              label: 'Show in Activity',
              icon: ListFilter,
              run: () => navigation.open(route('activity', null, { filter: `inbox:${JSON.stringify(path)}` })),
            },
            { kind: 'rule' },
            {
              label: isBuiltIn ? 'The built-in inbox stays' : 'Delete',
              icon: Trash2,
              danger: true,
              disabled: isBuiltIn,
              run: () => onRemove(inbox),
            },
          ]}
        />
      </div>
      <div className="flex min-h-6 items-center gap-2">
        <span className="min-w-0 truncate wire text-ink-2" title={url}>
          {url}
        </span>
        <CopyButton name="Copy the URL" text={url} />
        {mine && (
          <span className="ml-auto flex-none type-small text-ink-2">
            <HealthLine health={mine} window={health.window} noun={CAPTURES} isShort />
          </span>
        )}
      </div>
      {refusal !== null && (
        <Banner
          kind="fail"
          action={
            <Button size="small" onClick={inboxes.forgetRefusal}>
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
