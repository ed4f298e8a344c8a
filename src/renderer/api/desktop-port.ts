import { RPCLink } from '@orpc/client/message-port'
import { failWhenGone, type Link } from '../../shared/contract/client.ts'
import { ENGINE_GONE, ENGINE_PORT, type DesktopApi } from '../../shared/contract/desktop.ts'
import { HookscopeError } from '../../shared/domain/errors.ts'

declare global {
  interface Window {
    /** Only in the desktop window. */
    readonly desktop?: DesktopApi
  }
}

type Page = Pick<Window, 'addEventListener' | 'removeEventListener'>

/** A port through which an engine can be asked. */
export interface EnteredPort {
  readonly link: Link
  /** Resolves when the engine behind it has gone. */
  readonly closed: Promise<void>
}

/** Asks for a port and waits for it. Calls and streams that the engine's death cuts off fail with `engine_gone`. */
export async function enterPort(page: Page, desktop: DesktopApi): Promise<EnteredPort> {
  const [port] = await windowMessage(page, ENGINE_PORT, () => desktop.connectEngine())
  if (!port) throw new HookscopeError('internal', 'The window was handed no port.', 'Open it again.')
  let isGone = false
  const rpc = new RPCLink({ port })
  port.start()
  const closed = windowMessage(page, ENGINE_GONE).then(() => {
    isGone = true
    port.close()
    // Browsers do not tell a port of its own closing, and calls that wait on it must end.
    port.dispatchEvent(new Event('close'))
  })
  const gone = (cause: unknown): HookscopeError | null =>
    isGone ? new HookscopeError('engine_gone', 'The engine has stopped.', 'It is started again by itself.', { cause }) : null
  return { link: failWhenGone(rpc, gone), closed }
}

/** Waits for a message of the preload; gives its ports. */
function windowMessage(page: Page, data: string, ask?: () => void): Promise<readonly MessagePort[]> {
  return new Promise((resolve) => {
    function take(event: MessageEvent<unknown>): void {
      // Frames could send one too.
      if (event.source !== page || event.data !== data) return
      page.removeEventListener('message', take)
      resolve(event.ports)
    }
    page.addEventListener('message', take)
    ask?.()
  })
}
