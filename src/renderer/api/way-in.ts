import type { Entrance } from '../../shared/contract/entrance.ts'

/** What of the browser the page's way in needs. */
export interface WayInBrowser {
  readonly location: Pick<Location, 'hash'>
  readonly history: Pick<History, 'replaceState'>
  readonly sessionStorage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
}

const SESSION_KEY = 'hookscope.session'

/**
 * What the page can come in with: the code in its fragment (`#code=…`, a route may follow), which is taken out of the
 * address so that it is not shared or kept with it; else the session of this tab; null when it has neither.
 */
export function takeEntrance({ location, history, sessionStorage }: WayInBrowser): Entrance | null {
  const [, code, route = '/'] = /^#code=([\w-]+)(\/.*)?$/.exec(location.hash) ?? []
  if (code !== undefined) {
    history.replaceState(null, '', `#${route}`)
    return { code }
  }
  const token = sessionStorage.getItem(SESSION_KEY)
  return token === null ? null : { token }
}

/** Keeps the session for this tab's reloads; null forgets it. */
export function keepSession({ sessionStorage }: WayInBrowser, session: string | null): void {
  if (session === null) sessionStorage.removeItem(SESSION_KEY)
  else sessionStorage.setItem(SESSION_KEY, session)
}
