import { expect, onTestFinished, test } from 'vitest'
import { borrowInbox } from '../../src/main/cli/borrow-inbox.ts'
import { asProblem } from '../../src/main/cli/failure.ts'
import { startOwnEngine } from '../../src/main/cli/own-engine.ts'
import type { Client } from '../../src/shared/contract/client.ts'
import { rejected } from '../support/caught.ts'
import { temporaryFolder } from '../support/core.ts'

const NOTHING = { path: undefined, secret: undefined, scheme: undefined, forwardTo: undefined }

async function workspace(directory = temporaryFolder()): Promise<Client> {
  const { client, close } = await startOwnEngine({ directory, env: {}, log: () => {}, deliver: 'none' })
  onTestFinished(close)
  return client
}

async function secretOf(client: Client, path: string) {
  const inbox = (await client.inboxes.list()).find((each) => each.path === path)
  return client.inboxes.secret({ id: inbox?.id ?? '' })
}

test('an inbox that used the workspace secret uses it again once it is given back', async () => {
  const client = await workspace()
  const borrowed = await borrowInbox(client, { ...NOTHING, secret: 'mine for a while' })
  const meanwhile = await secretOf(client, '/webhooks/crm')
  await borrowed?.giveBack()
  await client.workspace.setSecret({ secret: 'a new one of the workspace, long enough' })
  expect({ meanwhile, after: await secretOf(client, '/webhooks/crm') }).toEqual({
    meanwhile: { secret: 'mine for a while', isOwn: true, olderUntil: null },
    after: { secret: 'a new one of the workspace, long enough', isOwn: false, olderUntil: null },
  })
})

test('an inbox with a secret of its own gets that back', async () => {
  const client = await workspace()
  await client.inboxes.create({ path: '/own', scheme: null, secret: 'its own' })
  const borrowed = await borrowInbox(client, { ...NOTHING, path: '/own', scheme: 'crm', secret: 'mine for a while' })
  await borrowed?.giveBack()
  expect({ secret: await secretOf(client, '/own'), scheme: (await client.inboxes.list()).map(({ scheme }) => scheme) }).toEqual({
    secret: { secret: 'its own', isOwn: true, olderUntil: null },
    scheme: ['crm', null],
  })
})

test('an inbox that is made has no secret of its own unless one is given', async () => {
  const client = await workspace()
  await borrowInbox(client, { ...NOTHING, path: '/plain' })
  await borrowInbox(client, { ...NOTHING, path: '/own', secret: 'given' })
  expect([(await secretOf(client, '/plain')).isOwn, await secretOf(client, '/own')]).toEqual([
    false,
    { secret: 'given', isOwn: true, olderUntil: null },
  ])
})

test('what was never given back is put back by the next engine', async () => {
  const directory = temporaryFolder()
  const first = await startOwnEngine({ directory, env: {}, log: () => {}, deliver: 'none' })
  await first.client.inboxes.create({ path: '/own', scheme: null, secret: 'its own' })
  await borrowInbox(first.client, { path: '/own', scheme: 'crm', secret: 'mine for a while', forwardTo: 'http://127.0.0.1:9/' })
  // As after a kill: nobody was left to give it back.
  await first.close()
  const client = await workspace(directory)
  const [, own] = await client.inboxes.list()
  expect({ own, secret: await secretOf(client, '/own') }).toMatchObject({
    own: { path: '/own', scheme: null, forwardTo: null },
    secret: { secret: 'its own', isOwn: true },
  })
})

test('what one command has borrowed no other can, until it is given back', async () => {
  const client = await workspace()
  const wish = { ...NOTHING, forwardTo: 'http://127.0.0.1:9/' }
  const borrowed = await borrowInbox(client, wish)
  const refused = asProblem(await rejected(borrowInbox(client, wish)))
  await borrowed?.giveBack()
  const again = await borrowInbox(client, wish)
  expect([refused.code, refused.message, again?.inbox.forwardTo]).toEqual([
    'conflict',
    'Another "hookscope listen" has settings of its own for /webhooks/crm.',
    'http://127.0.0.1:9/',
  ])
})
