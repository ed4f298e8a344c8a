import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openTarget } from '../../src/main/cli/target-file.ts'
import type { Terminal } from '../../src/main/cli/terminal.ts'
import { rejected } from '../support/caught.ts'
import { temporaryFolder } from '../support/core.ts'

const TERMINAL: Terminal = {
  stdout: { write: () => true },
  stderr: { write: () => true },
  stdin: (async function* () {})(),
  env: {},
  platform: process.platform,
  signal: new AbortController().signal,
}

async function write(path: string, text: string): Promise<void> {
  const target = await openTarget(TERMINAL, path)
  await target.write(text)
  await target.finish()
}

test('a file appears whole: until then, and when it is given up, what was there stays', async () => {
  const folder = temporaryFolder()
  const path = join(folder, 'out')
  writeFileSync(path, 'before')
  const [first, second] = [await openTarget(TERMINAL, path), await openTarget(TERMINAL, path)]
  await first.write('after')
  const meanwhile = readFileSync(path, 'utf8')
  await second.abandon()
  await first.finish()
  expect({ meanwhile, after: readFileSync(path, 'utf8'), files: readdirSync(folder) }).toEqual({
    meanwhile: 'before',
    after: 'after',
    files: ['out'],
  })
})

test('what a link means is written, and the link stays one', async () => {
  const folder = temporaryFolder()
  const [real, link] = [join(folder, 'real'), join(folder, 'link')]
  writeFileSync(real, 'before')
  symlinkSync(real, link)
  await write(link, 'after')
  writeFileSync(real, `${readFileSync(link, 'utf8')}, through the link`)
  expect(readFileSync(link, 'utf8')).toBe('after, through the link')
})

test.skipIf(process.platform === 'win32')('a pipe is written into and stays a pipe', async () => {
  const pipe = join(temporaryFolder(), 'pipe')
  execFileSync('mkfifo', [pipe])
  const [read] = await Promise.all([readFile(pipe, 'utf8'), write(pipe, 'through the pipe')])
  const [again] = await Promise.all([readFile(pipe, 'utf8'), write(pipe, 'and again')])
  expect([read, again]).toEqual(['through the pipe', 'and again'])
})

test.runIf(existsSync('/dev/full'))('a full disk is told as one', async () => {
  const target = await openTarget(TERMINAL, '/dev/full')
  expect(await rejected(target.write('x'))).toMatchObject({ code: 'output_failed', message: '/dev/full could not be written.' })
  await target.abandon()
})

test('a folder is no file', async () => {
  const folder = temporaryFolder()
  expect(await rejected(openTarget(TERMINAL, folder))).toMatchObject({ code: 'bad_input', message: `${folder} is a folder.` })
})
