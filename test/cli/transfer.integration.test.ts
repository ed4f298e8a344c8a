import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../support/core.ts'
import { serve } from '../support/serve.ts'
import { startCli } from '../support/spawn-cli.ts'

/** Runs a command to its end, on a workspace of its own. */
async function cli(workspace: string, ...argv: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return startCli([...argv, '--workspace', workspace]).ended
}

test('what was captured is exported, and imported elsewhere, also beside a running engine', async () => {
  const folder = temporaryFolder()
  const [here, there, file] = [join(folder, 'here'), join(folder, 'there'), join(folder, 'all.ndjson')]
  const served = await serve(here)
  const headers = { authorization: 'Bearer abc', 'content-type': 'application/octet-stream' }
  const body = Buffer.alloc(3_000_000, 'é')
  await fetch(`${served.receiverUrl}/any/path?x=1`, { method: 'PUT', headers, body })
  const out = await cli(here, 'export', '--out', file)
  const first = await cli(there, 'import', file)
  const again = await cli(there, 'import', file, '--json')
  const listed = JSON.parse((await cli(there, 'list', '--json')).stdout) as { id: string; isImported: boolean }
  const shown = await cli(there, 'show', listed.id, '--body')
  await served.stop()
  expect({
    out: [out.code, out.stdout, out.stderr],
    first: [first.code, first.stdout],
    again: [again.code, JSON.parse(again.stdout)],
    isImported: listed.isImported,
    isSame: shown.stdout === body.toString(),
  }).toEqual({
    out: [0, `1 exchange in ${file}.\n`, 'It holds 1 authorization or cookie header as captured.\n'],
    first: [0, '1 exchange imported.\n'],
    again: [0, expect.objectContaining({ event: 'imported', imported: 0, known: 1, problems: 0 })],
    isImported: true,
    isSame: true,
  })
})

test('a broken line makes the command end with 1, and is named; the file is not damaged by a second export', async () => {
  const folder = temporaryFolder()
  const [workspace, file] = [join(folder, 'here'), join(folder, 'all.ndjson')]
  await cli(workspace, 'export', '--out', file)
  const [header = '', end = ''] = (await readFile(file, 'utf8')).split('\n')
  await writeFile(file, `${header}\nnonsense\n${end}\n`)
  const ended = await cli(workspace, 'import', file)
  expect(ended).toEqual({ code: 1, stdout: '0 exchanges imported.\n', stderr: 'line 2: It is not JSON.\n' })
})

test('what cannot be read or written is misuse', async () => {
  const folder = temporaryFolder()
  const codes = await Promise.all([
    cli(join(folder, 'a'), 'import', join(folder, 'none')),
    cli(join(folder, 'b'), 'export', '--out', join(folder, 'none/file')),
    cli(join(folder, 'c'), 'export', 'abcdefgh', '--filter', 'dir:in'),
    cli(join(folder, 'd'), 'export', '--format', 'xml'),
    cli(join(folder, 'e'), 'import', folder),
    cli(join(folder, 'f'), 'export', '--out', folder),
  ])
  expect(codes.map(({ code }) => code)).toEqual([2, 2, 2, 2, 2, 2])
})

test('what was imported is found by its words, also where it is older than all that was indexed', async () => {
  const folder = temporaryFolder()
  const [here, there, file] = [join(folder, 'here'), join(folder, 'there'), join(folder, 'all.ndjson')]
  const first = await serve(here)
  await fetch(`${first.receiverUrl}/old`, { method: 'POST', body: 'a rare pangolin' })
  await first.stop()
  await cli(here, 'export', '--out', file)
  const second = await serve(there)
  await fetch(`${second.receiverUrl}/new`, { method: 'POST', body: 'a common sparrow' })
  await second.stop()
  await cli(there, 'list', '--filter', 'sparrow')
  await cli(there, 'import', file)
  const found = await cli(there, 'list', '--filter', 'pangolin is:imported', '--json')
  expect(JSON.parse(found.stdout)).toMatchObject({ path: '/old', isImported: true })
})
