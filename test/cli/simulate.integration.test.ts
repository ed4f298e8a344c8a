import { once } from 'node:events'
import { createServer } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import type { SimulationStatus } from '../../src/shared/domain/simulation.ts'
import { temporaryFolder } from '../support/core.ts'
import { jsonLines, spawnCli, startCli } from '../support/spawn-cli.ts'

interface Event {
  readonly eventId: string
  readonly eventType: string
  readonly data: { readonly id: string }
}

/** A consumer that accepts everything; keeps the bodies in the order they came. */
async function consumer(): Promise<{ url: string; bodies: string[] }> {
  const bodies: string[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      bodies.push(Buffer.concat(chunks).toString('utf8'))
      response.end()
    })
  }).listen(0, '127.0.0.1')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  await once(server, 'listening')
  return { url: `http://127.0.0.1:${(server.address() as { port: number }).port}/hooks`, bodies }
}

test('simulate with a seed gives byte-identical payloads, twice, to a URL and from the mock CRM', async () => {
  const [first, second, third] = [await consumer(), await consumer(), await consumer()]
  const workspace = temporaryFolder()
  const play = ['simulate', '--seed', '7', '--speed', 'max', '--quiet']
  const ends = [
    await spawnCli([...play, '--to', first.url, '-w', workspace]),
    await spawnCli([...play, '--to', second.url, '-w', temporaryFolder()]),
    await spawnCli(['endpoints', 'add', third.url, '--concurrency', '1', '-w', workspace]),
    await spawnCli([...play, '-w', workspace]),
  ]
  expect(ends.map(({ code }) => code)).toEqual([0, 0, 0, 0])
  expect(third.bodies).toHaveLength(16)
  expect(first.bodies).toEqual(third.bodies)
  expect(second.bodies).toEqual(third.bodies)
})

test('simulate delivers to a URL as the sender does that is asked for, or unsigned', async () => {
  const names: string[][] = []
  const server = createServer((request, response) => {
    names.push(Object.keys(request.headers).filter((name) => /signature|user-agent|github/.test(name)))
    request.resume().on('end', () => response.end())
  }).listen(0, '127.0.0.1')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  await once(server, 'listening')
  const to = ['simulate', '--speed', 'max', '--to', `http://127.0.0.1:${(server.address() as { port: number }).port}/`]
  const github = await spawnCli([...to, '--profile', 'github', '-w', temporaryFolder()])
  const unsigned = await spawnCli([...to, '--scheme', 'none', '-w', temporaryFolder()])
  const endpoints = await spawnCli(['simulate', '--profile', 'github', '-w', temporaryFolder()])
  expect({ codes: [github.code, unsigned.code, endpoints.code], first: names[0], last: names.at(-1), count: names.length }).toEqual({
    codes: [0, 0, 2],
    first: expect.arrayContaining(['user-agent', 'x-github-event', 'x-hub-signature-256']),
    last: ['user-agent'],
    count: 32,
  })
})

test('an import burst of ten thousand events reaches a receiver: none lost, none doubled, in order', async () => {
  const { url, bodies } = await consumer()
  const workspace = temporaryFolder()
  await spawnCli(['endpoints', 'add', url, '--concurrency', '1', '-w', workspace])
  const ended = await spawnCli(['simulate', 'import-burst', '--seed', '7', '--speed', 'max', '--json', '-w', workspace])
  const end = jsonLines<SimulationStatus & { event: string }>(ended).at(-1)
  const events = bodies.map((body) => JSON.parse(body) as Event)
  const ids = events.map(({ eventId }) => eventId)
  const contacts = Map.groupBy(events, ({ data }) => data.id)
  expect({
    code: ended.code,
    end: { event: end?.event, state: end?.state, events: end?.events, deliveries: end?.deliveries },
    received: ids.length,
    doubled: ids.length - new Set(ids).size,
    isInOrder: ids.every((id, index) => index === 0 || id > (ids[index - 1] ?? '')),
    ofEachContact: [...new Set([...contacts.values()].map((each) => each.map(({ eventType }) => eventType).join(', ')))],
  }).toEqual({
    code: 0,
    end: {
      event: 'end',
      state: 'ended',
      events: 10_000,
      deliveries: { made: 10_000, pending: 0, success: 10_000, failed: 0, cancelled: 0 },
    },
    received: 10_000,
    doubled: 0,
    isInOrder: true,
    ofEachContact: ['contact.created, contact.updated'],
  })
}, 240_000)

