import { createHmac } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../support/core.ts'
import { runCli } from '../support/run-cli.ts'

const BODY = '{"a":1}\n'
const HEADER = `X-Webhook-Signature: sha256=${createHmac('sha256', 'key').update(BODY).digest('hex')}`

function fileOf(text: string): string {
  const file = join(temporaryFolder(), 'file')
  writeFileSync(file, text)
  return `@${file}`
}

test('sign prints the headers over the exact bytes, the last line end included', async () => {
  expect(await runCli(['sign', '--secret', 'key', '--body', fileOf(BODY)])).toEqual({ code: 0, stdout: `${HEADER}\n`, stderr: '' })
})

test.each([
  ['text', () => ['--secret', 'key'], {}],
  ['a file, without the line end that editors put there', () => ['--secret', fileOf('key\n')], {}],
  ['a variable', () => ['--secret', 'env:MINE'], { env: { MINE: 'key' } }],
  ['standard input', () => ['--secret', '-'], { stdin: 'key\r\n' }],
  ['HOOKSCOPE_SECRET when there is no flag', () => [], { env: { HOOKSCOPE_SECRET: 'key' } }],
])('a secret comes from %s', async (_, flags, given) => {
  expect((await runCli(['sign', '--body', fileOf(BODY), ...flags()], given)).stdout).toBe(`${HEADER}\n`)
})

test('verify ends with 0 for a valid signature and 1 for any other, and says why', async () => {
  const verdicts = []
  for (const header of [HEADER, HEADER.toUpperCase(), 'X-Other: 1']) {
    const { code, stdout } = await runCli(['verify', '--json', '--secret', 'key', '--body', '-', '--header', header], { stdin: BODY })
    const { verdict, reason } = JSON.parse(stdout) as { verdict: string; reason: string }
    verdicts.push({ code, verdict, reason })
  }
  expect(verdicts).toEqual([
    { code: 0, verdict: 'valid', reason: 'The signature matches the body.' },
    { code: 1, verdict: 'invalid', reason: expect.any(String) as string },
    { code: 1, verdict: 'missing', reason: 'The request has no X-Webhook-Signature header.' },
  ])
})

test.each([
  [['sign', '--secret', 'hush']],
  [['sign', '--secret', 'hush', '--body', 'text']],
  [['sign', '--secret', 'hush', '--body', '@/not/there']],
  [['token', '--secret=hush']],
  [['send', '--secret', 'hush', '--speed', 'fast', 'lead.created']],
])('no error repeats a secret: %j', async (argv) => {
  const { code, stdout, stderr } = await runCli(argv)
  expect({ code, isTold: `${stdout}${stderr}`.includes('hush') }).toEqual({ code: 2, isTold: false })
})

test('a provider’s way is signed and checked at any time, and one of one’s own from a file', async () => {
  const scheme = fileOf('{"header":"X-Acme","prefix":"v1=","content":"{ts}|{body}","time":{"at":{"header":"X-Acme-Time"}}}')
  const told: unknown[] = []
  for (const name of ['stripe', 'standard-webhooks', scheme]) {
    const flags = ['--scheme', name, '--secret', 'whsec_a2V5']
    const signed = await runCli(['sign', ...flags, '--at', '2026-01-17T10:30:00Z', '--body', '-'], { stdin: BODY })
    const headers = signed.stdout.trim().split('\n')
    const judged = await Promise.all(
      ['2026-01-17T10:31:00Z', '2026-01-17T10:40:00Z'].map((at) =>
        runCli(['verify', '--json', ...flags, '--at', at, '--body', '-', ...headers.flatMap((line) => ['--header', line])], {
          stdin: BODY,
        }),
      ),
    )
    told.push([headers.length, ...judged.map(({ code, stdout }) => `${code} ${(JSON.parse(stdout) as { verdict: string }).verdict}`)])
  }
  expect(told).toEqual([
    [1, '0 valid', '1 stale'],
    [3, '0 valid', '1 stale'],
    [2, '0 valid', '1 stale'],
  ])
})

test('a file that holds no scheme says what is wrong with it', async () => {
  const { code, stderr } = await runCli(['sign', '--scheme', fileOf('{"header":"X Acme"}'), '--secret', 'key', '--body', '-'], {
    stdin: '',
  })
  expect([code, stderr]).toEqual([2, expect.stringContaining('holds no scheme: header "X Acme" is not a header name')])
})

