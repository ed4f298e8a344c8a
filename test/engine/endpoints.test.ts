import { expect, test } from 'vitest'
import { EVENT_TYPES } from '../../src/shared/domain/catalogue/catalogue.ts'
import { createEndpoints, insertBuiltInEndpoint } from '../../src/main/engine/endpoints.ts'
import { createInboxes, insertBuiltInInbox } from '../../src/main/engine/inboxes.ts'
import type { Inboxes } from '../../src/main/engine/inboxes.ts'
import type { Core } from '../../src/main/engine/core.ts'
import type { Endpoints } from '../../src/main/engine/services.ts'
import { selectEndpoints } from '../../src/main/engine/store/endpoints.ts'
import { parseId } from '../../src/shared/domain/ids.ts'
import { CRM_POLICY } from '../../src/shared/domain/retry-policy.ts'
import { rejected } from '../support/caught.ts'
import { testCore } from '../support/core.ts'

const SECRET = 'a-secret-of-at-least-32-characters'

interface Rooms {
  readonly core: Core
  readonly endpoints: Endpoints
  readonly inboxes: Inboxes
  readonly cancelled: number[]
  readonly reopen: () => Endpoints
}

function open(): Rooms {
  const core = testCore()
  insertBuiltInEndpoint(core, insertBuiltInInbox(core))
  const inboxes = createInboxes(core, () => 'http://127.0.0.1:5880')
  const cancelled: number[] = []
  const neighbours = { inboxes, cancelPendingOf: (seq: number) => void cancelled.push(seq), wake: () => {}, eventTypes: () => EVENT_TYPES }
  return { core, endpoints: createEndpoints(core, neighbours), inboxes, cancelled, reopen: () => createEndpoints(core, neighbours) }
}

test('a new endpoint has the CRM’s ways, a secret of its own, and is there after a restart', async () => {
  const { endpoints, reopen } = open()
  const made = await endpoints.create({ url: 'http://localhost:3000/webhooks/crm', events: ['lead.*', 'deal.won'] })
  expect(made).toMatchObject({
    name: 'localhost:3000/webhooks/crm',
    resolvedUrl: 'http://localhost:3000/webhooks/crm',
    events: ['lead.*', 'deal.won'],
    isActive: true,
    scheme: 'crm',
    policy: CRM_POLICY,
    concurrency: 8,
    isBuiltIn: false,
  })
  expect(endpoints.secret(made.id)).toMatch(/^[\w-]{43}$/)
  expect(reopen().list()).toEqual(endpoints.list())
})

test('the first endpoint of one’s own switches the built-in one off, visibly; switching it on again holds', async () => {
  const { endpoints } = open()
  const [builtIn] = endpoints.list()
  expect(builtIn).toMatchObject({ isBuiltIn: true, isActive: true, name: 'Local loop', resolvedUrl: 'http://127.0.0.1:5880/webhooks/crm' })
  await endpoints.create({ url: 'http://localhost:3000/' })
  expect(endpoints.get(builtIn?.id ?? '')).toMatchObject({
    isActive: false,
    note: 'Switched off when you registered an endpoint of your own.',
  })
  await endpoints.update(builtIn?.id ?? '', { isActive: true })
  await endpoints.create({ url: 'http://localhost:3001/' })
  expect(endpoints.get(builtIn?.id ?? '')).toMatchObject({ isActive: true, note: null })
})

test('the address of an own inbox is kept as that inbox', async () => {
  const { endpoints, inboxes } = open()
  const inbox = await inboxes.create({ path: '/orders' })
  const made = await endpoints.create({ url: 'http://127.0.0.1:5880/orders' })
  expect({ url: made.url, resolvedUrl: made.resolvedUrl }).toEqual({
    url: `inbox:${inbox.id}`,
    resolvedUrl: 'http://127.0.0.1:5880/orders',
  })
})

test('an inbox that is not there is refused as a place, and one that was deleted later holds up no other change', async () => {
  const { endpoints, inboxes } = open()
  const unknown = { code: 'bad_input', fields: [{ path: 'url', message: 'names an inbox that is not there: "nope"' }] }
  expect(await rejected(endpoints.create({ url: 'inbox:nope' }))).toMatchObject(unknown)
  const inbox = await inboxes.create({ path: '/orders' })
  const made = await endpoints.create({ url: `inbox:${inbox.id}` })
  expect(await rejected(endpoints.update(made.id, { url: 'inbox:nope' }))).toMatchObject(unknown)
  await inboxes.remove(inbox.id)
  expect(await endpoints.update(made.id, { isActive: false })).toMatchObject({ url: `inbox:${inbox.id}`, isActive: false })
})

