import { Tooltip } from '@base-ui/react/tooltip'
import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react'
import { useStore } from 'zustand'
import { Banner } from '../components/banner.tsx'
import { focusNextPane } from '../components/panes.ts'
import { CommandPalette, PALETTE_KEYS } from './command-palette.tsx'
import { ConnectionBanner, type Connection } from './connection-banner.tsx'
import { ErrorBoundary } from './error-boundary.tsx'
import type { Shortcut } from './keyboard.ts'
import { onPanelAsked } from './menu-panels.ts'
import type { Navigation } from './navigation.ts'
import type { Palette } from './palette-store.ts'
import { Rail } from './rail.tsx'
import { route } from './route.ts'
import type { Screen } from './screen.ts'
import { ShortcutsSheet } from './shortcuts-sheet.tsx'
import { useShortcuts } from './shortcuts.ts'
import { useKeptFocus } from './use-kept-focus.ts'
import { TitleBar, type Receiver } from './title-bar.tsx'
import { Toasts } from './toasts.tsx'

/** Each component in each state, at `#/gallery`; not part of what is built. */
const Gallery = import.meta.env.DEV ? lazy(() => import('./gallery/gallery.tsx')) : null

interface AppProps {
  /** In the order of the rail. */
  readonly screens: readonly Screen[]
  readonly navigation: Navigation
  readonly palette: Palette
  /** Name of the workspace. */
  readonly workspace: string
  readonly receiver: Receiver
  readonly connection: Connection
  readonly onReconnect?: (() => void) | undefined
  /** Why the engine keeps nothing more, with what to do. */
  readonly trouble?: string | null | undefined
  /** Facts at the left of the status bar: rates, what is pending. */
  readonly status?: ReactNode
  /** Facts at its right: sizes, the version. */
  readonly statusEnd?: ReactNode
}

/** The frame: title bar, rail, the chosen screen, status bar. Knows no data; page.tsx brings it. */
export function App(props: AppProps) {
  const { screens, navigation, palette, workspace, receiver, connection, onReconnect, trouble, status, statusEnd } = props
  const here = useStore(navigation.store, (state) => state.route)
  const [isSheetOpen, setSheetOpen] = useState(false)
  const [isPaletteOpen, setPaletteOpen] = useState(false)
  useShortcuts([
    { keys: PALETTE_KEYS, name: 'Commands', group: 'Everywhere', run: () => setPaletteOpen((isOpen) => !isOpen) },
    ...frameShortcuts(screens, navigation, () => setSheetOpen(true)),
  ])
  useEffect(
    () =>
      onPanelAsked(window, (panel) => {
        setPaletteOpen(panel === 'commands')
        setSheetOpen(panel === 'shortcuts')
      }),
    [],
  )
  useKeptFocus(here.screen)
  const screen = screens.find(({ name }) => name === here.screen)
  return (
    <Tooltip.Provider delay={400}>
      <div className="app">
        <a className="skip" href="#main" onClick={skipToMain}>
          Skip to the screen
        </a>
        <TitleBar workspace={workspace} receiver={receiver} navigation={navigation} onSearch={() => setPaletteOpen(true)} />
        <div className="notice">
          <ConnectionBanner connection={connection} onRetry={onReconnect} />
          {trouble && <Banner kind="fail">Nothing more is kept. {trouble}</Banner>}
        </div>
        <Rail screens={screens} navigation={navigation} />
        <main id="main" className="main" tabIndex={-1}>
          {Gallery && location.hash === '#/gallery' ? (
            <Suspense>
              <Gallery />
            </Suspense>
          ) : (
            screen && (
              <ErrorBoundary key={screen.name} area={screen.title}>
                <h1 className="sr-only">{screen.title}</h1>
                <screen.view route={here} />
              </ErrorBoundary>
            )
          )}
        </main>
        <footer className="statusbar">
          {status}
          <span className="ml-auto flex gap-4">{statusEnd}</span>
        </footer>
      </div>
      <ShortcutsSheet open={isSheetOpen} onOpenChange={setSheetOpen} />
      <CommandPalette palette={palette} open={isPaletteOpen} onOpenChange={setPaletteOpen} />
      <Toasts />
    </Tooltip.Provider>
  )
}

function frameShortcuts(screens: readonly Screen[], navigation: Navigation, openSheet: () => void): Shortcut[] {
  const group = 'Everywhere'
  return [
    ...screens.map(({ name, title, letter }) => ({
      keys: `g ${letter}`,
      name: `Go to ${title}`,
      group,
      run: () => navigation.open(navigation.store.getState().latest[name] ?? route(name)),
    })),
    { keys: 'Mod+,', name: 'Settings', group, run: () => navigation.open(route('settings')) },
    { keys: 'Alt+ArrowLeft', name: 'Back', group, run: navigation.back },
    { keys: 'Alt+ArrowRight', name: 'Forward', group, run: navigation.forward },
    { keys: 'F6', name: 'Next pane', group, run: () => focusNextPane(1) },
    { keys: 'Shift+F6', name: 'Previous pane', group, run: () => focusNextPane(-1) },
    { keys: '?', name: 'Shortcuts', group, run: openSheet },
  ]
}

/** The fragment belongs to the navigation, so the link must not change it. */
function skipToMain(event: { preventDefault: () => void }): void {
  event.preventDefault()
  document.getElementById('main')?.focus()
}
