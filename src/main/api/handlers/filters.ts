import { procedures } from '../procedures.ts'

const { filters } = procedures

/** Filters that people keep. */
export const filterHandlers = {
  list: filters.list.handler(({ context }) => context.engine.savedFilters.list()),
  save: filters.save.handler(({ input, context }) => context.engine.savedFilters.save(input)),
  remove: filters.remove.handler(({ input, context }) => context.engine.savedFilters.remove(input.id)),
}
