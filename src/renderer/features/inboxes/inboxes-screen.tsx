import { useStore } from 'zustand'
import { NEW } from '../../api/editable-list.ts'
import type { FollowApi } from '../../api/follow.ts'
import type { HealthFeed } from '../../api/health-feed.ts'
import { useHealth } from '../../api/use-health.ts'
import { useFresh } from '../../api/use-fresh.ts'
import { useUnsavedWarning } from '../../api/use-unsaved-warning.ts'
import type { Navigation } from '../../app/navigation.ts'
import type { Inbox } from '../../../shared/domain/inbox.ts'
import { removeRow } from '../../app/remove-row.ts'
import { route, type Route } from '../../app/route.ts'
import type { ScreenView } from '../../app/screen.ts'
import { useShortcuts } from '../../app/shortcuts.ts'
import { BlankPanel } from '../../components/blank-panel.tsx'
import { Button } from '../../components/button.tsx'
import { SplitPane } from '../../components/split-pane.tsx'
import { InboxEditor } from './inbox-editor.tsx'
import { InboxList } from './inbox-list.tsx'
import { createInboxes, type Inboxes } from './inboxes-store.ts'

/** Inboxes, for the rail. To be called once: what is being edited lives as long as the screen is known. */
export function inboxesScreen(api: FollowApi, navigation: Navigation, health: HealthFeed): ScreenView {
  const inboxes = createInboxes(api.client)
  return ({ route: here }) => <InboxesView api={api} inboxes={inboxes} health={health} navigation={navigation} here={here} />
}

interface InboxesViewProps {
  readonly api: FollowApi
  readonly inboxes: Inboxes
  readonly health: HealthFeed
  readonly navigation: Navigation
  readonly here: Route
}

function InboxesView({ api, inboxes, health: feed, navigation, here }: InboxesViewProps) {
  const health = useHealth(feed)
  const { items, problem, edits } = useStore(inboxes.list.store)
  const openNew = (): void => navigation.open(route('inboxes', NEW))
  useFresh(inboxes.list.refresh, api.connection)
  useUnsavedWarning(edits)
  useShortcuts([{ keys: 'n', name: 'New inbox', group: 'Inboxes', run: openNew }])

  function remove({ id, path }: Inbox): void {
    const rows = { screen: 'inboxes', name: 'Inboxes', items: items ?? [], remove: inboxes.remove, restore: inboxes.restore } as const
    void removeRow(navigation, rows, id, {
      title: `Inbox ${path} deleted`,
      text: 'Requests that still come to it are captured as unmatched.',
    })
  }

  const open = items?.find(({ id }) => id === here.id) ?? null
  return (
    <SplitPane
      name="Inboxes"
      side="start"
      width={520}
      minWidth={360}
      maxShare={0.55}
      pane={
        <InboxList
          inboxes={inboxes}
          health={health}
          navigation={navigation}
          selectedId={here.id}
          items={items}
          problem={problem}
          onNew={openNew}
          onWindow={feed.choose}
        />
      }
    >
      {open !== null || here.id === NEW ? (
        <InboxEditor key={here.id} inbox={open} inboxes={inboxes} health={health} navigation={navigation} here={here} onRemove={remove} />
      ) : (
        items !== null && (
          <BlankPanel
            title={here.id === null ? 'No inbox is open' : 'This inbox is no longer there'}
            actions={
              <Button keys="n" onClick={openNew}>
                New inbox
              </Button>
            }
          >
            An inbox is a path that senders post to. It captures every request byte by byte, checks the signature and gives the answer that
            you choose. Choose one at the left to see and change it.
          </BlankPanel>
        )
      )}
    </SplitPane>
  )
}
