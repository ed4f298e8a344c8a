import { HookscopeError } from '../../../shared/domain/errors.ts'
import type { EngineStatus } from '../../../shared/domain/status.ts'
import type { ApiContext } from '../context.ts'
import { procedures } from '../procedures.ts'

const { receiver, settings, workspace } = procedures

export const healthHandler = procedures.health.handler(({ input, context }) => context.engine.health(input.window))

export const statusHandler = procedures.status.handler(({ context }) => statusOf(context))

export const workspaceHandlers = {
  secret: workspace.secret.handler(({ context }) => ({ secret: context.engine.workspace.secret() })),
  rotateSecret: workspace.rotateSecret.handler(({ input, context }) => context.engine.workspace.rotateSecret(input)),
  setSecret: workspace.setSecret.handler(({ input, context }) => context.engine.workspace.setSecret(input.secret)),
  token: workspace.token.handler(({ context }) => {
    if (context.isPage) throw new HookscopeError('unauthorized', 'A page is not told the REST token.', 'Run hookscope token in a terminal.')
    return { token: context.shell.token }
  }),
  pageUrl: workspace.pageUrl.handler(({ context }) => {
    const url = context.shell.newPageUrl()
    if (url === null) throw new HookscopeError('no_engine', 'No page is served here.', 'Start one with hookscope serve.')
    return { url }
  }),
}

export const settingsHandlers = {
  get: settings.get.handler(({ context }) => context.engine.settings.get()),
  put: settings.put.handler(({ input, context }) => context.engine.settings.put(input)),
}

export const receiverHandlers = {
  pause: receiver.pause.handler(({ context }) => {
    context.engine.receiver.pause()
    return statusOf(context)
  }),
  resume: receiver.resume.handler(({ context }) => {
    context.engine.receiver.resume()
    return statusOf(context)
  }),
  listen: receiver.listen.handler(async ({ input, context }) => {
    await context.engine.receiver.listen({ port: input.port })
    return statusOf(context)
  }),
}

async function statusOf({ engine, shell }: ApiContext): Promise<EngineStatus> {
  return { ...(await engine.status()), controlUrl: shell.controlUrl }
}
