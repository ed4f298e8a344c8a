import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { firstWorkspace, readStartOptions } from '../../src/main/desktop/start-options.ts'
import { temporaryFolder } from '../support/core.ts'

const HOME = { XDG_DATA_HOME: '/data' }

test('Without flags the desktop works where the command line does', () => {
  expect(readStartOptions(() => '', HOME, 'linux')).toEqual({
    workspace: null,
    home: '/data/hookscope',
    ports: { receiverPort: 5880, controlPort: { port: 5881, isFixed: false } },
    token: null,
  })
})

test('Flags come before the environment; what is no port counts as not given', () => {
  const flags: Readonly<Record<string, string>> = { workspace: 'customer', 'receiver-port': '0', port: 'x' }

  expect(
    readStartOptions((name) => flags[name] ?? '', { ...HOME, HOOKSCOPE_WORKSPACE: 'other', HOOKSCOPE_TOKEN: 'token' }, 'linux'),
  ).toEqual({
    workspace: '/data/hookscope/customer',
    home: '/data/hookscope',
    ports: { receiverPort: 0, controlPort: { port: 5881, isFixed: false } },
    token: 'token',
  })
})

test('It starts with the workspace that was asked for, else the one of last time, else the default one', () => {
  const last = join(temporaryFolder(), 'last')
  mkdirSync(last)
  const options = readStartOptions(() => '', HOME, 'linux')
  const gone = firstWorkspace(options, last)
  writeFileSync(join(last, 'hookscope.db'), '')

  expect([gone, firstWorkspace(options, last), firstWorkspace({ ...options, workspace: '/asked' }, last)]).toEqual([
    '/data/hookscope/default',
    last,
    '/asked',
  ])
})
