import { expect, test } from 'vitest'
import { temporaryFolder } from '../support/core.ts'
import { runCli } from '../support/run-cli.ts'

test('variables are set, listed with the built-in ones, filled in when an event is sent, and removed', async () => {
  const workspace = ['--workspace', temporaryFolder()]
  const set = await runCli(['variables', 'set', 'tenant=tenant_789', 'note=a=b', ...workspace])
  const names = await runCli(['variables', '--quiet', ...workspace])
  const sent = await runCli(['send', 'deal.won', '--set', 'tenantId={{tenant}}', '--json', ...workspace])
  const left = await runCli(['send', 'deal.won', '--set', 'tenantId={{tenant}}', '--no-variables', '--json', ...workspace])
  const bodies: unknown[] = []
  for (const { stdout } of [sent, left]) {
    const attempt = JSON.parse(stdout.split('\n')[0] ?? '') as { id: string }
    const { stdout: body } = await runCli(['show', attempt.id, '--body', ...workspace])
    bodies.push((JSON.parse(body) as { tenantId: string }).tenantId)
  }
  const removed = await runCli(['variables', 'rm', 'tenant', ...workspace])
  const again = await runCli(['variables', 'rm', 'tenant', ...workspace])
  expect({
    said: set.stdout,
    names: names.stdout.split('\n').slice(0, 3),
    bodies,
    removed: removed.stdout,
    again: [again.code, again.stderr.split('\n')[0]],
  }).toEqual({
    said: '{{tenant}} stands for tenant_789.\n{{note}} stands for a=b.\n',
    names: ['note', 'tenant', '$uuid'],
    bodies: ['tenant_789', '{{tenant}}'],
    removed: 'tenant is removed.\n',
    again: [2, 'There is no variable "tenant".'],
  })
})

test('a template that there is not is said, and nothing can be given beside one', async () => {
  const workspace = ['--workspace', temporaryFolder()]
  const missing = await runCli(['send', '--template', 'won', ...workspace])
  const beside = await runCli(['send', 'deal.won', '--template', 'won', ...workspace])
  expect([missing, beside].map(({ code, stderr }) => [code, stderr.split('\n')[0]])).toEqual([
    [2, 'There is no template "won".'],
    [2, '--template sends a whole event.'],
  ])
})
