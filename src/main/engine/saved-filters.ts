import { HookscopeError } from '../../shared/domain/errors.ts'
import { requireFilter } from '../../shared/domain/filter/parse.ts'
import { localTime } from '../../shared/domain/filter/time.ts'
import { formatId, parseId } from '../../shared/domain/ids.ts'
import type { SavedFilter } from '../../shared/domain/saved-filter.ts'
import type { Core } from './core.ts'
import { putSetting, selectSettings } from './store/settings.ts'

/** Filters that people keep. */
export interface SavedFilters {
  /** By name. */
  list(): SavedFilter[]
  /** A new one, or with an id that one as it is now. Throws `bad_filter`, and `conflict` for a name that is taken. */
  save(filter: { id?: string; name: string; filter: string }): Promise<SavedFilter>
  remove(id: string): Promise<void>
}

const PREFIX = 'saved_filter:'

/** Filters that people keep, each a setting of its own. */
export function createSavedFilters(core: Pick<Core, 'db' | 'writer' | 'ids' | 'clock'>): SavedFilters {
  function list(): SavedFilter[] {
    const kept = [...selectSettings(core.db, PREFIX)].map(([id, parts]) => ({ id, ...(parts as Omit<SavedFilter, 'id'>) }))
    return kept.toSorted((a, b) => a.name.localeCompare(b.name, 'en', { sensitivity: 'base', numeric: true }))
  }

  return {
    list,
    save: async ({ id: known, name, filter }) => {
      // A filter that is wrong would be found out only when it is needed.
      requireFilter(filter, { now: core.clock.now(), localTime })
      if (known !== undefined && parseId(known)?.prefix !== 'filter') throw noFilter(known)
      const id = known ?? formatId('filter', core.ids())
      if (list().some((each) => each.id !== id && each.name.toLowerCase() === name.toLowerCase()))
        throw new HookscopeError('conflict', `There is a filter named ${name} already.`, 'Choose another name.')
      await core.writer.commit(() => putSetting(core.db, PREFIX + id, { name, filter }))
      return { id, name, filter }
    },
    remove: async (id) => {
      if (!list().some((each) => each.id === id)) throw noFilter(id)
      await core.writer.commit(() => putSetting(core.db, PREFIX + id, undefined))
    },
  }
}

function noFilter(id: string): HookscopeError {
  return new HookscopeError('not_found', `There is no saved filter ${id}.`, 'It may have been removed on another page.')
}
