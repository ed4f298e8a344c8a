import { contextBridge, ipcRenderer } from 'electron'
import { CHANNELS, ENGINE_GONE, ENGINE_PORT, type DesktopApi } from '../shared/contract/desktop.ts'

/** Hands the port to the engine over to the page, and a route when the menu chose one. It gives the page nothing else. */

// Nobody else is meant by either message.
const { origin } = location

ipcRenderer.on(CHANNELS.port, (event) => window.postMessage(ENGINE_PORT, origin, [...event.ports]))
ipcRenderer.on(CHANNELS.gone, () => window.postMessage(ENGINE_GONE, origin))
ipcRenderer.on(CHANNELS.go, (_event, fragment: string) => {
  location.hash = fragment
})

contextBridge.exposeInMainWorld('desktop', { connectEngine: () => ipcRenderer.send(CHANNELS.connect) } satisfies DesktopApi)
