import { StrictMode, useSyncExternalStore } from 'react'
import { createRoot } from 'react-dom/client'
import { useStore } from 'zustand'
import { createClient, type Api } from './api/client.ts'
import { App } from './app/app.tsx'
import { EngineActivity, EngineHoldings } from './app/engine-bar.tsx'
import { followEngine, type EngineFacts } from './app/engine-facts.ts'
import { browserAddress, createNavigation, type Navigation } from './app/navigation.ts'
import { createPalette, type Palette } from './app/palette-store.ts'
import { tellOfRestarts } from './app/restart-notice.ts'
import type { Screen } from './app/screen.ts'
import { startKeyboard } from './app/shortcuts.ts'
import { startTheme } from './app/theme.ts'
import type { Receiver } from './app/title-bar.tsx'
import { startTimeZone, useTimeZone } from './components/time-zone.ts'
import { createReplaying, type Replaying } from './features/replays/replaying.ts'
import { ReplayDialogs } from './features/replays/replay-dialog.tsx'
import { RunningBatches } from './features/replays/running-batches.tsx'
import { createTransfer, TransferDialogs } from './features/transfer/transfer.tsx'
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
      trouble={connection.kind === 'connected' ? status?.trouble : null}
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
  const screens = createScreens(api, engine, navigation, { transfer, replaying })
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
