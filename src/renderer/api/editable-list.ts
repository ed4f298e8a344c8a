import { createStore, type StoreApi } from 'zustand/vanilla'
import type { FieldError } from '../../shared/domain/errors.ts'
import { toProblem, type Problem } from './problem.ts'

/**
 * Things on the engine that are listed and edited one at a time: endpoints, inboxes.
 *
 * 1. The engine's list is the truth; it is read again, never patched from a form.
 * 2. An edit holds only the fields that were changed, over whatever the engine's list says of the rest, and lives until it
 *    is saved or discarded: leaving the form loses nothing.
 * 3. A refused save keeps the edit; what was wrong with a field goes when the field changes.
 * 4. A field is checked here once one has left it, never while it is being typed.
 */
export interface EditableListState<Entity, Draft> {
  /** As last read; null until then. */
  readonly items: readonly Entity[] | null
  /** Why the list could not be read; null when it was. */
  readonly problem: Problem | null
  /** By the thing's id, or `NEW`. */
  readonly edits: Readonly<Record<string, Edit<Draft>>>
}

/** What was changed in a form and not saved yet. */
export interface Edit<Draft> {
  readonly changes: Partial<Draft>
  readonly isSaving: boolean
  /** Why the last save was refused; its fields are those not changed since. */
  readonly problem: Problem | null
  /** Changed fields that one has left. */
  readonly left: readonly (keyof Draft)[]
}

/** Key of the edit of a thing that is not made yet. */
export const NEW = 'new'

/** How one kind of thing is read, formed and saved. */
export interface EditableSource<Entity extends { readonly id: string }, Draft> {
  list(): Promise<readonly Entity[]>
  /** What the form starts from; null for a new thing. */
  draftOf(entity: Entity | null): Draft
  /** `changed` are the draft's fields that differ from the entity. Rejects with the fields that are wrong. */
  save(entity: Entity | null, draft: Draft, changed: ReadonlySet<keyof Draft>): Promise<Entity>
  remove(id: string): Promise<void>
  /** What can be seen to be wrong without asking the engine, with the engine's paths. */
  check(draft: Draft, changed: ReadonlySet<keyof Draft>): readonly FieldError[]
  /** The field of the form that a path of the engine's input means; null for none. */
  fieldOf(path: string): keyof Draft | null
}

export interface EditableList<Entity extends { readonly id: string }, Draft> {
  readonly store: StoreApi<EditableListState<Entity, Draft>>
  /** Reads the list. Of several at once the last one asked counts. */
  refresh(): Promise<void>
  change(key: string, changes: Partial<Draft>): void
  /** One has left a field: what was typed is to be checked. */
  leave(key: string): void
  discard(key: string): void
  /** The saved thing; null when it was refused, which the edit tells. */
  save(key: string): Promise<Entity | null>
  /** Why it was refused; null when it is gone. */
  remove(id: string): Promise<Problem | null>
  /** The form's values now. */
  draft(key: string): Draft
  /** Fields that differ from what is saved; all that were touched, for a new thing. */
  changed(key: string): ReadonlySet<keyof Draft>
  /** What is wrong with each field: as the last save told, or as can be seen. */
  fieldProblems(key: string): ReadonlyMap<keyof Draft, readonly { readonly path: string; readonly message: string }[]>
}

/** An empty list; `refresh` fills it. */
export function createEditableList<Entity extends { readonly id: string }, Draft extends object>(
  source: EditableSource<Entity, Draft>,
): EditableList<Entity, Draft> {
  const store = createStore<EditableListState<Entity, Draft>>()(() => ({ items: null, problem: null, edits: {} }))
  let reading = 0

  const entityOf = (key: string): Entity | null => store.getState().items?.find(({ id }) => id === key) ?? null
  const editOf = (key: string): Edit<Draft> => store.getState().edits[key] ?? { changes: {}, isSaving: false, problem: null, left: [] }
  const draft = (key: string): Draft => ({ ...source.draftOf(entityOf(key)), ...editOf(key).changes })

  function setEdit(key: string, edit: Edit<Draft> | null): void {
    store.setState(({ edits }) => {
      const { [key]: _, ...others } = edits
      return { edits: edit === null ? others : { ...others, [key]: edit } }
    })
  }

  function changed(key: string): ReadonlySet<keyof Draft> {
    const saved = source.draftOf(entityOf(key))
    const changes = editOf(key).changes
    const fields = Object.keys(changes) as (keyof Draft)[]
    return new Set(fields.filter((field) => JSON.stringify(changes[field]) !== JSON.stringify(saved[field])))
  }

  async function refresh(): Promise<void> {
    const mine = ++reading
    try {
      const items = await source.list()
      if (mine === reading) store.setState({ items, problem: null })
    } catch (error) {
      if (mine === reading) store.setState({ problem: toProblem(error) })
    }
  }

  return {
    store,
    refresh,
    draft,
    changed,
    change: (key, changes) => {
      const edit = editOf(key)
      const fields = edit.problem?.fields.filter(({ path }) => !Object.hasOwn(changes, source.fieldOf(path) ?? '')) ?? []
      const wasAboutFields = (edit.problem?.fields.length ?? 0) > 0
      const problem = edit.problem && wasAboutFields && fields.length === 0 ? null : edit.problem && { ...edit.problem, fields }
      const left = edit.left.filter((field) => !Object.hasOwn(changes, field))
      setEdit(key, { ...edit, changes: { ...edit.changes, ...changes }, problem, left })
      if (changed(key).size === 0 && problem === null) setEdit(key, null)
    },
    leave: (key) => {
      const edit = store.getState().edits[key]
      const fields = Object.keys(edit?.changes ?? {}) as (keyof Draft)[]
      if (edit && edit.left.length < fields.length) setEdit(key, { ...edit, left: fields })
    },
    discard: (key) => setEdit(key, null),
    save: async (key) => {
      const before = editOf(key)
      if (before.isSaving) return null
      setEdit(key, { ...before, isSaving: true, problem: null })
      try {
        const saved = await source.save(entityOf(key), draft(key), changed(key))
        await refresh()
        setEdit(key, typedSince(before, editOf(key)))
        return saved
      } catch (error) {
        setEdit(key, { ...editOf(key), isSaving: false, problem: toProblem(error) })
        return null
      }
    },
    remove: async (id) => {
      try {
        await source.remove(id)
      } catch (error) {
        return toProblem(error)
      }
      setEdit(id, null)
      await refresh()
      return null
    },
    fieldProblems: (key) => {
      const { problem, left } = editOf(key)
      const placed = (fields: readonly FieldError[]) =>
        fields.flatMap((each) => {
          const field = source.fieldOf(each.path)
          return field === null ? [] : [{ field, each }]
        })
      const told = placed(problem?.fields ?? [])
      const seen = left.length === 0 ? [] : placed(source.check(draft(key), changed(key)))
      const known = [...told, ...seen.filter(({ field }) => left.includes(field) && !told.some((each) => each.field === field))]
      return new Map([...Map.groupBy(known, ({ field }) => field)].map(([field, members]) => [field, members.map(({ each }) => each)]))
    },
  }
}

/** The edit that is left after a save: what was typed while it ran; null when nothing was. */
function typedSince<Draft>(before: Edit<Draft>, now: Edit<Draft>): Edit<Draft> | null {
  const fields = (Object.keys(now.changes) as (keyof Draft)[]).filter((field) => now.changes[field] !== before.changes[field])
  if (fields.length === 0) return null
  const changes: Partial<Draft> = {}
  for (const field of fields) changes[field] = now.changes[field]
  return { changes, isSaving: false, problem: null, left: [] }
}
