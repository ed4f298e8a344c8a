import { EventEmitter } from 'node:events'

export type IpcHandler = (event: unknown, ...args: unknown[]) => unknown

/** Electron's IpcMain: one-way channels are events, answered ones have a handler. */
export class IpcMain extends EventEmitter {
  readonly handlers = new Map<string, IpcHandler>()

  handle(channel: string, handler: IpcHandler): void {
    if (this.handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
    this.handlers.set(channel, handler)
  }

  removeHandler(channel: string): void {
    this.handlers.delete(channel)
  }
}

export const ipcMain = new IpcMain()