test('Ctrl-C stops a simulation, and the command says so and ends with 130', async () => {
  const { url } = await consumer()
  const running = startCli(['simulate', 'busy-day', '--to', url, '--json', '-w', temporaryFolder()])
  const first = JSON.parse(((await running.lines.next()).value as string | undefined) ?? '{}') as { event: string; state: string }
  running.kill('SIGINT')
  const lines: string[] = []
  for (let next = await running.lines.next(); next.done !== true; next = await running.lines.next()) lines.push(next.value)
  const { code, stderr } = await running.ended
  const last = JSON.parse(lines.at(-1) ?? '{}') as { event: string; state: string }
  expect({ first: [first.event, first.state], last: [last.event, last.state], code, stderr }).toEqual({
    first: ['progress', 'running'],
    last: ['end', 'stopped'],
    code: 130,
    stderr: '',
  })
})

test('Ctrl-C stops a simulation in the engine that it was started in, and the command says so', async () => {
  const [{ url }, workspace] = [await consumer(), temporaryFolder()]
  const engine = startCli(['serve', '--port', '0', '--receiver-port', '0', '--json', '-w', workspace])
  await engine.lines.next()
  const running = startCli(['simulate', 'busy-day', '--to', url, '--json', '-w', workspace])
  await running.lines.next()
  running.kill('SIGINT')
  const lines: string[] = []
  for (let next = await running.lines.next(); next.done !== true; next = await running.lines.next()) lines.push(next.value)
  const { code, stderr } = await running.ended
  engine.kill('SIGTERM')
  const last = JSON.parse(lines.at(-1) ?? '{}') as { event: string; state: string }
  expect({ last: [last.event, last.state], code, stderr }).toEqual({ last: ['end', 'stopped'], code: 130, stderr: '' })
  expect((await engine.ended).code).toBe(0)
})

test('a simulation is paused, gone on with and stopped from another terminal', async () => {
  const [{ url }, workspace] = [await consumer(), temporaryFolder()]
  const running = startCli(['simulate', 'busy-day', '--to', url, '--json', '-w', workspace])
  await running.lines.next()
  const steer = async (...flags: string[]) => {
    const { code, stdout, stderr } = await spawnCli(['simulate', ...flags, '--json', '-w', workspace])
    return stdout === '' ? [code, stderr.split('"message":"')[1]?.split('"')[0]] : [code, (JSON.parse(stdout) as SimulationStatus).state]
  }
  const steered = {
    pause: await steer('--pause'),
    twice: await steer('--pause'),
    resume: await steer('--resume'),
    both: await steer('--resume', '--stop'),
    second: await steer(),
    stop: await steer('--stop'),
  }
  const last: string[] = []
  for (let next = await running.lines.next(); next.done !== true; next = await running.lines.next()) last.push(next.value)
  const { code } = await running.ended
  expect({ ...steered, code, last: (JSON.parse(last.at(-1) ?? '{}') as SimulationStatus).state, none: await steer('--stop') }).toEqual({
    pause: [0, 'paused'],
    twice: [1, 'There is no simulation to pause.'],
    resume: [0, 'running'],
    both: [2, 'Only one of --pause, --resume and --stop can be done at a time.'],
    second: [1, 'A simulation is running.'],
    stop: [0, 'stopped'],
    code: 1,
    last: 'stopped',
    none: [1, 'There is no simulation to stop.'],
  })
})

test('simulate says which scenarios there are, and refuses what cannot be', async () => {
  const workspace = temporaryFolder()
  const unknown = await spawnCli(['simulate', 'busy-dya', '-w', workspace])
  const future = await spawnCli(['simulate', '--start', '2999-01-01', '-w', workspace])
  expect({ codes: [unknown.code, future.code], isNamed: unknown.stderr.includes('Did you mean busy-day?'), future: future.stderr }).toEqual(
    {
      codes: [2, 2],
      isNamed: true,
      future: 'The beginning lies in the future.\nGive a time that has passed, or a target.\n',
    },
  )
})
