import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import type { BatchFailure, BatchView } from '../../src/shared/domain/replay.ts'
import { temporaryFolder } from '../support/core.ts'
import { serve } from '../support/serve.ts'
import { jsonLines, spawnCli, startCli } from '../support/spawn-cli.ts'

/** Runs commands on one workspace. */
function commandsOn(workspace: string) {
  return (...argv: string[]) => spawnCli([...argv, '--workspace', workspace])
}

/** A consumer; `first` resolves with its first request. */
async function consumer(status = 200): Promise<{ url: string; first: Promise<unknown> }> {
  const server = createServer((request, response) => {
    request.resume()
    response.writeHead(status).end()
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, first: once(server, 'request') }
}

/** A workspace whose engine runs, with this many captures. */
async function captured(count: number): Promise<{ workspace: string; stop: () => Promise<unknown> }> {
  const workspace = temporaryFolder()
  const running = await serve(workspace)
  onTestFinished(async () => void (await running.stop('SIGKILL')))
  for (let i = 0; i < count; i++) await fetch(`${running.receiverUrl}/hooks`, { method: 'POST', body: `{"i":${i}}` })
  return { workspace, stop: () => running.stop() }
}

const stateOf = (ended: { readonly stdout: string }): string | undefined => jsonLines<BatchView>(ended)[0]?.state

test('a replay of many is paused, resumed and cancelled by a part of its id, and listed', async () => {
  const [{ workspace }, { url }] = [await captured(3), await consumer()]
  const run = commandsOn(workspace)
  const started = await run('replay', '--filter', 'dir:in', '--to', url, '--rate', '0.001', '--no-wait', '-q')
  const id = started.stdout.trim()
  const part = id.slice(-8)
  const [paused, again, resumed, cancelled] = [
    await run('replays', 'pause', part, '--json'),
    await run('replays', 'pause', part),
    await run('replays', 'resume', part, '--json'),
    await run('replays', 'cancel', part, '--json'),
  ]
  const listed = jsonLines<BatchView>(await run('replays', '--json'))
  const unknown = await run('replays', 'cancel', 'replay_01m8np77wg000mematepmkb8tx')
  expect({
    states: [paused, resumed, cancelled].map(stateOf),
    again: [again.code, again.stderr],
    listed: listed.map((batch) => [batch.id, batch.state, batch.total]),
    unknown: unknown.code,
  }).toEqual({
    states: ['paused', 'running', 'cancelled'],
    again: [1, 'The replay is paused, so it cannot be paused.\nResume or cancel it.\n'],
    listed: [[id, 'cancelled', 3]],
    unknown: 2,
  })
})

test('of several exchanges nothing is sent when one of them is mistyped', async () => {
  const [{ workspace }, { url }] = [await captured(1), await consumer()]
  const run = commandsOn(workspace)
  const [id = ''] = (await run('list', '-q')).stdout.split('\n')
  const { code, stderr } = await run('replay', id, 'zzzzzzzz', '--to', url)
  const sent = await run('list', '-q', '--filter', 'dir:out')
  expect({ code, isNamed: stderr.includes('zzzzzzzz'), sent: sent.stdout }).toEqual({ code: 2, isNamed: true, sent: '' })
})

test('what a replay of many did not deliver is shown with its reason', async () => {
  const [{ workspace }, { url }] = [await captured(2), await consumer(500)]
  const run = commandsOn(workspace)
  const waited = await run('replay', '--filter', 'dir:in', '--to', url)
  const [id = ''] = (await run('replays', '-q')).stdout.trim().split('\n')
  const [shown] = jsonLines<BatchView & { failures: BatchFailure[] }>(await run('replays', 'show', id, '--json'))
  const text = await run('replays', 'show', id)
  expect({
    waited: [waited.code, waited.stdout],
    shown: shown?.failures.map(({ kind, status }) => [kind, status]),
    text: text.stdout.includes('0 of 2 delivered, 2 failed, 0 refused, 0 under way'),
  }).toEqual({
    waited: [1, '0 of 2 delivered, 2 not\n'],
    shown: [
      ['failed', 500],
      ['failed', 500],
    ],
    text: true,
  })
})

test('who stops waiting for a replay of many is told that it goes on, and how to end it', async () => {
  const [{ workspace }, { url, first }] = [await captured(3), await consumer()]
  const waiting = startCli(['replay', '--filter', 'dir:in', '--to', url, '--rate', '0.001', '--workspace', workspace])
  await first
  waiting.kill('SIGINT')
  const { code, stderr } = await waiting.ended
  const [batch] = jsonLines<BatchView>(await commandsOn(workspace)('replays', '--json'))
  const part = batch?.id.slice(-8)
  expect({ code, stderr, state: batch?.state }).toEqual({
    code: 130,
    stderr: `warning: ${batch?.id} goes on: "hookscope replays cancel ${part}" ends it.\n`,
    state: 'running',
  })
})

test('without a running Hookscope a replay of many stands still when its command is stopped, and the next one goes on', async () => {
  const [{ workspace, stop }, { url, first }] = [await captured(3), await consumer()]
  await stop()
  const run = commandsOn(workspace)
  const waiting = startCli(['replay', '--filter', 'dir:in', '--to', url, '--rate', '0.5', '--workspace', workspace])
  await first
  waiting.kill('SIGINT')
  const stopped = await waiting.ended
  const [batch] = jsonLines<BatchView>(await run('replays', '--json'))
  const alone = await run('replays', 'wait', batch?.id ?? '')
  const next = await serve(workspace)
  onTestFinished(async () => void (await next.stop('SIGKILL')))
  const ended = await run('replays', 'wait', batch?.id ?? '')
  expect({
    stopped: [stopped.code, /stands still with \d exchanges? to go: "hookscope serve" goes on with it/.test(stopped.stderr)],
    state: batch?.state,
    alone: alone.code,
    ended: [ended.code, ended.stdout],
  }).toEqual({ stopped: [130, true], state: 'running', alone: 3, ended: [0, '3 of 3 delivered, 0 not\n'] })
})
