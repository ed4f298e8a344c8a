import { Webhook } from 'lucide-react'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { FollowApi } from '../../api/follow.ts'
import { NEW } from '../../api/editable-list.ts'
import type { Navigation } from '../../app/navigation.ts'
import { route, type Route } from '../../app/route.ts'
import type { Screen } from '../../app/screen.ts'
import { useShortcuts } from '../../app/shortcuts.ts'
import { SplitPane } from '../../components/split-pane.tsx'
import { useFresh } from '../../api/use-fresh.ts'
import { BlankPanel } from '../../components/blank-panel.tsx'
import { Button } from '../../components/button.tsx'
import { EndpointEditor } from './endpoint-editor.tsx'
import { EndpointList } from './endpoint-list.tsx'
import { createEndpoints, type Endpoints } from './endpoints-store.ts'

/** Endpoints, for the rail. To be called once: what is being edited lives as long as the screen is known. */
export function endpointsScreen(api: FollowApi, navigation: Navigation): Screen {
  const endpoints = createEndpoints(api)
  return {
    name: 'endpoints',
    title: 'Endpoints',
    icon: Webhook,
    letter: 'e',
    view: ({ route: here }) => <EndpointsView api={api} endpoints={endpoints} navigation={navigation} here={here} />,
  }
}

interface EndpointsViewProps {
  readonly api: FollowApi
  readonly endpoints: Endpoints
  readonly navigation: Navigation
  readonly here: Route
}

function EndpointsView({ api, endpoints, navigation, here }: EndpointsViewProps) {
  const { items, problem, edits } = useStore(endpoints.list.store)
  const openNew = (): void => navigation.open(route('endpoints', NEW))
  const hasEdits = Object.keys(edits).length > 0
  useFresh(endpoints.list.refresh, api.connection)
  useEffect(() => {
    if (!hasEdits) return
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault()
    addEventListener('beforeunload', warn)
    return () => removeEventListener('beforeunload', warn)
  }, [hasEdits])
  useShortcuts([{ keys: 'n', name: 'New endpoint', group: 'Endpoints', run: openNew }])

  const open = items?.find(({ id }) => id === here.id) ?? null
  return (
    <SplitPane
      name="Endpoints"
      side="start"
      width={480}
      minWidth={360}
      maxShare={0.55}
      pane={
        <EndpointList endpoints={endpoints} navigation={navigation} selectedId={here.id} items={items} problem={problem} onNew={openNew} />
      }
    >
      {open !== null || here.id === NEW ? (
        <EndpointEditor key={here.id} endpoint={open} endpoints={endpoints} navigation={navigation} />
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
