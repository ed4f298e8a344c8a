import { Plus } from 'lucide-react'
import { useStore } from 'zustand'
import type { Inbox } from '../../../shared/domain/inbox.ts'
import { schemeOf } from '../../../shared/domain/signature/scheme.ts'
import { NEW } from '../../api/editable-list.ts'
import type { Problem } from '../../api/problem.ts'
import type { Navigation } from '../../app/navigation.ts'
import { route } from '../../app/route.ts'
import { useShortcuts } from '../../app/shortcuts.ts'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { cutUrl } from '../../components/format.ts'
import { RowList } from '../../components/row-list.tsx'
import { SkeletonRows } from '../../components/skeleton-rows.tsx'
import { answerSummary } from './answer-summary.ts'
import type { Inboxes } from './inboxes-store.ts'

const COLUMNS = 'minmax(0, 1fr) 64px minmax(80px, 112px) 28px'
const HEADS = [{ head: 'Inbox' }, { head: 'Signature' }, { head: 'Answer' }, { head: 'URL', hideHead: true, isControl: true }]
const URL_CHARACTERS = 64

interface InboxListProps {
  readonly inboxes: Inboxes
  readonly navigation: Navigation
  readonly selectedId: string | null
  readonly items: readonly Inbox[] | null
  readonly problem: Problem | null
  readonly onNew: () => void
}

/** All inboxes, each with the URL to copy. */
export function InboxList({ inboxes, navigation, selectedId, items, problem, onNew }: InboxListProps) {
  const edits = useStore(inboxes.list.store, (state) => state.edits)
  const step = (by: number): void => {
    const at = items?.findIndex(({ id }) => id === selectedId) ?? -1
    const next = items?.[at < 0 ? 0 : Math.min(Math.max(at + by, 0), items.length - 1)]
    if (next) navigation.replace(route('inboxes', next.id))
  }
  useShortcuts([
    { keys: 'j', name: 'Next', group: 'Inboxes', run: () => step(1) },
    { keys: 'k', name: 'Previous', group: 'Inboxes', run: () => step(-1) },
  ])
  return (
    <section className="pane" aria-label="List of inboxes">
      <div className="pane-bar">
        <h2 className="grow">Inboxes</h2>
        <Button kind={selectedId === null ? 'primary' : 'plain'} icon={Plus} keys="n" onClick={onNew}>
          New inbox
        </Button>
      </div>
      {items === null && problem === null && <SkeletonRows columns={COLUMNS} cells={4} />}
      {problem !== null && (
        <ErrorPanel title={problem.message} onRetry={() => void inboxes.list.refresh()}>
          {problem.remedy}
        </ErrorPanel>
      )}
      {items !== null && (
        <RowList
          name="Inboxes"
          columns={COLUMNS}
          heads={HEADS}
          selectedId={selectedId}
          onOpen={(id, how) => (how === 'press' ? navigation.open : navigation.replace)(route('inboxes', id))}
          rows={items.map((inbox) => ({
            id: inbox.id,
            cells: [
              <span key="name" className="flex flex-col">
                <span className="flex items-center gap-2">
                  <span className="truncate wire medium" title={inbox.path}>
                    {inbox.path}
                  </span>
                  {inbox.isBuiltIn && <Badge>built in</Badge>}
                  {edits[inbox.id] !== undefined && <Badge tone="accent">not saved</Badge>}
                </span>
                <span className="truncate wire-small text-ink-3" title={inbox.url}>
                  {cutUrl(inbox.url, URL_CHARACTERS)}
                </span>
              </span>,
              <span
                key="scheme"
                className="text-ink-2"
                title={inbox.scheme === null ? 'No signature expected' : schemeOf(inbox.scheme).label}
              >
                {inbox.scheme === null ? 'none' : schemeOf(inbox.scheme).label.replace(/,.*/, '')}
              </span>,
              <span key="answer" className="text-ink-2" title={answerSummary(inbox)}>
                {answerSummary(inbox)}
              </span>,
              <CopyButton key="copy" name={`Copy the URL of ${inbox.path}`} text={inbox.url} />,
            ],
          }))}
        />
      )}
      {edits[NEW] !== undefined && selectedId !== NEW && (
        <div className="pane-foot type-small text-ink-2">
          <span className="grow">A new inbox is not saved yet.</span>
          <Button size="small" onClick={onNew}>
            Go on with it
          </Button>
        </div>
      )}
    </section>
  )
}
