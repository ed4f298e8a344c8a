import { expect, test } from 'vitest'
import { createCompositions } from '../../src/main/engine/compositions.ts'
import { type CompositionInput, MAX_DRAFTS } from '../../src/shared/domain/composition.ts'
import type { HookscopeError } from '../../src/shared/domain/errors.ts'
import { rejected } from '../support/caught.ts'
import { testCore } from '../support/core.ts'
import { createFakeClock } from '../support/fake-clock.ts'

const draft = (id: string, rest: Partial<CompositionInput> = {}): CompositionInput => ({
  id,
  name: null,
  type: 'deal.won',
  variant: null,
  text: `{"id":"${id}"}`,
  seed: 1,
  ...rest,
})

test('the latest drafts are kept and older ones go; templates stay', async () => {
  const clock = createFakeClock()
  const compositions = createCompositions(testCore({ clock }))
  await compositions.put(draft('template', { name: ' Won in EUR ' }))
  for (let index = 0; index < MAX_DRAFTS + 2; index++) {
    clock.advance(1_000)
    await compositions.put(draft(`draft ${index}`))
  }
  clock.advance(1_000)
  await compositions.put(draft('draft 2', { text: 'edited again' }))
  const ids = compositions.list().map(({ id }) => id)
  expect({
    count: ids.length,
    first: ids[0],
    last: ids.at(-1),
    gone: ids.includes('draft 1'),
    text: compositions.get('draft 2').text,
    name: compositions.get('template').name,
  }).toEqual({ count: MAX_DRAFTS + 1, first: 'draft 2', last: 'template', gone: false, text: 'edited again', name: 'Won in EUR' })
})

test('two templates cannot have one name, and what is not there cannot be had', async () => {
  const compositions = createCompositions(testCore())
  await compositions.put(draft('a', { name: 'Won' }))
  await compositions.put(draft('a', { name: 'Won', text: 'saved again' }))
  const errors = (await Promise.all([
    rejected(compositions.put(draft('b', { name: 'won' }))),
    rejected(compositions.put(draft('b', { name: '  ' }))),
    rejected(compositions.put(draft('b', { type: '' }))),
    rejected(compositions.remove('none')),
  ])) as HookscopeError[]
  expect(errors.map(({ code, fields }) => `${code} ${fields[0]?.path ?? ''}`)).toEqual([
    'conflict ',
    'bad_input name',
    'bad_input type',
    'not_found ',
  ])
})
