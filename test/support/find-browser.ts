import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from '@playwright/test'

/** Chromium for the browser specs: the one named by CHROMIUM, the system's, Playwright's own. */

const SYSTEM_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const MAC_APPS = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium']

/** What the search has of the outside world; tests hand in their own. */
export interface Machine {
  readonly env: NodeJS.ProcessEnv
  readonly isRoot: boolean
  /** Where Playwright keeps a browser of its own. */
  readonly ownBrowser: string
  exists(path: string): boolean
  /** Whether it is a browser that starts. */
  starts(path: string): boolean
  /** Runs an installer to its end. */
  run(program: string, args: readonly string[]): void
}

/** This one. */
export const MACHINE: Machine = {
  env: process.env,
  isRoot: process.getuid?.() === 0,
  ownBrowser: chromium.executablePath(),
  exists: existsSync,
  starts: (path) => spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 30_000 }).status === 0,
  run: (program, args) => {
    spawnSync(program, args, { stdio: ['ignore', 2, 2], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
  },
}

/** The path of a browser that starts, or null. Throws when CHROMIUM names one that does not. */
export function findBrowser({ env, exists, starts, ownBrowser }: Machine = MACHINE): string | null {
  const named = env['CHROMIUM']
  if (named) {
    if (starts(named)) return named
    throw new Error(`CHROMIUM names ${named}, which is no browser that starts. Correct it, or unset it to have one found.`)
  }
  const onPath = (env['PATH'] ?? '').split(delimiter).flatMap((folder) => SYSTEM_NAMES.map((name) => join(folder, name)))
  return [...onPath, ...MAC_APPS, ownBrowser].find((path) => exists(path) && starts(path)) ?? null
}

/** A browser, installed now if there is none; null when that failed, too. Says what it is about to install. */
export function findOrInstallBrowser(say: (line: string) => void, machine: Machine = MACHINE): string | null {
  const found = findBrowser(machine)
  if (found !== null) return found
  if (mayInstallPackages(machine)) {
    say(`No Chromium here: installing Debian's package "chromium" with apt-get.`)
    machine.run('apt-get', ['update'])
    machine.run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'])
    const installed = findBrowser(machine)
    if (installed !== null) return installed
  }
  say(`No Chromium here: downloading Playwright's own.`)
  machine.run(process.execPath, [join(import.meta.dirname, '../../node_modules/@playwright/test/cli.js'), 'install', 'chromium'])
  return findBrowser(machine)
}

/** Only where nobody's machine is changed: as root in CI or in a container, with Debian's tools. */
function mayInstallPackages({ env, isRoot, exists }: Machine): boolean {
  const isContainer = exists('/.dockerenv') || exists('/run/.containerenv') || Boolean(env['container'])
  return isRoot && (env['CI'] === 'true' || isContainer) && exists('/usr/bin/apt-get')
}