test('an event named twice is kept once, where it stood first', async () => {
  const { endpoints } = open()
  const made = await endpoints.create({ url: 'http://localhost:3000/', events: ['lead.*', 'deal.won', 'lead.*'] })
  const changed = await endpoints.update(made.id, { events: Array.from({ length: 1_000 }, () => 'lead.created') })
  expect([made.events, changed.events]).toEqual([['lead.*', 'deal.won'], ['lead.created']])
})

test('what cannot be saved names every wrong field, and nothing is saved', async () => {
  const { endpoints } = open()
  const error = await rejected(
    endpoints.create({
      url: 'ftp://example.test/',
      events: ['lead.*', 'deal.wom'],
      secret: 'too short',
      headers: [
        ['Content-Length', '3'],
        ['X Bad', '1'],
      ],
      concurrency: 0,
    }),
  )
  expect(error).toMatchObject({
    code: 'bad_input',
    fields: [
      { path: 'url', message: 'does not begin with http:// or https://' },
      { path: 'events[1]', message: '"deal.wom" is no event filter; did you mean "deal.won"?' },
      { path: 'headers[0]', message: 'Content-Length is written by Hookscope itself' },
      { path: 'headers[1]', message: '"X Bad" is not a header name' },
      { path: 'concurrency', message: 'is not a whole number from 1 to 256' },
      { path: 'secret', message: 'has 9 characters; the CRM asks for at least 32' },
    ],
  })
  expect(endpoints.list()).toHaveLength(1)
})

test('a change keeps what it does not name; a new secret replaces the old one', async () => {
  const { endpoints } = open()
  const made = await endpoints.create({ url: 'http://localhost:3000/', secret: SECRET, name: 'billing' })
  await endpoints.update(made.id, { isActive: false, secret: `${SECRET}-2` })
  expect({ endpoint: endpoints.get(made.id), secret: endpoints.secret(made.id) }).toMatchObject({
    endpoint: { name: 'billing', url: 'http://localhost:3000/', isActive: false },
    secret: `${SECRET}-2`,
  })
})

test('a removed endpoint is gone, and what was pending for it is cancelled with it', async () => {
  const { endpoints, cancelled } = open()
  const made = await endpoints.create({ url: 'http://localhost:3000/' })
  await endpoints.remove(made.id)
  expect({ listed: endpoints.list().map((each) => each.name), cancelled: cancelled.length }).toEqual({
    listed: ['Local loop'],
    cancelled: 1,
  })
  expect(await rejected(endpoints.remove(made.id))).toMatchObject({ code: 'not_found' })
})

test('a removal can be undone: the endpoint is as it was, and signs with the same secrets', async () => {
  const { endpoints, reopen } = open()
  const made = await endpoints.create({ url: 'http://localhost:3000/', secret: SECRET, name: 'billing' })
  await endpoints.remove(made.id)
  const restored = await endpoints.restore(made.id)
  expect({ restored, secret: endpoints.secret(made.id), stored: reopen().get(made.id) }).toEqual({
    restored: made,
    secret: SECRET,
    stored: made,
  })
  expect(await rejected(endpoints.restore(made.id))).toMatchObject({ code: 'not_found' })
})

test('changes at the same time all hold, and one that comes after the removal is told so and leaves no secret', async () => {
  const { core, endpoints } = open()
  const { id } = await endpoints.create({ url: 'http://localhost:3000/' })
  await Promise.all([endpoints.update(id, { name: 'billing' }), endpoints.update(id, { isActive: false })])
  const both = endpoints.get(id)
  const [, late] = await Promise.all([endpoints.remove(id), rejected(endpoints.update(id, { secret: SECRET }))])
  expect({ both, late, secret: core.secrets.revealOwn(id) }).toMatchObject({
    both: { name: 'billing', isActive: false },
    late: { code: 'not_found' },
    secret: null,
  })
})

test('a profile fills what is not given beside it, and a policy may switch an endpoint off', async () => {
  const { endpoints, core } = open()
  const made = await endpoints.create({ url: 'http://localhost:3000/', profile: 'shopify', concurrency: 2 })
  const changed = await endpoints.update(made.id, { profile: 'github' })
  await endpoints.switchOff(parseId(made.id)?.seq ?? 0, 'Too many failures.')
  const { isActive, note } = endpoints.get(made.id)
  expect({
    made: [made.scheme, made.policy.disableAfterFailures, made.concurrency, made.headers.length],
    changed: [changed.scheme, changed.policy.delaysMs, changed.concurrency],
    off: [isActive, note],
    isStored: selectEndpoints(core.db).find(({ id }) => id === made.id)?.isActive,
  }).toEqual({
    made: ['shopify', 8, 2, 7],
    changed: ['github', [0], 8],
    off: [false, 'Too many failures.'],
    isStored: false,
  })
})
