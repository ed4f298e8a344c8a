import { createHmac } from 'node:crypto'
import { chromium, type Browser, type Page } from '@playwright/test'
import type { Client } from '../../src/shared/contract/client.ts'
import { findBrowser } from '../support/find-browser.ts'
import { benchEnvelope } from './envelope.ts'
import { startHookscope } from './hookscope.ts'
import { postRequest } from './load.ts'
import { withMillion } from './million.ts'
import { pacedLoad } from './paced-load.ts'
import { median } from './processes.ts'
import type { Row } from './rows.ts'
import { waitForIndex } from './search.ts'

const STARTS = 3
const ROUNDS = 5
const SECONDS = 6
const EVENTS_PER_SECOND = 2_000
/** They come in bursts, as those of one sender do. */
const TICK_MS = 10
const ROWS_ARE_THERE = '#feed [role=row][id]'

/** What a page did for some seconds. */
interface Frames {
  readonly count: number
  /** Tasks that held the page up for 50 ms or more. */
  readonly longTasks: number
}

/**
 * The page in a real browser on a million exchanges: how soon rows are there, and what live rows cost it. Live and still
 * rows are measured under the same load, so that what engine and sender take of the machine is the same for both: the page
 * with still rows shows the time before the load began.
 */
export function pageRows(): Promise<Row[]> {
  return withMillion(measure)
}

async function measure(directory: string): Promise<Row[]> {
  await using server = await startHookscope(directory)
  const client = await server.connect()
  const indexed = await waitForIndex(client)
  const executablePath = findBrowser()
  const browser = await chromium.launch({ ...(executablePath !== null && { executablePath }), args: ['--no-sandbox', '--disable-gpu'] })
  try {
    const firstRowsMs = await firstRows(browser, client)
    const page = await openPage(browser, client)
    const { secret } = await client.workspace.secret()
    const bytes = Buffer.from(JSON.stringify(benchEnvelope()))
    const url = new URL('/webhooks/crm', server.ready.receiverUrl)
    const request = postRequest(url, bytes, `sha256=${createHmac('sha256', secret).update(bytes).digest('hex')}`)
    const quiet = await framesOf(page, 'scroll')
    const rounds = { still: [] as Frames[], scrolling: [] as Frames[], following: [] as Frames[] }
    const rates: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const load = await pacedLoad(url, request, EVENTS_PER_SECOND, { tickMs: TICK_MS })
      const before = new Date(Date.now() - 60_000).toISOString()
      await show(page, `#/activity?filter=${encodeURIComponent(`before:${before}`)}`)
      rounds.still.push(await framesOf(page, 'scroll'))
      await show(page, '#/activity')
      rounds.scrolling.push(await framesOf(page, 'scroll'))
      await show(page, '#/activity?sort=size')
      await show(page, '#/activity')
      rounds.following.push(await framesOf(page, 'rest'))
      rates.push((await load.stop()).requestsPerSecond)
    }
    const counts = (frames: readonly Frames[]): number => median(frames.map(({ count }) => count))
    const tasks = (frames: readonly Frames[]): number => median(frames.map(({ longTasks }) => longTasks))
    const detail = (frames: readonly Frames[]): string =>
      `${Math.round(counts(frames) / SECONDS)} frames/s, still rows ${Math.round(counts(rounds.still) / SECONDS)} (without load ${Math.round(quiet.count / SECONDS)}); ${Math.round(median(rates))} events/s`
    return [
      {
        what: 'page: first rows of a million, ms',
        ratio: median(firstRowsMs),
        target: 1_000,
        bound: 'max',
        detail: `slowest ${Math.round(Math.max(...firstRowsMs))} ms; ${indexed}`,
      },
      frameRow('page: frames scrolling live rows vs still ones', counts(rounds.scrolling) / counts(rounds.still), detail(rounds.scrolling)),
      frameRow('page: frames following live rows vs still ones', counts(rounds.following) / counts(rounds.still), detail(rounds.following)),
      taskRow('page: long tasks more than with still rows, scrolling', tasks(rounds.scrolling), tasks(rounds.still)),
      taskRow('page: long tasks more than with still rows, following', tasks(rounds.following), tasks(rounds.still)),
    ]
  } finally {
    await browser.close()
  }
}

/** From the beginning of the navigation to the first row; each time in a page that was never open. */
async function firstRows(browser: Browser, client: Client): Promise<number[]> {
  const times: number[] = []
  for (let start = 0; start < STARTS; start++) {
    const page = await openPage(browser, client)
    times.push(await page.evaluate<number>(FIRST_ROW_AT))
    await page.close()
  }
  return times
}

async function openPage(browser: Browser, client: Client): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  await page.addInitScript(NOTE_FIRST_ROW)
  await page.goto((await client.workspace.pageUrl()).url)
  await page.evaluate(FIRST_ROW_AT)
  return page
}

async function show(page: Page, hash: string): Promise<void> {
  await page.evaluate(`location.hash = ${JSON.stringify(hash)}`)
  await page.waitForTimeout(1_000)
  await page.locator(ROWS_ARE_THERE).first().waitFor()
}

/** Counts frames for some seconds, while the feed is scrolled down and up again or left alone. */
function framesOf(page: Page, how: 'scroll' | 'rest'): Promise<Frames> {
  return page.evaluate<Frames>(countFrames(SECONDS * 1_000, how === 'scroll' ? SCROLL_PX : 0))
}

// What runs in the page is text: its globals are not those of this program.

/**
 * Errors without a stack: React makes some while its code is read, and for a stack the browser, only because Playwright's
 * inspector is attached, reads all of the page's code a second time.
 */
const NOTE_FIRST_ROW = `
  Error.stackTraceLimit = 0
  const look = () => {
    if (document.querySelector(${JSON.stringify(ROWS_ARE_THERE)})) globalThis.firstRowAt = performance.now()
    else requestAnimationFrame(look)
  }
  requestAnimationFrame(look)`

/** Not `waitForFunction`: the page's policy forbids what it evaluates. */
const FIRST_ROW_AT = `new Promise((resolve) => {
  const look = () => ('firstRowAt' in globalThis ? resolve(firstRowAt) : requestAnimationFrame(look))
  look()
})`

const SCROLL_PX = 60

function countFrames(ms: number, px: number): string {
  return `new Promise((resolve) => {
    const feed = document.getElementById('feed')
    let [count, longTasks] = [0, 0]
    const observer = new PerformanceObserver((list) => (longTasks += list.getEntries().length))
    observer.observe({ entryTypes: ['longtask'] })
    const startedAt = performance.now()
    const frame = (now) => {
      count++
      if (feed && ${px} > 0) feed.scrollTop += (now - startedAt) % ${ms / 2} < ${ms / 4} ? ${px} : -${px}
      if (now - startedAt < ${ms}) return requestAnimationFrame(frame)
      observer.disconnect()
      resolve({ count, longTasks })
    }
    requestAnimationFrame(frame)
  })`
}

function frameRow(what: string, ratio: number, detail: string): Row {
  return { what, ratio, target: 0.9, bound: 'min', detail }
}

function taskRow(what: string, live: number, still: number): Row {
  return { what, ratio: Math.max(0, live - still), target: 0, bound: 'max', detail: `${live} in ${SECONDS} s, still rows ${still}` }
}
