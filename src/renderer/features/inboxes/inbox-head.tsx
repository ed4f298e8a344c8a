import { Trash2 } from 'lucide-react'
import { useStore } from 'zustand'
import type { Inbox } from '../../../shared/domain/inbox.ts'
import type { Navigation } from '../../app/navigation.ts'
import { route } from '../../app/route.ts'
import { Badge } from '../../components/badge.tsx'
import { Banner } from '../../components/banner.tsx'
import { Button } from '../../components/button.tsx'
import { ConfirmPopover } from '../../components/confirm-popover.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import type { Inboxes } from './inboxes-store.ts'

interface InboxHeadProps {
  /** null: a new one. */
  readonly inbox: Inbox | null
  readonly inboxes: Inboxes
  readonly navigation: Navigation
}

/** Path, URL and actions of an inbox. */
export function InboxHead({ inbox, inboxes, navigation }: InboxHeadProps) {
  const refusal = useStore(inboxes.store, (state) => state.refusal)
  if (inbox === null) {
    return (
      <header className="pane-head">
        <h2 className="leading-7">New inbox</h2>
      </header>
    )
  }
  const { id, path, url, isBuiltIn } = inbox
  async function remove(): Promise<void> {
    if (await inboxes.remove(id)) navigation.replace(route('inboxes'))
  }
  return (
    <header className="pane-head shadow-[inset_0_-1px_var(--line)]">
      <div className="flex items-center gap-2">
        <h2 className="truncate wire strong" title={path}>
          {path}
        </h2>
        {isBuiltIn && <Badge>built in</Badge>}
        <span className="grow" />
        <CopyButton name="Copy a signed sample as curl" word="Copy as curl" kind="plain" size="medium" text={() => inboxes.curl(inbox)} />
        {isBuiltIn ? (
          <Button disabled icon={Trash2} title="The built-in inbox stays">
            Delete
          </Button>
        ) : (
          <ConfirmPopover
            trigger={
              <Button kind="danger" icon={Trash2}>
                Delete
              </Button>
            }
            question={`Delete inbox ${path}?`}
            verb="Delete"
            danger
            onConfirm={() => void remove()}
          >
            What was captured stays in Activity. Requests that still come to this path are captured as unmatched and answered with 404. This
            cannot be undone.
          </ConfirmPopover>
        )}
      </div>
      <div className="flex min-h-6 items-center gap-2">
        <span className="min-w-0 truncate wire text-ink-2" title={url}>
          {url}
        </span>
        <CopyButton name="Copy the URL" text={url} />
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
