import { KEEP_EVERYTHING, type Settings } from '../../shared/domain/retention.ts'
import type { Core } from './core.ts'

/** Settings of the workspace; `put` replaces those that are given. */
export interface SettingsRoom {
  get(): Settings
  put(change: Partial<Settings>): Promise<Settings>
}

const DEFAULTS: Settings = { retention: KEEP_EVERYTHING }

/** Held in memory, written through to the table `setting`; `changed` is called after each commit. */
export function createSettings(core: Pick<Core, 'db' | 'writer'>, changed: () => void): SettingsRoom {
  const select = core.db.prepare<[], { name: string; value: string }>('SELECT name, value FROM setting')
  const insert = core.db.prepare('INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)')
  let settings = read()

  function read(): Settings {
    const stored = Object.fromEntries(select.all().map(({ name, value }) => [name, JSON.parse(value) as unknown])) as Partial<Settings>
    return { ...DEFAULTS, ...stored }
  }

  return {
    get: () => settings,
    put: async (change) => {
      await core.writer.commit(() => {
        for (const [name, value] of Object.entries(change)) insert.run(name, JSON.stringify(value))
      })
      settings = read()
      changed()
      return settings
    },
  }
}
