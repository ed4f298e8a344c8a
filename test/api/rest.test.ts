import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import type { Control } from '../../src/main/api/control.ts'
import type { EndpointInput, Endpoints } from '../../src/main/engine/services.ts'
import type { Endpoint } from '../../src/shared/domain/endpoint.ts'
import { HookscopeError } from '../../src/shared/domain/errors.ts'
import type { DeliveryView } from '../../src/shared/domain/exchange.ts'
import { CRM_POLICY } from '../../src/shared/domain/retry-policy.ts'
import { endpointOf, fakeEngine, runningControl, TOKEN } from './running-control.ts'

const SECRET = 'your-webhook-secret-key-min-32-chars'
const ID = endpointOf({}).id

interface Call {
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly body?: string
}

/** A call with the token; the answer's status and what it said. */
async function call({ url }: Control, path: string, { method = 'GET', headers = {}, body }: Call = {}) {
  const json = body === undefined ? {} : { 'content-type': 'application/json' }
  const response = await fetch(url + path, {
    method,
    headers: { authorization: `Bearer ${TOKEN}`, ...json, ...headers },
    ...(body !== undefined && { body }),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? null : (JSON.parse(text) as unknown), headers: response.headers }
}

/** Endpoints kept in a list, as the engine would. */
function endpointsRoom(initial: readonly Endpoint[]): Partial<Endpoints> {
  const list = [...initial]
  const get = (id: string): Endpoint => {
    const found = list.find((each) => each.id === id)
    if (!found) throw new HookscopeError('not_found', `There is no endpoint ${id}.`, 'hookscope endpoints lists them.')
    return found
  }
  const change = (endpoint: Endpoint, { url, events, isActive, tenantId }: EndpointInput): Endpoint => ({
    ...endpoint,
    ...(url !== undefined && { url, resolvedUrl: url }),
    ...(events !== undefined && { events }),
    ...(isActive !== undefined && { isActive }),
    ...(tenantId !== undefined && { tenantId }),
  })
  return {
    list: () => list,
    get,
    create: async (input) => {
      list.push(change(endpointOf({}), input))
      return get(ID)
    },
    update: async (id, input) => change(get(id), input),
    remove: async (id) => void list.splice(list.indexOf(get(id)), 1),
    secret: () => SECRET,
  }
}

function deliveryOf(parts: Partial<DeliveryView>): DeliveryView {
  return {
    id: 'delivery_01kf5r0000000aaaaaaaaaaaaa',
    eventId: 'evt_01kf5r0000000aaaaaaaaaaaaa',
    type: 'deal.won',
    endpointId: ID,
    place: 'your-app.com',
    url: 'https://your-app.com/webhooks/crm',
    state: 'success',
    attempts: 1,
    maxAttempts: 3,
    ladderMs: CRM_POLICY.delaysMs,
    speed: 1,
    createdAt: Date.UTC(2026, 0, 17, 10, 30),
    lastAttemptAt: Date.UTC(2026, 0, 17, 10, 30, 0, 999),
    nextAttemptAt: null,
    status: 200,
    error: null,
    replayOf: null,
    history: [],
    explanation: [],
    ...parts,
  }
}

/** The status of a chunked body of that many times 64 KiB. */
async function postChunks({ url }: Control, times: number): Promise<number> {
  const chunk = new Uint8Array(65_536)
  const body = ReadableStream.from(Array.from({ length: times }, () => chunk))
  const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' }
  return (await fetch(`${url}/api/webhooks`, { method: 'POST', headers, body, duplex: 'half' })).status
}

// The guide, "Register Webhook", word for word.
const REGISTER = `curl -X POST https://api.yourdomain.com/api/webhooks \\
  -H "Authorization: Bearer <token>" \\
  -H "Content-Type: application/json" \\
  -d '{
    "url": "https://your-app.com/webhooks/crm",
    "events": ["lead.created", "deal.won", "ticket.closed"],
    "isActive": true,
    "secret": "your-webhook-secret-key-min-32-chars"
  }'`

test("The guide's command registers a webhook and gets the guide's answer", async () => {
  const { url } = await runningControl(fakeEngine({ endpoints: endpointsRoom([]) }))

  const command = REGISTER.replace('https://api.yourdomain.com', url).replace('<token>', TOKEN)
  const { stdout } = await promisify(execFile)('sh', ['-c', `${command} --silent`])

  expect(JSON.stringify(JSON.parse(stdout), null, 2)).toBe(`{
  "id": "${ID}",
  "url": "https://your-app.com/webhooks/crm",
  "events": [
    "lead.created",
    "deal.won",
    "ticket.closed"
  ],
  "isActive": true,
  "secret": "your-webhook-secret-key-min-32-chars",
  "createdAt": "2026-01-17T10:30:00Z"
}`)
})

test('Every route answers with the status of its kind', async () => {
  const control = await runningControl(
    fakeEngine({
      endpoints: endpointsRoom([]),
      deliveries: { listOf: async () => ({ items: [], hasMore: false }), get: async () => deliveryOf({ state: 'pending', status: null }) },
      sending: { test: async () => deliveryOf({}).id },
    }),
  )
  const status = async (method: string, path: string, body?: object): Promise<number> =>
    (await call(control, path, { method, ...(body && { body: JSON.stringify(body) }) })).status

  expect({
    create: await status('POST', '/api/webhooks', { url: 'https://a.example/', events: ['lead.*'] }),
    list: await status('GET', '/api/webhooks'),
    page: await status('GET', `/api/webhooks?limit=1&cursor=${ID}`),
    get: await status('GET', `/api/webhooks/${ID}`),
    update: await status('PATCH', `/api/webhooks/${ID}`, { isActive: false }),
    updateNothing: await status('PATCH', `/api/webhooks/${ID}`),
    deliveries: await status('GET', `/api/webhooks/${ID}/deliveries`),
    secret: await status('GET', `/api/webhooks/${ID}/secret`),
    test: await status('POST', `/api/webhooks/${ID}/test`),
    remove: await status('DELETE', `/api/webhooks/${ID}`),
    removeAgain: await status('DELETE', `/api/webhooks/${ID}`),
    unknownWebhook: await status('GET', '/api/webhooks/webhook_none/secret'),
    head: await status('HEAD', '/api/webhooks'),
    headOfNothing: await status('HEAD', '/api/nothing'),
    unknownRoute: await status('GET', '/api/nothing'),
    unknownRouteBelow: await status('GET', `/api/webhooks/${ID}/nothing`),
    root: await status('GET', '/api'),
    wrongMethod: await status('PUT', `/api/webhooks/${ID}`, {}),
    noObject: await status('POST', '/api/webhooks', []),
    tooMany: await status('GET', '/api/webhooks?limit=501'),
    badCursor: await status('GET', '/api/webhooks?cursor=x'),
  }).toEqual({
    create: 201,
    list: 200,
    page: 200,
    get: 200,
    update: 200,
    updateNothing: 200,
    deliveries: 200,
    secret: 200,
    test: 202,
    remove: 204,
    removeAgain: 404,
    unknownWebhook: 404,
    head: 200,
    headOfNothing: 404,
    unknownRoute: 404,
    unknownRouteBelow: 404,
    root: 404,
    wrongMethod: 405,
    noObject: 422,
    tooMany: 422,
    badCursor: 422,
  })
})

test('Without the token, or with a wrong one, nothing is told', async () => {
  const control = await runningControl(fakeEngine({ endpoints: endpointsRoom([endpointOf({})]) }))
  const given = [{ authorization: '' }, { authorization: 'Bearer wrong' }, { authorization: `Basic ${TOKEN}` }, { authorization: TOKEN }]

  const answers = await Promise.all(given.map((headers) => call(control, `/api/webhooks/${ID}`, { headers })))
  const unknown = await call(control, '/api/nothing', { headers: { authorization: '' } })

  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401])
  expect({
    unknown: unknown.status,
    type: unknown.headers.get('content-type'),
    ask: unknown.headers.get('www-authenticate'),
    body: unknown.body,
  }).toEqual({
    unknown: 401,
    type: 'application/problem+json',
    ask: 'Bearer realm="hookscope"',
    body: {
      type: 'about:blank',
      title: 'Unauthorized',
      status: 401,
      detail: 'The request has no token, or a wrong one.',
      code: 'unauthorized',
      remedy: 'Send Authorization: Bearer with what hookscope token prints.',
      errors: [],
    },
  })
})

