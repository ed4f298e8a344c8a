import { app, BrowserWindow, ipcMain, MessageChannelMain, protocol, utilityProcess } from 'electron'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

// A small app that uses what Hookscope uses of Electron; its spec holds for real Electron and for the stand-in.
const folder = import.meta.dirname
const PAGE =
  '<!doctype html><title>Example</title><h1>Example</h1><a id="away" href="https://example.com/">away</a><a id="new" href="https://example.org/" target="_blank">new</a>'
protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }])

async function start() {
  await app.whenReady()
  protocol.handle('app', async ({ url }) =>
    new URL(url).pathname === '/page.js'
      ? new Response(await readFile(join(folder, 'page.js')), { headers: { 'content-type': 'text/javascript' } })
      : new Response(`${PAGE}<script src="/page.js"></script>`, {
          headers: { 'content-type': 'text/html', 'content-security-policy': "default-src 'none'; script-src 'self'" },
        }),
  )
  const echo = utilityProcess.fork(join(folder, 'echo.js'), [], { stdio: 'inherit' })
  ipcMain.handle('add', (_event, a, b) => a + b)
  ipcMain.handle('fail', () => {
    throw new Error('as asked')
  })
  ipcMain.on('connect', (event) => {
    const { port1, port2 } = new MessageChannelMain()
    echo.postMessage('connect', [port1])
    event.sender.postMessage('port', null, [port2])
  })
  const window = new BrowserWindow({ webPreferences: { preload: join(folder, 'preload.cjs'), sandbox: true } })
  globalThis.seen = []
  window.webContents.setWindowOpenHandler(({ url }) => {
    globalThis.seen.push(`open ${url}`)
    return { action: 'deny' }
  })
  window.webContents.on('will-navigate', (event, url) => {
    globalThis.seen.push(`navigate ${url}`)
    event.preventDefault()
  })
  await window.loadURL('app://example/')
}

if (app.requestSingleInstanceLock()) {
  app.on('second-instance', (_event, argv) => globalThis.seen.push(`second ${argv.at(-1)}`))
  app.on('window-all-closed', () => app.quit())
  void start()
} else app.quit()
