import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import type { AttemptView, DeliveryView, ExchangeSummary } from '../../src/shared/domain/exchange.ts'
import type { Inbox } from '../../src/shared/domain/inbox.ts'
import { temporaryFolder } from '../support/core.ts'
import { CLI } from '../support/scripts/build.ts'
import { serve, type Served } from '../support/serve.ts'
import { jsonLines, spawnCli, startCli } from '../support/spawn-cli.ts'

type Line = ({ event: 'attempt' } & AttemptView) | ({ event: 'delivery' } & DeliveryView)

/** Runs commands on one workspace. */
function commandsOn(workspace: string) {
  return (...argv: string[]) => spawnCli([...argv, '--workspace', workspace])
}

async function served(workspace: string): Promise<Served> {
  const running = await serve(workspace)
  onTestFinished(async () => void (await running.stop('SIGKILL')))
  return running
}

/** A consumer that answers with these statuses in turn, then with the last one; keeps the bodies it got. */
async function consumer(...statuses: number[]): Promise<{ url: string; bodies: string[] }> {
  const bodies: string[] = []
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      response.writeHead(statuses[bodies.length] ?? statuses.at(-1) ?? 200).end()
      bodies.push(Buffer.concat(chunks).toString('utf8'))
    })
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  return { url: `http://127.0.0.1:${(server.address() as { port: number }).port}/hooks`, bodies }
}

test('with nothing running, send shows both sides of a delivery in a new workspace', async () => {
  const run = commandsOn(temporaryFolder())
  const sent = await run('send', 'lead.created', '--set', 'data.email=ada@example.com')
  const listed = jsonLines<ExchangeSummary>(await run('list', '--json'))
  const [capture] = listed
  const body = JSON.parse((await run('show', capture?.id.slice(-8) ?? '', '--body')).stdout) as { data: { email: string } }
  const verified = await run('verify', capture?.id ?? '')
  expect({
    sent: sent.code,
    listed: listed.map(({ direction, status, verdict, deliveryState }) => ({ direction, status, verdict, deliveryState })),
    linked: capture?.counterpartId === listed[1]?.id,
    email: body.data.email,
    verified: verified.code,
  }).toEqual({
    sent: 0,
    listed: [
      { direction: 'in', status: 200, verdict: 'valid', deliveryState: null },
      { direction: 'out', status: 200, verdict: null, deliveryState: 'success' },
    ],
    linked: true,
    email: 'ada@example.com',
    verified: 0,
  })
})

test('--speed max plays the whole ladder: a line for each attempt, then one for the delivery', async () => {
  const { url, bodies } = await consumer(500, 500, 200)
  const ended = await commandsOn(temporaryFolder())('send', 'deal.won', '--to', url, '--speed', 'max', '--json')
  expect({
    code: ended.code,
    lines: jsonLines<Line>(ended).map((line) => [line.event, line.event === 'attempt' ? line.number : line.state, line.status]),
    identical: new Set(bodies).size,
  }).toEqual({
    code: 0,
    lines: [
      ['attempt', 1, 500],
      ['attempt', 2, 500],
      ['attempt', 3, 200],
      ['delivery', 'success', 200],
    ],
    identical: 1,
  })
})

test('send through a running engine waits for the first attempt, says 1 when it failed, and leaves the rest to the engine', async () => {
  const workspace = temporaryFolder()
  const { url, bodies } = await consumer(500)
  await served(workspace)
  const run = commandsOn(workspace)
  const sent = await run('send', 'deal.won', '--to', url)
  const pending = jsonLines<ExchangeSummary>(await run('list', '--filter', 'state:pending', '--json'))
  const explained = await run('explain', pending[0]?.deliveryId ?? '')
  expect({ code: sent.code, tried: bodies.length, pending: pending.length, explained: explained.stdout.includes('next attempt') }).toEqual({
    code: 1,
    tried: 1,
    pending: 1,
    explained: true,
  })
})

test('send with --count to several targets makes each event for each of them', async () => {
  const first = await consumer(200)
  const second = await consumer(200)
  const { code } = await commandsOn(temporaryFolder())('send', 'lead.updated', '--to', first.url, '--to', second.url, '--count', '30', '-q')
  expect({ code, first: new Set(first.bodies).size, second: new Set(second.bodies).size }).toEqual({ code: 0, first: 30, second: 30 })
})

test('an exact replay sends the captured bytes, whatever they are', async () => {
  const workspace = temporaryFolder()
  const { receiverUrl } = await served(workspace)
  const { url, bodies } = await consumer(200)
  await fetch(`${receiverUrl}/webhooks/crm`, { method: 'POST', body: '{"a" : 1}\n' })
  const run = commandsOn(workspace)
  const [id] = (await run('list', '-q')).stdout.split('\n')
  const replayed = await run('replay', id ?? '', '--to', url)
  expect({ code: replayed.code, bodies }).toEqual({ code: 0, bodies: ['{"a" : 1}\n'] })
})

