import { useStore } from 'zustand'
import type { FollowApi } from '../../api/follow.ts'
import { NEW } from '../../api/editable-list.ts'
import type { Navigation } from '../../app/navigation.ts'
import type { Endpoint } from '../../../shared/domain/endpoint.ts'
import { removeRow } from '../../app/remove-row.ts'
import { route, type Route } from '../../app/route.ts'
import type { ScreenView } from '../../app/screen.ts'
import { useShortcuts } from '../../app/shortcuts.ts'
import { SplitPane } from '../../components/split-pane.tsx'
import type { HealthFeed } from '../../api/health-feed.ts'
import { useHealth } from '../../api/use-health.ts'
import { useFresh } from '../../api/use-fresh.ts'
import { useUnsavedWarning } from '../../api/use-unsaved-warning.ts'
import { BlankPanel } from '../../components/blank-panel.tsx'
import { Button } from '../../components/button.tsx'
import { EndpointEditor } from './endpoint-editor.tsx'
import { EndpointList } from './endpoint-list.tsx'
import { createEndpoints, type Endpoints } from './endpoints-store.ts'

/** Endpoints, for the rail. To be called once: what is being edited lives as long as the screen is known. */
export function endpointsScreen(api: FollowApi, navigation: Navigation, health: HealthFeed): ScreenView {
  const endpoints = createEndpoints(api)
  return ({ route: here }) => <EndpointsView api={api} endpoints={endpoints} health={health} navigation={navigation} here={here} />
}

interface EndpointsViewProps {
  readonly api: FollowApi
  readonly endpoints: Endpoints
  readonly health: HealthFeed
  readonly navigation: Navigation
  readonly here: Route
}

function EndpointsView({ api, endpoints, health: feed, navigation, here }: EndpointsViewProps) {
  const health = useHealth(feed)
  const { items, problem, edits } = useStore(endpoints.list.store)
  const openNew = (): void => navigation.open(route('endpoints', NEW))
  useFresh(endpoints.list.refresh, api.connection)
  useUnsavedWarning(edits)
  useShortcuts([{ keys: 'n', name: 'New endpoint', group: 'Endpoints', run: openNew }])

  function remove({ id, name }: Endpoint): void {
    const rows = {
      screen: 'endpoints',
      name: 'Endpoints',
      items: items ?? [],
      remove: endpoints.remove,
      restore: endpoints.restore,
    } as const
    void removeRow(navigation, rows, id, { title: `Endpoint ${name} deleted` })
  }

  const open = items?.find(({ id }) => id === here.id) ?? null
  return (
    <SplitPane
      name="Endpoints"
      side="start"
      width={520}
      minWidth={360}
      maxShare={0.55}
      pane={
        <EndpointList
          endpoints={endpoints}
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
        <EndpointEditor
          key={here.id}
          endpoint={open}
          endpoints={endpoints}
          health={health}
          navigation={navigation}
          here={here}
          onRemove={remove}
        />
      ) : (
        items !== null && <NothingOpen isUnknown={here.id !== null} count={items.length} onNew={openNew} />
      )}
    </SplitPane>
  )
}

function NothingOpen({ isUnknown, count, onNew }: { readonly isUnknown: boolean; readonly count: number; readonly onNew: () => void }) {
  return (
    <BlankPanel
      title={isUnknown ? 'This endpoint is no longer there' : count === 0 ? 'No endpoint yet' : 'No endpoint is open'}
      actions={
        <Button icon={undefined} keys="n" onClick={onNew}>
          New endpoint
        </Button>
      }
    >
      An endpoint is a URL that is sent events: signed with its secret, tried again when it fails, with everything kept.
      {count > 0 && ' Choose one at the left to see and change it.'}
    </BlankPanel>
  )
}
