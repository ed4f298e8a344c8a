import { expect, test } from 'vitest'
import { openPlatform, type Platform } from '../api/platform.ts'
import { createFakeClock, FAKE_START, type FakeClock } from '../support/fake-clock.ts'
import { type Act, answer, hang, ok, reset, scriptedServer, type ScriptedServer } from '../support/scripted-server.ts'
import { guideCode } from './guide.ts'

/** The guide's section "Retry Logic". */

interface Delivery {
  readonly status: string
  readonly statusCode: number | null
  readonly attempts: number
  readonly lastAttemptAt: string
  readonly nextRetryAt: string | null
  readonly error?: string
}

interface Scene extends Platform {
  readonly clock: FakeClock
  readonly server: ScriptedServer
  /** Of the delivery history. */
  readonly path: string
  createLead(): Promise<void>
  /** The newest delivery once it looks like this. */
  delivery(wanted: (delivery: Delivery) => boolean): Promise<Delivery>
  history(): Promise<readonly Delivery[]>
}

/** A webhook for new leads whose receiver answers by script. */
async function openScene(...script: readonly Act[]): Promise<Scene> {
  const clock = createFakeClock()
  const platform = await openPlatform({ clock })
  const server = await scriptedServer(...script)
  const { id } = (await platform.call('POST', '/api/webhooks', { url: server.url, events: ['lead.created'] })).body as { id: string }
  const path = `/api/webhooks/${id}/deliveries`
  return {
    ...platform,
    clock,
    server,
    path,
    createLead: async () => {
      await platform.call('POST', '/api/leads', { firstName: 'Test', lastName: 'User', email: 'test@example.com' })
    },
    delivery: async (wanted) => ((await platform.until(path, ({ items }) => wanted(items[0]))) as { items: [Delivery] }).items[0],
    history: async () => ((await platform.call('GET', path)).body as { items: Delivery[] }).items,
  }
}

const isTried =
  (count: number) =>
  ({ attempts }: Delivery): boolean =>
    attempts === count

test('"Automatic Retries": attempts come at once, one minute after the first and five minutes after the second; there are three', async () => {
  const { clock, server, createLead, delivery } = await openScene(answer(500, 'Internal Server Error'))
  const moments: number[] = []

  await createLead()
  for (let attempt = 1; attempt <= 3; attempt++) {
    const { nextRetryAt } = await delivery(isTried(attempt))
    moments.push(clock.now() - FAKE_START)
    clock.advance(nextRetryAt === null ? 3_600_000 : Date.parse(nextRetryAt) - clock.now())
  }

  expect([moments, await delivery(() => true), server.requests.length]).toMatchObject([
    [0, 60_000, 360_000],
    { status: 'failed', attempts: 3, nextRetryAt: null },
    3,
  ])
})

/** One delivery after the other, each with its first answer; their states by name, and again a minute later. */
async function tellApart(answers: Readonly<Record<string, Act>>): Promise<Record<string, string>> {
  const { clock, createLead, delivery, history, until, path } = await openScene(...Object.values(answers), ok)
  const told = ({ status, statusCode, attempts }: Delivery): string => `${status} ${statusCode} ${attempts}`
  const first: string[] = []
  while (first.length < Object.keys(answers).length) {
    await createLead()
    first.push(told(await delivery(isTried(1))))
  }
  clock.advance(60_000)
  await until(path, ({ items }) => (items as Delivery[]).every(({ status }) => status !== 'pending'))
  const later = (await history()).map(told).toReversed()
  return Object.fromEntries(Object.keys(answers).map((name, index) => [name, `${first[index]}, then ${later[index]}`]))
}

function statuses(...all: readonly number[]): Record<string, Act> {
  return Object.fromEntries(all.map((status) => [status, answer(status)]))
}

test('"Failure Conditions": server errors, 408, 429 and network errors are tried again', async () => {
  const others: Record<string, Act> = { 'no HTTP': { kind: 'raw', bytes: 'hello\r\n\r\n' }, reset }
  const answers = { ...statuses(500, 503, 599, 408, 429), ...others }
  const states = Object.keys(answers).map((name) => [name, `pending ${name in others ? null : name} 1, then success 200 2`])
  expect(await tellApart(answers)).toEqual(Object.fromEntries(states))
})

test('"Failure Conditions": 2xx is success; other client errors, and redirects, are failures; none is tried again', async () => {
  const succeeded = [200, 204, 299]
  const failed = [400, 401, 404, 410, 422, 499, 302, 308]
  const states = [
    ...succeeded.map((status) => [status, `success ${status} 1, then success ${status} 1`]),
    ...failed.map((status) => [status, `failed ${status} 1, then failed ${status} 1`]),
  ]
  expect(await tellApart(statuses(...succeeded, ...failed))).toEqual(Object.fromEntries(states))
})

test('"Failure Conditions": an answer that takes more than five seconds is tried again, one that takes less is not', async () => {
  const { clock, server, createLead, delivery } = await openScene(hang)
  await createLead()
  await server.arrived(1)
  clock.advance(4_999)
  server.release()
  const inTime = await delivery(isTried(1))
  await createLead()
  await server.arrived(2)
  clock.advance(5_000)
  const late = await delivery(isTried(1))
  expect([inTime, late]).toMatchObject([
    { status: 'success', statusCode: 200 },
    { status: 'pending', statusCode: null, error: expect.stringContaining('5 s') },
  ])
})

test('"Delivery Status": the history has the guide’s shape, newest first, without an error where there was none', async () => {
  const { items: guide } = JSON.parse(guideCode('Retry Logic > Delivery Status', 'json')) as { items: [object, object] }
  const { clock, createLead, delivery, history } = await openScene(ok, answer(500, 'Internal Server Error'))
  await createLead()
  await delivery(({ status }) => status === 'success')
  await createLead()
  for (let attempt = 1; attempt <= 3; attempt++) {
    await delivery(isTried(attempt))
    clock.advance(300_000)
  }

  const [failed, succeeded] = await history()

  const id = (prefix: string): unknown => expect.stringMatching(new RegExp(`^${prefix}_[0-9a-z]{26}$`))
  expect([succeeded, failed]).toEqual([
    { ...guide[0], id: id('delivery'), eventId: id('evt'), lastAttemptAt: '2026-01-17T10:30:00Z' },
    {
      ...guide[1],
      id: id('delivery'),
      eventId: id('evt'),
      eventType: 'lead.created',
      lastAttemptAt: expect.any(String),
      error: expect.any(String),
    },
  ])
  expect([succeeded, failed].map((item) => Object.keys(item ?? {}))).toEqual(guide.map((item) => Object.keys(item)))
})
