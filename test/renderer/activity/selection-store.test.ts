import { expect, test } from 'vitest'
import { createSelection, hasChosen, isChosen, subjectOf } from '../../../src/renderer/features/activity/selection-store.ts'
import { rowsDown } from './rows.ts'

const ROWS = rowsDown(5)
const [a, b, c, d] = ROWS.map(({ id }) => id) as [string, string, string, string]

test('rows are chosen one by one, and from the first chosen one to another', () => {
  const selection = createSelection()
  selection.toggle(b)
  selection.extend(ROWS, null, d)
  const extended = [...selection.store.getState().ids]
  selection.extend(ROWS, null, a)
  expect([extended, [...selection.store.getState().ids], subjectOf(selection.store.getState(), 'x')]).toEqual([
    [b, c, d],
    [a, b],
    { ids: [a, b] },
  ])
  selection.clear()
  selection.extend(ROWS, c, d)
  expect([...selection.store.getState().ids]).toEqual([c, d])
})

test('all that match is a filter, and so is all but some', () => {
  const selection = createSelection()
  selection.chooseAll()
  const all = ['', 'sig:invalid', 'a OR b'].map((filter) => subjectOf(selection.store.getState(), filter))
  selection.toggle(b)
  const { getState } = selection.store
  expect([all, subjectOf(getState(), ''), subjectOf(getState(), 'a OR b'), isChosen(getState(), a), isChosen(getState(), b)]).toEqual([
    [{ filter: '' }, { filter: 'sig:invalid' }, { filter: 'a OR b' }],
    { filter: `-id:${b}` },
    { filter: `(a OR b) -id:${b}` },
    true,
    false,
  ])
})

test('an address brings back what is chosen, as far as it goes into one', () => {
  const [from, to] = [createSelection(), createSelection()]
  from.toggle(a)
  from.toggle(c)
  to.fromWord(from.toWord() ?? '')
  const some = [...to.store.getState().ids]
  from.chooseAll()
  to.fromWord(from.toWord() ?? '')
  const all = to.store.getState().isAll
  to.fromWord('nonsense.capture_short')
  expect([some, all, hasChosen(to.store.getState()), to.toWord()]).toEqual([[a, c], true, false, null])
})
