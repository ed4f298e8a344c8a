import { StrictMode, useSyncExternalStore } from 'react'
import { createRoot } from 'react-dom/client'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { Api } from './api/client.ts'
import { App } from './app/app.tsx'
import { EngineActivity, EngineHoldings } from './app/engine-bar.tsx'
import { followEngine, type EngineFacts } from './app/engine-facts.ts'
import type { Navigation } from './app/navigation.ts'
import { createPalette, type Palette } from './app/palette-store.ts'
import { tellOfRestarts } from './app/restart-notice.ts'
import type { Screen } from './app/screen.ts'
import { keepFocus } from './app/focus-keeper.ts'
import { startKeyboard } from './app/shortcuts.ts'
import type { Receiver } from './app/title-bar.tsx'
import { startTimeZone, useTimeZone } from './components/time-zone.ts'
import type { Activity } from './features/activity/activity-store.ts'
import { createReplaying, type Replaying } from './features/replays/replaying.ts'
import { ReplayDialogs } from './features/replays/replay-dialog.tsx'
import { RunningBatches } from './features/replays/running-batches.tsx'
import { createTransfer, openExport, openImport, TransferDialogs } from './features/transfer/transfer.tsx'
import { createScreens } from './screens.tsx'
import type { EngineStatus } from '../shared/domain/status.ts'

interface PageProps {
  readonly api: Api
  readonly engine: EngineFacts
  readonly navigation: Navigation
  readonly palette: Palette
  readonly replaying: Replaying
  readonly screens: readonly Screen[]
}

/**
 * The frame with what the connection says now. What the engine says comes with every live batch, ten times a second: each
 * part of the frame takes from it only what it shows, so that the screen is not drawn again.
 */
function Page({ api, engine, navigation, palette, replaying, screens }: PageProps) {
  const connection = useSyncExternalStore(api.connection.subscribe, api.connection.getState)
  const isConnected = connection.kind === 'connected'
  const workspace = useStore(engine.store, ({ status }) => status?.workspace.name ?? '')
  // Whether it receives is not known of an engine that does not answer.
  const receiver = useStore(
    engine.store,
    useShallow(({ status }) => receiverOf(isConnected ? status : null)),
  )
  const trouble = useStore(engine.store, ({ status }) => (isConnected ? status?.trouble : null))
  // Everything that tells a time is drawn again.
  useTimeZone()
  return (
    <App
      screens={screens}
      navigation={navigation}
      palette={palette}
      workspace={workspace}
      receiver={receiver}
      // The first moments are no loss of the connection.
      connection={connection.kind === 'connecting' ? { kind: 'connected' } : connection}
      onReconnect={api.retry}
      trouble={trouble}
      status={isConnected && <PassingFacts engine={engine} replaying={replaying} />}
      statusEnd={<HeldFacts engine={engine} />}
    />
  )
}

function PassingFacts({ engine, replaying }: Pick<PageProps, 'engine' | 'replaying'>) {
  const { status } = useStore(engine.store)
  if (status === null) return null
  return (
    <>
      <EngineActivity status={status} />
      <RunningBatches batches={replaying.batches} />
    </>
  )
}

function HeldFacts({ engine }: Pick<PageProps, 'engine'>) {
  const { status } = useStore(engine.store)
  return status && <EngineHoldings status={status} />
}

function receiverOf(status: EngineStatus | null): Receiver {
  if (status === null) return { kind: 'unknown' }
  const { receiver } = status
  if (receiver.state === 'off') return { kind: 'off', reason: receiver.reason }
  return receiver.state === 'paused' ? { kind: 'off', reason: 'Paused' } : { kind: 'receiving', url: receiver.url }
}

/** What began before the page was there. */
export interface Begun {
  readonly api: Api
  readonly navigation: Navigation
  readonly activity: Activity
}

/** Draws the page, and keeps it in step with the engine. */
export function openPage(root: HTMLElement, { api, navigation, activity }: Begun): void {
  startTimeZone()
  startKeyboard()
  keepFocus()
  if (window.desktop) tellOfRestarts(api.connection)
  const engine = followEngine(api.client, () => !document.hidden && api.connection.getState().kind !== 'refused')
  const transfer = createTransfer()
  const replaying = createReplaying(api)
  const screens = createScreens({ api, navigation, activity }, engine, { transfer, replaying })
  const palette = createPalette(api.client, navigation, localStorage, [
    { id: 'export', title: 'Export …', note: 'Activity', words: 'share download save', run: () => openExport(transfer, navigation) },
    { id: 'import', title: 'Import …', note: 'Activity', words: 'upload open file', run: () => openImport(transfer) },
  ])
  createRoot(root).render(
    <StrictMode>
      <Page api={api} engine={engine} navigation={navigation} palette={palette} replaying={replaying} screens={screens} />
      <ReplayDialogs api={api} replaying={replaying} />
      <TransferDialogs client={api.client} transfer={transfer} navigation={navigation} />
    </StrictMode>,
  )
}
