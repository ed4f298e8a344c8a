import { expect, test } from 'vitest'
import type { Client } from '../../src/shared/contract/client.ts'
import { createLocalClient } from '../../src/main/api/router.ts'
import { Interrupted } from '../../src/main/cli/failure.ts'
import { createOutput } from '../../src/main/cli/output.ts'
import { EVENTS_A_CALL, sendSeries } from '../../src/main/cli/send-series.ts'
import type { SendRequest } from '../../src/shared/domain/sending.ts'
import { fakeEngine, TOKEN } from '../api/running-control.ts'
import { rejected } from '../support/caught.ts'

const output = createOutput({ stdout: { write: () => true }, stderr: { write: () => true }, env: {} }, {})

/** A client that keeps what it was asked for, and makes one delivery an event. */
function clientOf(asked: SendRequest[]): Client {
  const send = async (request: SendRequest): Promise<string[]> => {
    asked.push(request)
    return Array.from({ length: request.count ?? 1 }, (_, index) => `delivery_${asked.length}_${index}`)
  }
  const engine = fakeEngine({ sending: { send } })
  return createLocalClient(engine, { controlUrl: null, token: TOKEN, newPageUrl: () => null, log: () => {} })
}

test('a long series is made in parts, and each of its events keeps its own seed', async () => {
  const asked: SendRequest[] = []
  const made: string[] = []
  const content = { kind: 'event', type: 'lead.created', seed: 7 } as const
  await sendSeries({ output, stopIfAsked: () => {} }, clientOf(asked), { content }, EVENTS_A_CALL + 10, made)
  expect({ asked, made: made.length }).toEqual({
    asked: [
      { content, count: EVENTS_A_CALL },
      { content: { ...content, seed: 7 + EVENTS_A_CALL }, count: 10 },
    ],
    made: EVENTS_A_CALL + 10,
  })
})

test('a series that is stopped has the ids of what was made', async () => {
  const asked: SendRequest[] = []
  const made: string[] = []
  const stopIfAsked = (): void => {
    if (asked.length === 2) throw new Interrupted()
  }
  const content = { kind: 'event', type: 'lead.created' } as const
  const error = await rejected(sendSeries({ output, stopIfAsked }, clientOf(asked), { content }, 100_000, made))
  expect({ isStopped: error instanceof Interrupted, made: made.length }).toEqual({ isStopped: true, made: 2 * EVENTS_A_CALL })
})
