import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import type { ReplayEdit } from '../../../src/shared/domain/replay.ts'
import { createEdit } from '../../../src/renderer/features/replays/edit-store.ts'
import { fromBase64 } from '../../../src/renderer/api/base64.ts'
import { fakeClient } from '../support/fakes.ts'

const HEADERS = [
  ['Host', 'a'],
  ['Content-Encoding', 'gzip'],
  ['X-Id', '1'],
] as const

async function opened(body: {
  readonly text: string | Uint8Array<ArrayBuffer>
  readonly encoding?: string | null
  readonly totalBytes?: number
}) {
  const bytes = new Blob([body.text])
  const client = fakeClient({
    exchanges: {
      get: async () => ({ request: { headers: HEADERS } }),
      body: async () => ({ bytes, totalBytes: body.totalBytes ?? bytes.size, encoding: body.encoding ?? null, problem: null }),
    },
  })
  const told: (ReplayEdit | null)[] = []
  const edit = createEdit(client, 'capture_1', { onEdit: (each) => told.push(each) })
  await edit.read()
  const last = (): unknown => {
    const each = told.at(-1)
    return each && { ...each, ...(each.body !== undefined && { body: new TextDecoder().decode(fromBase64(each.body)) }) }
  }
  return { edit, last, told }
}

test('what is typed goes out in place of the body, and undone it is sent as it was captured', async () => {
  const { edit, last } = await opened({ text: '{"a":1}' })
  edit.changeText('{"a":2}')
  const edited = last()
  edit.undo()
  expect([edited, last()]).toEqual([{ body: '{"a":2}' }, null])
})

test('headers that are edited go out all of them; one without a name is none yet', async () => {
  const { edit, last } = await opened({ text: '' })
  edit.changeHeaders([...HEADERS, ['', 'x']])
  const unnamed = last()
  edit.changeHeaders([HEADERS[0], ['X-Id', '2']])
  expect([unnamed, last()]).toEqual([null, { headers: [HEADERS[0], ['X-Id', '2']] }])
})

test('an edited body that came compressed goes out plain, without its Content-Encoding', async () => {
  const { edit, last } = await opened({ text: '{"a":1}', encoding: 'gzip' })
  edit.changeText('{"a":2}')
  expect([edit.store.getState().source?.note, last()]).toEqual([
    expect.stringContaining('gzip'),
    { body: '{"a":2}', headers: [HEADERS[0], HEADERS[2]] },
  ])
})

test.each([
  ['binary', { text: new Uint8Array(gzipSync('x')) }],
  ['too long', { text: 'a', totalBytes: 2_000_000 }],
])('a body that is %s is not edited here, and it is said what does it', async (_name, body) => {
  const { edit } = await opened(body)
  expect(edit.store.getState().source).toMatchObject({ text: null, note: expect.stringContaining('--body @FILE') })
})

test('what was edited earlier is gone on with at once where one came to edit, else once it is asked for; undone it is kept no longer', async () => {
  const earlier = { text: '{"a":2}', headers: HEADERS }
  const client = fakeClient({
    exchanges: {
      get: async () => ({ request: { headers: HEADERS } }),
      body: async () => ({ bytes: new Blob(['{"a":1}']), totalBytes: 7, encoding: null, problem: null }),
    },
  })
  const opened = async (isTakenUp: boolean) => {
    const kept: unknown[] = []
    const edit = createEdit(client, 'capture_1', { onEdit: () => {}, earlier, isTakenUp, onKeep: (each) => kept.push(each) })
    await edit.read()
    return { edit, kept, text: () => edit.store.getState().text }
  }
  const [plain, edited] = [await opened(false), await opened(true)]
  const before = [plain.text(), edited.text()]
  plain.edit.changeText('{"a":3}')
  plain.edit.undo()
  plain.edit.takeUp()
  const after = plain.text()
  plain.edit.undo()
  expect({ before, after, kept: plain.kept }).toEqual({
    before: ['{"a":1}', '{"a":2}'],
    after: '{"a":2}',
    kept: [{ text: '{"a":3}', headers: HEADERS }, earlier, earlier, null],
  })
})
