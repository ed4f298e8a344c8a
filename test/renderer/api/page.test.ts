import { expect, onTestFinished, test, vi } from 'vitest'
import { createClient, type Browser } from '../../../src/renderer/api/client.ts'
import { untilConnection } from '../../../src/renderer/api/connection.ts'
import { keepLive } from '../../../src/renderer/api/live.ts'
import { toProblem } from '../../../src/renderer/api/problem.ts'
import type { Exchanges } from '../../../src/main/engine/exchanges-room.ts'
import { HookscopeError } from '../../../src/shared/domain/errors.ts'
import { fakeEngine, runningControl, SUMMARY } from '../../api/running-control.ts'
import { rejected } from '../../support/caught.ts'

/** A browser tab: its address, its session storage, and what changed its address. */
function tab(
  address: string,
  session: Record<string, string> = {},
): Browser & { go(address: string): void; readonly session: Record<string, string> } {
  const events = new EventTarget()
  const location = new URL(address)
  return {
    location,
    session,
    history: { replaceState: (_data, _unused, url) => void (location.hash = String(url)) },
    sessionStorage: {
      getItem: (key) => session[key] ?? null,
      setItem: (key, value) => void (session[key] = value),
      removeItem: (key) => void delete session[key],
    },
    addEventListener: events.addEventListener.bind(events),
    removeEventListener: events.removeEventListener.bind(events),
    go: (next) => {
      location.href = next
      events.dispatchEvent(new Event('hashchange'))
    },
  }
}

function opened(browser: Browser) {
  const api = createClient(browser)
  onTestFinished(api.close)
  return api
}

test('A page opened with a code gets in, loses the code from its address, and reloads with its session', async () => {
  const { url, newPageUrl } = await runningControl(fakeEngine())
  const first = tab(`${newPageUrl()}/inboxes`)

  const status = await opened(first).client.status()
  const reloaded = tab(`${url}/#/activity`, first.session)

  expect({ status: status.controlUrl, hash: first.location.hash, again: (await opened(reloaded).client.status()).controlUrl }).toEqual({
    status: url,
    hash: '#/inboxes',
    again: url,
  })
})

test('A page without a way in says how to get one, and takes it when it is pasted', async () => {
  const { url, newPageUrl } = await runningControl(fakeEngine())
  const browser = tab(`${url}/`)
  const { client, connection } = opened(browser)

  const refused = await rejected(client.status())
  const state = connection.getState()
  browser.go(newPageUrl())
  await untilConnection(connection, ['connected'])

  expect({ refused: toProblem(refused), state, hash: browser.location.hash, status: (await client.status()).controlUrl }).toEqual({
    refused: { code: 'unauthorized', message: 'This page may not ask Hookscope.', remedy: 'Run hookscope open in a terminal.', fields: [] },
    state: { kind: 'refused', sentence: 'This page has no way in. Run `hookscope open` in a terminal: it opens the page with one.' },
    hash: '#/',
    status: url,
  })
})

test('An old code is refused, unless the tab has a session that is still good', async () => {
  const { url, newPageUrl } = await runningControl(fakeEngine())
  const good = tab(newPageUrl())
  await opened(good).client.status()

  const stranger = opened(tab(`${url}/#code=${'x'.repeat(43)}`))
  await untilConnection(stranger.connection, ['refused'])
  const known = opened(tab(`${url}/#code=${'x'.repeat(43)}`, { ...good.session }))

  expect((await known.client.status()).controlUrl).toBe(url)
})

test('When the engine comes back, so does the page, and its live stream goes on after its cursor', async () => {
  const asked: (string | undefined)[] = []
  const exchanges: Partial<Exchanges> = {
    async *watch({ after }, signal) {
      asked.push(after)
      yield { cursor: `cursor-${asked.length}`, rows: [SUMMARY], gap: false }
      await new Promise((resolve) => signal.addEventListener('abort', resolve))
    },
  }
  const before = await runningControl(fakeEngine({ exchanges }))
  const { client, connection, retry } = opened(tab(before.newPageUrl()))
  const onBatch = vi.fn<(batch: { cursor: string }) => void>()
  const onProblem = vi.fn<() => void>()
  const stop = keepLive({
    open: (after, signal) => client.exchanges.watch({ filter: '', ...(after !== undefined && { after }) }, { signal }),
    onBatch,
    onProblem,
    connection,
  })
  onTestFinished(stop)
  await vi.waitUntil(() => onBatch.mock.calls.length === 1)

  await before.close()
  await untilConnection(connection, ['reconnecting'])
  const meanwhile = toProblem(await rejected(client.status()))
  await runningControl(fakeEngine({ exchanges }), { port: before.port })
  retry()
  await vi.waitUntil(() => onBatch.mock.calls.length === 2)

  expect({
    asked,
    cursors: onBatch.mock.calls.map(([{ cursor }]) => cursor),
    meanwhile: meanwhile.code,
    problems: onProblem.mock.calls,
  }).toEqual({
    asked: [undefined, 'cursor-1'],
    cursors: ['cursor-1', 'cursor-2'],
    meanwhile: 'engine_gone',
    problems: [],
  })
})

test('A stream that the engine refuses is not asked for again', async () => {
  const { newPageUrl } = await runningControl(
    fakeEngine({
      exchanges: {
        watch: () => {
          throw new HookscopeError('bad_filter', 'There is no key "stat".', 'Did you mean status?')
        },
      },
    }),
  )
  const { client, connection } = opened(tab(newPageUrl()))

  const problem = await new Promise((resolve) =>
    keepLive({
      open: (_, signal) => client.exchanges.watch({ filter: 'stat:500' }, { signal }),
      onBatch: () => {},
      onProblem: resolve,
      connection,
    }),
  )

  expect(problem).toEqual({ code: 'bad_filter', message: 'There is no key "stat".', remedy: 'Did you mean status?', fields: [] })
})

test('What is no problem of the contract is called a fault of the page', () => {
  expect(toProblem(new TypeError('x is undefined'))).toEqual({
    code: 'internal',
    message: 'The page failed by a fault of its own.',
    remedy: 'Load it again.',
    fields: [],
  })
})
