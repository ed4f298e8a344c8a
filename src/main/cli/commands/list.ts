import type { Command } from 'commander'
import type { Client } from '../../../shared/contract/client.ts'
import { filterText } from '../filter-flag.ts'
import type { ExchangeSummary } from '../../../shared/domain/exchange.ts'
import type { Host } from '../host.ts'
import { answerMark, exchangeMark } from '../marks.ts'
import { wholeNumber } from '../options.ts'
import type { Paint } from '../output.ts'
import { formatBytes, formatDuration, formatMoment, formatTable, printableLine, shortId } from '../text.ts'

interface ListOptions {
  readonly filter?: string
  readonly limit: number
}

const PAGE = 500
const DEFAULT_LIMIT = 50

/** `hookscope list`: captures and attempts, newest first. */
export function listCommand(host: Host): Command {
  return host
    .command({
      name: 'list',
      summary: 'captures and attempts, newest first',
      description: 'Lists what was received (in) and sent (out), newest first.',
      examples: [
        ['hookscope list --filter "sig:invalid after:-2h"', 'bad signatures of the last two hours'],
        ['hookscope list --filter type:lead.* --json', 'for a program'],
        ['hookscope list -q --filter state:failed | xargs -n1 hookscope explain', 'ids for another command'],
      ],
    })
    .option('-f, --filter <query>', 'words, or keys such as type: sig: status: after: body.path:', filterText)
    .option('-n, --limit <n>', 'at most so many', wholeNumber(1, 1_000_000), DEFAULT_LIMIT)
    .action(
      host.run<ListOptions>(({ output, withSession, stopIfAsked }, options) =>
        withSession({ deliver: 'none', isLooking: true }, async ({ client }) => {
          const rows: ExchangeSummary[] = []
          for await (const page of pages(client, options.filter ?? '', options.limit)) {
            stopIfAsked()
            if (output.mode === 'text') rows.push(...page)
            else output.many(page, { text: () => '', quiet: ({ id }) => id })
            await output.ready()
          }
          if (output.mode !== 'text') return
          if (rows.length === 0) output.hint(emptyHint(options.filter))
          else output.many(rows, { text: () => formatExchanges(rows, output.paint) })
        }),
      ),
    )
}

async function* pages(client: Client, filter: string, limit: number): AsyncGenerator<ExchangeSummary[]> {
  let left = limit
  let before: string | undefined
  while (left > 0) {
    const page = await client.exchanges.list({ filter, limit: Math.min(left, PAGE), ...(before === undefined ? {} : { before }) })
    yield page.items
    before = page.items.at(-1)?.id
    left -= page.items.length
    if (!page.hasMore || before === undefined) return
  }
}

function emptyHint(filter: string | undefined): string {
  return filter === undefined ? 'Nothing yet. Try "hookscope send lead.created".' : 'Nothing matches this filter.'
}

function formatExchanges(rows: readonly ExchangeSummary[], paint: Paint): string {
  return formatTable(
    rows,
    [
      { title: 'ID', value: ({ id }) => shortId(id) },
      { title: 'TIME', value: ({ at }) => formatMoment(at) },
      { title: 'DIR', value: ({ direction }) => direction },
      { title: 'TYPE', value: ({ type }) => printableLine(type ?? '–') },
      { title: 'RESULT', value: (row) => exchangeMark(row, paint) },
      { title: 'ANSWER', value: (row) => answerMark(row, paint) },
      { title: 'TOOK', value: ({ tookMs }) => formatDuration(tookMs), align: 'right' },
      { title: 'SIZE', value: ({ requestBytes }) => formatBytes(requestBytes), align: 'right' },
      { title: 'REQUEST', value: ({ method, path }) => printableLine(`${method} ${path}`) },
    ],
    (text) => paint('dim', text),
  )
}
