import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDatabase } from '../../src/main/engine/store/open.ts'
import { createWriter } from '../../src/main/engine/store/writer.ts'
import { createVariables } from '../../src/main/engine/variables.ts'
import type { HookscopeError } from '../../src/shared/domain/errors.ts'
import { rejected } from '../support/caught.ts'
import { temporaryFolder, testCore } from '../support/core.ts'

test('a variable is made, gets another value, and is there after a restart', async () => {
  const core = testCore()
  const variables = createVariables(core)
  await variables.put({ name: 'tenant', value: 'tenant_1' })
  await variables.put({ name: 'region', value: '' })
  await variables.put({ name: 'tenant', value: 'tenant_2' })
  const before = Object.fromEntries(variables.values())
  const reopened = createVariables(core)
  await reopened.remove('region')
  expect({ before, after: reopened.list().map(({ name, value }) => `${name}=${value}`) }).toEqual({
    before: { region: '', tenant: 'tenant_2' },
    after: ['tenant=tenant_2'],
  })
})

test('a name that no placeholder could have is refused, and so is removing what is not there', async () => {
  const variables = createVariables(testCore())
  const errors = (await Promise.all(
    [
      variables.put({ name: '$uuid', value: '' }),
      variables.put({ name: 'two words', value: '' }),
      variables.put({ name: 'long', value: 'x'.repeat(70_000) }),
      variables.remove('none'),
    ].map(rejected),
  )) as HookscopeError[]
  expect(errors.map(({ code, fields }) => `${code} ${fields[0]?.path ?? ''}`)).toEqual([
    'bad_input name',
    'bad_input name',
    'bad_input value',
    'not_found ',
  ])
})

test('when the disk did not keep a change it is refused, and the list shows what the next start may find', async () => {
  const folder = temporaryFolder()
  const db = openDatabase(join(folder, 'hookscope.db'))
  const writer = createWriter(db, {
    start: (done) => void setImmediate(done, Object.assign(new Error('i/o error, fdatasync'), { code: 'EIO' })),
    now: () => {},
    close: () => {},
  })
  const variables = createVariables(testCore({ folder, db, writer }))
  const refused = await rejected(variables.put({ name: 'tenant', value: 'tenant_1' }))
  const later = await rejected(variables.put({ name: 'region', value: 'eu' }))
  expect({ codes: [refused, later].map((error) => (error as HookscopeError).code), shown: [...variables.values().keys()] }).toEqual({
    codes: ['store_failed', 'store_failed'],
    shown: ['tenant'],
  })
})
