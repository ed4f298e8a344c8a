import { HookscopeError } from '../../shared/domain/errors.ts'

/** What is needed to undo a removal. */
interface Removed<Entity> {
  /** As it was. */
  readonly entity: Entity
  /** Part of a write. */
  readonly putSecretsBack: () => void
}

export interface RemovedThings<Entity> {
  put(id: string, removed: Removed<Entity>): void
  /** Throws `not_found`. */
  find(id: string): Removed<Entity>
  forget(id: string): void
}

/** An undo comes within seconds; older removals are final, and so are their secrets. */
const MAX_KEPT = 16

/** The latest removals of this run, so that they can be undone. In memory only: what was removed is gone from the disk. */
export function createRemovedThings<Entity>(noun: string): RemovedThings<Entity> {
  const kept = new Map<string, Removed<Entity>>()
  return {
    put: (id, removed) => {
      kept.set(id, removed)
      const [oldest] = kept.keys()
      if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest)
    },
    find: (id) => {
      const removed = kept.get(id)
      if (removed) return removed
      throw new HookscopeError('not_found', `The ${noun} ${id} cannot be brought back any more.`, 'Make a new one.')
    },
    forget: (id) => void kept.delete(id),
  }
}
