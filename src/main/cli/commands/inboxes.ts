import { Option, type Command } from 'commander'
import type { Client } from '../../../shared/contract/client.ts'
import type { InboxInput } from '../../../shared/contract/inbox.ts'
import { HANDSHAKE_CHOICES, type HandshakeChoice } from '../../../shared/domain/handshake/handshake.ts'
import type { Inbox } from '../../../shared/domain/inbox.ts'
import { schemeOf } from '../../../shared/domain/signature/scheme.ts'
import { badInput } from '../failure.ts'
import { findInbox } from '../find.ts'
import type { Context, Host } from '../host.ts'
import { readNamed, readSecret } from '../input.ts'
import { chosenScheme, collect, duration, parseHeaders, type SchemeFlag, schemeOrNone, wholeNumber } from '../options.ts'
import type { Paint } from '../output.ts'
import { formatDuration, formatTable, printableLine, shortId } from '../text.ts'

interface InboxOptions {
  readonly path?: string
  readonly scheme?: SchemeFlag
  readonly secret?: string
  readonly status?: number
  readonly answerBody?: string
  readonly answerHeader?: readonly string[]
  readonly delay?: number
  readonly refuse?: boolean
  readonly forwardTo?: string
  readonly forward?: false
  readonly publicUrl?: string | false
  readonly handshake?: HandshakeChoice
  readonly verifyToken?: string | false
}

/** `hookscope inboxes`: list, add, set, rm. */
export function inboxesCommand(host: Host): Command {
  return host
    .group({
      name: 'inboxes',
      summary: 'list, add, change and remove inboxes',
      description: 'An inbox is a path on the receiver with its own signature scheme, secret and answer.',
      examples: [
        ['hookscope inboxes', 'list them'],
        ['hookscope inboxes add /webhooks/billing --secret env:BILLING_SECRET --status 202', 'with an answer of its own'],
        ['hookscope inboxes set /webhooks/billing --status 500', 'be a consumer that fails'],
      ],
    })
    .addCommand(listOf(host), { isDefault: true })
    .addCommand(addTo(host))
    .addCommand(setOf(host))
    .addCommand(rmOf(host))
}

function listOf(host: Host): Command {
  return host.command({ name: 'list', summary: 'list inboxes', examples: [['hookscope inboxes list --json', 'for a program']] }).action(
    host.run(({ output, withSession }) =>
      withSession({ deliver: 'none', isLooking: true }, async ({ client }) => {
        output.many(await client.inboxes.list(), { text: (inboxes) => formatInboxes(inboxes, output.paint), quiet: ({ id }) => id })
      }),
    ),
  )
}

function addTo(host: Host): Command {
  const command = host
    .command({
      name: 'add',
      summary: 'add an inbox',
      examples: [['hookscope inboxes add /hooks --scheme none', 'expects no signature']],
    })
    .argument('<path>', 'path on the receiver; takes everything below it')
  return withInboxFlags(command).action(
    host.run<InboxOptions, [string]>(async (context, options, path) => {
      const input = await readInput(context, options, true)
      await context.withSession({ deliver: 'none' }, async ({ client }) => {
        // Without --secret it is the workspace's, as for send and the built-in inbox.
        const secret = input.secret ?? (await client.workspace.secret()).secret
        show(context, await client.inboxes.create({ scheme: 'crm', ...input, path, ...(input.scheme === null ? {} : { secret }) }))
      })
    }),
  )
}

function setOf(host: Host): Command {
  const command = host
    .command({
      name: 'set',
      summary: 'change an inbox',
      examples: [['hookscope inboxes set /webhooks/crm --delay 6s', 'answer too late for the CRM']],
    })
    .argument('<inbox>', 'path or id')
    .option('--path <path>', 'another path')
  return withInboxFlags(command).action(
    host.run<InboxOptions, [string]>(async (context, options, text) => {
      const input = await readInput(context, options, false)
      if (Object.keys(input).length === 0)
        throw badInput('There is nothing to change.', 'Give a flag; "hookscope inboxes set --help" lists them.')
      await context.withSession({ deliver: 'none', isLooking: true }, async ({ client }) => {
        const { id } = findInbox(await client.inboxes.list(), text)
        show(context, await client.inboxes.update({ ...input, id }))
      })
    }),
  )
}

function rmOf(host: Host): Command {
  return host
    .command({
      name: 'rm',
      summary: 'remove inboxes; their captures stay',
      examples: [['hookscope inboxes rm /webhooks/billing', 'by path or id']],
    })
    .argument('<inbox...>', 'paths or ids')
    .action(
      host.run<object, [string[]]>(({ output, withSession }, _, texts) =>
        withSession({ deliver: 'none', isLooking: true }, async ({ client }) => {
          const all = await client.inboxes.list()
          for (const { id, path } of texts.map((text) => findInbox(all, text))) {
            await client.inboxes.remove({ id })
            output.one({ removed: id }, { text: () => `${path} is removed.`, quiet: () => id })
          }
        }),
      ),
    )
}

