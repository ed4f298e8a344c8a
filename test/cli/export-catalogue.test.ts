import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { EVENT_TYPES } from '../../src/shared/domain/catalogue/catalogue.ts'
import { temporaryFolder } from '../support/core.ts'
import { runCli } from '../support/run-cli.ts'

test('the catalogue is exported as OpenAPI without a workspace', async () => {
  const file = join(temporaryFolder(), 'api.json')
  const ended = await runCli(['export', '--format', 'openapi', '--out', file])
  const { openapi, webhooks } = JSON.parse(readFileSync(file, 'utf8')) as { openapi: string; webhooks: object }
  expect({ ...ended, openapi, types: Object.keys(webhooks) }).toEqual({
    code: 0,
    stdout: `${EVENT_TYPES.length} event types in ${file}.\n`,
    stderr: '',
    openapi: '3.1.1',
    types: EVENT_TYPES,
  })
})

test.each([['3k9x2m1p'], ['--filter', 'dir:in'], ['--share'], ['--dry-run']])('the catalogue takes no exchanges: %s', async (...flags) => {
  expect((await runCli(['export', '--format', 'openapi', ...flags])).code).toBe(2)
})
