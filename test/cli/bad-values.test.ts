import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../support/core.ts'
import { runCli } from '../support/run-cli.ts'

test.each([
  [
    'a tenant without a name',
    ['send', 'lead.created', '--tenant', ''],
    'The input does not fit: --tenant is empty.',
    'Correct it and try again.',
  ],
  [
    'a port that there is not',
    ['send', 'lead.created', '--to', 'http://127.0.0.1:99999/'],
    'The target url names the port 99999; ports go from 1 to 65535.',
    'Give a url such as http://localhost:3000/webhooks/crm.',
  ],
  [
    'a mistyped event filter',
    ['endpoints', 'add', 'http://127.0.0.1:3000/', '--events', 'led.created'],
    'The endpoint cannot be saved: --events "led.created" is no event filter; did you mean "lead.created"?',
    'Correct it and try again.',
  ],
  [
    'an endpoint at no address',
    ['endpoints', 'add', '127.0.0.1:3000'],
    'The endpoint cannot be saved: the URL does not begin with http:// or https://.',
    'Correct it and try again.',
  ],
  [
    'too long a wait',
    ['inboxes', 'add', '/slow', '--delay', '2h'],
    'The input does not fit: --delay is more than 3600000.',
    'Correct it and try again.',
  ],
  ['a path that is taken', ['inboxes', 'add', '/webhooks/crm'], 'There is already an inbox /webhooks/crm.', 'Change that one'],
  [
    'a workspace secret that the CRM would not take',
    ['secret', '--set', 'short'],
    'The secret has 5 characters; the CRM asks for at least 32.',
    'Use a longer one.',
  ],
])('%s is said in one sentence, in the words of the command line', async (_, argv, what, todo) => {
  const { code, stdout, stderr } = await runCli([...argv, '--workspace', temporaryFolder()])
  expect({ code, stdout, lines: stderr.split('\n') }).toEqual({
    code: argv[1] === 'add' && argv[2] === '/webhooks/crm' ? 1 : 2,
    stdout: '',
    lines: [what, expect.stringContaining(todo), ''],
  })
})

test('an inbox and a delivery can do without a signature', async () => {
  const workspace = temporaryFolder()
  const inbox = await runCli(['inboxes', 'add', '/plain', '--scheme', 'none', '--json', '--workspace', workspace])
  const sent = await runCli([
    'send',
    'lead.created',
    '--scheme',
    'none',
    '--to',
    'http://127.0.0.1:1/',
    '--no-wait',
    '--workspace',
    workspace,
  ])
  expect([inbox.code, (JSON.parse(inbox.stdout) as { scheme: unknown }).scheme, sent.code]).toEqual([0, null, 0])
})

test('a type that nearly is one of the CRM is sent, and noted', async () => {
  const { code, stderr } = await runCli(['send', 'lead.creatd', '--json', '--workspace', temporaryFolder()])
  expect({ code, note: JSON.parse(stderr) as unknown }).toEqual({
    code: 0,
    note: { log: 'warn', message: 'lead.creatd is no event type of the CRM and is sent as it is; did you mean lead.created?' },
  })
})

test('rm asks on the terminal, and only a yes removes', async () => {
  const workspace = temporaryFolder()
  await runCli(['send', 'lead.created', '--workspace', workspace])
  const ask = (stdin: string) => runCli(['rm', '--filter', 'dir:in', '--workspace', workspace], { stdin, isTTY: true })
  expect([await ask('no\n'), await ask('y\n')]).toEqual([
    { code: 1, stdout: '', stderr: 'Remove 1 exchange for good? [y/N] Nothing was removed.\n' },
    { code: 0, stdout: '1 exchange removed.\n', stderr: 'Remove 1 exchange for good? [y/N] ' },
  ])
})

test('explain tells of a capture what to use instead', async () => {
  const workspace = temporaryFolder()
  await runCli(['send', 'lead.created', '--workspace', workspace])
  const [capture, attempt] = (await runCli(['list', '-q', '--workspace', workspace])).stdout.split('\n')
  const { code, stderr } = await runCli(['explain', capture ?? '', '--workspace', workspace])
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: [
      `${capture} was received; only what is sent has a delivery to explain.`,
      `See it with "hookscope show ${capture}", its signature with "hookscope verify ${capture}" or, what sent it, "hookscope explain ${attempt}".`,
      '',
    ].join('\n'),
  })
})

test('a secret that is not text is refused, not changed', async () => {
  const file = join(temporaryFolder(), 'key')
  writeFileSync(file, Buffer.from([0xff, 0xfe, 0x61, 0x62]))
  expect(await runCli(['sign', '--body', '-', '--secret', `@${file}`])).toEqual({
    code: 2,
    stdout: '',
    stderr: 'The secret is not UTF-8 text.\nSave it as UTF-8.\n',
  })
})

test('a file that is no scheme is not quoted: it may be the one with the secret', async () => {
  const folder = temporaryFolder()
  const file = join(folder, 'stripe.key')
  writeFileSync(file, '{"secret": whsec_hush')
  const { code, stdout, stderr } = await runCli(['inboxes', 'add', '/stripe', '--scheme', `@${file}`, '--workspace', folder])
  expect({ code, stdout, says: stderr.includes(`${file} is not JSON.`), quotes: stderr.includes('whsec') }).toEqual({
    code: 2,
    stdout: '',
    says: true,
    quotes: false,
  })
})
