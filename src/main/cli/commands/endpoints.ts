import type { Command } from 'commander'
import type { EndpointInput } from '../../../shared/contract/endpoint.ts'
import type { Endpoint } from '../../../shared/domain/endpoint.ts'
import { MAX_CONCURRENCY } from '../../../shared/domain/endpoint.ts'
import { PROFILE_IDS, type ProfileId, profilePreset } from '../../../shared/domain/profiles/profiles.ts'
import { CRM_POLICY, type Speed } from '../../../shared/domain/retry-policy.ts'
import type { SchemeChoice } from '../../../shared/domain/signature/scheme.ts'
import { badInput } from '../failure.ts'
import { findEndpoint } from '../find.ts'
import type { Context, Host } from '../host.ts'
import { readSecret } from '../input.ts'
import { collect, duration, durations, parseHeaders, profile, scheme, speed, wholeNumber } from '../options.ts'
import type { Paint } from '../output.ts'
import { formatTable, printableLine, shortId } from '../text.ts'

interface EndpointOptions {
  readonly url?: string
  readonly name?: string
  readonly events?: readonly string[]
  readonly active?: boolean
  readonly profile?: ProfileId
  readonly scheme?: SchemeChoice
  readonly secret?: string
  readonly header?: readonly string[]
  readonly concurrency?: number
  readonly speed?: Speed
  readonly tenant?: string
  readonly delays?: readonly number[]
  readonly timeout?: number
}

/** `hookscope endpoints`: list, add, set, rm. */
export function endpointsCommand(host: Host): Command {
  return host
    .group({
      name: 'endpoints',
      summary: 'list, add, change and remove endpoints',
      description: 'An endpoint is a registered webhook: where events go, which, and how they are signed and retried.',
      examples: [
        ['hookscope endpoints', 'list them'],
        [`hookscope endpoints add http://127.0.0.1:3000/hooks --events 'lead.*' --secret env:CRM_SECRET`, 'register your consumer'],
        ['hookscope endpoints set 7h2k9q4d --no-active', 'switch one off; its pending deliveries wait'],
      ],
    })
    .addCommand(listOf(host), { isDefault: true })
    .addCommand(addTo(host))
    .addCommand(setOf(host))
    .addCommand(rmOf(host))
}

function listOf(host: Host): Command {
  return host.command({ name: 'list', summary: 'list endpoints', examples: [['hookscope endpoints list --json', 'for a program']] }).action(
    host.run(({ output, withSession }) =>
      withSession({ deliver: 'none', isLooking: true }, async ({ client }) => {
        const endpoints = await client.endpoints.list()
        output.many(endpoints, { text: () => formatEndpoints(endpoints, output.paint), quiet: ({ id }) => id })
      }),
    ),
  )
}

function addTo(host: Host): Command {
  const command = host
    .command({
      name: 'add',
      summary: 'register an endpoint',
      description: 'Registers an endpoint. A secret is made when none is given; "hookscope secret NAME" prints it.',
      examples: [[`hookscope endpoints add http://127.0.0.1:3000/hooks --events 'lead.*' --events deal.won`, 'some events only']],
    })
    .argument('<url>', 'where events are posted to')
  return withEndpointFlags(command).action(
    host.run<EndpointOptions, [string]>(async (context, options, url) => {
      const input = await readInput(context, options, null)
      await context.withSession({ deliver: 'none' }, async ({ client }) => show(context, await client.endpoints.create({ ...input, url })))
    }),
  )
}

function setOf(host: Host): Command {
  const command = host
    .command({
      name: 'set',
      summary: 'change an endpoint',
      examples: [['hookscope endpoints set 7h2k9q4d --delays 0,10s,30s,2m --timeout 2s', 'another retry ladder']],
    })
    .argument('<endpoint>', 'name or id')
    .option('--url <url>', 'another address')
  return withEndpointFlags(command).action(
    host.run<EndpointOptions, [string]>((context, options, text) =>
      context.withSession({ deliver: 'none', isLooking: true }, async ({ client }) => {
        const endpoint = findEndpoint(await client.endpoints.list(), text)
        const input = await readInput(context, options, endpoint)
        if (Object.keys(input).length === 0) {
          throw badInput('There is nothing to change.', 'Give a flag; "hookscope endpoints set --help" lists them.')
        }
        show(context, await client.endpoints.update({ ...input, id: endpoint.id }))
      }),
    ),
  )
}

