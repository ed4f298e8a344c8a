import { StrictMode, useSyncExternalStore } from 'react'
import { createRoot } from 'react-dom/client'
import { useStore } from 'zustand'
import { createClient, type Api } from './api/client.ts'
import { createHealthFeed } from './api/health-feed.ts'
import { App } from './app/app.tsx'
import { EngineActivity, EngineHoldings } from './app/engine-bar.tsx'
import { followEngine, type EngineFacts } from './app/engine-facts.ts'
import { browserAddress, createNavigation, type Navigation } from './app/navigation.ts'
import { createPalette, type Palette } from './app/palette-store.ts'
import { tellOfRestarts } from './app/restart-notice.ts'
import { route } from './app/route.ts'
import type { Screen } from './app/screen.ts'
import { startKeyboard } from './app/shortcuts.ts'
import { startTheme } from './app/theme.ts'
import type { Receiver } from './app/title-bar.tsx'
import { activityScreen } from './features/activity/activity-screen.tsx'
import { createActivityStores } from './features/activity/activity-stores.ts'
import { compareScreen } from './features/compare/compare-screen.tsx'
import { composeScreen } from './features/compose/compose-screen.tsx'
import { startTimeZone, useTimeZone } from './components/time-zone.ts'
import { crmScreen } from './features/crm/crm-screen.tsx'
import { endpointsScreen } from './features/endpoints/endpoints-screen.tsx'
import { firstStart } from './features/first-start/first-start.tsx'
import { inboxesScreen } from './features/inboxes/inboxes-screen.tsx'
import { createInspector } from './features/inspector/inspector-store.ts'
import { InspectorPane } from './features/inspector/inspector.tsx'
import { createReplaying, type Replaying } from './features/replays/replaying.ts'
import { ReplayDialogs } from './features/replays/replay-dialog.tsx'
import { ReplayFilterButton } from './features/replays/replay-filter-button.tsx'
import { RunningBatches } from './features/replays/running-batches.tsx'
import { replaysScreen } from './features/replays/replays-screen.tsx'
import { settingsScreen } from './features/settings/settings-screen.tsx'
import { SimulationStrip } from './features/simulator/simulation-strip.tsx'
import { createSimulator } from './features/simulator/simulator-store.ts'
import { simulatorScreen } from './features/simulator/simulator-screen.tsx'
import { createTransfer, TransferDialogs, TransferMenu, type TransferStore } from './features/transfer/transfer.tsx'
import type { EngineStatus } from '../shared/domain/status.ts'

interface PageProps {
  readonly api: Api
  readonly engine: EngineFacts
  readonly navigation: Navigation
  readonly palette: Palette
  readonly replaying: Replaying
  readonly screens: readonly Screen[]
}

/** The frame with what the engine and the connection say now. */
function Page({ api, engine, navigation, palette, replaying, screens }: PageProps) {
  const connection = useSyncExternalStore(api.connection.subscribe, api.connection.getState)
  const { status } = useStore(engine.store)
  // Everything that tells a time is drawn again.
  useTimeZone()
  return (
    <App
      screens={screens}
      navigation={navigation}
      palette={palette}
      workspace={status?.workspace.name ?? ''}
      // Whether it receives is not known of an engine that does not answer.
      receiver={receiverOf(connection.kind === 'connected' ? status : null)}
      // The first moments are no loss of the connection.
      connection={connection.kind === 'connecting' ? { kind: 'connected' } : connection}
      onReconnect={api.retry}
      status={
        status &&
        connection.kind === 'connected' && (
          <>
            <EngineActivity status={status} />
            <RunningBatches batches={replaying.batches} />
          </>
        )
      }
      statusEnd={status && <EngineHoldings status={status} />}
    />
  )
}

function receiverOf(status: EngineStatus | null): Receiver {
  if (status === null) return { kind: 'unknown' }
  const { receiver } = status
  if (receiver.state === 'off') return { kind: 'off', reason: receiver.reason }
  return receiver.state === 'paused' ? { kind: 'off', reason: 'Paused' } : { kind: 'receiving', url: receiver.url }
}

function composeScreens(
  api: Api,
  engine: EngineFacts,
  navigation: Navigation,
  dialogs: { readonly transfer: TransferStore; readonly replaying: Replaying },
): Screen[] {
  const { transfer, replaying } = dialogs
  const inspector = createInspector(api, (id) => navigation.replace(route('activity', id, navigation.store.getState().route.query)))
  const activity = createActivityStores({
    ...api,
    storage: localStorage,
    copy: (text) => navigator.clipboard.writeText(text),
    onBatch: ({ status, rows }) => {
      engine.take(status)
      inspector.notice(rows)
    },
  })
  const health = createHealthFeed({ client: api.client, storage: localStorage, isWatched: () => !document.hidden })
  const simulator = createSimulator(api)
  const FirstStart = firstStart(api)
  function FirstStartNow(props: { readonly hasExchanges: boolean; readonly onContinue: () => void }) {
    return <FirstStart {...props} receiver={useStore(engine.store, ({ status }) => status?.receiver ?? null)} />
  }
  return [
    activityScreen(activity, navigation, {
      inspector: (props) => (
        <InspectorPane
          {...props}
          api={api}
          inspector={inspector}
          navigation={navigation}
          onReplay={(id) => replaying.open({ ids: [id] })}
          onEdit={replaying.edit}
        />
      ),
      tools: () => (
        <>
          <ReplayFilterButton replaying={replaying} navigation={navigation} />
          <TransferMenu transfer={transfer} navigation={navigation} />
        </>
      ),
      firstStart: FirstStartNow,
      onReplay: replaying.open,
      onExport: (subject) => transfer.setState({ open: 'export', subject: { id: null, filter: '', ...subject } }, true),
    }),
    composeScreen(api),
    endpointsScreen(api, navigation, health),
    inboxesScreen(api, navigation, health),
    crmScreen(api, navigation, () => <SimulationStrip simulator={simulator} navigation={navigation} />),
    simulatorScreen(simulator),
    replaysScreen(api, replaying.batches, navigation),
    settingsScreen(api, engine),
    compareScreen(api.client, navigation, localStorage),
  ]
}

function start(root: HTMLElement): void {
  startTheme()
  startTimeZone()
  startKeyboard()
  // First: it takes the entry code out of the address that the navigation reads.
  const api = createClient(window)
  if (window.desktop) tellOfRestarts(api.connection)
  const navigation = createNavigation(browserAddress())
  const engine = followEngine(api.client, () => !document.hidden && api.connection.getState().kind !== 'refused')
  const transfer = createTransfer()
  const replaying = createReplaying(api)
  const screens = composeScreens(api, engine, navigation, { transfer, replaying })
  const palette = createPalette(api.client, navigation, localStorage)
  createRoot(root).render(
    <StrictMode>
      <Page api={api} engine={engine} navigation={navigation} palette={palette} replaying={replaying} screens={screens} />
      <ReplayDialogs api={api} replaying={replaying} />
      <TransferDialogs client={api.client} transfer={transfer} navigation={navigation} />
    </StrictMode>,
  )
}

const root = document.getElementById('root')
if (root) start(root)