test('A wrong method is told which ones there are', async () => {
  const control = await runningControl(fakeEngine())
  const allow = async (path: string): Promise<string | null> => (await call(control, path, { method: 'PUT' })).headers.get('allow')

  expect([await allow('/api/webhooks'), await allow(`/api/webhooks/${ID}`), await allow(`/api/webhooks/${ID}/test`)]).toEqual([
    'POST, GET, HEAD',
    'GET, HEAD, PATCH, DELETE',
    'POST',
  ])
})

test('Bad bodies are refused by kind, wrong fields by name', async () => {
  const control = await runningControl(
    fakeEngine({
      endpoints: {
        create: async () => {
          throw new HookscopeError('bad_input', 'The endpoint cannot be saved.', 'Correct it.', {
            fields: [{ path: 'events[1]', message: '"led.created" is no event filter' }],
          })
        },
      },
    }),
  )
  const post = async (body: string, headers = {}) => {
    const answer = await call(control, '/api/webhooks', { method: 'POST', body, headers })
    const { code, detail, errors } = answer.body as { code: string; detail: string; errors: unknown }
    return { status: answer.status, type: answer.headers.get('content-type'), code, detail, errors }
  }
  const type = 'application/problem+json'

  expect({
    malformed: await post('{"url":'),
    notJson: (await call(control, '/api/webhooks', { method: 'POST', body: '{}', headers: { 'content-type': 'text/plain' } })).status,
    tooLarge: (await post(`"${'x'.repeat(1_048_576)}"`)).status,
    tooLargeUnannounced: await postChunks(control, 17),
    tooDeep: await post(`{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`),
    missing: await post('{"events":["lead.created",7]}'),
    mistyped: await post('{"url":"https://a.example/","evnts":["lead.*"]}'),
    engine: await post('{"url":"https://a.example/","events":["lead.*","led.created"]}'),
  }).toEqual({
    malformed: { status: 400, type, code: 'bad_json', detail: 'The body is not JSON.', errors: [] },
    notJson: 415,
    tooLarge: 413,
    tooLargeUnannounced: 413,
    tooDeep: {
      status: 422,
      type,
      code: 'bad_input',
      detail: 'The body nests deeper than 500 levels.',
      errors: [{ path: '', message: 'nests deeper than 500 levels' }],
    },
    missing: {
      status: 422,
      type,
      code: 'bad_input',
      detail: 'The input does not fit: url is missing; events[1] is not a text.',
      errors: [
        { path: 'url', message: 'is missing' },
        { path: 'events[1]', message: 'is not a text' },
      ],
    },
    mistyped: {
      status: 422,
      type,
      code: 'bad_input',
      detail: 'The input does not fit: events is missing; evnts is not a known field; did you mean events?',
      errors: [
        { path: 'events', message: 'is missing' },
        { path: 'evnts', message: 'is not a known field; did you mean events?' },
      ],
    },
    engine: {
      status: 422,
      type,
      code: 'bad_input',
      detail: 'The endpoint cannot be saved.',
      errors: [{ path: 'events[1]', message: '"led.created" is no event filter' }],
    },
  })
})

