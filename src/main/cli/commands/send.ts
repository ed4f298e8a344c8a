import type { Command } from 'commander'
import { SAMPLE_VARIANT_NAMES, type SampleVariant } from '../../../shared/domain/catalogue/variants.ts'
import type { Client } from '../../../shared/contract/client.ts'
import { eventTypeInfo, eventTypeProblem, nearestEventType } from '../../../shared/domain/catalogue/catalogue.ts'
import type { Speed } from '../../../shared/domain/retry-policy.ts'
import type { Content, Filling, Target } from '../../../shared/domain/sending.ts'
import { PROFILE_IDS, type ProfileId } from '../../../shared/domain/profiles/profiles.ts'
import { badInput } from '../failure.ts'
import type { Context, Host } from '../host.ts'
import { readBody, readData, readSecret } from '../input.ts'
import { chosenScheme, collect, profile, sampleVariant, type SchemeFlag, schemeOrNone, speed, wholeNumber } from '../options.ts'
import type { Output } from '../output.ts'
import { ANY_PORT } from '../address.ts'
import { contradiction } from '../misuse.ts'
import { reportDeliveries } from '../report-deliveries.ts'
import { splitAssignment } from '../assignment.ts'
import { sendSeries } from '../send-series.ts'
import { resolveTargets } from '../targets.ts'
import { readTemplate } from '../template.ts'
import { assertOneStdin } from './sign.ts'

interface SendOptions {
  readonly to?: readonly string[]
  readonly secret?: string
  readonly scheme?: SchemeFlag
  readonly profile?: ProfileId
  readonly data?: string
  readonly body?: string
  readonly set?: readonly string[]
  readonly template?: string
  /** False: braces are text like any other. */
  readonly variables: boolean
  readonly seed?: number
  readonly variant?: SampleVariant
  readonly tenant?: string
  readonly count?: number
  readonly speed?: Speed
  /** Absent: until the first attempt. */
  readonly wait?: boolean
}

/** `hookscope send`: an event, signed and delivered as the CRM does it. */
export function sendCommand(host: Host): Command {
  return host
    .command({
      name: 'send',
      summary: 'send an event as the CRM does: signed, retried, recorded',
      description: [
        'Sends an event to every active endpoint whose events match, or to the ones named with --to.',
        'Waits for the first attempt: 0 when it was answered with 2xx, else 1 (the engine goes on trying).',
        'With no engine running, the command is the engine for its own deliveries and waits until they are final.',
      ].join(' '),
      examples: [
        ['hookscope send lead.created', 'a sample to the matching endpoints; at first the built-in inbox'],
        ['hookscope send deal.won --to http://127.0.0.1:3000/hooks --secret env:CRM_SECRET', 'to your consumer'],
        ['hookscope send lead.created --set data.email=ada@example.com --set data.score=87', 'with some values of your own'],
        ['hookscope send lead.created --count 20 --set "data.id=lead_{{$number}}"', 'variables are filled in for each event anew'],
        ['hookscope send lead.created --data @lead.json --speed max --wait', 'the whole retry ladder at once'],
        ['hookscope send push --profile github --to http://127.0.0.1:3000/hooks --secret env:GITHUB_SECRET', 'as GitHub delivers'],
        ['hookscope send --body @raw.bin --to http://127.0.0.1:3000/hooks', 'bytes as they are'],
      ],
    })
    .argument('[type]', 'event type; see "hookscope events"')
    .option('--to <target>', 'URL, or name or id of an endpoint; as often as needed', collect)
    .option(
      '--secret <secret>',
      'for URLs: text, @FILE, env:NAME or - (one line end after it is dropped; default env HOOKSCOPE_SECRET, else the workspace secret)',
    )
    .option('--profile <name>', `for URLs: deliver as this sender does: ${PROFILE_IDS.join(', ')} (default: crm)`, profile)
    .option('--scheme <scheme>', "for URLs: how to sign; none sends unsigned (default: the profile's)", schemeOrNone)
    .option('--data <json>', `the event's data, or a whole event: JSON, @FILE or -`)
    .option('--body <file>', 'send these bytes untouched: @FILE or -')
    .option('--set <path=value>', 'set a value in the event, from its root; JSON if it parses, else text', collect)
    .option('--template <name>', 'send what was saved under this name on the page')
    .option('--no-variables', 'leave {{variables}} in --data, --set and --template as they stand; "hookscope variables" lists them')
    .option('--seed <n>', 'makes the sample repeatable', wholeNumber(0, Number.MAX_SAFE_INTEGER))
    .option('--variant <name>', `a sample at the edge: ${SAMPLE_VARIANT_NAMES.join(', ')}`, sampleVariant)
    .option('--tenant <id>', 'tenantId of the event')
    .option('--count <n>', 'so many events', wholeNumber(1, 100_000))
    .option('--speed <n>', 'how fast the retry ladder is climbed: 60 is sixty times faster, max does not wait', speed)
    .option('--wait', 'wait until each delivery is final')
    .option('--no-wait', 'end as soon as the deliveries are stored')
    .action(
      host.run<SendOptions, [string | undefined]>(async (context, options, type) => {
        const { terminal, output } = context
        assertOneStdin(options)
        if (options.scheme === 'none' && options.secret !== undefined) throw contradiction('--scheme none', '--secret')
        const given = options.template === undefined ? await readContent(context, options, type) : null
        refuseBesideTemplate(options, type)
        const secret = await readSecret(options.secret, terminal.stdin, terminal.env)
        return context.withSession({ deliver: 'own', receiver: ANY_PORT, control: ANY_PORT }, async ({ client, isOwn }) => {
          const content = given ?? (await readTemplate(client, options.template ?? '', fillingOf(options)))
          if (content.kind === 'event') noteUnknownType(output, content.type)
          const targets = await targetsOf(client, options, secret)
          const request = {
            content,
            ...(targets === undefined ? {} : { targets }),
            ...(options.speed === undefined ? {} : { speed: options.speed }),
          }
          const made: string[] = []
          try {
            await sendSeries(context, client, request, options.count ?? 1, made)
            if (options.wait !== false) return await reportDeliveries(context, client, made, options.wait || isOwn ? 'final' : 'first')
          } catch (error) {
            // What was made goes out all the same, so its ids must not be lost.
            if (made.length > 0) tellMade(output, made)
            throw error
          }
          tellMade(output, made)
          if (isOwn) output.hint('No engine is running: they go out with the next "hookscope serve".')
          return 0
        })
      }),
    )
}

