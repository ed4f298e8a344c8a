import { expect, test } from 'vitest'
import { createInboxes, insertBuiltInInbox } from '../../src/main/engine/inboxes.ts'
import type { Inboxes } from '../../src/main/engine/inboxes.ts'
import { DEFAULT_ANSWER, matchInbox } from '../../src/shared/domain/inbox.ts'
import { rejected } from '../support/caught.ts'
import { testCore, WORKSPACE_SECRET } from '../support/core.ts'

function open(): Inboxes {
  const core = testCore()
  insertBuiltInInbox(core)
  return createInboxes(core, () => 'http://127.0.0.1:5880')
}

test('a new inbox verifies the CRM’s signature with the workspace’s secret and answers as the guide does', async () => {
  const inboxes = open()
  const made = await inboxes.create({ path: '/orders' })
  expect({ made, secret: inboxes.secret(made.id) }).toMatchObject({
    made: {
      path: '/orders',
      url: 'http://127.0.0.1:5880/orders',
      scheme: 'crm',
      answer: DEFAULT_ANSWER,
      refuseBadSignatures: false,
      forwardTo: null,
    },
    secret: { secret: WORKSPACE_SECRET, isOwn: false, olderUntil: null },
  })
})

test('part of an answer can be changed; the rest stays', async () => {
  const inboxes = open()
  const made = await inboxes.create({ path: '/orders', answer: { status: 503 } })
  const changed = await inboxes.update(made.id, { answer: { delayMs: 250 } })
  expect(changed.answer).toEqual({ ...DEFAULT_ANSWER, status: 503, delayMs: 250 })
})

test('an inbox that expects no signature has no secret', async () => {
  const inboxes = open()
  const made = await inboxes.create({ path: '/open', scheme: null })
  expect(inboxes.secret(made.id)).toEqual({ secret: null, isOwn: false, olderUntil: null })
})

test('a secret of its own is told apart from the workspace’s, also when both have the same text', async () => {
  const inboxes = open()
  const made = await inboxes.create({ path: '/orders', secret: WORKSPACE_SECRET })
  const own = inboxes.secret(made.id)
  await inboxes.update(made.id, { scheme: null })
  const kept = inboxes.secret(made.id)
  await inboxes.update(made.id, { scheme: 'crm', secret: null })
  expect([own, kept, inboxes.secret(made.id)]).toEqual([
    { secret: WORKSPACE_SECRET, isOwn: true, olderUntil: null },
    { secret: WORKSPACE_SECRET, isOwn: true, olderUntil: null },
    { secret: WORKSPACE_SECRET, isOwn: false, olderUntil: null },
  ])
})

test.each(['orders', '/orders/', '/a//b', '/a b', '/a?b'])('"%s" is no path', async (path) => {
  expect(await rejected(open().create({ path }))).toMatchObject({ code: 'bad_input', fields: [{ path: 'path' }] })
})

test('a removed inbox can be brought back with its secret, unless its path was taken meanwhile', async () => {
  const inboxes = open()
  const made = await inboxes.create({ path: '/orders', secret: 'of its own' })
  await inboxes.remove(made.id)
  const restored = await inboxes.restore(made.id)
  const secret = inboxes.secret(made.id)
  await inboxes.remove(made.id)
  await inboxes.create({ path: '/orders' })
  expect({ restored, secret, late: await rejected(inboxes.restore(made.id)) }).toMatchObject({
    restored: made,
    secret: { secret: 'of its own', isOwn: true },
    late: { code: 'conflict' },
  })
})

test('a path is taken once, and free again after its inbox is removed; the built-in one stays', async () => {
  const inboxes = open()
  const made = await inboxes.create({ path: '/orders' })
  expect(await rejected(inboxes.create({ path: '/orders' }))).toMatchObject({ code: 'conflict' })
  await inboxes.remove(made.id)
  await inboxes.create({ path: '/orders' })
  expect(await rejected(inboxes.remove(inboxes.list()[0]?.id ?? ''))).toMatchObject({ code: 'conflict' })
})

test('of two inboxes made for one path at the same time one is a conflict; changes at the same time all hold', async () => {
  const inboxes = open()
  const [made, second] = await Promise.all([inboxes.create({ path: '/orders' }), rejected(inboxes.create({ path: '/orders' }))])
  await Promise.all([
    inboxes.update(made.id, { answer: { status: 503 } }),
    inboxes.update(made.id, { forwardTo: 'http://localhost:3000/' }),
  ])
  expect({ second, stored: inboxes.get(made.id) }).toMatchObject({
    second: { code: 'conflict', fields: [{ path: 'path' }] },
    stored: { answer: { status: 503 }, forwardTo: 'http://localhost:3000/' },
  })
})

test('prefixes match whole segments of the raw path, the longest first', () => {
  const inboxes = [{ path: '/a' }, { path: '/a/b' }, { path: '/webhooks' }]
  const taken = (path: string): string | undefined => matchInbox(inboxes, path)?.path
  expect(['/a', '/a/', '/a/c', '/a/b', '/a/b/c', '/ab', '/a?x=/a/b', '/A', '/%61', '/'].map(taken)).toEqual([
    '/a',
    '/a',
    '/a',
    '/a/b',
    '/a/b',
    undefined,
    '/a',
    undefined,
    undefined,
    undefined,
  ])
})

test('a secret that gives no key for the scheme of an inbox is refused, also when it is rotated', async () => {
  const inboxes = createInboxes(testCore(), () => null)
  const made = await inboxes.create({ path: '/svix', scheme: 'svix', secret: 'whsec_a2V5' })
  expect({
    create: await rejected(inboxes.create({ path: '/discord', scheme: 'discord', secret: 'abcd' })),
    update: await rejected(inboxes.update(made.id, { secret: 'whsec_!!!' })),
    rotate: await rejected(inboxes.rotateSecret(made.id, { secret: 'whsec_' })),
  }).toMatchObject({
    create: { fields: [{ path: 'secret', message: 'has 2 bytes; ed25519 keys have 32' }] },
    update: { fields: [{ path: 'secret', message: 'is no base64 text' }] },
    rotate: { fields: [{ path: 'secret', message: 'is no base64 text' }] },
  })
})