test('A fault of our own is logged and not told', async () => {
  const log: unknown[] = []
  const endpoints = {
    list: () => {
      throw new Error('SQLITE_IOERR at /data/default')
    },
  }
  const control = await runningControl(fakeEngine({ endpoints }), { log: (...line) => log.push(line) })

  const { status, body } = await call(control, '/api/webhooks')

  expect({ status, body, log }).toEqual({
    status: 500,
    body: {
      type: 'about:blank',
      title: 'Internal Server Error',
      status: 500,
      detail: 'Hookscope failed by a fault of its own.',
      code: 'internal',
      remedy: 'Try again; if it stays, its log says more.',
      errors: [],
    },
    log: [['error', 'webhooks.list failed', new Error('SQLITE_IOERR at /data/default')]],
  })
})

test("Webhooks are listed page by page, the built-in one and others' secrets left out", async () => {
  const ids = ['webhook_01kf5r0000000aaaaaaaaaaaaa', 'webhook_01kf5r0000001aaaaaaaaaaaaa', 'webhook_01kf5r0000002aaaaaaaaaaaaa'] as const
  const control = await runningControl(
    fakeEngine({
      endpoints: endpointsRoom([
        endpointOf({ id: 'webhook_01kf5qzzzz000aaaaaaaaaaaaa', isBuiltIn: true }),
        endpointOf({ id: ids[0], tenantId: 'tenant_7' }),
        endpointOf({ id: ids[1], url: 'inbox:inbox_1', resolvedUrl: 'http://127.0.0.1:5880/webhooks/crm', events: ['lead.*'] }),
        endpointOf({ id: ids[2] }),
      ]),
    }),
  )

  const first = await call(control, '/api/webhooks?limit=2')
  const second = await call(control, `/api/webhooks?limit=2&cursor=${ids[1]}`)
  const builtIn = await call(control, '/api/webhooks/webhook_01kf5qzzzz000aaaaaaaaaaaaa')

  const common = { isActive: true, createdAt: '2026-01-17T10:30:00Z' }
  const url = 'https://your-app.com/webhooks/crm'
  expect({ first: first.body, second: second.body, builtIn: builtIn.status }).toEqual({
    first: {
      items: [
        { id: ids[0], url, events: ['*'], tenantId: 'tenant_7', ...common },
        { id: ids[1], url: 'http://127.0.0.1:5880/webhooks/crm', events: ['lead.*'], ...common },
      ],
      nextCursor: ids[1],
    },
    second: { items: [{ id: ids[2], url, events: ['*'], ...common }], nextCursor: null },
    builtIn: 404,
  })
})