function withInboxFlags(command: Command): Command {
  return command
    .option('--scheme <scheme>', 'how senders sign; none expects no signature', schemeOrNone)
    .option('--secret <secret>', 'text, @FILE, env:NAME or - (one line end after it is dropped; when adding default env HOOKSCOPE_SECRET)')
    .option('--status <code>', 'status of the answer', wholeNumber(200, 599))
    .option('--answer-body <text>', 'body of the answer: text, @FILE or -')
    .option('--answer-header <header>', `'Name: value', as often as needed; replaces all`, collect)
    .option('--delay <duration>', 'wait before the answer', duration)
    .option('--refuse', 'answer 401 to missing and invalid signatures')
    .option('--no-refuse', 'answer the same whatever the signature')
    .addOption(new Option('--forward-to <url>', 'send each capture on, and give the sender the answer').conflicts('forward'))
    .option('--no-forward', 'do not send captures on')
    .option('--public-url <url>', `the inbox's address as its senders know it, for schemes that sign the url (Twilio, Square, HubSpot)`)
    .option('--no-public-url', 'the url is what each request says')
    .addOption(
      new Option('--handshake <provider>', `answer a provider's handshake; scheme is that of the inbox's scheme`).choices(
        HANDSHAKE_CHOICES,
      ),
    )
    .option('--verify-token <token>', `what Meta's handshake must name`)
    .option('--no-verify-token', 'it may name anything')
}

async function readInput({ terminal }: Context, options: InboxOptions, isNew: boolean): Promise<InboxInput> {
  const secret = options.secret === undefined && !isNew ? undefined : await readSecret(options.secret, terminal.stdin, terminal.env)
  const named = options.answerBody === undefined ? null : await readNamed(options.answerBody, terminal.stdin)
  const body = named === null ? options.answerBody : new TextDecoder().decode(named)
  const answer = {
    ...(options.status === undefined ? {} : { status: options.status }),
    ...(body === undefined ? {} : { body }),
    ...(options.answerHeader === undefined ? {} : { headers: parseHeaders(options.answerHeader) }),
    ...(options.delay === undefined ? {} : { delayMs: options.delay }),
  }
  return {
    ...(options.path === undefined ? {} : { path: options.path }),
    ...(options.scheme === undefined ? {} : { scheme: chosenScheme(options.scheme) }),
    ...(secret === undefined ? {} : { secret }),
    ...(Object.keys(answer).length === 0 ? {} : { answer }),
    ...(options.refuse === undefined ? {} : { refuseBadSignatures: options.refuse }),
    ...(options.publicUrl === undefined ? {} : { publicUrl: options.publicUrl === false ? null : options.publicUrl }),
    ...(options.handshake === undefined ? {} : { handshake: options.handshake }),
    ...(options.verifyToken === undefined ? {} : { verifyToken: options.verifyToken === false ? null : options.verifyToken }),
    ...(options.forward === false ? { forwardTo: null } : options.forwardTo === undefined ? {} : { forwardTo: options.forwardTo }),
  }
}

function show({ output }: Context, inbox: Awaited<ReturnType<Client['inboxes']['create']>>): void {
  output.one(inbox, { text: () => formatInboxes([inbox], output.paint), quiet: ({ id }) => id })
}

function formatInboxes(inboxes: readonly Inbox[], paint: Paint): string {
  return formatTable(
    inboxes,
    [
      { title: 'ID', value: ({ id }) => shortId(id) },
      { title: 'PATH', value: ({ path, isBuiltIn }) => `${printableLine(path)}${isBuiltIn ? paint('dim', ' built-in') : ''}` },
      { title: 'SCHEME', value: ({ scheme }) => (scheme === null ? 'none' : schemeOf(scheme).id) },
      { title: 'ANSWER', value: ({ answer }) => `${answer.status}${answer.delayMs > 0 ? ` after ${formatDuration(answer.delayMs)}` : ''}` },
      { title: 'BAD SIGNATURES', value: ({ refuseBadSignatures }) => (refuseBadSignatures ? '401' : 'same answer') },
      { title: 'FORWARD TO', value: ({ forwardTo }) => (forwardTo === null ? '–' : printableLine(forwardTo)) },
      { title: 'URL', value: ({ url }) => url },
    ],
    (text) => paint('dim', text),
  )
}
