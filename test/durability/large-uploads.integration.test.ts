import { createHash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../support/core.ts'
import { serve } from '../support/serve.ts'
import { jsonLines } from '../support/spawn-cli.ts'
import { spawnSync } from 'node:child_process'
import { CLI } from '../support/scripts/build.ts'

const UPLOADS = 16
const BODY_BYTES = 25 * 1024 * 1024
const LIMIT_MB = 250

/** Sends a body of its own and gives its digest once it was acknowledged. */
function upload(url: string): Promise<{ status: number | undefined; digest: string }> {
  const body = randomBytes(BODY_BYTES)
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      { method: 'POST', headers: { 'Content-Type': 'application/octet-stream', 'Content-Length': body.length } },
      (response) => {
        response.resume()
        response.on('end', () => resolve({ status: response.statusCode, digest: createHash('sha256').update(body).digest('hex') }))
      },
    )
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

/** Highest resident memory the process ever had, in MB. */
function peakMemoryMb(pid: number): number {
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
}

// The peak is only told by Linux; elsewhere the same code runs without being measured.
test.runIf(process.platform === 'linux')('sixteen bodies of 25 MiB at once are kept byte for byte in under 250 MB', async () => {
  const workspace = join(temporaryFolder(), 'workspace')
  const server = await serve(workspace)
  onTestFinished(async () => void (await server.stop('SIGKILL')))
  const sent = await Promise.all(Array.from({ length: UPLOADS }, () => upload(`${server.receiverUrl}/anything`)))
  const cli = (...args: string[]): Buffer =>
    spawnSync(process.execPath, [CLI, ...args, '--workspace', workspace], { maxBuffer: 2 * BODY_BYTES }).stdout
  // The index reads them, too.
  while (JSON.parse(cli('status', '--json').toString()).search.behind > 0);
  const peak = peakMemoryMb(server.pid)
  const captures = jsonLines<{ id: string; state: string }>({ stdout: cli('list', '--json').toString() })
  const kept = captures.map(({ id }) =>
    createHash('sha256')
      .update(cli('show', id, '--body'))
      .digest('hex'),
  )
  expect({
    statuses: new Set(sent.map((each) => each.status)),
    states: new Set(captures.map((each) => each.state)),
    kept: kept.toSorted(),
  }).toEqual({
    statuses: new Set([404]),
    states: new Set(['complete']),
    kept: sent.map((each) => each.digest).toSorted(),
  })
  expect(peak).toBeLessThan(LIMIT_MB)
})
