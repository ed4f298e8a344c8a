import { EventEmitter, once } from 'node:events'
import { open, rename, rm } from 'node:fs/promises'
import { Option, type Command } from 'commander'
import type { Client } from '../../../shared/contract/client.ts'
import {
  EXPORT_FORMATS,
  type ExportFormat,
  type ExportProgress,
  type ExportRequest,
  type RedactionPreview,
} from '../../../shared/domain/transfer/formats.ts'
import { badInput } from '../failure.ts'
import { findId } from '../find.ts'
import type { Context, Host } from '../host.ts'
import { collect } from '../options.ts'
import { counted, formatBytes, printableLine, shortId } from '../text.ts'

interface ExportOptions {
  readonly format: ExportFormat
  readonly filter?: string
  readonly out?: string
  readonly share?: boolean
  readonly redact?: boolean
  readonly redactPath: readonly string[]
  readonly resign?: boolean
  readonly dryRun?: boolean
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
        ['hookscope export 3k9x2m1p --share --resign --out case.ndjson', 'a case for a colleague, without secrets and personal data'],
        ['hookscope export --filter "sig:invalid after:-2h" > bad.ndjson', 'bad signatures of the last two hours'],
      ],
    })
    .argument('[id...]', 'captures or attempts: ids or unique parts of them')
    .addOption(new Option('--format <format>', 'what to write').choices([...EXPORT_FORMATS]).default('ndjson'))
    .option('-f, --filter <query>', 'all that match')
    .option('-o, --out <file>', 'file to write; - is stdout', '-')
    .option('--redact', 'mask credentials, secrets, e-mail addresses, phone and card numbers')
    .option('--redact-path <path>', 'mask this place in JSON bodies too: data.email, items[*].name', collect, [])
    .option('--resign', 'with --redact: sign anew, with a dummy secret that the bundle names, what was rightly signed')
    .option('--share', 'a bundle to hand over: the same as --format ndjson --redact')
    .option('--dry-run', 'write nothing, say what would be masked')
    .action(
      host.run<ExportOptions, [string[]]>((context, options, texts) => {
        assertMeans(options)
        if (texts.length > 0 && options.filter !== undefined) throw badInput('Both ids and a filter are given.', 'Give one of them.')
        return context.withSession({ deliver: 'none' }, async ({ client }) => {
          const what = texts.length > 0 ? { ids: await idsOf(client, texts) } : { filter: options.filter ?? '' }
          const isRedacted = options.share === true || options.redact === true || options.redactPath.length > 0
          const redaction = isRedacted ? { paths: options.redactPath, resign: options.resign ?? false } : null
          const request = { format: options.format, what, redaction }
          if (options.dryRun) {
            tellPreview(context, await client.transfer.previewRedaction({ ...request, maxExchanges: Number.MAX_SAFE_INTEGER }))
            return 0
          }
          const progress = await run(context, client, request, options.out ?? '-')
          report(context, progress, options.out ?? '-', isRedacted)
          return 0
        })
      }),
    )
}

function assertMeans(options: ExportOptions): void {
  if (options.share && options.format !== 'ndjson')
    throw badInput('A bundle to share is always NDJSON.', 'Leave --format out, or use --redact.')
  const isRedacted = options.share || options.redact || options.redactPath.length > 0
  if (!isRedacted && options.resign) throw badInput('--resign goes with a redaction.', 'Add --share or --redact.')
  if (!isRedacted && options.dryRun) throw badInput('--dry-run shows a redaction, and none was asked for.', 'Add --share or --redact.')
}

function tellPreview({ output }: Context, preview: RedactionPreview): void {
  const { counts, examples, exchanges, signedAnew } = preview
  output.one(
    { event: 'preview', ...preview },
    {
      text: () =>
        [
          `${counted(exchanges, 'exchange', 'exchanges')} would be written, with these values masked:`,
          ...counts.map(({ rule, count }) => `  ${count} × ${rule}`),
          ...(signedAnew > 0 ? [`${counted(signedAnew, 'exchange', 'exchanges')} would be signed anew.`] : []),
          ...examples.map(({ id, where, before, after }) => printableLine(`${shortId(id)}  ${where}: ${before} → ${after}`)),
        ].join('\n'),
    },
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

function report({ output }: Context, progress: ExportProgress, path: string, isRedacted: boolean): void {
  const { exchanges, leftOut, credentials, masked } = progress
  if (path !== '-') {
    output.one({ event: 'exported', file: path, ...progress }, { text: () => `${counted(exchanges, 'exchange', 'exchanges')} in ${path}.` })
  }
  if (leftOut > 0) output.hint(`${counted(leftOut, 'exchange was', 'exchanges were')} still under way and left out.`)
  if (isRedacted) output.hint(`${counted(masked, 'value was', 'values were')} masked.`)
  else if (credentials > 0)
    output.hint(`It holds ${counted(credentials, 'authorization or cookie header', 'authorization or cookie headers')} as captured.`)
}