function rmOf(host: Host): Command {
  return host
    .command({
      name: 'rm',
      summary: 'remove endpoints; pending deliveries are cancelled, history stays',
      examples: [['hookscope endpoints rm 7h2k9q4d', 'by name or id']],
    })
    .argument('<endpoint...>', 'names or ids')
    .action(
      host.run<object, [string[]]>(({ output, withSession }, _, texts) =>
        withSession({ deliver: 'none', isLooking: true }, async ({ client }) => {
          const all = await client.endpoints.list()
          for (const { id, name } of texts.map((text) => findEndpoint(all, text))) {
            await client.endpoints.remove({ id })
            output.one({ removed: id }, { text: () => `${printableLine(name)} is removed.`, quiet: () => id })
          }
        }),
      ),
    )
}

function withEndpointFlags(command: Command): Command {
  return command
    .option('--name <name>', 'name for people')
    .option('--events <filter>', 'event type, lead.* or *; as often as needed, or with commas', collect)
    .option('--active', 'switch it on')
    .option('--no-active', 'switch it off')
    .option('--profile <name>', `deliver as this sender does, where no flag says otherwise: ${PROFILE_IDS.join(', ')}`, profile)
    .option('--scheme <scheme>', 'how to sign', scheme)
    .option(
      '--secret <secret>',
      'at least 32 characters: text, @FILE, env:NAME or - (one line end after it is dropped; when adding default env HOOKSCOPE_SECRET)',
    )
    .option('--header <header>', `'Name: value' sent with every attempt, as often as needed; replaces all`, collect)
    .option('--concurrency <n>', 'attempts at the same time; 1 keeps the order', wholeNumber(1, MAX_CONCURRENCY))
    .option('--speed <n>', 'how fast the retry ladder is climbed, or max', speed)
    .option('--tenant <id>', 'only events of this tenant')
    .option('--delays <durations>', 'before each attempt, such as 0,1m,5m', durations)
    .option('--timeout <duration>', 'for an answer', duration)
}

async function readInput({ terminal }: Context, options: EndpointOptions, before: Endpoint | null): Promise<EndpointInput> {
  const secret =
    options.secret === undefined && before !== null ? undefined : await readSecret(options.secret, terminal.stdin, terminal.env)
  const { delays, timeout } = options
  const policy = options.profile === undefined ? (before?.policy ?? CRM_POLICY) : profilePreset(options.profile).policy
  return {
    ...(options.url === undefined ? {} : { url: options.url }),
    ...(options.name === undefined ? {} : { name: options.name }),
    ...(options.events === undefined ? {} : { events: options.events.flatMap((each) => each.split(',').map((filter) => filter.trim())) }),
    ...(options.active === undefined ? {} : { isActive: options.active }),
    ...(options.profile === undefined ? {} : { profile: options.profile }),
    ...(options.scheme === undefined ? {} : { scheme: options.scheme }),
    ...(secret === undefined ? {} : { secret }),
    ...(options.header === undefined ? {} : { headers: parseHeaders(options.header) }),
    ...(options.concurrency === undefined ? {} : { concurrency: options.concurrency }),
    ...(options.speed === undefined ? {} : { speed: options.speed }),
    ...(options.tenant === undefined ? {} : { tenantId: options.tenant }),
    ...(delays === undefined && timeout === undefined
      ? {}
      : { policy: { ...policy, delaysMs: delays ?? policy.delaysMs, timeoutMs: timeout ?? policy.timeoutMs } }),
  }
}

function show({ output }: Context, endpoint: Endpoint): void {
  output.one(endpoint, { text: () => formatEndpoints([endpoint], output.paint), quiet: ({ id }) => id })
}

function formatEndpoints(endpoints: readonly Endpoint[], paint: Paint): string {
  return formatTable(
    endpoints,
    [
      { title: 'ID', value: ({ id }) => shortId(id) },
      { title: 'NAME', value: ({ name, isBuiltIn }) => `${printableLine(name)}${isBuiltIn ? paint('dim', ' built-in') : ''}` },
      { title: 'STATE', value: ({ isActive }) => (isActive ? paint('green', '✓ on') : paint('dim', '– off')) },
      { title: 'EVENTS', value: ({ events }) => events.join(', ') },
      { title: 'TENANT', value: ({ tenantId }) => tenantId ?? 'all' },
      { title: 'URL', value: ({ resolvedUrl }) => printableLine(resolvedUrl) },
      { title: '', value: ({ note }) => paint('dim', note ?? '') },
    ],
    (text) => paint('dim', text),
  )
}
