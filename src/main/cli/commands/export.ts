import { EventEmitter, once } from 'node:events'
import { open, rename, rm } from 'node:fs/promises'
import { Option, type Command } from 'commander'
import type { Client } from '../../../shared/contract/client.ts'
import { EXPORT_FORMATS, type ExportFormat, type ExportProgress, type ExportRequest } from '../../../shared/domain/transfer/formats.ts'
import { badInput } from '../failure.ts'
import { findId } from '../find.ts'
import type { Context, Host } from '../host.ts'
import { counted, formatBytes } from '../text.ts'

interface ExportOptions {
  readonly format: ExportFormat
  readonly filter?: string
  readonly out?: string
}

/** `hookscope export`: exchanges into a file. */
export function exportCommand(host: Host): Command {
  return host
    .command({
      name: 'export',
      summary: 'captures and attempts as a file',
      description: [
        'Writes exchanges to stdout or a file, oldest first; without ids or a filter, all of them.',
        'It writes what was captured, with the authorization and cookies that senders sent, and never a secret of the workspace.',
      ].join(' '),
      examples: [
        ['hookscope export --out all.ndjson', 'everything, to be imported elsewhere as it is'],
        ['hookscope export --filter "sig:invalid after:-2h" > bad.ndjson', 'bad signatures of the last two hours'],
      ],
    })
    .argument('[id...]', 'captures or attempts: ids or unique parts of them')
    .addOption(new Option('--format <format>', 'what to write').choices([...EXPORT_FORMATS]).default('ndjson'))
    .option('-f, --filter <query>', 'all that match')
    .option('-o, --out <file>', 'file to write; - is stdout', '-')
    .action(
      host.run<ExportOptions, [string[]]>((context, options, texts) => {
        if (texts.length > 0 && options.filter !== undefined) throw badInput('Both ids and a filter are given.', 'Give one of them.')
        return context.withSession({ deliver: 'none' }, async ({ client }) => {
          const what = texts.length > 0 ? { ids: await idsOf(client, texts) } : { filter: options.filter ?? '' }
          const progress = await run(context, client, { format: options.format, what }, options.out ?? '-')
          report(context, progress, options.out ?? '-')
          return 0
        })
      }),
    )
}

async function idsOf(client: Client, texts: readonly string[]): Promise<string[]> {
  const ids: string[] = []
  for (const text of texts) ids.push(await findId(client, text))
  return ids
}

async function run(context: Context, client: Client, request: ExportRequest, path: string): Promise<ExportProgress> {
  const { ticket, total } = await client.transfer.openExport(request)
  let target: TargetFile | undefined
  try {
    target = await openTarget(context, path)
    for (;;) {
      context.stopIfAsked()
      const { text, isDone, progress } = await client.transfer.readExport({ ticket })
      await target.write(text)
      context.output.progress(`${progress.exchanges} of ${total.exact ? '' : 'about '}${total.value}, ${formatBytes(progress.bytes)}`)
      if (!isDone) continue
      await target.finish()
      return progress
    }
  } catch (error) {
    await target?.abandon()
    throw error
  } finally {
    await client.transfer.closeExport({ ticket }).catch(() => {})
    context.output.progress('')
  }
}

interface TargetFile {
  write(text: string): Promise<void>
  finish(): Promise<void>
  abandon(): Promise<void>
}

/** A file appears whole or not at all. */
async function openTarget({ terminal }: Context, path: string): Promise<TargetFile> {
  if (path === '-') {
    const { stdout, signal } = terminal
    const write = async (text: string): Promise<void> => {
      // A pipe that is read slowly must not fill the memory.
      if (stdout.write(text) === false && stdout instanceof EventEmitter) await once(stdout, 'drain', { signal })
    }
    return { write, finish: async () => {}, abandon: async () => {} }
  }
  const draft = `${path}.part`
  const file = await open(draft, 'w', 0o600).catch((error: unknown) => {
    throw badInput(`${path} cannot be written.`, 'Choose another file with --out FILE.', error)
  })
  return {
    write: async (text) => {
      await file.write(text)
    },
    finish: async () => {
      await file.close()
      await rename(draft, path)
    },
    abandon: async () => {
      await file.close()
      await rm(draft, { force: true })
    },
  }
}

function report({ output }: Context, progress: ExportProgress, path: string): void {
  const { exchanges, leftOut, credentials } = progress
  if (path !== '-') {
    output.one({ event: 'exported', file: path, ...progress }, { text: () => `${counted(exchanges, 'exchange', 'exchanges')} in ${path}.` })
  }
  if (leftOut > 0) output.hint(`${counted(leftOut, 'exchange was', 'exchanges were')} still under way and left out.`)
  if (credentials > 0)
    output.hint(`It holds ${counted(credentials, 'authorization or cookie header', 'authorization or cookie headers')} as captured.`)
}