test("Delivery history has the guide's shape", async () => {
  const asked: unknown[] = []
  const at = Date.UTC(2026, 0, 17, 10, 35)
  const items = [
    deliveryOf({}),
    deliveryOf({ state: 'failed', status: 500, attempts: 3, lastAttemptAt: at, error: 'The receiver answered 500.' }),
    deliveryOf({ state: 'pending', status: null, attempts: 1, nextAttemptAt: at, error: 'Nobody listens at 127.0.0.1:3000.' }),
    deliveryOf({ state: 'failed', status: 302, error: 'The receiver answered 302; redirects are never followed.' }),
    deliveryOf({ state: 'pending', status: null, attempts: 0, lastAttemptAt: null, nextAttemptAt: at }),
    deliveryOf({ state: 'cancelled', status: null, attempts: 0, lastAttemptAt: null, eventId: null, type: null }),
  ]
  const control = await runningControl(
    fakeEngine({
      endpoints: endpointsRoom([endpointOf({})]),
      deliveries: {
        listOf: async (...given) => {
          asked.push(given)
          return { items, hasMore: true }
        },
      },
    }),
  )

  const { body } = await call(control, `/api/webhooks/${ID}/deliveries?limit=6&cursor=${deliveryOf({}).id}`)

  const { id, eventId } = deliveryOf({})
  const common = { id, eventId, eventType: 'deal.won' }
  const noon = '2026-01-17T10:30:00Z'
  const later = '2026-01-17T10:35:00Z'
  expect({ asked, body }).toEqual({
    asked: [[ID, { limit: 6, before: id }]],
    body: {
      items: [
        { ...common, status: 'success', statusCode: 200, attempts: 1, lastAttemptAt: noon, nextRetryAt: null },
        {
          ...common,
          status: 'failed',
          statusCode: 500,
          attempts: 3,
          lastAttemptAt: later,
          nextRetryAt: null,
          error: 'Internal Server Error',
        },
        {
          ...common,
          status: 'pending',
          statusCode: null,
          attempts: 1,
          lastAttemptAt: noon,
          nextRetryAt: later,
          error: 'Nobody listens at 127.0.0.1:3000.',
        },
        {
          ...common,
          status: 'failed',
          statusCode: 302,
          attempts: 1,
          lastAttemptAt: noon,
          nextRetryAt: null,
          error: 'The receiver answered 302; redirects are never followed.',
        },
        { ...common, status: 'pending', statusCode: null, attempts: 0, lastAttemptAt: null, nextRetryAt: null },
        { id, eventId: null, eventType: null, status: 'cancelled', statusCode: null, attempts: 0, lastAttemptAt: null, nextRetryAt: null },
      ],
      nextCursor: id,
    },
  })
})