function tellMade(output: Output, ids: readonly string[]): void {
  output.progress('')
  output.many(
    ids.map((deliveryId) => ({ event: 'stored', deliveryId })),
    { text: () => ids.join('\n'), quiet: ({ deliveryId }) => deliveryId },
  )
}

/** Types of the user's own are sent as they are; one that nearly is the CRM's is noted. */
function noteUnknownType(output: Output, type: string): void {
  const meant = eventTypeInfo(type) ? null : nearestEventType(type)
  if (meant !== null) output.warn(`${type} is no event type of the CRM and is sent as it is; did you mean ${meant}?`)
}

async function targetsOf(client: Client, options: SendOptions, secret: string | undefined): Promise<Target[] | undefined> {
  if (options.to !== undefined) {
    return resolveTargets(client, options.to, { scheme: options.scheme && chosenScheme(options.scheme), secret, profile: options.profile })
  }
  if (options.secret !== undefined) {
    throw badInput('Endpoints sign with secrets of their own.', 'Give --secret together with --to URL.')
  }
  if (options.profile !== undefined) {
    throw badInput('Endpoints have profiles of their own.', 'Give --profile together with --to URL.')
  }
  return undefined
}

async function readContent({ terminal }: Context, options: SendOptions, type: string | undefined): Promise<Content> {
  const assignments = (options.set ?? []).map(splitAssignment)
  const rest = { ...(assignments.length === 0 ? {} : { set: assignments }), ...fillingOf(options) }
  if (options.body !== undefined) {
    if (options.data !== undefined || assignments.length > 0) {
      throw badInput('--body sends bytes untouched.', 'Leave out --data and --set, or send an event without --body.')
    }
    const bytes = await readBody(options.body, terminal.stdin)
    return { kind: 'bytes', bytes: Buffer.from(bytes).toString('base64'), ...(type === undefined ? {} : { type }) }
  }
  const data = options.data === undefined ? undefined : await readData(options.data, terminal.stdin)
  if (data !== undefined && typeof data['eventType'] === 'string' && 'data' in data) {
    if (type !== undefined && type !== data['eventType']) {
      throw badInput(
        `The event says it is ${data['eventType']}, and the command says ${type}.`,
        'Leave the type out, or make them the same.',
      )
    }
    return { kind: 'envelope', envelope: data, ...rest }
  }
  const problem = eventTypeProblem(type ?? '')
  if (type === undefined || problem === 'is empty')
    throw badInput('There is no event type.', 'Name one, as in "hookscope send lead.created"; "hookscope events" lists them.')
  if (problem !== null)
    throw badInput(`The event type ${problem}.`, 'Name one, as in "hookscope send lead.created"; "hookscope events" lists them.')
  return {
    kind: 'event',
    type,
    ...(data === undefined ? {} : { data }),
    ...(options.seed === undefined ? {} : { seed: options.seed }),
    ...(options.variant === undefined ? {} : { variant: options.variant }),
    ...(options.tenant === undefined ? {} : { tenantId: options.tenant }),
    ...rest,
  }
}

/** Variables are filled in unless that was refused. */
function fillingOf({ variables, seed }: SendOptions): { readonly fill?: Filling } {
  return variables ? { fill: seed === undefined ? {} : { seed } } : {}
}

/** A template is a whole event: what would make another one contradicts it. */
function refuseBesideTemplate({ template, data, body, set, variant, tenant }: SendOptions, type: string | undefined): void {
  if (template === undefined) return
  const other = [data, body, set, variant, tenant].some((each) => each !== undefined) || type !== undefined
  if (other) throw badInput('--template sends a whole event.', 'Leave out the event type and the flags that make one.')
}
