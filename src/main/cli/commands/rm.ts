import type { Command } from 'commander'
import type { Client } from '../../../shared/contract/client.ts'
import { badInput } from '../failure.ts'
import { filterText } from '../filter-flag.ts'
import { findId } from '../find.ts'
import type { Context, Host } from '../host.ts'
import { counted } from '../../../shared/domain/counted.ts'

interface RmOptions {
  readonly filter?: string
  readonly all?: boolean
  readonly yes?: boolean
}

const DECLINED = 1

/** `hookscope rm`: removes exchanges for good. */
export function rmCommand(host: Host): Command {
  return host
    .command({
      name: 'rm',
      summary: 'remove captures and attempts for good',
      description: 'Removes exchanges by id, by filter, or all. A filter and --all ask first; without a terminal they need --yes.',
      examples: [
        ['hookscope rm 3k9x2m1p 7h2k9q4d', 'these two'],
        ['hookscope rm --filter "dir:in sig:invalid" --yes', 'all that match'],
        ['hookscope rm --all', 'everything, after asking'],
      ],
    })
    .argument('[id...]', 'captures or attempts: ids or unique parts of them')
    .option('-f, --filter <query>', 'all that match', filterText)
    .option('--all', 'everything')
    .option('-y, --yes', 'do not ask')
    .action(
      host.run<RmOptions, [string[]]>(async (context, options, texts) => {
        const { output } = context
        const ways = [texts.length > 0, options.filter !== undefined, options.all === true].filter(Boolean)
        if (ways.length !== 1) throw badInput('Say once what is to be removed.', 'Give ids, or --filter QUERY, or --all.')
        if (options.filter?.trim() === '') throw badInput('The filter is empty.', 'Give --all to remove everything.')
        assertMayAsk(context, options, texts)
        return context.withSession({ deliver: 'none', isLooking: true }, async ({ client }) => {
          if (!(await isWanted(context, client, options, texts))) {
            output.hint('Nothing was removed.')
            return DECLINED
          }
          const result = await client.exchanges.remove(await whatOf(client, options, texts))
          output.one(result, { text: ({ removed }) => `${counted(removed, 'exchange', 'exchanges')} removed.` })
          return 0
        })
      }),
    )
}

function assertMayAsk({ terminal, output }: Context, options: RmOptions, texts: readonly string[]): void {
  if (texts.length > 0 || options.yes || (terminal.stdin.isTTY && output.mode === 'text')) return
  throw badInput('Removing many exchanges needs a yes, and there is no terminal to ask.', 'Give --yes if you mean it.')
}

async function isWanted({ terminal }: Context, client: Client, options: RmOptions, texts: readonly string[]): Promise<boolean> {
  if (texts.length > 0 || options.yes) return true
  const { value, exact } = await client.exchanges.count({ filter: options.filter ?? '' })
  const question = `Remove ${exact ? '' : 'at least '}${counted(value, 'exchange', 'exchanges')} for good? [y/N] `
  terminal.stderr.write(question)
  return /^y(es)?$/i.test((await readLine(terminal)).trim())
}

/** The first line of standard input; as much as there is when it ends, or when the command is to stop. */
async function readLine({ stdin, signal }: Context['terminal']): Promise<string> {
  const stopped = new Promise<{ done: true; value: undefined }>((resolve) => {
    signal.addEventListener('abort', () => resolve({ done: true, value: undefined }), { once: true })
  })
  const chunks = stdin[Symbol.asyncIterator]()
  let text = ''
  while (!text.includes('\n')) {
    const { done, value } = await Promise.race([chunks.next(), stopped])
    if (done) break
    text += Buffer.from(value).toString('utf8')
  }
  void chunks.return?.()
  return text.split('\n', 1)[0] ?? ''
}

async function whatOf(client: Client, options: RmOptions, texts: readonly string[]): Promise<Parameters<Client['exchanges']['remove']>[0]> {
  if (options.all) return { all: true }
  if (options.filter !== undefined) return { filter: options.filter }
  const ids: string[] = []
  for (const text of texts) ids.push(await findId(client, text))
  return { ids }
}
