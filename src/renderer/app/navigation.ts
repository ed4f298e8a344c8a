import { createStore, type StoreApi } from 'zustand/vanilla'
import { formatRoute, parseRoute, type Route, type ScreenName } from './route.ts'

/**
 * Which screen is shown, in step with the address bar.
 *
 * 1. The browser's history is the only history: back, forward, links and hand-made addresses all end in `arrive`.
 * 2. Every entry carries its number in its state, so that "back" and "forward" know whether there is anything there.
 *    An entry without a number is new: a link was followed, or an address typed.
 * 3. Each screen's last route is kept, so that the rail leads back to where one was.
 */
export interface NavigationState {
  readonly route: Route
  readonly latest: Readonly<Partial<Record<ScreenName, Route>>>
  readonly canGoBack: boolean
  readonly canGoForward: boolean
}

/** The part of the browser that is needed: `browserAddress()`, or a stand-in in tests. */
export interface Address {
  /** Fragment with its #. */
  readonly fragment: () => string
  /** Number of the present entry; null for one that was not numbered yet. */
  readonly entry: () => number | null
  readonly push: (fragment: string, entry: number) => void
  readonly replace: (fragment: string, entry: number) => void
  readonly go: (steps: number) => void
  readonly onChange: (listener: () => void) => () => void
}

export interface Navigation {
  readonly store: StoreApi<NavigationState>
  /** Opens a route as a new entry; the present one again changes nothing. */
  readonly open: (to: Route) => void
  /** Changes the present entry: for what should survive a reload, but is no step back (a tab, a filter being typed). */
  readonly replace: (to: Route) => void
  readonly back: () => void
  readonly forward: () => void
  readonly stop: () => void
}

/** Starts to follow an address. */
export function createNavigation(address: Address): Navigation {
  let entry = address.entry() ?? 0
  let last = entry
  const first = parseRoute(address.fragment())
  const store = createStore<NavigationState>()(() => ({
    route: first,
    latest: { [first.screen]: first },
    canGoBack: entry > 0,
    canGoForward: false,
  }))
  if (address.entry() === null) address.replace(address.fragment(), entry)

  function show(to: Route): void {
    store.setState(({ latest }) => ({
      route: to,
      latest: { ...latest, [to.screen]: to },
      canGoBack: entry > 0,
      canGoForward: entry < last,
    }))
  }
  function arrive(): void {
    const known = address.entry()
    if (known === null) {
      entry++
      last = entry
      address.replace(address.fragment(), entry)
    } else {
      entry = known
    }
    show(parseRoute(address.fragment()))
  }
  const stop = address.onChange(arrive)

  return {
    store,
    open: (to) => {
      const fragment = formatRoute(to)
      if (fragment === formatRoute(store.getState().route)) return
      entry++
      last = entry
      address.push(fragment, entry)
      show(to)
    },
    replace: (to) => {
      address.replace(formatRoute(to), entry)
      show(to)
    },
    back: () => address.go(-1),
    forward: () => address.go(1),
    stop,
  }
}

/** The window's own address bar. */
export function browserAddress(): Address {
  return {
    fragment: () => location.hash,
    entry: () => {
      const state: unknown = history.state
      return typeof state === 'object' && state !== null && 'entry' in state && typeof state.entry === 'number' ? state.entry : null
    },
    push: (fragment, entry) => history.pushState({ entry }, '', fragment),
    replace: (fragment, entry) => history.replaceState({ entry }, '', fragment === '' ? location.href : fragment),
    go: (steps) => history.go(steps),
    onChange: (listener) => {
      // A followed link and a typed address raise popstate too.
      addEventListener('popstate', listener)
      return () => removeEventListener('popstate', listener)
    },
  }
}
