import { HookscopeError } from '../../shared/domain/errors.ts'
import { MAX_VARIABLES, type Variable, variableProblems } from '../../shared/domain/variables/variable.ts'
import type { Core } from './core.ts'
import { deleteVariable, saveVariable, selectVariables } from './store/variables.ts'
import { createWrittenThrough } from './written-through.ts'

/** The workspace's own variables. */
export interface Variables {
  /** By name. */
  list(): readonly Variable[]
  /** By name, for filling in. */
  values(): ReadonlyMap<string, string>
  /** Makes it or gives it another value. Throws `bad_input`. */
  put(variable: Pick<Variable, 'name' | 'value'>): Promise<Variable>
  /** Throws `not_found`. */
  remove(name: string): Promise<void>
}

export function createVariables(core: Pick<Core, 'db' | 'writer' | 'clock'>): Variables {
  const readValues = (): ReadonlyMap<string, string> => new Map(stored.list().map(({ name, value }) => [name, value]))
  const stored = createWrittenThrough<Variable & { readonly id: string }>(core, {
    select: (db) => selectVariables(db).map((variable) => ({ ...variable, id: variable.name })),
    missing: (name) =>
      new HookscopeError('not_found', `There is no variable "${name}".`, 'hookscope variables lists those that there are.'),
    changed: () => {
      values = readValues()
    },
  })
  let values = readValues()

  return {
    list: () => stored.list().map(({ name, value, updatedAt }) => ({ name, value, updatedAt })),
    values: () => values,
    put: async ({ name, value }) => {
      const fields = variableProblems({ name, value })
      const [first] = fields
      if (first)
        throw new HookscopeError('bad_input', `The ${first.path} of a variable ${first.message}.`, 'Correct it and try again.', { fields })
      const variable = { name, value, updatedAt: core.clock.now() }
      await stored.change(({ all }) => {
        if (all.length >= MAX_VARIABLES && !all.some((each) => each.name === name))
          throw new HookscopeError('conflict', `There are ${MAX_VARIABLES} variables already.`, 'Remove one that is not used any more.')
        saveVariable(core.db, variable)
      })
      return variable
    },
    remove: (name) =>
      stored.change((rows) => {
        rows.find(name)
        deleteVariable(core.db, name)
      }),
  }
}
