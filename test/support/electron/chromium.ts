import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { Cdp } from './cdp.ts'

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--no-default-browser-check',
  '--no-startup-window',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-extensions',
  '--disable-dev-shm-usage',
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--password-store=basic',
  '--remote-debugging-port=0',
]
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const LISTENING = /^DevTools listening on (ws:\/\/.*)$/m

/** A running Chromium. */
export interface Chromium {
  readonly cdp: Cdp
  /** The line Chromium prints when it listens; Playwright waits for it. */
  readonly listeningLine: string
}

let running: Cdp | undefined

/** The Chromium of this process; there is one from the app's `ready` on. */
export function chromium(): Cdp {
  if (!running) throw new Error('The stand-in has no Chromium before the app is ready')
  return running
}

/** Starts it; it goes when this process does. `onExit` when it went by itself. */
export async function startChromium(profile: string, extraFlags: readonly string[], onExit: () => void): Promise<Chromium> {
  const program = process.env['CHROMIUM'] ?? PLACES.find((place) => existsSync(place)) ?? 'chromium'
  const child = spawn(program, [...FLAGS, `--user-data-dir=${profile}`, ...extraFlags], {
    // In a group of its own: Ctrl-C is for the app, which ends it.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  process.on('exit', () => child.kill('SIGKILL'))
  const match = await new Promise<RegExpExecArray>((resolve, reject) => {
    let text = ''
    child.stderr.setEncoding('utf8').on('data', (part: string) => {
      text += part
      const found = LISTENING.exec(text)
      if (found) resolve(found)
    })
    child.on('error', reject)
    child.on('exit', (code) => reject(new Error(`Chromium ended with ${code}: ${text}`)))
  })
  child.on('exit', onExit)
  running = await Cdp.connect(match[1] ?? '')
  return { cdp: running, listeningLine: match[0] }
}
