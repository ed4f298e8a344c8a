/** What the preload gives the page of the desktop window, as `window.desktop`. */
export interface DesktopApi {
  /** Asks for a port to the engine. It comes as a window message (`ENGINE_PORT`), as soon as the engine runs. */
  connectEngine(): void
}

/** Data of the window message that carries a port: ports cannot cross the context bridge. */
export const ENGINE_PORT = 'engine-port'
/** Data of the window message that says that the engine behind the last port has gone; another is started, so ask again. */
export const ENGINE_GONE = 'engine-gone'

/** What the menu can open in the page that has no address of its own. */
export const PANELS = ['commands', 'shortcuts'] as const
export type Panel = (typeof PANELS)[number]

/** Data of the window message that asks for a panel. */
export function panelMessage(panel: Panel): string {
  return `panel:${panel}`
}

/** Between preload and main process: asking for a port, the port, the loss of the engine, and a route or a panel of the page to show. */
export const CHANNELS = {
  connect: 'engine:connect',
  port: 'engine:port',
  gone: 'engine:gone',
  go: 'page:go',
  panel: 'page:panel',
} as const
