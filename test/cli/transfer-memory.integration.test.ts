import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { KIB, MIB } from '../../src/shared/domain/units.ts'
import { temporaryFolder } from '../support/core.ts'
import { serve } from '../support/serve.ts'
import { jsonLines, startCli } from '../support/spawn-cli.ts'

/** Bodies of 1 MiB; in a file they are base64, so whoever held it whole would need a third more. */
const COUNT = 192
/** Of a run with all of them above one with a single body: the rest is garbage that waits for its collection, up to 140 MiB of it. */
const MAX_GROWTH_BYTES = COUNT * MIB

/** Writes the peak of its own memory into a file as it ends, KiB. */
const TELLS_PEAK = [
  '--import',
  `data:text/javascript,${encodeURIComponent("import { writeFileSync } from 'node:fs'; process.on('exit', () => writeFileSync(process.env.PEAK_FILE, String(process.resourceUsage().maxRSS)))")}`,
]

/** Runs a command to its end; its peak in bytes. */
async function peakOf(folder: string, ...argv: string[]): Promise<number> {
  const file = join(folder, 'peak')
  const { code, stderr } = await startCli(argv, { env: { PEAK_FILE: file }, nodeOptions: TELLS_PEAK }).ended
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return Number(readFileSync(file, 'utf8')) * KIB
}

test('files far larger than what a command needs pass through it, out and in, in either format', async () => {
  const folder = temporaryFolder()
  const here = join(folder, 'here')
  const served = await serve(here)
  for (let i = 0; i < COUNT; i++) await fetch(`${served.receiverUrl}/large`, { method: 'POST', body: randomBytes(MIB) })
  await served.stop()
  const [first = ''] = (await startCli(['list', '-q', '--limit', '1', '--workspace', here]).ended).stdout.split('\n')

  const one = join(folder, 'one.ndjson')
  const least = {
    out: await peakOf(folder, 'export', first, '--workspace', here, '--out', one),
    in: await peakOf(folder, 'import', one, '--workspace', join(folder, 'there')),
  }
  const growth: Record<string, number> = {}
  for (const format of ['ndjson', 'har']) {
    const all = join(folder, `all.${format}`)
    growth[`${format} out`] = (await peakOf(folder, 'export', '--format', format, '--workspace', here, '--out', all)) - least.out
    growth[`${format} in`] = (await peakOf(folder, 'import', all, '--workspace', join(folder, `there-${format}`))) - least.in
  }
  expect(Object.entries(growth).filter(([, bytes]) => bytes > MAX_GROWTH_BYTES)).toEqual([])
}, 300_000)

test('a large import or export that is stopped leaves no half of a file, and goes on when it is asked again', async () => {
  const folder = temporaryFolder()
  const [here, there, file] = [join(folder, 'here'), join(folder, 'there'), join(folder, 'all.ndjson')]
  const served = await serve(here)
  for (let i = 0; i < 40; i++) await fetch(`${served.receiverUrl}/large`, { method: 'POST', body: randomBytes(MIB) })
  await served.stop()

  const exporting = startCli(['export', '--workspace', here, '--out', file])
  await until(() => readdirSync(folder).some((name) => name.endsWith('.part')))
  exporting.kill('SIGINT')
  const exported = await exporting.ended
  const left = readdirSync(folder).filter((name) => name.startsWith('all.'))
  await startCli(['export', '--workspace', here, '--out', file]).ended

  const importing = startCli(['import', file, '--workspace', there])
  await until(() => existsSync(join(there, 'hookscope.db-wal')) && readFileSync(join(there, 'hookscope.db-wal')).length > 4 * MIB)
  importing.kill('SIGKILL')
  await importing.ended
  const [again] = jsonLines<{ imported: number; known: number; problems: number }>(
    await startCli(['import', file, '--workspace', there, '--json']).ended,
  )
  expect({
    exported: exported.code,
    left,
    whole: (again?.imported ?? 0) + (again?.known ?? 0),
    problems: again?.problems,
  }).toEqual({ exported: 130, left: [], whole: 40, problems: 0 })
}, 120_000)

/** Looks on until it is so. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 10))
}
