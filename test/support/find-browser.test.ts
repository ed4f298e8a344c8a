import { expect, test } from 'vitest'
import { caught } from './caught.ts'
import { findOrInstallBrowser, type Machine } from './find-browser.ts'

const OWN = '/cache/playwright/chrome'
const DEBIAN = '/usr/bin/chromium'

interface Wish {
  readonly env?: NodeJS.ProcessEnv
  readonly isRoot?: boolean
  readonly files?: readonly string[]
  /** Programs whose installers bring nothing. */
  readonly broken?: readonly string[]
}

/** What `npm test` finds on such a machine, and what it ran to get it. */
function found({ env = {}, isRoot = false, files = [], broken = [] }: Wish): { browser: string | null; ran: string[]; said: number } {
  const there = new Set(files)
  const ran: string[] = []
  const machine: Machine = {
    env: { PATH: '/usr/local/bin:/usr/bin', ...env },
    isRoot,
    ownBrowser: OWN,
    exists: (path) => there.has(path),
    starts: (path) => there.has(path),
    run: (program, args) => {
      const name = program === 'apt-get' ? `apt-get ${args[0]}` : 'playwright'
      ran.push(name)
      if (broken.includes(name)) return
      if (name === 'apt-get install') there.add(DEBIAN)
      if (name === 'playwright') there.add(OWN)
    },
  }
  let said = 0
  return { browser: findOrInstallBrowser(() => said++, machine), ran, said }
}

const APT = ['/usr/bin/apt-get', '/.dockerenv']

test.each<[string, Wish, { browser: string | null; ran: string[]; said: number }]>([
  ['the one named by CHROMIUM', { env: { CHROMIUM: '/opt/c' }, files: ['/opt/c', DEBIAN] }, { browser: '/opt/c', ran: [], said: 0 }],
  ["the system's", { files: [DEBIAN, OWN] }, { browser: DEBIAN, ran: [], said: 0 }],
  ["Playwright's own, once it was downloaded", { files: [OWN] }, { browser: OWN, ran: [], said: 0 }],
  ["on a person's machine Playwright's is downloaded", { files: ['/usr/bin/apt-get'] }, { browser: OWN, ran: ['playwright'], said: 1 }],
  [
    'root alone is no reason to install packages',
    { isRoot: true, files: ['/usr/bin/apt-get'] },
    { browser: OWN, ran: ['playwright'], said: 1 },
  ],
  ['nor is a container without root', { files: APT }, { browser: OWN, ran: ['playwright'], said: 1 }],
  [
    'root in a container installs the package',
    { isRoot: true, files: APT },
    { browser: DEBIAN, ran: ['apt-get update', 'apt-get install'], said: 1 },
  ],
  [
    'root in CI, too',
    { isRoot: true, env: { CI: 'true' }, files: ['/usr/bin/apt-get'] },
    { browser: DEBIAN, ran: ['apt-get update', 'apt-get install'], said: 1 },
  ],
  [
    "without the package, Playwright's is downloaded",
    { isRoot: true, files: APT, broken: ['apt-get install'] },
    { browser: OWN, ran: ['apt-get update', 'apt-get install', 'playwright'], said: 2 },
  ],
  ['where nothing can be installed there is none', { broken: ['playwright'] }, { browser: null, ran: ['playwright'], said: 1 }],
])('%s', (_, machine, outcome) => {
  expect(found(machine)).toEqual(outcome)
})

test('a CHROMIUM that does not start is an error, not a reason to take another', () => {
  expect(caught(() => found({ env: { CHROMIUM: '/opt/c' }, files: [DEBIAN] }))).toMatchObject({
    message: 'CHROMIUM names /opt/c, which is no browser that starts. Correct it, or unset it to have one found.',
  })
})
