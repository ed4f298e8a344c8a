import { createClientOver, enterSocket, type Client } from '../../shared/contract/client.ts'
import { RPC_PATH } from '../../shared/contract/entrance.ts'

/** A command's hold on an engine that runs elsewhere. */
export interface Attached {
  readonly client: Client
  readonly close: () => void
}

/**
 * Attaches to the engine behind a control address, by what `instance.json` says. Throws `engine_gone` when nobody
 * answers and `unauthorized` when the token is refused; calls and streams fail with `engine_gone` once the engine dies.
 */
export async function attach({ controlUrl, token }: { readonly controlUrl: string; readonly token: string }): Promise<Attached> {
  const socket = new WebSocket(controlUrl.replace(/^http/, 'ws') + RPC_PATH)
  const { link } = await enterSocket(socket, { token })
  return { client: createClientOver(link), close: () => socket.close() }
}
