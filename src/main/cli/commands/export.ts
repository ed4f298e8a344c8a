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
import { openTarget, type TargetFile } from '../target-file.ts'
import { printableLine, shortId } from '../text.ts'
import { formatExportProgress, formatMasked } from '../transfer-text.ts'
import { counted } from '../../../shared/domain/counted.ts'
import { exportCatalogue } from './export-catalogue.ts'

/** Not of exchanges, but of what there is to be exchanged. */
const CATALOGUE_FORMAT = 'openapi'

interface ExportOptions {
  readonly format: ExportFormat | typeof CATALOGUE_FORMAT
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
        'As openapi it writes the event types and the REST API instead.',
        'It writes what was captured, with the authorization and cookies that senders sent, and never a secret of the workspace.',
      ].join(' '),
      examples: [
        ['hookscope export --out all.ndjson', 'everything, to be imported elsewhere as it is'],
        ['hookscope export 3k9x2m1p --share --resign --out case.ndjson', 'a case for a colleague, without secrets and personal data'],
        ['hookscope export --filter "sig:invalid after:-2h" > bad.ndjson', 'bad signatures of the last two hours'],
        ['hookscope export 3k9x2m1p --format curl', 'a command that sends the same bytes'],
        ['hookscope export --filter type:lead.* --format artillery --out load.ts', 'a load test that signs what it sends'],
        ['hookscope export --format openapi --out webhooks.json', 'the event types, your own too, and the REST API as OpenAPI 3.1'],
      ],
    })
    .argument('[id...]', 'captures or attempts: ids or unique parts of them')
    .addOption(new Option('--format <format>', 'what to write').choices([...EXPORT_FORMATS, CATALOGUE_FORMAT]).default('ndjson'))
    .option('-f, --filter <query>', 'all that match')
    .option('-o, --out <file>', 'file to write; - is stdout', '-')
    .option('--redact', 'mask credentials, secrets, e-mail addresses, phone and card numbers')
    .option('--redact-path <path>', 'mask this place in JSON bodies too: data.email, items[*].name', collect, [])
    .option('--resign', 'with --redact: sign anew, with a dummy secret that the bundle names, what was rightly signed')
    .option('--share', 'a bundle to hand over: the same as --format ndjson --redact')
    .option('--dry-run', 'write nothing, say what would be masked')
    .action(
      host.run<ExportOptions, [string[]]>((context, options, texts) => {
        const { format } = options
        if (format === CATALOGUE_FORMAT) {
          assertCatalogue(options, texts)
          return exportCatalogue(context, options.out ?? '-')
        }
        assertMeans(options)
        if (texts.length > 0 && options.filter !== undefined) throw badInput('Both ids and a filter are given.', 'Give one of them.')
        return context.withSession({ deliver: 'none' }, async ({ client }) => {
          const what = texts.length > 0 ? { ids: await idsOf(client, texts) } : { filter: options.filter ?? '' }
          const isRedacted = options.share === true || options.redact === true || options.redactPath.length > 0
          const redaction = isRedacted ? { paths: options.redactPath, resign: options.resign ?? false } : null
          const request = { format, what, redaction }
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

function assertCatalogue({ filter, share, redact, redactPath, resign, dryRun }: ExportOptions, texts: readonly string[]): void {
  const isOfExchanges = texts.length > 0 || filter !== undefined || redactPath.length > 0 || share || redact || resign || dryRun
  if (isOfExchanges) throw badInput('OpenAPI describes event types and the REST API, not exchanges.', 'Give only --out with it.')
}

function assertMeans(options: ExportOptions): void {
  if (options.share && options.format !== 'ndjson')
    throw badInput('A bundle to share is always NDJSON.', 'Leave --format out, or use --redact.')
  const isRedacted = options.share || options.redact || options.redactPath.length > 0
  if (!isRedacted && options.resign) throw badInput('--resign goes with a redaction.', 'Add --share or --redact.')
  if (!isRedacted && options.dryRun) throw badInput('--dry-run shows a redaction, and none was asked for.', 'Add --share or --redact.')
}

function tellPreview({ output }: Context, preview: RedactionPreview): void {
  const { counts, examples, exchanges, signedAnew, unmet, isWhole } = preview
  output.one(
    { event: 'preview', ...preview },
    {
      text: () =>
        [
          isWhole
            ? `${counted(exchanges, 'exchange', 'exchanges')} would be written, with these values masked:`
            : `In the first ${counted(exchanges, 'exchange', 'exchanges')} these values would be masked:`,
          ...formatMasked(counts),
          ...(signedAnew > 0 ? [`${counted(signedAnew, 'exchange', 'exchanges')} would be signed anew.`] : []),
          ...unmet.map(nothingAt),
          ...examples.map(({ id, where, before, after }) => printableLine(`${shortId(id)}  ${where}: ${before} → ${after}`)),
        ].join('\n'),
    },
  )
}

/** What was to be masked goes out where its place was misspelt. */
function nothingAt(place: string): string {
  return printableLine(`No JSON body of these has a text or number at ${place}.`)
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
    target = await openTarget(context.terminal, path)
    for (;;) {
      context.stopIfAsked()
      const { text, isDone, progress } = await client.transfer.readExport({ ticket })
      await target.write(text)
      context.output.progress(formatExportProgress(progress, total))
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

function report({ output }: Context, progress: ExportProgress, path: string, isRedacted: boolean): void {
  const { exchanges, leftOut, credentials, masked, unmet } = progress
  if (path !== '-') {
    output.one({ event: 'exported', file: path, ...progress }, { text: () => `${counted(exchanges, 'exchange', 'exchanges')} in ${path}.` })
  }
  if (leftOut > 0) output.hint(`${counted(leftOut, 'exchange was', 'exchanges were')} still under way and left out.`)
  for (const place of unmet) output.hint(nothingAt(place))
  if (isRedacted) output.hint(`${counted(masked, 'value was', 'values were')} masked.`)
  else if (credentials > 0)
    output.hint(`It holds ${counted(credentials, 'authorization or cookie header', 'authorization or cookie headers')} as captured.`)
}
