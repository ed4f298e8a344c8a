import { expect, test } from 'vitest'
import { createExchanges } from '../../src/main/engine/exchanges.ts'
import { aCapture, aDelivery, anAttempt, anEvent } from '../support/builders.ts'
import { testCore } from '../support/core.ts'

test('a capture knows the deliveries of its event, what each of them made, and its replays', async () => {
  const core = testCore()
  const exchanges = createExchanges(core)
  const event = anEvent(core)
  const deliveries = [aDelivery(core, { bodyOf: event.seq }), aDelivery(core, { bodyOf: event.seq, url: 'http://127.0.0.1:9/other' })]
  const [first, second] = deliveries.map((delivery) => anAttempt(core, delivery))
  const made = aCapture(core, { columns: { attempt_id: first?.seq ?? 0 } })
  anAttempt(core, aDelivery(core))
  const replay = aDelivery(core, { bodyOf: event.seq, source: made })
  const [replayed, again] = [anAttempt(core, replay), anAttempt(core, replay, { number: 2 })]
  const later = anAttempt(core, aDelivery(core, { source: made }))
  const lineage = async (id: string) => {
    const { source, family, replays } = await exchanges.lineage(id)
    return { source: source?.id ?? null, family: family.map((each) => each.id), replays: replays.map((each) => each.id) }
  }
  expect([await lineage(made.id), await lineage(second?.id ?? ''), await lineage(again.id)]).toEqual([
    { source: null, family: [first?.id, second?.id, made.id], replays: [later.id, replayed.id] },
    { source: null, family: [first?.id, second?.id, made.id], replays: [] },
    { source: made.id, family: [replayed.id, again.id], replays: [] },
  ])
})

test('a stranger’s capture has only itself, and a long family is cut', async () => {
  const core = testCore()
  const exchanges = createExchanges(core)
  const { id } = aCapture(core)
  const delivery = aDelivery(core)
  const attempts = Array.from({ length: 101 }, (_, index) => anAttempt(core, delivery, { number: index + 1 }))
  const [alone, long] = [await exchanges.lineage(id), await exchanges.lineage(attempts[0]?.id ?? '')]
  expect([alone.family.map((each) => each.id), alone.isCut, long.family.length, long.isCut]).toEqual([[id], false, 100, true])
})
