import { procedures } from '../procedures.ts'

const { variables, compositions } = procedures

export const variableHandlers = {
  list: variables.list.handler(({ context }) => [...context.engine.variables.list()]),
  put: variables.put.handler(({ input, context }) => context.engine.variables.put(input)),
  remove: variables.remove.handler(({ input, context }) => context.engine.variables.remove(input.name)),
}

export const compositionHandlers = {
  list: compositions.list.handler(({ context }) => context.engine.compositions.list()),
  get: compositions.get.handler(({ input, context }) => context.engine.compositions.get(input.id)),
  put: compositions.put.handler(({ input, context }) => context.engine.compositions.put(input)),
  remove: compositions.remove.handler(({ input, context }) => context.engine.compositions.remove(input.id)),
}
