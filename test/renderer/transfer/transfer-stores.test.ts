import { expect, test } from 'vitest'
import { createExport } from '../../../src/renderer/features/transfer/export-store.ts'
import { createImport } from '../../../src/renderer/features/transfer/import-store.ts'
import type { Client } from '../../../src/shared/contract/client.ts'
import { MAX_PIECE_BYTES } from '../../../src/shared/domain/transfer/piece.ts'
import { HookscopeError } from '../../../src/shared/domain/errors.ts'

const PROGRESS = { exchanges: 1, bytes: 5, leftOut: 0, credentials: 0, masked: 0, unmet: [] }

/** An engine that writes pieces and takes them in; `calls` is what it was asked. */
function engine(pieces: readonly string[], onPiece: () => void = () => {}) {
  const calls: string[] = []
  let at = 0
  const transfer = {
    openExport: async ({ what, redaction }: { what: object; redaction: object | null }) => {
      calls.push(`open ${JSON.stringify({ what, redaction })}`)
      if (pieces.length === 0) throw new HookscopeError('nothing_to_do', 'Nothing matches this filter.', 'List what there is.')
      return { ticket: 'T', fileName: 'all.ndjson', total: { value: pieces.length, exact: true } }
    },
    readExport: async () => {
      onPiece()
      return { text: pieces[at++] ?? '', isDone: at === pieces.length, progress: PROGRESS }
    },
    closeExport: async () => void calls.push('close'),
    openImport: async () => ({ ticket: 'T' }),
    writeImport: async ({ bytes }: { bytes: Blob }) => {
      calls.push(`write ${bytes.size}`)
      onPiece()
      return { bytes: bytes.size, imported: 1, known: 0, problems: 0 }
    },
    finishImport: async () => {
      calls.push('finish')
      return { imported: 2 }
    },
    cancelImport: async () => void calls.push('cancel'),
  }
  return { client: { transfer } as unknown as Client, calls }
}

test('an export gathers its pieces into one file, of the open exchange or of the filter', async () => {
  const { client, calls } = engine(['one\n', 'two\n'])
  const saved: Promise<string>[] = []
  const writing = createExport(client, { id: 'capture_1', filter: 'dir:in' }, (file, name) =>
    saved.push(file.text().then((text) => `${name}: ${text}`)),
  )
  writing.choose({ scope: 'filter' })
  await writing.write()
  expect([writing.store.getState().step, await Promise.all(saved), calls]).toEqual([
    'done',
    ['all.ndjson: one\ntwo\n'],
    ['open {"what":{"filter":"dir:in"},"redaction":null}', 'close'],
  ])
})

test('a cancelled export saves nothing, is closed, and can be started again', async () => {
  const { client, calls } = engine(['one\n', 'two\n'], () => writing.cancel())
  const saved: string[] = []
  const writing = createExport(client, { id: null, filter: '' }, (_, name) => saved.push(name))
  await writing.write()
  expect([writing.store.getState().step, saved, calls.at(-1)]).toEqual(['choosing', [], 'close'])
})

test('an export that is refused says why', async () => {
  const writing = createExport(engine([]).client, { id: null, filter: 'type:none' }, () => {})
  await writing.write()
  expect(writing.store.getState()).toMatchObject({ step: 'choosing', problem: { message: 'Nothing matches this filter.' } })
})

test('an import sends pieces that fit into a message', async () => {
  const { client, calls } = engine([])
  const reading = createImport(client, new Blob([new Uint8Array(MAX_PIECE_BYTES + 1)]))
  await Promise.all([reading.start(), reading.start()])
  expect([reading.store.getState(), calls]).toEqual([
    { step: 'done', report: { imported: 2 } },
    [`write ${MAX_PIECE_BYTES}`, 'write 1', 'finish'],
  ])
})

test('a cancelled import sends no more, and tells the engine', async () => {
  const { client, calls } = engine([], () => reading.cancel())
  const reading = createImport(client, new Blob([new Uint8Array(MAX_PIECE_BYTES + 1)]))
  await reading.start()
  expect([reading.store.getState(), calls]).toEqual([{ step: 'cancelled' }, [`write ${MAX_PIECE_BYTES}`, 'cancel']])
})
