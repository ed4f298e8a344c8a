import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../support/core.ts'
import { serve, type Served } from '../support/serve.ts'
import { jsonLines, spawnCli } from '../support/spawn-cli.ts'

const ROUNDS = 5
const CONNECTIONS = 32
const ACKNOWLEDGED_PER_ROUND = 300

/** Posts numbered events until the server is gone; resolves once `enough` were acknowledged, and goes on until then. */
function loadUntilDead(url: string, round: number, enough: number): { enoughAcknowledged: Promise<void>; finished: Promise<string[]> } {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  const acknowledged: string[] = []
  const { promise: enoughAcknowledged, resolve: tellEnough } = Promise.withResolvers<void>()
  let next = 0

  function post(eventId: string): Promise<boolean> {
    return new Promise((resolve) => {
      const outgoing = request(url, { method: 'POST', agent, headers: { 'Content-Type': 'application/json' } }, (response) => {
        response.resume()
        // Acknowledged is a whole answer: one that was cut off promises nothing.
        response.on('end', () => resolve(response.statusCode === 200))
        response.on('error', () => resolve(false))
      })
      outgoing.on('error', () => resolve(false))
      outgoing.end(JSON.stringify({ eventId, eventType: 'lead.created', data: {} }))
    })
  }

  async function drive(): Promise<void> {
    for (;;) {
      const eventId = `evt_round${round}_${next++}`
      if (!(await post(eventId))) return
      acknowledged.push(eventId)
      if (acknowledged.length === enough) tellEnough()
    }
  }

  const finished = Promise.all(Array.from({ length: CONNECTIONS }, drive)).then(() => {
    agent.destroy()
    return acknowledged
  })
  return { enoughAcknowledged, finished }
}

test('after kill -9 under load every acknowledged capture is there, five times over', async () => {
  const workspace = join(temporaryFolder(), 'workspace')
  const acknowledged: string[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const server = await serve(workspace)
    onTestFinished(async () => void (await server.stop('SIGKILL')))
    const load = loadUntilDead(`${server.receiverUrl}/webhooks/crm`, round, ACKNOWLEDGED_PER_ROUND)
    await load.enoughAcknowledged
    await server.stop('SIGKILL')
    acknowledged.push(...(await load.finished))
  }
  const listed = jsonLines<{ eventId: string }>(await spawnCli(['list', '--limit', '1000000', '--json', '--workspace', workspace]))
  const kept = new Set(listed.map((row) => row.eventId))
  expect({ enough: acknowledged.length >= ROUNDS * ACKNOWLEDGED_PER_ROUND, lost: acknowledged.filter((id) => !kept.has(id)) }).toEqual({
    enough: true,
    lost: [],
  })
})

test('deliveries that were pending or on the wire when the engine was killed are sent by the next one', async () => {
  const workspace = join(temporaryFolder(), 'workspace')
  const first = await serve(workspace)
  onTestFinished(async () => void (await first.stop('SIGKILL')))
  const run = (...args: string[]): ReturnType<typeof spawnCli> => spawnCli([...args, '--workspace', workspace])
  // The inbox holds its answers back, so the kill finds attempts on the wire and others waiting behind them.
  const [inbox] = jsonLines<{ id: string }>(await run('inboxes', 'list', '--json'))
  await run('inboxes', 'set', inbox?.id ?? '', '--delay', '3s')
  await run('send', 'lead.created', '--count', '20', '--no-wait')
  await untilOnWire(first, workspace)
  await first.stop('SIGKILL')
  const second = await serve(workspace)
  onTestFinished(async () => void (await second.stop('SIGKILL')))
  await run('inboxes', 'set', inbox?.id ?? '', '--delay', '0s')
  const states = await untilSettled(workspace)
  expect(states).toEqual({ success: 20 })
})

async function rows(workspace: string, filter: string): Promise<{ deliveryId: string; deliveryState: string; state: string }[]> {
  return jsonLines(await spawnCli(['list', '--filter', `dir:out ${filter}`, '--limit', '500', '--json', '--workspace', workspace]))
}

async function untilOnWire(server: Served, workspace: string): Promise<void> {
  while ((await rows(workspace, 'state:running')).length === 0) {
    if (server.process.exitCode !== null) throw new Error(server.log())
  }
}

/** How many deliveries ended in which state, once none is pending. */
async function untilSettled(workspace: string): Promise<Record<string, number>> {
  while ((await rows(workspace, 'state:pending')).length > 0);
  const deliveries = new Map((await rows(workspace, '')).map((row) => [row.deliveryId, row.deliveryState]))
  const counts: Record<string, number> = {}
  for (const state of deliveries.values()) counts[state] = (counts[state] ?? 0) + 1
  return counts
}
