import {
  type Composition,
  type CompositionHead,
  type CompositionInput,
  compositionProblems,
  MAX_DRAFTS,
} from '../../shared/domain/composition.ts'
import { HookscopeError } from '../../shared/domain/errors.ts'
import type { Core } from './core.ts'
import { createStoredCompositions } from './store/compositions.ts'

/** Drafts and templates. */
export interface Compositions {
  /** Latest first. */
  list(): CompositionHead[]
  /** Throws `not_found`. */
  get(id: string): Composition
  /** Keeps it, in place of what has its id. Throws `bad_input`, and `conflict` for the name of another template. */
  put(input: CompositionInput): Promise<CompositionHead>
  /** Throws `not_found`. */
  remove(id: string): Promise<void>
}

export function createCompositions({ db, writer, clock }: Pick<Core, 'db' | 'writer' | 'clock'>): Compositions {
  const store = createStoredCompositions(db)

  return {
    list: store.heads,
    get: (id) => {
      const found = store.find(id)
      if (!found) throw missing()
      return found
    },
    put: async (input) => {
      const fields = compositionProblems(input)
      if (fields.length > 0)
        throw new HookscopeError(
          'bad_input',
          `It cannot be kept: the ${fields[0]?.path} ${fields[0]?.message}.`,
          'Correct the named fields.',
          { fields },
        )
      const name = input.name?.trim() ?? null
      const composition = { ...input, name, updatedAt: clock.now() }
      await writer.commit(() => {
        if (name !== null && (store.named(name) ?? input.id) !== input.id)
          throw new HookscopeError('conflict', `There is a template "${name}" already.`, 'Choose another name, or remove that one.')
        store.save(composition, MAX_DRAFTS)
      }, input.text.length)
      const { text: _, seed: __, ...head } = composition
      return head
    },
    remove: async (id) => {
      await writer.commit(() => {
        if (!store.remove(id)) throw missing()
      })
    },
  }
}

function missing(): HookscopeError {
  return new HookscopeError('not_found', 'This draft or template is not there any more.', 'Go on with another one.')
}
