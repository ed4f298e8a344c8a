import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../support/core.ts'
import { runCli } from '../support/run-cli.ts'

test.each([
  ['list'],
  ['show', 'capture_1'],
  ['explain', 'delivery_1'],
  ['verify', 'capture_1'],
  ['rm', 'capture_1'],
  ['replay', 'capture_1', '--to', 'http://127.0.0.1:1/'],
  ['endpoints'],
  ['endpoints', 'set', 'x', '--active'],
  ['inboxes', 'rm', '/x'],
  ['simulate', '--stop'],
  ['replays'],
])('%s in a workspace that is not there says so and makes none', async (...argv) => {
  const workspace = join(temporaryFolder(), 'tpyo')
  expect([await runCli([...argv, '--workspace', workspace]), existsSync(workspace)]).toEqual([
    {
      code: 2,
      stdout: '',
      stderr: `There is no workspace at ${workspace}.\nCheck --workspace; "hookscope serve" makes one.\n`,
    },
    false,
  ])
})

test('a workspace of nearly that name is meant', async () => {
  const home = temporaryFolder()
  mkdirSync(join(home, 'hookscope/customer-4711'), { recursive: true })
  writeFileSync(join(home, 'hookscope/customer-4711/hookscope.db'), '')
  const { stderr } = await runCli(['list', '-w', 'custmer-4711'], { env: { XDG_DATA_HOME: home } })
  expect(stderr.split('\n')[1]).toBe('Did you mean --workspace customer-4711? Else "hookscope serve" makes one.')
})

test('status says that nothing runs where there is nothing', async () => {
  const workspace = join(temporaryFolder(), 'tpyo')
  expect([await runCli(['status', '-w', workspace]), existsSync(workspace)]).toEqual([
    {
      code: 1,
      stdout: `No Hookscope is running on ${workspace}, where there is no workspace.\n`,
      stderr: 'Start one with "hookscope serve".\n',
    },
    false,
  ])
})

test('a sample of an event needs no workspace', async () => {
  const { code, stdout } = await runCli(['events', 'deal.won', '--sample', '--seed', '7'])
  expect({ code, type: (JSON.parse(stdout) as { eventType: string }).eventType }).toEqual({ code: 0, type: 'deal.won' })
})
