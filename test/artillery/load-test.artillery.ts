import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../support/core.ts'
import { serve } from '../support/serve.ts'
import { startCli } from '../support/spawn-cli.ts'

const ARTILLERY = join(import.meta.dirname, 'node_modules/artillery/bin/run')

interface Row {
  readonly path: string
  readonly verdict: string
  readonly eventId: string
}

async function cli(workspace: string, ...argv: string[]): Promise<string> {
  const { code, stdout, stderr } = await startCli([...argv, '--workspace', workspace]).ended
  if (code !== 0) throw new Error(`hookscope ${argv.join(' ')} ended with ${code}: ${stderr}`)
  return stdout
}

async function artillery(
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<{ code: number; report: { aggregate: { counters: Record<string, number> } } }> {
  const child = spawn(process.execPath, [ARTILLERY, 'run', '--quiet', '--output', 'report.json', 'load-test.ts'], {
    cwd: folder,
    stdio: 'inherit',
    env: { ...process.env, ARTILLERY_DISABLE_TELEMETRY: 'true', ...env },
  })
  const [code] = (await once(child, 'close')) as [number]
  return { code, report: JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) }
}

test('Artillery sends freshly signed events from an exported load test, and every signature is valid', async () => {
  const folder = temporaryFolder()
  const workspace = join(folder, 'workspace')
  const served = await serve(workspace)
  const schemes = ['crm', 'stripe', 'standard-webhooks', 'slack']
  for (const scheme of schemes.slice(1)) await cli(workspace, 'inboxes', 'add', `/webhooks/${scheme}`, '--scheme', scheme)
  const secret = (await cli(workspace, 'secret')).trim()
  for (const scheme of schemes) {
    const url = `${served.receiverUrl}/webhooks/${scheme}`
    await cli(workspace, 'send', 'lead.created', '--to', url, '--scheme', scheme, '--secret', secret)
  }
  const before = (await cli(workspace, 'list', '--filter', 'dir:in', '--json')).trim().split('\n').length
  await cli(workspace, 'export', '--format', 'artillery', '--filter', 'dir:in', '--out', join(folder, 'load-test.ts'))

  const { code, report } = await artillery(folder, { TARGET: served.receiverUrl, HOOKSCOPE_SECRET: secret, RATE: '20', DURATION: '3' })
  const rows = (await cli(workspace, 'list', '--filter', 'dir:in', '--limit', '500', '--json'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row)
    .slice(0, -before)
  await served.stop()

  expect({
    code,
    answered: report.aggregate.counters['http.codes.200'],
    received: rows.length,
    verdicts: [...new Set(rows.map(({ verdict }) => verdict))],
    paths: [...new Set(rows.map(({ path }) => path))].toSorted(),
    events: new Set(rows.map(({ eventId }) => eventId)).size,
    holdsSecret: readFileSync(join(folder, 'load-test.ts'), 'utf8').includes(secret),
  }).toEqual({
    code: 0,
    answered: 60,
    received: 60,
    verdicts: ['valid'],
    paths: schemes.map((scheme) => `/webhooks/${scheme}`).toSorted(),
    events: 60,
    holdsSecret: false,
  })
})
