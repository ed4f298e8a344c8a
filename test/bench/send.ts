import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from '../../src/shared/contract/client.ts'
import { benchEnvelope, BODY_BYTES } from './envelope.ts'
import { startHookscope, withWorkspace } from './hookscope.ts'
import { median, start } from './processes.ts'
import type { Row } from './rows.ts'

const CONNECTIONS = 64
const EVENTS = 20_000
/** As for captures: not to measure the compiler. */
const WARM_UP_EVENTS = 10_000
const ROUNDS = 5
const LOOK_EVERY_MS = 10

/** Make + sign + send + record against a bare client loop over as many connections, alternating rounds in one run. */
export async function sendRows(): Promise<Row[]> {
  await using target = await start<{ url: string }>('test/bench/bare-server.ts')
  const ratios: number[] = []
  const seen: string[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const bare = await bareRate(target.ready.url)
    const ours = await withWorkspace(async (workspace) => {
      await using server = await startHookscope(workspace)
      return await sendRate(await server.connect(), target.ready.url)
    })
    ratios.push(ours / bare)
    seen.push(`${Math.round(ours)}/${Math.round(bare)}`)
  }
  const detail = `${CONNECTIONS} connections, ${BODY_BYTES} B, ${EVENTS} events, median of ${ROUNDS}; requests/s ours/bare: ${seen.join(' ')}`
  return [{ what: 'send + sign + record, requests/s vs bare', ratio: median(ratios), target: 0.55, bound: 'min', detail }]
}

async function bareRate(url: string): Promise<number> {
  await using client = await start<{ requestsPerSecond: number }>('test/bench/bare-client.ts', [
    url,
    String(CONNECTIONS),
    String(EVENTS),
    String(BODY_BYTES),
    String(WARM_UP_EVENTS),
  ])
  if (client.process.exitCode === null) await once(client.process, 'exit')
  return client.ready.requestsPerSecond
}

/** From asking for the events to the last one settled and committed. */
async function sendRate(client: Client, url: string): Promise<number> {
  const endpoint = await client.endpoints.create({ url, concurrency: CONNECTIONS })
  const send = (count: number): Promise<{ deliveryIds: string[] }> =>
    client.sending.send({
      content: { kind: 'envelope', envelope: benchEnvelope() },
      targets: [{ kind: 'endpoint', endpointId: endpoint.id }],
      count,
    })
  await send(WARM_UP_EVENTS)
  await settled(client)
  const startedAt = performance.now()
  await send(EVENTS)
  await settled(client)
  const rate = (EVENTS * 1_000) / (performance.now() - startedAt)
  const failed = await client.exchanges.list({ filter: '-state:success', limit: 1 })
  if (failed.items.length > 0) throw new Error('A delivery of the bench was not a success.')
  return rate
}

async function settled(client: Client): Promise<void> {
  while ((await client.status()).pendingDeliveries > 0) await sleep(LOOK_EVERY_MS)
}
