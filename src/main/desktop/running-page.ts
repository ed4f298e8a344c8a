import { createClientOver, enterSocket } from '../../shared/contract/client.ts'
import { RPC_PATH } from '../../shared/contract/entrance.ts'
import { readInstance } from '../engine/workspace.ts'

/** Page of the engine that holds a workspace, with an entry code; null when none answers. */
export async function runningPageUrl(directory: string): Promise<string | null> {
  const instance = readInstance(directory)
  if (instance === null) return null
  const socket = new WebSocket(instance.controlUrl.replace(/^http/, 'ws') + RPC_PATH)
  try {
    const { link } = await enterSocket(socket, { token: instance.token })
    return (await createClientOver(link).workspace.pageUrl()).url
  } catch {
    // It is just going, or hangs: there is nothing to offer.
    return null
  } finally {
    socket.close()
  }
}