test('a signature inside the body is printed with it', async () => {
  const { stdout } = await runCli(
    ['sign', '--scheme', 'mailgun', '--secret', 'key', '--id', 'token', '--at', '2026-01-17T10:30:00Z', '--body', '-'],
    {
      stdin: '{"a":1}',
    },
  )
  expect(JSON.parse(stdout)).toEqual({
    a: 1,
    signature: { timestamp: '1768645800', token: 'token', signature: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
  })
})

test('while a secret is changed, sign signs with both, and verify says under which of them it is right', async () => {
  const body = fileOf('{"a":1}')
  const at = ['--at', '2026-01-17T10:30:00Z']
  const both = await runCli(['sign', '--scheme', 'stripe', '--secret', 'new', '--secret', 'old', '--body', body, ...at])
  const header = both.stdout.trim()
  const verified = async (...secrets: string[]): Promise<unknown> => {
    const flags = secrets.flatMap((secret) => ['--secret', secret])
    const { code, stdout } = await runCli(['verify', '--json', '--scheme', 'stripe', '--body', body, '--header', header, ...at, ...flags])
    const { secretIndex, reason } = JSON.parse(stdout) as { secretIndex: number | null; reason: string }
    return [code, secretIndex, reason]
  }
  const one = await runCli(['sign', '--scheme', 'github', '--secret', 'new', '--secret', 'old', '--body', body])
  expect({
    signatures: header.match(/v1=/g)?.length,
    newest: await verified('new', 'old'),
    older: await verified('newer', 'new'),
    neither: await verified('other'),
    one: [one.code, one.stderr],
  }).toEqual({
    signatures: 2,
    newest: [0, 0, 'The signature matches the message.'],
    older: [0, 1, 'The signature matches the message under an older secret (2 of 2, newest first).'],
    neither: [1, null, 'The signature does not match the message under this secret.'],
    one: [2, 'A message of GitHub carries one signature.\nGive one --secret.\n'],
  })
})

test('a capture is verified under several secrets, and as if it had come to another url', async () => {
  const workspace = ['--workspace', temporaryFolder()]
  await runCli(['send', 'lead.created', ...workspace])
  const [capture = ''] = (await runCli(['list', '-q', '--filter', 'dir:in', ...workspace])).stdout.split('\n')
  const secret = (await runCli(['secret', ...workspace])).stdout.trim()
  const verified = async (...flags: string[]): Promise<unknown> => {
    const { code, stdout, stderr } = await runCli(['verify', capture, '--json', ...flags, ...workspace])
    if (code === 2) return (JSON.parse(stderr) as { error: { message: string } }).error.message
    const { secretIndex, expected } = JSON.parse(stdout) as { secretIndex: number | null; expected: string | null }
    return [code, secretIndex, expected?.slice(0, 7)]
  }
  const square = ['--scheme', 'square', '--secret', 'key']
  const urls = [await verified(...square), await verified(...square, '--url', 'https://hooks.example/ü')]
  expect({
    older: await verified('--secret', 'newer', '--secret', secret),
    neither: await verified('--secret', 'newer', '--secret', 'newest'),
    areUrlsApart: new Set(urls.map((each) => JSON.stringify(each))).size,
    at: await verified('--at', '-1m'),
  }).toEqual({
    older: [0, 1, 'sha256='],
    neither: [1, null, 'sha256='],
    areUrlsApart: 2,
    at: 'A capture has its own body, headers and time.',
  })
})

test.each([
  ['a url that is signed and not given', ['--scheme', 'square', '--secret', 'key'], 'Square signs the url, and none is given.'],
  ['a key that is none', ['--scheme', 'svix', '--secret', 'whsec_!!'], 'The secret is no base64 text.'],
  ['a key without bytes', ['--scheme', 'svix', '--secret', 'whsec_a'], 'The secret is no base64 text.'],
  ['a key of another length', ['--scheme', 'discord', '--secret', 'ab'.repeat(31)], 'The secret has 31 bytes; ed25519 keys have 32.'],
  [
    'an id of two lines',
    ['--scheme', 'svix', '--secret', 'whsec_a2V5', '--id', 'a\nX-Other: b'],
    '--id takes printable ASCII without blanks.',
  ],
])('sign refuses %s', async (_, flags, message) => {
  const { code, stdout, stderr } = await runCli(['sign', '--body', fileOf(BODY), ...flags])
  expect([code, stdout, stderr.split('\n')[0]]).toEqual([2, '', message])
})

test('a url is signed as it goes over the wire, in UTF-8', async () => {
  const { stdout } = await runCli([
    'sign',
    '--scheme',
    'square',
    '--secret',
    'key',
    '--url',
    'https://hooks.example/ü€',
    '--body',
    fileOf(BODY),
  ])
  const digest = createHmac('sha256', 'key').update(`https://hooks.example/ü€${BODY}`).digest('base64')
  expect(stdout).toBe(`x-square-hmacsha256-signature: ${digest}\n`)
})