test('listen prints one line a capture, and passes each on while it runs', async () => {
  const workspace = temporaryFolder()
  const { receiverUrl } = await served(workspace)
  const { url, bodies } = await consumer(202)
  const listening = startCli(['listen', '--workspace', workspace, '--json', '--inbox', '/fresh', '--forward-to', url])
  const run = commandsOn(workspace)
  await listening.lines.next()
  const answers = []
  for (const body of ['one', 'two', 'three']) answers.push((await fetch(`${receiverUrl}/fresh/x`, { method: 'POST', body })).status)
  const lines: ExchangeSummary[] = []
  while (lines.length < 3) lines.push(JSON.parse((await listening.lines.next()).value as string) as ExchangeSummary)
  listening.kill('SIGINT')
  const { code, stdout } = await listening.ended
  const left = jsonLines<Inbox>(await run('inboxes', '--json')).find(({ path }) => path === '/fresh')
  expect({
    code,
    answers,
    bodies,
    statuses: lines.map(({ status }) => status),
    lines: jsonLines<{ event: string }>({ stdout }).map(({ event }) => event),
    forwardTo: left?.forwardTo,
  }).toEqual({
    code: 130,
    answers: [202, 202, 202],
    bodies: ['one', 'two', 'three'],
    statuses: [202, 202, 202],
    lines: ['ready', 'capture', 'capture', 'capture'],
    forwardTo: null,
  })
})

test('short commands that meet on one workspace wait for each other', async () => {
  const run = commandsOn(temporaryFolder())
  const secrets = await Promise.all([1, 2, 3, 4].map(() => run('secret')))
  expect({ codes: secrets.map(({ code }) => code), secrets: new Set(secrets.map(({ stdout }) => stdout)).size }).toEqual({
    codes: [0, 0, 0, 0],
    secrets: 1,
  })
})

test('a secret and the REST token stay the same, and what is set is used', async () => {
  const run = commandsOn(temporaryFolder())
  const tokens = [await run('token'), await run('token')].map(({ stdout }) => stdout)
  const set = await spawnCli(['secret', '--set', 'env:MINE', '--workspace', temporaryFolder()], {
    env: { MINE: 'a secret of mine that is long enough' },
  })
  expect({
    same: tokens[0] === tokens[1],
    length: (tokens[0] ?? '').trim().length > 40,
    set: [set.code, `${set.stdout}${set.stderr}`.includes('mine')],
  }).toEqual({
    same: true,
    length: true,
    set: [0, false],
  })
})

test('rm removes what a filter names, once it is told yes', async () => {
  const run = commandsOn(temporaryFolder())
  await run('send', 'lead.created')
  const refused = await run('rm', '--filter', 'dir:in')
  const removed = await run('rm', '--filter', 'dir:in', '--yes', '--json')
  const left = jsonLines<ExchangeSummary>(await run('list', '--json'))
  expect({ refused: refused.code, removed: jsonLines(removed), left: left.map(({ direction }) => direction) }).toEqual({
    refused: 2,
    removed: [{ removed: 1 }],
    left: ['out'],
  })
})

test('an engine that is killed ends the commands attached to it with 3', async () => {
  const workspace = temporaryFolder()
  const running = await served(workspace)
  const listening = startCli(['listen', '--workspace', workspace, '--json'])
  await listening.lines.next()
  await running.stop('SIGKILL')
  const { code, stderr } = await listening.ended
  expect({ code, error: (JSON.parse(stderr) as { error: { code: string } }).error.code }).toEqual({ code: 3, error: 'engine_gone' })
})

test('listen with nothing running is the engine, and other commands attach to it', async () => {
  const workspace = temporaryFolder()
  const listening = startCli(['listen', '--workspace', workspace, '--receiver-port', '0', '--json'])
  const run = commandsOn(workspace)
  await listening.lines.next()
  const sent = await run('send', 'ticket.closed')
  const line = JSON.parse((await listening.lines.next()).value as string) as ExchangeSummary
  listening.kill('SIGINT')
  const { code } = await listening.ended
  expect({ sent: sent.code, type: line.type, verdict: line.verdict, code }).toEqual({
    sent: 0,
    type: 'ticket.closed',
    verdict: 'valid',
    code: 130,
  })
})

test('a reader that goes away ends a command quietly', async () => {
  const { url } = await consumer(200)
  // A thousand lines: far more than a pipe holds.
  const sending = startCli(['send', 'lead.created', '--to', url, '--count', '500', '--json', '--workspace', temporaryFolder()])
  await sending.lines.next()
  sending.closeStdout()
  const { code, stderr } = await sending.ended
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
})

test.runIf(process.platform === 'linux')('an output that cannot be written is told, with 3', async () => {
  const workspace = temporaryFolder()
  await commandsOn(workspace)('send', 'lead.created')
  const command = `"${process.execPath}" "${CLI}" list --json --workspace "${workspace}" > /dev/full`
  const ended = await promisify(execFile)('sh', ['-c', command]).catch((error: unknown) => error)
  expect(ended).toMatchObject({ code: 3, stderr: expect.stringContaining('"code":"output_failed"') as unknown })
})

test('several sends at once without a running Hookscope all deliver', async () => {
  const { url, bodies } = await consumer(200)
  const run = commandsOn(temporaryFolder())
  const sent = await Promise.all(Array.from({ length: 4 }, () => run('send', 'lead.created', '--to', url)))
  expect([sent.map(({ code }) => code), bodies.length]).toEqual([[0, 0, 0, 0], 4])
})
