import type { Command } from 'commander'
import type { BatchRequest, ReplayEdit, ReplayMode, ReplayOptions } from '../../../shared/domain/replay.ts'
import { REPLAY_MODES } from '../../../shared/domain/replay.ts'
import type { SchemeId } from '../../../shared/domain/signature/scheme.ts'
import { ANY_PORT } from '../address.ts'
import { parseAssignment } from '../assignment.ts'
import { findId } from '../find.ts'
import { followBatch } from '../follow-batch.ts'
import type { Context, Host } from '../host.ts'
import { readBody, readSecret } from '../input.ts'
import { collect, duration, oneOf, parseHeaders, positiveNumber, scheme } from '../options.ts'
import { reportDeliveries } from '../report-deliveries.ts'
import type { Session } from '../session.ts'
import { resolveTargets } from '../targets.ts'
import { printableLine } from '../text.ts'
import { badInput } from '../failure.ts'
import { formatBatchLeft } from '../batch-text.ts'
import { assertOneStdin } from './sign.ts'

interface ReplayFlags {
  readonly to: string
  readonly filter?: string
  readonly rate?: number
  readonly speed?: number
  readonly mode: ReplayMode
  readonly age?: number
  readonly scheme?: SchemeId
  readonly secret?: string
  readonly keepHost?: boolean
  readonly keepPath?: boolean
  readonly retry?: boolean
  readonly body?: string
  readonly header?: readonly string[]
  readonly set?: readonly string[]
  readonly newEventId?: boolean
  readonly newTimestamp?: boolean
  readonly dryRun?: boolean
  readonly wait: boolean
}

/** `hookscope replay`: what was captured once more, exactly, signed anew, or too old. */
export function replayCommand(host: Host): Command {
  return host
    .command({
      name: 'replay',
      summary: 'send captured exchanges again: exactly, signed anew, or with an old signature',
      description: [
        'Sends exchanges again as they were captured: method, headers in their order and case, body.',
        'Only what belongs to a connection is changed, and what was changed is said. One attempt unless --retry is given.',
        '--mode resign signs the same body anew; --mode stale signs it rightly, but too long ago: does the receiver refuse it?',
      ].join(' '),
      examples: [
        ['hookscope replay 3k9x2m1p --to http://127.0.0.1:3000/hooks', 'to your consumer'],
        ['hookscope replay 3k9x2m1p --to http://127.0.0.1:3000/hooks --dry-run', 'only say what would be changed'],
        [
          'hookscope replay 3k9x2m1p --to http://127.0.0.1:3000/hooks --mode resign --secret env:CRM_SECRET',
          'signed with a secret of yours',
        ],
        ["hookscope replay --filter 'sig:valid type:deal.* after:-1d' --to http://127.0.0.1:3000/hooks --rate 20", 'many, twenty a second'],
        ['hookscope replay 3k9x2m1p --to billing --mode resign --set data.amount=1 --new-event-id', 'changed, as an event of its own'],
      ],
    })
    .argument('[id...]', 'captures or attempts: ids or unique parts of them')
    .requiredOption('--to <target>', 'URL, or name or id of an endpoint')
    .option('--filter <query>', 'all that match now, oldest first')
    .option('--rate <n>', 'at most so many a second', positiveNumber)
    .option('--speed <x>', 'in their original spacing, so many times faster', positiveNumber)
    .option('--mode <mode>', `${REPLAY_MODES.join(', ')}`, oneOf(REPLAY_MODES), 'exact')
    .option('--age <duration>', 'of a stale signature, such as 10m (default: a minute more than the scheme allows)', duration)
    .option('--scheme <scheme>', 'for URLs: how to sign (default: as the exchange was signed)', scheme)
    .option('--secret <secret>', 'for URLs: text, @FILE, env:NAME or - (default env HOOKSCOPE_SECRET, else the workspace secret)')
    .option('--keep-host', 'keep the captured Host header')
    .option('--keep-path', `append to the URL what followed the inbox's prefix, and the query`)
    .option('--body <file>', 'send this body instead: @FILE or -')
    .option('--header <header>', `send these headers instead: 'Name: value', as often as needed`, collect)
    .option('--set <path=value>', 'set a value in the JSON body; JSON if it parses, else text', collect)
    .option('--new-event-id', 'give the event an id of its own')
    .option('--new-timestamp', 'give the event the time of now')
    .option('--retry', `try again as the endpoint's policy says`)
    .option('--dry-run', 'send nothing, say what would be changed')
    .option('--no-wait', 'end as soon as the deliveries are stored')
    .action(
      host.run<ReplayFlags, [string[]]>(async (context, options, texts) => {
        assertOneStdin(options)
        const { output, terminal } = context
        if (options.mode === 'exact' && options.secret !== undefined)
          throw badInput('An exact replay carries the captured signature.', 'Leave --secret out, or give --mode resign.')
        if ((options.filter === undefined) === (texts.length === 0))
          throw badInput('It must be said what is replayed: ids, or a filter.', 'Give ids, or --filter QUERY.')
        const edit = await readEdit(context, options)
        const secret = options.mode === 'exact' ? undefined : await readSecret(options.secret, terminal.stdin, terminal.env)
        return context.withSession(
          { deliver: options.dryRun ? 'none' : 'own', receiver: ANY_PORT, control: ANY_PORT, isLooking: true },
          async (session) => {
            const { client, isOwn } = session
            const [target] = await resolveTargets(client, [options.to], { scheme: options.scheme ?? null, secret })
            if (target === undefined) throw badInput('No target is named.', 'Give --to URL or --to ENDPOINT.')
            const asked: ReplayOptions = {
              target,
              mode: options.mode,
              keepHost: options.keepHost ?? false,
              keepPath: options.keepPath ?? false,
              retry: options.retry ?? false,
              ...(options.age === undefined ? {} : { ageMs: options.age }),
              ...(edit === undefined ? {} : { edit }),
            }
            // All of them first: a mistyped one is told before anything is sent.
            const ids = await Promise.all(texts.map((text) => findId(client, text)))
            if (options.filter !== undefined || options.rate !== undefined || options.speed !== undefined) {
              return replayMany(
                context,
                session,
                { ...asked, ...paceOf(options), selection: options.filter === undefined ? { ids } : { filter: options.filter } },
                options,
              )
            }
            const deliveryIds: string[] = []
            for (const id of ids) {
              context.stopIfAsked()
              const replayed = await client.exchanges.replay({ ...asked, id, dryRun: options.dryRun ?? false })
              if (replayed.deliveryId !== null) deliveryIds.push(replayed.deliveryId)
              tellChanges(context, id, replayed.changes, options.dryRun ? 'would be' : 'is')
            }
            if (options.dryRun) return 0
            if (options.wait) return reportDeliveries(context, client, deliveryIds, isOwn || options.retry ? 'final' : 'first')
            output.many(
              deliveryIds.map((deliveryId) => ({ event: 'stored', deliveryId })),
              { text: () => deliveryIds.join('\n'), quiet: ({ deliveryId }) => deliveryId },
            )
            return 0
          },
        )
      }),
    )
}

