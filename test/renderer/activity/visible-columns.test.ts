import { expect, test } from 'vitest'
import { createColumns } from '../../../src/renderer/features/activity/columns-store.ts'
import { COLUMNS, FIRST_CHOICE, layoutOf, readChoice } from '../../../src/renderer/features/activity/visible-columns.ts'

test('a narrower pane loses the request, then size, took and attempt; the rest never goes', () => {
  const hidden = (width: number) => COLUMNS.filter((name) => !layoutOf(FIRST_CHOICE, width).names.includes(name))
  expect([1_336, 855, 735, 680, 600, 400].map(hidden)).toEqual([
    [],
    ['request'],
    ['request', 'size'],
    ['request', 'took', 'size'],
    ['request', 'attempt', 'took', 'size'],
    ['request', 'attempt', 'took', 'size'],
  ])
})

test('what was asked for goes last, what was put away is not there however wide the pane', () => {
  const choice = { ...FIRST_CHOICE, wanted: { size: true, verdict: false } }
  expect([layoutOf(choice, 1_336).names, layoutOf(choice, 650).names]).toEqual([
    ['direction', 'time', 'type', 'place', 'request', 'status', 'attempt', 'took', 'size'],
    ['direction', 'time', 'type', 'place', 'status', 'attempt', 'size'],
  ])
})

test('order and widths are remembered, and put back', () => {
  const kept = new Map<string, string>()
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  }
  const columns = createColumns(storage)
  columns.move('size', 1)
  columns.resize('type', 240.4)
  columns.resize('took', 3)
  columns.show('attempt', false)
  const again = createColumns(storage).store.getState()
  expect([again.order.slice(0, 3), again.widths, again.wanted, layoutOf(again, 1_000).template]).toEqual([
    ['direction', 'size', 'time'],
    { type: 240, took: 40 },
    { attempt: false },
    '20px 52px 88px 240px minmax(0, 1fr) 84px 76px 40px',
  ])
  columns.resize('took', null)
  expect(columns.store.getState().widths).toEqual({ type: 240 })
  columns.reset()
  expect([columns.store.getState(), kept.size]).toEqual([FIRST_CHOICE, 0])
})

test('what was kept by another version, or by nobody, does no harm', () => {
  expect([
    readChoice(null),
    readChoice('{'),
    readChoice('[]'),
    readChoice('{"order":["size","colour","size"],"wanted":{"size":1},"widths":{"size":1e9,"type":100}}'),
  ]).toEqual([
    FIRST_CHOICE,
    FIRST_CHOICE,
    FIRST_CHOICE,
    { order: ['size', ...COLUMNS.filter((name) => name !== 'size')], wanted: {}, widths: { type: 100 } },
  ])
})

test('a wide pane gives the type and the place of its room, and the request the rest', () => {
  const types = [1_224, 1_384, 1_864].map((width) => layoutOf(FIRST_CHOICE, width).template.split(' minmax')[1]?.trim())
  expect(types).toEqual(['(160px, 208px)', '(160px, 248px)', '(160px, 288px)'])
})
