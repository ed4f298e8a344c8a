import type { Database } from 'better-sqlite3'
import type { SampleVariant } from '../../../shared/domain/catalogue/variants.ts'
import type { Composition, CompositionHead } from '../../../shared/domain/composition.ts'

interface HeadRow {
  readonly id: string
  readonly name: string | null
  readonly type: string
  readonly variant: SampleVariant | null
  readonly updated_at: number
}

interface Row extends HeadRow {
  readonly text: string
  readonly seed: number
}

/** SQL of compositions. `save` and `remove` are called inside a writer's write. */
export interface StoredCompositions {
  /** Latest first. */
  heads(): CompositionHead[]
  find(id: string): Composition | undefined
  /** Id of the template of this name, without case. */
  named(name: string): string | undefined
  /** Inserts or replaces it; of the drafts only so many are kept, the latest ones. */
  save(composition: Composition, maxDrafts: number): void
  /** Whether there was one. */
  remove(id: string): boolean
}

export function createStoredCompositions(db: Database): StoredCompositions {
  const heads = db.prepare<[], HeadRow>('SELECT id, name, type, variant, updated_at FROM composition ORDER BY updated_at DESC, id')
  const find = db.prepare<[string], Row>('SELECT * FROM composition WHERE id = ?')
  const named = db.prepare<[string], { id: string }>('SELECT id FROM composition WHERE name = ? COLLATE NOCASE')
  const save = db.prepare(
    `INSERT OR REPLACE INTO composition (id, name, type, variant, text, seed, updated_at)
     VALUES (@id, @name, @type, @variant, @text, @seed, @updatedAt)`,
  )
  const removeOldDrafts = db.prepare(
    `DELETE FROM composition WHERE name IS NULL AND id NOT IN
       (SELECT id FROM composition WHERE name IS NULL ORDER BY updated_at DESC, id LIMIT ?)`,
  )
  const remove = db.prepare('DELETE FROM composition WHERE id = ?')

  return {
    heads: () => heads.all().map(headOf),
    find: (id) => {
      const row = find.get(id)
      return row && { ...headOf(row), text: row.text, seed: row.seed }
    },
    named: (name) => named.get(name)?.id,
    save: (composition, maxDrafts) => {
      save.run(composition)
      removeOldDrafts.run(maxDrafts)
    },
    remove: (id) => remove.run(id).changes > 0,
  }
}

function headOf({ id, name, type, variant, updated_at }: HeadRow): CompositionHead {
  return { id, name, type, variant, updatedAt: updated_at }
}
