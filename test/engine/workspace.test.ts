import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  knownWorkspaces,
  prepareDirectory,
  publishInstance,
  readInstance,
  withdrawInstance,
  workspaceDirectory,
} from '../../src/main/engine/workspace.ts'
import { caught } from '../support/caught.ts'
import { temporaryFolder } from '../support/core.ts'

test('workspaces lie where each system keeps such data, unless a path is given', () => {
  const home = { HOME: '/home/ann' }
  expect([
    workspaceDirectory(undefined, home, 'linux'),
    workspaceDirectory('', home, 'linux'),
    workspaceDirectory('acme', { ...home, XDG_DATA_HOME: '/data' }, 'linux'),
    workspaceDirectory('acme', home, 'darwin'),
    workspaceDirectory('/tmp/somewhere', home, 'linux'),
    workspaceDirectory('./here', home, 'linux'),
  ]).toEqual([
    '/home/ann/.local/share/hookscope/default',
    '/home/ann/.local/share/hookscope/default',
    '/data/hookscope/acme',
    '/home/ann/Library/Application Support/hookscope/acme',
    '/tmp/somewhere',
    join(process.cwd(), 'here'),
  ])
})

test('a workspace folder is made for its owner alone', () => {
  const folder = join(temporaryFolder(), 'a/b')
  prepareDirectory(folder)
  expect((statSync(folder).mode & 0o777).toString(8)).toBe('700')
})

test('a folder that cannot be made is an error with a remedy', () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'file'), '')
  expect(caught(() => prepareDirectory(join(folder, 'file/inside')))).toMatchObject({ code: 'workspace_unwritable', exit: 3 })
})

test.runIf(process.platform === 'linux')('a place that takes no folders is an error, too, and at once', () => {
  expect(caught(() => prepareDirectory('/proc/hookscope/inside'))).toMatchObject({
    code: 'workspace_unwritable',
    message: 'The workspace folder /proc/hookscope/inside cannot be written.',
  })
})

test('a file is no workspace, and the error says so', () => {
  const file = join(temporaryFolder(), 'notes.txt')
  writeFileSync(file, 'kept')
  expect(caught(() => prepareDirectory(file))).toMatchObject({
    code: 'workspace_unwritable',
    message: `The workspace ${file} is a file, not a folder.`,
  })
})

test('the workspaces beside the default one are known by what is in them', () => {
  const home = temporaryFolder()
  for (const name of ['acme', 'empty']) mkdirSync(join(home, 'hookscope', name), { recursive: true })
  writeFileSync(join(home, 'hookscope/acme/hookscope.db'), '')
  expect([knownWorkspaces({ XDG_DATA_HOME: home }, 'linux'), knownWorkspaces({ XDG_DATA_HOME: join(home, 'none') }, 'linux')]).toEqual([
    ['acme'],
    [],
  ])
})

test('the signpost is written whole, for its owner alone, and gone at the end', () => {
  const folder = temporaryFolder()
  const instance = { pid: 1, version: '0.1.0', controlUrl: 'http://127.0.0.1:1', receiverUrl: null, token: 'token' }
  publishInstance(folder, instance)
  const read = readInstance(folder)
  const files = readdirSync(folder)
  const mode = (statSync(join(folder, 'instance.json')).mode & 0o777).toString(8)
  withdrawInstance(folder)
  expect({ read, files, mode, left: existsSync(join(folder, 'instance.json')) }).toEqual({
    read: instance,
    files: ['instance.json'],
    mode: '600',
    left: false,
  })
})

test('a missing or broken signpost is none', () => {
  const folder = temporaryFolder()
  const missing = readInstance(folder)
  writeFileSync(join(folder, 'instance.json'), '{"pid":')
  expect([missing, readInstance(folder)]).toEqual([null, null])
})
