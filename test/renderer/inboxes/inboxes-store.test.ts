import { expect, test } from 'vitest'
import { NEW } from '../../../src/renderer/api/editable-list.ts'
import { answerSummary } from '../../../src/renderer/features/inboxes/answer-summary.ts'
import { createInboxes, type Inboxes } from '../../../src/renderer/features/inboxes/inboxes-store.ts'
import { DEFAULT_ANSWER, type Inbox } from '../../../src/shared/domain/inbox.ts'
import type { SendRequest } from '../../../src/shared/domain/sending.ts'
import { anInbox, fakeClient } from '../support/fakes.ts'

const WORKSPACE_SECRET = 'the-workspace-secret-of-43-characters-12345'

async function open(...stored: Inbox[]): Promise<{ inboxes: Inboxes; asked: unknown[]; own: Map<string, string> }> {
  const asked: unknown[] = []
  const own = new Map<string, string>()
  const save = async (input: object): Promise<Inbox> => {
    asked.push(input)
    return anInbox({ id: 'id' in input ? String(input.id) : 'inbox_new' })
  }
  const client = fakeClient({
    inboxes: {
      list: async () => stored,
      create: save,
      update: save,
      secret: async ({ id }: { id: string }) => ({ secret: own.get(id) ?? WORKSPACE_SECRET, isOwn: own.has(id), olderUntil: null }),
    },
    sending: {
      preview: async (request: SendRequest) => {
        asked.push(request.targets)
        const headers = [
          ['Host', 'here'],
          ['X-Webhook-Signature', 'sha256=00'],
          ['Content-Length', '12'],
          ['Connection', 'keep-alive'],
        ]
        return {
          method: 'POST',
          url: 'http://127.0.0.1:5880/orders',
          headers,
          body: Buffer.from(`{"a":"it's"}`).toString('base64'),
          problems: [],
        }
      },
    },
  })
  const inboxes = createInboxes(client)
  await inboxes.list.refresh()
  return { inboxes, asked, own }
}

test('of an answer only what was changed is saved', async () => {
  const { inboxes, asked } = await open(anInbox({ id: 'inbox_1' }))
  inboxes.list.change('inbox_1', { status: '503', delay: '2 s', refuseBadSignatures: true, forwardTo: '  ' })
  await inboxes.save('inbox_1')
  expect(asked).toEqual([{ id: 'inbox_1', answer: { status: 503, delayMs: 2_000 }, refuseBadSignatures: true, forwardTo: null }])
})

test('a new inbox with a secret of its own, expecting no signature, and back to the workspace’s secret', async () => {
  const { inboxes, asked } = await open(anInbox({ id: 'inbox_1' }))
  inboxes.list.change(NEW, { path: '/orders', secret: 'tiny' })
  await inboxes.save(NEW)
  inboxes.list.change('inbox_1', { scheme: 'none' })
  await inboxes.save('inbox_1')
  inboxes.list.change('inbox_1', { dropsSecret: true })
  await inboxes.save('inbox_1')
  expect(asked).toEqual([
    { path: '/orders', secret: 'tiny' },
    { id: 'inbox_1', scheme: null },
    { id: 'inbox_1', secret: null },
  ])
})

test('status and delay that are none are refused at their fields, before anything is asked', async () => {
  const { inboxes, asked } = await open(anInbox({ id: 'inbox_1' }))
  inboxes.list.change('inbox_1', { status: '99', delay: 'soon' })
  await inboxes.save('inbox_1')
  expect({ asked, fields: [...inboxes.list.fieldProblems('inbox_1').keys()] }).toEqual({ asked: [], fields: ['status', 'delay'] })
})

test('it is known whose secret an inbox uses without keeping the secret', async () => {
  const { inboxes, own } = await open(anInbox({ id: 'inbox_1' }), anInbox({ id: 'inbox_2' }))
  own.set('inbox_2', 'tiny')
  await inboxes.loadSecretFacts('inbox_1')
  await inboxes.loadSecretFacts('inbox_2')
  expect(inboxes.store.getState().secrets).toEqual({
    inbox_1: { tail: '2345', isOwn: false, olderUntil: null },
    inbox_2: { tail: null, isOwn: true, olderUntil: null },
  })
})

test('the curl line carries the signature and the exact body, and leaves to curl what is curl’s', async () => {
  const { inboxes, asked } = await open()
  const command = await inboxes.curl(anInbox({ path: '/orders' }))
  expect({ command, asked }).toEqual({
    command: String.raw`curl -X POST 'http://127.0.0.1:5880/orders' \
  -H 'X-Webhook-Signature: sha256=00' \
  --data-binary '{"a":"it'\''s"}'`,
    asked: [[{ kind: 'url', url: 'http://127.0.0.1:5880/orders', scheme: 'crm', secret: WORKSPACE_SECRET }]],
  })
})

test('an answer is told in a few words', () => {
  const answers = [
    { answer: DEFAULT_ANSWER, forwardTo: null },
    { answer: { ...DEFAULT_ANSWER, status: 503, delayMs: 2_000 }, forwardTo: null },
    { answer: DEFAULT_ANSWER, forwardTo: 'http://localhost:3000/hooks' },
  ]
  expect(answers.map((each) => answerSummary(each).replaceAll('\u2009', ' '))).toEqual([
    '200 at once',
    '503 after 2 s',
    'as localhost:3000/hooks answers',
  ])
})
