import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { buildIfStale, CLI, ROOT } from './build.ts'
import { whyNoWindow } from './window.ts'

// `npm start`: the desktop window, or the page where there can be none. Flags after `--` go to the one that starts.

const CTRL_C = 3
const LOOK_MS = 500

/** Opens the window and ends with its exit code. */
function openWindow(flags: readonly string[]): void {
  const electron = createRequire(import.meta.url)('electron') as string
  const child = spawn(electron, [ROOT, ...flags], { stdio: 'inherit' })
  // Ctrl-C reaches it as well: it drains, and this waits for it.
  process.on('SIGINT', () => {})
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
  child.on('exit', (code) => process.exit(code ?? 0))
}

/** In this process, so that its exit code is npm's. */
async function servePage(flags: readonly string[]): Promise<void> {
  takeCtrlC()
  process.argv = [process.execPath, CLI, 'serve', ...flags]
  await import(pathToFileURL(CLI).href)
}

/**
 * Takes Ctrl-C as a key, not as a signal: the terminal would send the signal to npm and its shell as well, and they
 * would die of it, whatever Hookscope's own exit code is.
 */
function takeCtrlC(): void {
  const { stdin } = process
  if (!stdin.isTTY) return
  stdin.setRawMode(true)
  stdin.on('data', (keys: Buffer) => {
    if (keys.includes(CTRL_C)) process.kill(process.pid, 'SIGINT')
  })
  stdin.unref()
}

/** A signal to npm ends npm and its shell, and is not passed on: without them nobody would end this. */
function endWithNpm(): void {
  if (process.env['npm_lifecycle_event'] !== 'start') return
  const shell = process.ppid
  const look = setInterval(() => {
    if (process.ppid === shell) return
    clearInterval(look)
    process.kill(process.pid, 'SIGTERM')
  }, LOOK_MS)
  look.unref()
}

// First: npm may be ended while this builds.
endWithNpm()
buildIfStale()
const flags = process.argv.slice(2)
const why = whyNoWindow()
if (why === null) {
  openWindow(flags)
} else {
  console.error(`${why}, so Hookscope shows its page in the browser.\n`)
  await servePage(flags)
}
