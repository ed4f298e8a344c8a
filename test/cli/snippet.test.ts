import { expect, test } from 'vitest'
import { SNIPPET_LANGUAGES } from '../../src/shared/domain/snippets/snippet.ts'
import { temporaryFolder } from '../support/core.ts'
import { runCli } from '../support/run-cli.ts'

test('without a language all of them are listed', async () => {
  const { code, stdout } = await runCli(['snippet', '--quiet'])
  expect({ code, stdout }).toEqual({ code: 0, stdout: `${SNIPPET_LANGUAGES.join('\n')}\n` })
})

test('a receiver is printed alone on stdout, and with its file name as JSON', async () => {
  const plain = await runCli(['snippet', '--language', 'ruby-sinatra', '--scheme', 'github'])
  const json = await runCli(['snippet', '--language', 'ruby-sinatra', '--scheme', 'github', '--json'])
  expect({ code: plain.code, stderr: plain.stderr, begins: plain.stdout.startsWith('# Receives webhooks of GitHub') }).toEqual({
    code: 0,
    stderr: '',
    begins: true,
  })
  expect(JSON.parse(json.stdout)).toEqual({ language: 'ruby-sinatra', scheme: 'github', fileName: 'receiver.rb', code: plain.stdout })
})

test.each([
  ['a language that is mistyped names the nearest', ['--language', 'node-expres'], 'Did you mean node-express?'],
  ['a language that is named in part, too', ['--language', 'Laravel'], 'Did you mean php-laravel?'],
  ['a language that is not there lists those that are', ['--language', 'cobol'], 'Give one of: node-express, node-fastify,'],
  ['what cannot be checked is said to be so', ['--language', 'go', '--scheme', 'paypal'], 'PayPal signs with a certificate of its own'],
])('%s', async (_, flags, told) => {
  const { code, stderr } = await runCli(['snippet', ...flags])
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(told) as string })
})

test('a receiver for an inbox or endpoint has its scheme, path and port, and none of its secret', async () => {
  const workspace = ['--workspace', temporaryFolder()]
  const secret = 'a-secret-of-more-than-32-characters-hush'
  await runCli(['inboxes', 'add', '/hooks/stripe', '--scheme', 'stripe', '--secret', secret, ...workspace])
  await runCli(['endpoints', 'add', 'http://127.0.0.1:4100/in', '--name', 'mine', '--scheme', 'github', '--secret', secret, ...workspace])
  const told: unknown[] = []
  for (const owner of ['/hooks/stripe', 'mine']) {
    const { stdout } = await runCli(['snippet', owner, '--language', 'node-http', ...workspace])
    told.push({
      path: /!== '(\/[^']*)'/.exec(stdout)?.[1],
      port: /PORT \?\? (\d+)/.exec(stdout)?.[1],
      secret: /process\.env\.(\w+_SECRET),/.exec(stdout)?.[1],
      isTold: stdout.includes(secret),
    })
  }
  expect(told).toEqual([
    { path: '/hooks/stripe', port: '3000', secret: 'STRIPE_WEBHOOK_SECRET', isTold: false },
    { path: '/in', port: '4100', secret: 'GITHUB_WEBHOOK_SECRET', isTold: false },
  ])
})
