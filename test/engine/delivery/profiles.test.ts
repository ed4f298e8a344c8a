import { expect, test } from 'vitest'
import { createFailingEndpoints } from '../../../src/main/engine/delivery/failing-endpoints.ts'
import type { StoredDelivery } from '../../../src/main/engine/store/delivery-row.ts'
import { endpointProblems } from '../../../src/shared/domain/endpoint-problems.ts'
import { PROFILE_IDS, PROFILES, profilePreset } from '../../../src/shared/domain/profiles/profiles.ts'
import { CRM_POLICY } from '../../../src/shared/domain/retry-policy.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../src/shared/domain/units.ts'
import { answer, ok, scriptedServer } from '../../support/scripted-server.ts'
import { openWorkbench, toEndpoint, toUrl } from './workbench.ts'

test('every profile can be saved on an endpoint as it stands', () => {
  const problems = PROFILE_IDS.flatMap((id) =>
    endpointProblems({ url: 'http://localhost/', events: ['*'], ...profilePreset(id) }, undefined),
  )
  expect(problems).toEqual([])
})

test('the profile of the CRM is the guide, and each provider has its ladder and time-out', () => {
  const total = (delays: readonly number[]): number => delays.reduce((sum, each) => sum + each, 0)
  const facts = Object.fromEntries(
    PROFILE_IDS.map((id) => {
      const { delaysMs, timeoutMs } = PROFILES[id].policy
      return [id, [delaysMs.length, total(delaysMs), timeoutMs / SECOND_MS]]
    }),
  )
  expect([PROFILES.crm, facts]).toEqual([
    { label: 'CRM', scheme: 'crm', policy: CRM_POLICY, concurrency: 8, headers: [] },
    {
      crm: [3, 6 * MINUTE_MS, 5],
      'crm-ordered': [3, 6 * MINUTE_MS, 5],
      'standard-webhooks': [10, 75 * HOUR_MS + 35 * MINUTE_MS + 5 * SECOND_MS, 15],
      svix: [8, 27 * HOUR_MS + 35 * MINUTE_MS + 5 * SECOND_MS, 15],
      github: [1, 0, 10],
      stripe: [9, 72 * HOUR_MS + 35 * MINUTE_MS, 20],
      shopify: [9, 4 * HOUR_MS, 5],
      slack: [4, 6 * MINUTE_MS, 3],
      xero: [8, DAY_MS, 5],
    },
  ])
})

test('GitHub’s way: its headers and signature, and no second attempt', async () => {
  const server = await scriptedServer(answer(500, 'Internal Server Error'))
  const { addEndpoint, send, ended } = openWorkbench()
  const id = await send(toEndpoint(addEndpoint({ ...profilePreset('github'), url: server.url, resolvedUrl: server.url })))
  const [view] = await ended([id])
  const names = ['user-agent', 'x-github-event', 'x-github-delivery', 'x-hub-signature-256']
  const seen = names.map((name) =>
    server.requests[0]?.headers.find((line) => line.toLowerCase().startsWith(`${name}: `))?.replace(/^[^:]*: /, ''),
  )
  expect([view?.state, view?.attempts, seen]).toEqual([
    'failed',
    1,
    ['GitHub-Hookshot/044aadd', 'lead.created', expect.stringMatching(/^[0-9a-f-]{36}$/), expect.stringMatching(/^sha256=[0-9a-f]{64}$/)],
  ])
})

test('Slack’s way: whatever is not 2xx is tried again, and retries are numbered', async () => {
  const server = await scriptedServer(answer(404, 'Not Found'), answer(302, 'Found'), ok)
  const { send, ended } = openWorkbench()
  const { policy, headers } = profilePreset('slack')
  const [view] = await ended([await send(toUrl(server.url, { policy, headers, scheme: 'slack' }), { speed: 'max' })])
  const retries = server.requests.map((each) => each.headers.find((line) => line.startsWith('X-Slack-Retry-Num')) ?? null)
  expect([view?.state, retries]).toEqual(['success', [null, 'X-Slack-Retry-Num: 1', 'X-Slack-Retry-Num: 2']])
})

test('Xero’s way: 200 is success and nothing else', async () => {
  const server = await scriptedServer(answer(204, 'No Content'), answer(201, 'Created'), ok)
  const { send, ended } = openWorkbench()
  const { policy } = profilePreset('xero')
  const [view] = await ended([await send(toUrl(server.url, { policy, scheme: 'xero' }), { speed: 'max' })])
  expect([view?.state, view?.history.map(({ status }) => status)]).toEqual(['success', [204, 201, 200]])
})

test('an endpoint that fails too often in a row is switched off by its policy, with the reason', async () => {
  const server = await scriptedServer(answer(400), answer(400), ok, answer(400), answer(400), answer(400))
  const told: [number, string][] = []
  const { addEndpoint, send, ended } = openWorkbench({ switchOff: (seq, note) => void told.push([seq, note]) })
  const policy = { ...CRM_POLICY, disableAfterFailures: 3 }
  const target = toEndpoint(addEndpoint({ url: server.url, resolvedUrl: server.url, policy }))
  const before: number[] = []
  for (let count = 0; count < 6; count++) {
    await ended([await send(target)])
    before.push(told.length)
  }
  expect([before, told.map(([, note]) => note)]).toEqual([
    [0, 0, 0, 0, 0, 1],
    ['Switched off by its policy: 3 deliveries in a row failed.'],
  ])
})

test('Svix’s rule: off after five days without a success, sooner at a higher speed', () => {
  const delivery = (speed: number, createdAt: number) =>
    ({ endpointSeq: 1, createdAt, ladder: { policy: PROFILES.svix.policy, speed } }) as unknown as StoredDelivery
  const after = (days: number, speed: number, between: 'failed' | 'success'): string | null => {
    const failing = createFailingEndpoints()
    failing.note(delivery(speed, 0), 'failed', 1)
    failing.note(delivery(speed, DAY_MS), between, DAY_MS)
    return failing.note(delivery(speed, days * DAY_MS), 'failed', days * DAY_MS)
  }
  const why = 'Switched off by its policy: no delivery succeeded for 5 days.'
  expect([after(4, 1, 'failed'), after(5, 1, 'failed'), after(5, 1, 'success'), after(2, 3, 'failed')]).toEqual([null, why, null, why])
})
