import { contextBridge, ipcRenderer } from 'electron'
import { CHANNELS, ENGINE_GONE, ENGINE_PORT, panelMessage, type DesktopApi, type Panel } from '../shared/contract/desktop.ts'

/** Hands the port to the engine over to the page, and a route or a panel when the menu chose one. It gives the page nothing else. */

// Nobody else is meant by either message.
const { origin } = location

ipcRenderer.on(CHANNELS.port, (event) => window.postMessage(ENGINE_PORT, origin, [...event.ports]))
ipcRenderer.on(CHANNELS.gone, () => window.postMessage(ENGINE_GONE, origin))
ipcRenderer.on(CHANNELS.go, (_event, fragment: string) => {
  location.hash = fragment
})
ipcRenderer.on(CHANNELS.panel, (_event, panel: Panel) => window.postMessage(panelMessage(panel), origin))

contextBridge.exposeInMainWorld('desktop', { connectEngine: () => ipcRenderer.send(CHANNELS.connect) } satisfies DesktopApi)
