import { createHmac } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../support/core.ts'
import { runCli } from '../support/run-cli.ts'

const hmac = (secret: string, body: string): string => createHmac('sha256', secret).update(body).digest('hex')

function fileOf(text: string): string {
  const file = join(temporaryFolder(), 'body')
  writeFileSync(file, text)
  return `@${file}`
}

test('verify says why a signature at hand is not valid, with proof, mend and the line at fault', async () => {
  const header = `X-Webhook-Signature: sha256=${hmac('key', '{"a":1}')}`
  const { code, stdout } = await runCli(['verify', '--secret', 'key', '--body', fileOf('{ "a": 1 }'), '--header', header])
  expect([code, stdout.slice(stdout.indexOf('reserialized')).split('\n').slice(0, 8)]).toEqual([
    1,
    [
      'reserialized  The signature matches if the body is written again as compact JSON, as JSON.stringify does.',
      '  Proved: 7 bytes were signed, 10 arrived. They part at byte 1:',
      '    signed   {"a":1}',
      '    arrived  { "a": 1 }',
      '  Sign the bytes that are sent and check the bytes that came, never a copy that was read and written again.',
      expect.stringContaining('- fetch(url') as string,
      expect.stringContaining('+ const body') as string,
      expect.stringContaining('- app.post') as string,
    ],
  ])
})

test('the digests that were made are counted, but not where none was needed', async () => {
  const invalid = await runCli([
    'verify',
    '--secret',
    'key',
    '--body',
    fileOf('{}'),
    '--header',
    `X-Webhook-Signature: sha256=${hmac('key', 'other')}`,
  ])
  const missing = await runCli(['verify', '--secret', 'key', '--body', fileOf('{}')])
  expect([invalid, missing].map(({ stdout }) => /\d digests? over/.test(stdout))).toEqual([true, false])
})

test.each([
  [
    'stripe',
    `t=1768645800,v1=${hmac('key', '1768645800.{}')}`,
    'Stripe-Signature',
    '2026-01-17T10:30:00Z',
    { verdict: 'valid', diagnosis: null },
  ],
  [
    'stripe',
    `t=1768645800,v1=${hmac('key', '1768645800.{}')}`,
    'Stripe-Signature',
    '2026-01-17T11:30:00Z',
    { verdict: 'stale', diagnosis: { code: 'time_stale' } },
  ],
  [
    'stripe',
    `t=1768645800,v1=${hmac('key', '{}')}`,
    'Stripe-Signature',
    '2026-01-17T10:30:00Z',
    { verdict: 'invalid', diagnosis: { code: 'time_missing' } },
  ],
  ['crm', `sha256=${hmac('key\n', '{}')}`, 'X-Webhook-Signature', '-1m', { verdict: 'invalid', diagnosis: { code: 'secret_newline' } }],
  ['crm', 'sha256=nonsense', 'X-Webhook-Signature', '-1m', { verdict: 'invalid', diagnosis: { code: 'malformed' } }],
])('verify --scheme %s --json, header %s', async (scheme, value, name, at, expected) => {
  const { stdout } = await runCli([
    'verify',
    '--json',
    '--scheme',
    scheme,
    '--secret',
    'key',
    '--body',
    fileOf('{}'),
    '--header',
    `${name}: ${value}`,
    '--at',
    at,
  ])
  expect(JSON.parse(stdout)).toMatchObject(expected)
})

test('the url that was signed is found beside the one that was given', async () => {
  const signature = createHmac('sha256', 'key').update('http://hooks.example/square{}').digest('base64')
  const flags = ['--scheme', 'square', '--secret', 'key', '--body', fileOf('{}'), '--header', `x-square-hmacsha256-signature: ${signature}`]
  const { stdout } = await runCli(['verify', '--json', ...flags, '--url', 'https://hooks.example/square'])
  expect(JSON.parse(stdout)).toMatchObject({ verdict: 'invalid', diagnosis: { code: 'other_url' } })
})
