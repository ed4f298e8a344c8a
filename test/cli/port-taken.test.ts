import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { receiverPortTaken } from '../../src/main/cli/port-taken.ts'
import { publishInstance } from '../../src/main/engine/workspace.ts'
import { fakeEngine, runningControl } from '../api/running-control.ts'
import { temporaryFolder } from '../support/core.ts'

test('the Hookscope that has a receiver port is named by what answers on its control port, not by what a dead one left behind', async () => {
  const home = temporaryFolder()
  const engine = fakeEngine({ workspace: { name: 'alive' }, receiver: { url: () => 'http://127.0.0.1:61000' } })
  const { url } = await runningControl(engine)
  const leave = (name: string, receiverUrl: string, controlUrl: string): void => {
    const directory = join(home, 'hookscope', name)
    mkdirSync(directory, { recursive: true })
    writeFileSync(join(directory, 'hookscope.db'), '')
    publishInstance(directory, { pid: process.pid, version: '1', controlUrl, receiverUrl, token: 'x' })
  }
  leave('alive', 'http://127.0.0.1:61000', url)
  leave('dead', 'http://127.0.0.1:61001', 'http://127.0.0.1:1')
  const problems = await Promise.all([61_000, 61_001].map((port) => receiverPortTaken(port, { XDG_DATA_HOME: home }, null)))
  expect(problems.map(({ code, message }) => [code, message])).toEqual([
    ['port_in_use', 'Port 61000 for the receiver is held by the Hookscope of workspace "alive".'],
    ['port_in_use', 'Port 61001 for the receiver is held by another program.'],
  ])
})
