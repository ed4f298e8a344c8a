import { createStore, type StoreApi } from 'zustand/vanilla'
import { eventTypeEntries, type EventTypeEntry } from '../../shared/domain/catalogue/event-types.ts'
import type { Client } from '../../shared/contract/client.ts'
import type { Navigation } from './navigation.ts'
import type { PaletteItem } from './palette-search.ts'
import { route, type Route } from './route.ts'

const RECENT_KEY = 'palette-recent'
const MAX_RECENT = 8

export interface PaletteState {
  /** Endpoints, inboxes and event types; of the engine's as they were when the palette was opened. */
  readonly places: readonly PaletteItem[]
  /** The exchange that an id, or part of one, stands for. */
  readonly found: PaletteItem | null
  /** Ids of what was used, latest first. */
  readonly recent: readonly string[]
}

/** What the palette offers beyond the actions of the keyboard. */
export interface Palette {
  readonly store: StoreApi<PaletteState>
  /** What can be done that has no key. */
  readonly actions: readonly PaletteItem[]
  /** Reads what the engine has. */
  refresh(): Promise<void>
  /** Looks whether the text is an id or part of one. Of several at once the last one asked counts. */
  look(text: string): Promise<void>
  /** Shows what matches a filter. */
  filter(text: string): void
  /** Remembers that it was used, on this machine. */
  use(id: string): void
}

/** A palette that goes where it is told; `storage` keeps what was used. */
export function createPalette(
  client: Client,
  navigation: Pick<Navigation, 'open'>,
  storage: Pick<Storage, 'getItem' | 'setItem'>,
  actions: readonly PaletteItem[],
): Palette {
  const goTo = (to: Route) => () => navigation.open(to)
  const typeItem = ({ type, description }: EventTypeEntry): PaletteItem => ({
    id: `type ${type}`,
    title: type,
    note: 'In Activity',
    words: description,
    run: goTo(route('activity', null, { filter: `type:${type}` })),
  })
  const store = createStore<PaletteState>()(() => ({
    // The guide's are known without the engine.
    places: eventTypeEntries([]).map(typeItem),
    found: null,
    recent: readRecent(storage),
  }))
  let looking = 0

  return {
    store,
    actions,
    refresh: async () => {
      try {
        const [endpoints, inboxes, types] = await Promise.all([client.endpoints.list(), client.inboxes.list(), client.events.list()])
        store.setState({
          places: [
            ...endpoints.map(({ id, name, resolvedUrl }) => ({
              id,
              title: name,
              note: 'Endpoint',
              words: `${resolvedUrl} ${id}`,
              run: goTo(route('endpoints', id)),
            })),
            ...inboxes.map(({ id, path }) => ({ id, title: path, note: 'Inbox', words: id, run: goTo(route('inboxes', id)) })),
            ...types.map(typeItem),
          ],
        })
      } catch {
        // The connection's banner says so; the actions are there all the same.
      }
    },
    look: async (text) => {
      const mine = ++looking
      const part = text.trim()
      const id =
        /^\w{6,}$/.test(part) && /[\d_]/.test(part)
          ? await client.exchanges.find({ part }).then(
              (told) => told.id,
              () => null,
            )
          : null
      if (mine !== looking) return
      const found = id === null ? null : { id, title: id, note: 'Open in Activity', words: part, run: goTo(route('activity', id)) }
      store.setState({ found })
    },
    filter: (text) => navigation.open(route('activity', null, { filter: text.trim() })),
    use: (id) => {
      const recent = [id, ...store.getState().recent.filter((each) => each !== id)].slice(0, MAX_RECENT)
      storage.setItem(RECENT_KEY, JSON.stringify(recent))
      store.setState({ recent })
    },
  }
}

function readRecent(storage: Pick<Storage, 'getItem'>): string[] {
  try {
    const stored: unknown = JSON.parse(storage.getItem(RECENT_KEY) ?? '[]')
    return Array.isArray(stored) ? stored.filter((each) => typeof each === 'string') : []
  } catch {
    return []
  }
}
