import { once } from 'node:events'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Worker } from 'node:worker_threads'
import { expect, onTestFinished, test } from 'vitest'
import { createReader } from '../../../src/main/engine/store/reader.ts'
import { aCapture } from '../../support/builders.ts'
import { rejected } from '../../support/caught.ts'
import { temporaryFolder, testCore } from '../../support/core.ts'

test('the reader sees what was committed before it was asked', async () => {
  const core = testCore()
  const before = await core.reader.run('newest')
  const capture = aCapture(core)
  expect([before, await core.reader.run('newest')]).toEqual([0, capture.seq])
})

test('a file that is no database is named in the error, and stays as it is', async () => {
  const file = join(temporaryFolder(), 'hookscope.db')
  writeFileSync(file, 'not a database, but long enough to be looked at '.repeat(100))
  const reader = createReader(file)
  onTestFinished(() => reader.close())
  expect(await rejected(reader.run('newest'))).toMatchObject({ code: 'database_damaged', message: `The database ${file} is damaged.` })
})

test('a missing file is an error of the call, and found once it is there', async () => {
  const core = testCore()
  const file = join(core.folder, 'later.db')
  const reader = createReader(file)
  onTestFinished(() => reader.close())
  const error = await rejected(reader.run('newest'))
  core.db.exec(`VACUUM INTO '${file}'`)
  expect([error, await reader.run('newest')]).toMatchObject([{ code: 'workspace_unwritable' }, 0])
})

test('a closed reader refuses calls and drops those that run', async () => {
  const core = testCore()
  const running = rejected(core.reader.run('newest'))
  await core.reader.close()
  await core.reader.close()
  expect([await running, await rejected(core.reader.run('newest'))]).toMatchObject([{ code: 'store_failed' }, { code: 'store_failed' }])
})

test('when the thread dies its calls are told, and the next call starts it again', async () => {
  const core = testCore()
  const capture = aCapture(core)
  const started = once(process, 'worker') as Promise<[Worker]>
  const running = rejected(core.reader.run('newest'))
  const [thread] = await started
  await thread.terminate()
  expect([await running, await core.reader.run('newest')]).toMatchObject([{ code: 'store_failed' }, capture.seq])
})

test.runIf(process.platform === 'linux')('the engine goes first where processors are short', async () => {
  const core = testCore()
  const before = new Set(readdirSync('/proc/self/task'))
  await core.reader.run('newest')
  const started = readdirSync('/proc/self/task').filter((thread) => !before.has(thread))
  const own = niceness(String(process.pid))
  expect(started.map(niceness)).toContain(Math.min(own + 10, 19))
})

/** Of a thread of this process, by proc_pid_stat(5): the 19th field; the second is a name in parentheses. */
function niceness(thread: string): number {
  const stat = readFileSync(`/proc/self/task/${thread}/stat`, 'latin1')
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16])
}
