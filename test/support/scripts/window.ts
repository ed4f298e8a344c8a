import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './build.ts'

/** Electron's binary is fetched at the first start; whoever waits longer than this gets the page meanwhile. */
const FETCH_WITHIN_MS = 10_000
const ELECTRON = join(ROOT, 'node_modules/electron')

/** Why there can be no window, as the start of a sentence; null when there can. */
export function whyNoWindow(): string | null {
  const { env, platform } = process
  // Who names a binary wants it started.
  if (env['ELECTRON_OVERRIDE_DIST_PATH']) return null
  if (platform === 'linux' && !env['DISPLAY'] && !env['WAYLAND_DISPLAY']) return 'There is no display'
  if (platform === 'linux' && process.getuid?.() === 0) return 'Electron opens no window for root'
  if (!isElectronInstalled()) spawnSync(process.execPath, [join(ELECTRON, 'install.js')], { timeout: FETCH_WITHIN_MS, stdio: 'ignore' })
  return isElectronInstalled() ? null : "Electron's binary is not here (npx install-electron fetches it)"
}

function isElectronInstalled(): boolean {
  return existsSync(join(ELECTRON, 'path.txt'))
}
