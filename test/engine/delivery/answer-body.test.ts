import { setImmediate as turn } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { AnswerBody } from '../../../src/main/engine/delivery/answer-body.ts'

test('all pieces stand in their order, whatever their sizes, up to as much as is kept', () => {
  const most = 100_000
  for (const size of [1, 7, 4_096, 60_000, most, most + 1]) {
    const whole = Buffer.from(Array.from({ length: most + 1 }, (_, at) => at % 251))
    const body = new AnswerBody(most)
    let isKept = true
    for (let at = 0; at <= most && isKept; at += size) isKept = body.append(whole.subarray(at, at + size))
    expect([isKept, whole.subarray(0, most).equals(body.bytes())]).toEqual([false, true])
  }
})

test('one that is exactly as long as is kept is whole', () => {
  const body = new AnswerBody(4)
  expect([body.append(Buffer.from('ab')), body.append(Buffer.from('cd')), Buffer.from(body.bytes()).toString()]).toEqual([
    true,
    true,
    'abcd',
  ])
})

test('the pieces of a body are not held', async () => {
  setFlagsFromString('--expose-gc')
  const collectGarbage = runInNewContext('gc') as () => void
  const body = new AnswerBody(1_000)
  const pieces = ['a', 'b', 'c'].map((each) => {
    const piece = Buffer.from(each)
    body.append(piece)
    return new WeakRef(piece)
  })
  await turn()
  collectGarbage()
  expect([pieces.map((each) => each.deref() === undefined), Buffer.from(body.bytes()).toString()]).toEqual([[true, true, true], 'abc'])
})
