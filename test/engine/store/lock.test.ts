import { statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { takeLock } from '../../../src/main/engine/store/lock.ts'
import { caught } from '../../support/caught.ts'
import { temporaryFolder } from '../../support/core.ts'

test('one engine has a workspace; the next one is told so, and gets it once the first has gone', () => {
  const folder = temporaryFolder()
  const first = takeLock(folder)
  expect(caught(() => takeLock(folder))).toMatchObject({ code: 'workspace_locked', exit: 3 })
  first.release()
  takeLock(folder).release()
  expect((statSync(join(folder, 'engine.lock')).mode & 0o777).toString(8)).toBe('600')
})
