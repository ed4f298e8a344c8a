import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildIfStale, CLI, ROOT } from './build.ts'

// `npm start`: the desktop window, or the page where there can be none. Flags after `--` go to the one that starts.

const CTRL_C = 3
/** Electron's binary is fetched at the first start; whoever waits longer than this gets the page meanwhile. */
const FETCH_WITHIN_MS = 10_000
const ELECTRON = join(ROOT, 'node_modules/electron')

/** Why there can be no window, as the start of a sentence; null when there can. */
function whyNoWindow(): string | null {
  const { env, platform } = process
  if (platform === 'linux' && !env['DISPLAY'] && !env['WAYLAND_DISPLAY']) return 'There is no display'
  if (platform === 'linux' && process.getuid?.() === 0) return 'Electron opens no window for root'
  if (!isElectronInstalled()) spawnSync(process.execPath, [join(ELECTRON, 'install.js')], { timeout: FETCH_WITHIN_MS, stdio: 'ignore' })
  return isElectronInstalled() ? null : "Electron's binary is not here (npx install-electron fetches it)"
}

function isElectronInstalled(): boolean {
  return existsSync(join(ELECTRON, 'path.txt'))
}

/** Opens the window and ends with its exit code. */
function openWindow(flags: readonly string[]): void {
  const electron = createRequire(import.meta.url)('electron') as string
  const child = spawn(electron, [ROOT, ...flags], { stdio: 'inherit' })
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

buildIfStale()
const flags = process.argv.slice(2)
const why = whyNoWindow()
if (why === null) {
  openWindow(flags)
} else {
  console.error(`${why}, so Hookscope shows its page in the browser.\n`)
  await servePage(flags)
}
