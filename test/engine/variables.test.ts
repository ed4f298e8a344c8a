import { expect, test } from 'vitest'
import { createVariables } from '../../src/main/engine/variables.ts'
import type { HookscopeError } from '../../src/shared/domain/errors.ts'
import { rejected } from '../support/caught.ts'
import { testCore } from '../support/core.ts'

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
