/** Where one is, as it stands in the URL fragment: `#/activity/capture_…?tab=headers`. */

export const SCREENS = ['activity', 'compose', 'endpoints', 'inboxes', 'crm', 'simulator', 'replays', 'settings', 'compare'] as const
export type ScreenName = (typeof SCREENS)[number]

export interface Route {
  readonly screen: ScreenName
  /** Of the thing that is open there; null for the screen itself. */
  readonly id: string | null
  /** Anything else that a link should bring back: filter, tab, draft. */
  readonly query: Readonly<Record<string, string>>
}

/** A route with its defaults: `route('activity')`, `route('endpoints', 'webhook_…')`. */
export function route(screen: ScreenName, id: string | null = null, query: Readonly<Record<string, string>> = {}): Route {
  return { screen, id, query }
}

/** The route of a fragment; what is not one leads to Activity. */
export function parseRoute(fragment: string): Route {
  const [path = '', search = ''] = fragment.replace(/^#\/?/, '').split('?', 2)
  const [screen, id = ''] = path.split('/', 2)
  const known = SCREENS.find((each) => each === screen)
  if (!known) return route('activity')
  return route(known, id === '' ? null : decode(id), Object.fromEntries(new URLSearchParams(search)))
}

/** The fragment of a route, to be used as an href. */
export function formatRoute({ screen, id, query }: Route): string {
  const search = new URLSearchParams(query).toString()
  return `#/${screen}${id === null ? '' : `/${encodeURIComponent(id)}`}${search && `?${search}`}`
}

/** A hand-made link may hold a % that stands for nothing. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
