import type { Client } from '../../../shared/contract/client.ts'
import type { CustomEventType } from '../../../shared/domain/catalogue/event-types.ts'
import { isWorkspace } from '../../engine/workspace.ts'
import { VERSION } from '../../version.ts'
import { CONTROL_PORT } from '../address.ts'
import type { Context } from '../host.ts'
import { openTarget } from '../target-file.ts'
import { counted } from '../../../shared/domain/counted.ts'

const PAGE = 500

/** Writes OpenAPI 3.1 of the event types, the workspace's own too, and of the REST API; needs no workspace. */
export async function exportCatalogue(context: Context, path: string): Promise<void> {
  const { ownTypes, controlUrl } = isWorkspace(context.directory)
    ? await context.withSession({ deliver: 'none', isLooking: true }, ({ client }) => known(client))
    : { ownTypes: [], controlUrl: null }
  // Rarely asked for, and the generator is large.
  const { describeRest } = await import('../../api/openapi/document.ts')
  const serverUrl = `${controlUrl ?? `http://127.0.0.1:${CONTROL_PORT}`}/api`
  const document = await describeRest({ version: VERSION, serverUrl, ownTypes })
  const target = await openTarget(context.terminal, path)
  try {
    await target.write(`${JSON.stringify(document, null, 2)}\n`)
    await target.finish()
  } catch (error) {
    await target.abandon()
    throw error
  }
  if (path === '-') return
  const types = Object.keys(document.webhooks).length
  context.output.one({ event: 'exported', file: path, types }, { text: () => `${counted(types, 'event type', 'event types')} in ${path}.` })
}

async function known(client: Client): Promise<{ ownTypes: CustomEventType[]; controlUrl: string | null }> {
  const ownTypes: CustomEventType[] = []
  let cursor: string | undefined
  do {
    const { items, nextCursor } = await client.rest.eventTypes.list({ limit: PAGE, ...(cursor !== undefined && { cursor }) })
    ownTypes.push(...items)
    cursor = nextCursor ?? undefined
  } while (cursor !== undefined)
  return { ownTypes, controlUrl: (await client.status()).controlUrl }
}
