import { expect, it } from 'vitest'
import { createRecorder } from '../../../src/main/engine/receiver/recorder.ts'
import { testCore } from '../../support/core.ts'
import { createFakeClock } from '../../support/fake-clock.ts'

it('calls nothing sent that came after an upload which is still waiting for its answer', () => {
  const clock = createFakeClock()
  const core = testCore({ clock })
  const recorder = createRecorder(core)
  const through = (): unknown => {
    clock.advance(1_000)
    core.writer.flush()
    return core.db.prepare('SELECT answered_through FROM run').pluck().get()
  }
  const commit = (seq: number): void => {
    recorder.commit(
      seq,
      0,
      () => {},
      () => {},
    )
    core.writer.flush()
  }
  const [upload, small, cut] = [recorder.begin().seq, recorder.begin().seq, recorder.begin().seq]
  for (const seq of [upload, small, cut]) commit(seq)
  recorder.sent(small)
  const whileArriving = through()
  commit(upload)
  const whileAnswering = through()
  recorder.sent(upload)
  const whenSent = through()
  recorder.unanswered(cut)
  expect({ whileArriving, whileAnswering, whenSent, atTheEnd: through() }).toEqual({
    whileArriving: upload - 1,
    whileAnswering: upload - 1,
    whenSent: small,
    atTheEnd: cut,
  })
})

it('marks nothing once it is closed, whoever still hangs up; it marks again for what comes after it was opened anew', () => {
  const clock = createFakeClock()
  const core = testCore({ clock })
  const recorder = createRecorder(core)
  const late = recorder.begin().seq
  recorder.close()
  recorder.sent(late)
  const whenClosed = clock.pending
  recorder.sent(recorder.begin().seq)
  expect({ whenClosed, afterwards: clock.pending }).toEqual({ whenClosed: 0, afterwards: 1 })
})
