import { constants, createReadStream } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import type { Command } from 'commander'
import type { Client } from '../../../shared/contract/client.ts'
import { MAX_PIECE_BYTES } from '../../../shared/domain/transfer/piece.ts'
import type { ImportProgress, ImportReport } from '../../../shared/domain/transfer/formats.ts'
import { badInput, Interrupted } from '../failure.ts'
import type { Context, Host } from '../host.ts'
import { formatImported, formatImportLeft, formatImportProgress } from '../transfer-text.ts'

const INCOMPLETE = 1

/** `hookscope import`: a file into the workspace. */
export function importCommand(host: Host): Command {
  return host
    .command({
      name: 'import',
      summary: 'take in a bundle or a HAR',
      description: [
        'Takes exchanges in from a bundle that hookscope export wrote, or from a HAR of a browser or proxy.',
        'What is here already is left alone, so a file can be imported twice. Nothing is sent.',
        'Ends with 1 when lines of the file could not be taken in, or when it was cut off.',
      ].join(' '),
      examples: [
        ['hookscope import case.ndjson', 'a bundle from a colleague'],
        ['gunzip -c all.ndjson.gz | hookscope import -', 'from another command'],
      ],
    })
    .argument('<file>', 'the file; - is stdin')
    .action(
      host.run<object, [string]>((context, _, path) =>
        context.withSession({ deliver: 'none' }, async ({ client }) => {
          const report = await run(context, client, path)
          tell(context, report)
          return report.problems > 0 || !report.isWhole ? INCOMPLETE : 0
        }),
      ),
    )
}

async function run(context: Context, client: Client, path: string): Promise<ImportReport> {
  const total = path === '-' ? null : await sizeOf(path)
  const { ticket } = await client.transfer.openImport()
  let progress: ImportProgress = { bytes: 0, imported: 0, known: 0, problems: 0 }
  try {
    for await (const piece of pieces(context, path)) {
      context.stopIfAsked()
      progress = await client.transfer.writeImport({ ticket, bytes: new Blob([new Uint8Array(piece)]) })
      context.output.progress(formatImportProgress(progress, total))
    }
    context.stopIfAsked()
    return await client.transfer.finishImport({ ticket })
  } catch (error) {
    await client.transfer.cancelImport({ ticket }).catch(() => {})
    context.output.progress('')
    if (error instanceof Interrupted && progress.bytes > 0) context.output.hint(formatImportLeft(progress))
    throw error
  } finally {
    context.output.progress('')
  }
}

/** Null for a pipe or a device, which ends when it ends. */
async function sizeOf(path: string): Promise<number | null> {
  const remedy = 'Name a file, or - for standard input.'
  try {
    await access(path, constants.R_OK)
  } catch (error) {
    throw badInput(`${path} cannot be read.`, remedy, error)
  }
  const found = await stat(path)
  if (found.isDirectory()) throw badInput(`${path} is a folder.`, remedy)
  return found.isFile() ? found.size : null
}

async function* pieces({ terminal }: Context, path: string): AsyncGenerator<Uint8Array> {
  const source: AsyncIterable<Uint8Array | string> =
    path === '-' ? terminal.stdin : createReadStream(path, { highWaterMark: MAX_PIECE_BYTES })
  for await (const chunk of source) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
    for (let at = 0; at < bytes.length; at += MAX_PIECE_BYTES) yield bytes.subarray(at, at + MAX_PIECE_BYTES)
  }
}

function tell({ output }: Context, report: ImportReport): void {
  const { result, hints } = formatImported(report)
  output.one({ event: 'imported', ...report }, { text: () => result })
  for (const hint of hints) output.hint(hint)
}
