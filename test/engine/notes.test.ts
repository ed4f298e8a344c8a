import { expect, test } from 'vitest'
import { createExchanges } from '../../src/main/engine/exchanges.ts'
import { aCapture } from '../support/builders.ts'
import { rejected } from '../support/caught.ts'
import { testCore } from '../support/core.ts'

test('what people add is shown, found by words, and told to watchers', async () => {
  const core = testCore()
  const exchanges = createExchanges(core)
  const [plain, noted] = [aCapture(core), aCapture(core)]
  await exchanges.list({ filter: 'nothing', limit: 1 })
  const told: (readonly number[])[] = []
  core.changes.on('exchanges', (seqs) => told.push(seqs))
  const answer = await exchanges.annotate(noted.id, { text: 'Ask Ada', pinned: true, addTags: ['case-1'] })
  await core.reader.run('index', [noted.seq], 1_000)
  const [row] = (await exchanges.list({ filter: 'ada is:pinned tag:case-*', limit: 5 })).items
  expect({ answer, told, id: row?.id, note: row?.note, plain: (await exchanges.get(plain.id)).note }).toEqual({
    answer: { text: 'Ask Ada', pinned: true, tags: ['case-1'] },
    told: [[noted.seq]],
    id: noted.id,
    note: { text: 'Ask Ada', pinned: true, tags: ['case-1'] },
    plain: null,
  })
})

test('a note that loses everything is gone, and so is the note of a removed exchange', async () => {
  const core = testCore()
  const exchanges = createExchanges(core)
  const [first, second] = [aCapture(core), aCapture(core)]
  await exchanges.annotate(first.id, { pinned: true })
  await exchanges.annotate(second.id, { text: 'gone soon' })
  const emptied = await exchanges.annotate(first.id, { pinned: false })
  await exchanges.remove({ ids: [second.id] })
  expect([emptied, core.db.prepare('SELECT count(*) FROM note').pluck().get()]).toEqual([null, 0])
})

test('an exchange that is not there, and a tag that is none, are refused', async () => {
  const core = testCore()
  const exchanges = createExchanges(core)
  const { id } = aCapture(core)
  const missing = `${id.slice(0, -1)}${id.endsWith('0') ? '1' : '0'}`
  expect([
    await rejected(exchanges.annotate(missing, { pinned: true })),
    await rejected(exchanges.annotate(id, { addTags: ['two words'] })),
  ]).toMatchObject([{ code: 'not_found' }, { code: 'bad_input' }])
})

test('many are pinned and tagged at once, and only those that were changed are named', async () => {
  const core = testCore()
  const exchanges = createExchanges(core)
  const [plain, tagged, other] = [aCapture(core), aCapture(core), aCapture(core, { type: 'deal.won' })]
  await exchanges.annotate(tagged.id, { addTags: ['urgent'] })
  const byIds = await exchanges.annotateAll({ ids: [plain.id, tagged.id, plain.id] }, { addTags: ['urgent'] })
  const byFilter = await exchanges.annotateAll({ filter: 'type:lead.*' }, { pinned: true })
  const nothing = await exchanges.annotateAll({ filter: 'is:pinned' }, { pinned: true })
  expect([byIds, byFilter, nothing, (await exchanges.get(plain.id)).note, (await exchanges.get(other.id)).note]).toEqual([
    { count: 1, ids: [plain.id] },
    { count: 2, ids: [tagged.id, plain.id] },
    { count: 0, ids: [] },
    { text: '', pinned: true, tags: ['urgent'] },
    null,
  ])
})
