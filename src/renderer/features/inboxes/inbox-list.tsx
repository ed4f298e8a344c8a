import { Plus } from 'lucide-react'
import { useStore } from 'zustand'
import type { Inbox } from '../../../shared/domain/inbox.ts'
import type { HealthWindow } from '../../../shared/domain/health.ts'
import type { HealthState } from '../../api/health-feed.ts'
import { BarsCell, LastCell, ShareCell } from '../../components/health-cells.tsx'
import { HealthFoot } from '../../components/health-foot.tsx'
import { CAPTURES, WINDOW_WORDS } from '../../components/health-words.ts'
import { NEW } from '../../api/editable-list.ts'
import { isForList, type Problem } from '../../api/problem.ts'
import type { Navigation } from '../../app/navigation.ts'
import { route } from '../../app/route.ts'
import { useListKeys } from '../../app/use-list-keys.ts'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { RowList } from '../../components/row-list.tsx'
import { SkeletonRows } from '../../components/skeleton-rows.tsx'
import { answerSummary, signatureSummary } from './answer-summary.ts'
import type { Inboxes } from './inboxes-store.ts'

const COLUMNS = 'minmax(0, 1fr) 96px 64px 52px 28px'

interface InboxListProps {
  readonly inboxes: Inboxes
  readonly navigation: Navigation
  readonly selectedId: string | null
  readonly items: readonly Inbox[] | null
  readonly problem: Problem | null
  readonly onNew: () => void
  readonly health: HealthState
  readonly onWindow: (window: HealthWindow) => void
}

/** All inboxes, each with the URL to copy. */
export function InboxList({ inboxes, navigation, health, selectedId, items, problem, onNew, onWindow }: InboxListProps) {
  const edits = useStore(inboxes.list.store, (state) => state.edits)
  useListKeys({
    group: 'Inboxes',
    list: 'Inboxes',
    items,
    openId: selectedId,
    onOpen: (id) => navigation.replace(route('inboxes', id)),
  })
  return (
    <section className="pane" aria-label="List of inboxes">
      <div className="pane-bar">
        <h2 className="grow">Inboxes</h2>
        <Button kind={selectedId === null ? 'primary' : 'plain'} icon={Plus} keys="n" onClick={onNew}>
          New inbox
        </Button>
      </div>
      {items === null && problem === null && <SkeletonRows columns={COLUMNS} cells={5} />}
      {isForList(problem, items) && (
        <ErrorPanel title={problem.message} onRetry={() => void inboxes.list.refresh()}>
          {problem.remedy}
        </ErrorPanel>
      )}
      {items !== null && (
        <RowList
          name="Inboxes"
          columns={COLUMNS}
          heads={[
            { head: 'Inbox' },
            { head: `Last ${WINDOW_WORDS[health.window]}` },
            { head: 'Valid', isNumber: true },
            { head: 'Last', isNumber: true },
            { head: 'URL', hideHead: true, isControl: true },
          ]}
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
                <span className="truncate text-ink-3" title={`${signatureSummary(inbox)}, ${answerSummary(inbox)}`}>
                  {signatureSummary(inbox)} · {answerSummary(inbox)}
                </span>
              </span>,
              <BarsCell key="bars" health={health.report?.places[inbox.id]} window={health.window} noun={CAPTURES} />,
              <ShareCell key="share" health={health.report?.places[inbox.id]} noun={CAPTURES} />,
              <LastCell key="last" health={health.report?.places[inbox.id]} never="none" />,
              <CopyButton key="copy" name={`Copy the URL of ${inbox.path}`} text={inbox.url} />,
            ],
          }))}
        />
      )}
      {items !== null && (
        <HealthFoot
          places={items.flatMap(({ id }) => health.report?.places[id] ?? [])}
          noun={CAPTURES}
          window={health.window}
          isCounting={health.report?.complete === false}
          onWindow={onWindow}
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
