import inspector from 'node:inspector'
import { createRequire, registerHooks } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { appPath, entryFile, hasRequiredModule, requiredModule, switches } from './command-line.ts'

/** What the executable does: take its command line, load the app, start Chromium, say that it is ready. */

const CHROME_VERSION = '152.0.0.0'
const MODULE = import.meta.resolve('./electron.ts')
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' || specifier === 'electron/main' ? { url: MODULE, shortCircuit: true } : next(specifier, context),
})

const require = createRequire(import.meta.url)
const { version } = require('electron/package.json') as { version: string }
if (switches.has('version')) {
  console.log(`v${version}`)
  process.exit()
}
process.argv = [process.execPath, ...process.argv.slice(2)]
Object.defineProperty(process.versions, 'electron', { value: version, enumerable: true })
Object.defineProperty(process.versions, 'chrome', { value: CHROME_VERSION, enumerable: true })
Object.assign(process, { type: 'browser', defaultApp: true, resourcesPath: join(appPath, 'resources') })

// Prints "Debugger listening on ws://…", which Playwright waits for.
if ([...switches.keys()].some((name) => name.startsWith('inspect'))) inspector.open(0)
const { app } = await import('./electron.ts')
const { startApp } = await import('./app/start.ts')
if (hasRequiredModule && requiredModule !== undefined) require(requiredModule)
await import(pathToFileURL(entryFile).href)
await startApp(app)
