import type { Command } from 'commander'
import type { Client } from '../../../shared/contract/client.ts'
import type { ExchangeSummary } from '../../../shared/domain/exchange.ts'
import { BUILT_IN_INBOX_PATH, type Inbox } from '../../../shared/domain/inbox.ts'
import type { SchemeId } from '../../../shared/domain/signature/scheme.ts'
import { CONTROL_PORT, LOOPBACK, RECEIVER_PORT } from '../address.ts'
import { borrowInbox } from '../borrow-inbox.ts'
import { formatDiagnosisLine } from '../diagnosis-text.ts'
import { explainCapture, isExplicable } from '../explained.ts'
import { badInput } from '../failure.ts'
import { filterText } from '../filter-flag.ts'
import type { Context, Host } from '../host.ts'
import { readSecret } from '../input.ts'
import { answerMark, exchangeMark } from '../marks.ts'
import { chosenScheme, port, type SchemeFlag, schemeOrNone } from '../options.ts'
import type { Paint } from '../output.ts'
import { formatDuration, formatTime, pad, printableLine } from '../text.ts'
import { formatRecognised } from '../recognised-text.ts'
import { watchCaptures } from '../watch-captures.ts'

interface ListenOptions {
  readonly inbox?: string
  readonly secret?: string
  readonly scheme?: SchemeFlag
  readonly forwardTo?: string
  readonly filter?: string
  readonly receiverPort?: number
}

/** `hookscope listen`: one line a capture, as it arrives. */
export function listenCommand(host: Host): Command {
  return host
    .command({
      name: 'listen',
      summary: 'show each webhook as it arrives',
      description: [
        'Prints one line a capture: time, type, verdict, path, answer, took; below it, why a signature is not valid. With no engine running it is the engine, with a receiver of its own.',
        '--secret, --scheme and --forward-to change the inbox while this command runs. Ctrl-C ends it.',
      ].join(' '),
      examples: [
        ['hookscope listen', 'all inboxes'],
        ['hookscope listen --forward-to http://127.0.0.1:3000/hooks', 'pass each on to your consumer; the sender gets its answer'],
        ['hookscope listen --inbox /webhooks/stripe --secret env:STRIPE_SECRET', 'an inbox of its own, made if missing'],
        ['hookscope listen --filter sig:invalid --json', 'bad signatures, for a program'],
      ],
    })
    .option('--inbox <path>', `path of the inbox, made if missing (for the flags below: ${BUILT_IN_INBOX_PATH})`)
    .option(
      '--secret <secret>',
      'signing secret: text, @FILE, env:NAME or - (one line end after it is dropped; default env HOOKSCOPE_SECRET)',
    )
    .option('--scheme <scheme>', 'how the sender signs; none expects no signature', schemeOrNone)
    .option('--forward-to <url>', 'send each capture on, exactly, and give the sender the answer')
    .option('-f, --filter <query>', 'only captures that match', filterText)
    .option('--receiver-port <port>', `with no engine running: port of the receiver; 0 picks a free one (default: ${RECEIVER_PORT})`, port)
    .action(
      host.run<ListenOptions>(async (context, options) => {
        const { terminal } = context
        const secret = await readSecret(options.secret, terminal.stdin, terminal.env)
        if (options.forwardTo !== undefined && !/^https?:\/\//i.test(options.forwardTo)) {
          throw badInput(`--forward-to ${options.forwardTo} is no http or https address.`, 'Give one such as http://127.0.0.1:3000/hooks.')
        }
        const receiver = { host: LOOPBACK, port: options.receiverPort ?? RECEIVER_PORT, isPortFixed: true }
        const control = { host: LOOPBACK, port: CONTROL_PORT, isPortFixed: false }
        await context.withSession({ deliver: 'all', receiver, control }, async ({ client, isOwn }) => {
          if (!isOwn && options.receiverPort !== undefined) {
            throw badInput('Another Hookscope has this workspace, and its receiver has a port already.', 'Leave out --receiver-port.')
          }
          const borrowed = await borrowInbox(client, {
            path: options.inbox,
            secret,
            scheme: options.scheme && chosenScheme(options.scheme),
            forwardTo: options.forwardTo,
          })
          try {
            await print(context, client, options, borrowed?.inbox ?? null)
          } finally {
            await borrowed?.giveBack()
          }
        })
      }),
    )
}

async function print(context: Context, client: Client, options: ListenOptions, inbox: Inbox | null): Promise<void> {
  const { output, signal } = context
  const { receiver } = await client.status()
  const receiverUrl = receiver.state === 'off' ? null : receiver.url
  const ready = { event: 'ready', receiverUrl, inboxUrl: inbox?.url ?? null }
  const chosen = options.inbox === undefined ? null : inbox
  const captures = watchCaptures(client, options.filter, signal, () => {
    if (output.mode === 'json') output.one(ready, { text: () => '' })
    else
      output.hint(
        receiverUrl === null ? 'The receiver is off.' : `Listening on ${inbox?.url ?? receiverUrl}${inbox ? '' : ', all inboxes'} …`,
      )
  })
  const recognise = createRecogniser(client)
  for await (const capture of captures) {
    if (chosen !== null && capture.inboxId !== chosen.id) continue
    const diagnosis = isExplicable(capture.verdict) ? ((await explainCapture(client, capture.id))?.diagnosis ?? null) : null
    const told = diagnosis && { code: diagnosis.code, sentence: diagnosis.sentence, mend: diagnosis.mend }
    output.one(
      { event: 'capture', ...capture, diagnosis: told },
      {
        text: () => formatCapture(capture, output.paint) + (diagnosis ? `\n  ${formatDiagnosisLine(diagnosis, output.paint)}` : ''),
        quiet: ({ id }) => id,
      },
    )
    const recognised = await recognise(capture)
    if (recognised !== null) {
      if (output.mode === 'json') output.one({ event: 'recognised', inboxId: capture.inboxId, scheme: recognised }, { text: () => '' })
      else output.hint(formatRecognised(recognised, capture.place ?? ''))
    }
    await output.ready()
  }
}

/** Captures of an inbox that are looked at: what does not sign at first will hardly begin to. */
const MAX_LOOKS = 20

/** The provider that signs what an inbox without a scheme gets, told once for each inbox; null where there is nothing (new) to tell. */
function createRecogniser(client: Client): (capture: ExchangeSummary) => Promise<SchemeId | null> {
  const looks = new Map<string, number>()
  return async ({ id, inboxId, verdict }) => {
    if (verdict !== 'unsigned' || inboxId === null) return null
    const before = looks.get(inboxId) ?? 0
    if (before >= MAX_LOOKS) return null
    // It may have been removed by now.
    const recognised = (await client.exchanges.get({ id }).catch(() => null))?.recognised ?? null
    looks.set(inboxId, recognised === null ? before + 1 : MAX_LOOKS)
    return recognised
  }
}

/** One line: time, type, verdict, path, answer, took. */
export function formatCapture(capture: ExchangeSummary, paint: Paint): string {
  return [
    paint('dim', formatTime(capture.at)),
    pad(printableLine(capture.type ?? '–'), 22),
    pad(exchangeMark(capture, paint), 11),
    pad(printableLine(`${capture.method} ${capture.path}`), 28),
    pad(answerMark(capture, paint), 4),
    formatDuration(capture.tookMs),
  ].join('  ')
}