function paceOf({ rate, speed }: ReplayFlags): Pick<BatchRequest, 'rate' | 'speed'> {
  return { ...(rate === undefined ? {} : { rate }), ...(speed === undefined ? {} : { speed }) }
}

/** How many places and changes a dry run shows. */
const SHOWN = 20

async function replayMany(context: Context, session: Session, request: BatchRequest, flags: ReplayFlags): Promise<number> {
  const { output } = context
  const { client } = session
  if (flags.dryRun) {
    const { items, total } = await client.replays.preview({ ...request, limit: SHOWN })
    for (const item of items) {
      if (item.kind === 'sent') tellChanges(context, item.id, item.changes, 'would be', `${item.method} ${item.url}`)
      else output.one({ event: 'replay', ...item }, { text: () => `${item.id} cannot be sent: ${item.problem}` })
    }
    const more = total.value > items.length ? `; the first ${items.length} are shown` : ''
    output.hint(`${total.value.toLocaleString('en')}${total.exact ? '' : ' or more'} would be sent to ${flags.to}${more}.`)
    return 0
  }
  const batch = await client.replays.start(request)
  if (flags.wait) return followBatch(context, session, batch)
  output.one({ event: 'replay', ...batch }, { text: ({ id }) => id, quiet: ({ id }) => id })
  if (session.isOwn) output.warn(formatBatchLeft(batch, true))
  return 0
}

function tellChanges({ output }: Context, id: string, changes: readonly string[], verb: string, where?: string): void {
  const list = changes.map((change) => `  ${printableLine(change)}`)
  const to = where === undefined ? '' : ` as ${printableLine(where)}`
  output.one({ event: 'replay', id, changes }, { text: () => [`${id} ${verb} sent${to} with these changes:`, ...list].join('\n') })
}

/** What the flags change of what was captured; undefined when they change nothing. */
async function readEdit({ terminal }: Context, options: ReplayFlags): Promise<ReplayEdit | undefined> {
  const body = options.body === undefined ? undefined : await readBody(options.body, terminal.stdin)
  const edit: ReplayEdit = {
    ...(body === undefined ? {} : { body: Buffer.from(body).toString('base64') }),
    ...(options.header === undefined ? {} : { headers: parseHeaders(options.header) }),
    ...(options.set === undefined ? {} : { set: options.set.map(parseAssignment) }),
    ...(options.newEventId === undefined ? {} : { newEventId: true }),
    ...(options.newTimestamp === undefined ? {} : { newTimestamp: true }),
  }
  return Object.keys(edit).length === 0 ? undefined : edit
}
