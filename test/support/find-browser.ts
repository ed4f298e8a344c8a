import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from '@playwright/test'

/** Chromium for the browser specs: the one named by CHROMIUM, the system's, Playwright's own. */

const SYSTEM_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const MAC_APPS = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium']

/** The path of a browser that starts, or null. Throws when CHROMIUM names one that does not. */
export function findBrowser(): string | null {
  const named = process.env['CHROMIUM']
  if (named) {
    if (starts(named)) return named
    throw new Error(`CHROMIUM names ${named}, which is no browser that starts. Correct it, or unset it to have one found.`)
  }
  const onPath = (process.env['PATH'] ?? '').split(delimiter).flatMap((folder) => SYSTEM_NAMES.map((name) => join(folder, name)))
  return [...onPath, ...MAC_APPS, chromium.executablePath()].find((path) => existsSync(path) && starts(path)) ?? null
}

/** A browser, installed now if there is none; null when that failed, too. Says what it is about to install. */
export function findOrInstallBrowser(say: (line: string) => void): string | null {
  const found = findBrowser()
  if (found !== null) return found
  if (mayInstallPackages()) {
    say(`No Chromium here: installing Debian's package "chromium" with apt-get.`)
    run('apt-get', ['update'])
    run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'])
    const installed = findBrowser()
    if (installed !== null) return installed
  }
  say(`No Chromium here: downloading Playwright's own.`)
  run(process.execPath, [join(import.meta.dirname, '../../node_modules/@playwright/test/cli.js'), 'install', 'chromium'])
  return findBrowser()
}

/** Only where nobody's machine is changed: as root in CI or in a container, with Debian's tools. */
function mayInstallPackages(): boolean {
  const isContainer = existsSync('/.dockerenv') || existsSync('/run/.containerenv') || Boolean(process.env['container'])
  return process.getuid?.() === 0 && (process.env['CI'] === 'true' || isContainer) && existsSync('/usr/bin/apt-get')
}

function starts(path: string): boolean {
  return spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 30_000 }).status === 0
}

function run(program: string, args: readonly string[]): void {
  spawnSync(program, args, { stdio: ['ignore', 2, 2], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
}
