import type { Command } from 'commander'
import { InvalidArgumentError } from 'commander'
import type { Client } from '../../../shared/contract/client.ts'
import type { Speed } from '../../../shared/domain/retry-policy.ts'
import { PROFILE_IDS, type ProfileId } from '../../../shared/domain/profiles/profiles.ts'
import { SCENARIO_IDS, SCENARIOS, type ScenarioId } from '../../../shared/domain/scenarios/scenarios.ts'
import { isOver, type SimulationRequest, type SimulationStatus } from '../../../shared/domain/simulation.ts'
import { nearest } from '../../../shared/domain/nearest.ts'
import { ANY_PORT } from '../address.ts'
import { badInput } from '../failure.ts'
import type { Context, Host } from '../host.ts'
import { readSecret } from '../input.ts'
import { chosenScheme, collect, profile, type SchemeFlag, schemeOrNone, speed, wholeNumber } from '../options.ts'
import { resolveTargets } from '../targets.ts'
import { formatDuration, printableLine } from '../text.ts'
import { counted } from '../../../shared/domain/counted.ts'

interface SimulateOptions {
  readonly to?: readonly string[]
  readonly secret?: string
  readonly profile?: ProfileId
  readonly scheme?: SchemeFlag
  readonly seed?: number
  readonly start?: number
  readonly speed?: Speed
  readonly rate?: number
  readonly tenant?: readonly string[]
  readonly test?: boolean
  readonly loop?: boolean
  readonly pause?: boolean
  readonly resume?: boolean
  readonly stop?: boolean
}

const STEERING = ['pause', 'resume', 'stop'] as const

const MAX_RATE = 100_000

/** `hookscope simulate`: a CRM at work, with all the events it sends. */
export function simulateCommand(host: Host): Command {
  return host
    .command({
      name: 'simulate',
      summary: 'a CRM at work: a scenario with all the events it sends',
      description: [
        `Plays a scenario: ${SCENARIOS.map(({ id, description }) => `${id} (${description.replace(/\.$/, '')})`).join('; ')}.`,
        'Without --to the mock CRM itself changes, and its events go to every active endpoint whose events match.',
        'Ends with 0 once all its deliveries are final, however they ended. The same --seed gives the same payloads, ids and times included.',
      ].join(' '),
      examples: [
        ['hookscope simulate', "one customer's story, in ten minutes"],
        ['hookscope simulate --speed 60 --to http://127.0.0.1:3000/hooks', 'in ten seconds, to your consumer'],
        ['hookscope simulate import-burst --speed max --seed 7', 'ten thousand events, the same each time'],
        ['hookscope simulate busy-day --speed 600 --tenant acme --tenant globex --loop', 'day after day, for two tenants'],
        ['hookscope simulate --pause', 'hold the one that runs, wherever it was started'],
      ],
    })
    .argument('[scenario]', SCENARIO_IDS.join(', '), scenario, SCENARIO_IDS[0])
    .option('--to <target>', 'URL, or name or id of an endpoint; as often as needed', collect)
    .option(
      '--secret <secret>',
      'for URLs: text, @FILE, env:NAME or - (one line end after it is dropped; default env HOOKSCOPE_SECRET, else the workspace secret)',
    )
    .option(
      '--profile <name>',
      `for URLs: deliver as this sender does: ${PROFILE_IDS.join(', ')} (default: crm, with --seed crm-ordered)`,
      profile,
    )
    .option('--scheme <scheme>', "for URLs: how to sign; none sends unsigned (default: the profile's)", schemeOrNone)
    .option('--seed <n>', 'makes the payloads repeatable, and their order at URLs', wholeNumber(0, Number.MAX_SAFE_INTEGER))
    .option('--start <time>', 'time of the beginning in the payloads: ISO 8601, or now', moment)
    .option('--speed <n>', 'how fast the scenario passes, retries too: 60 is sixty times faster, max does not wait', speed)
    .option('--rate <n>', 'events a second at most', wholeNumber(1, MAX_RATE))
    .option('--tenant <id>', 'tenantId of the events; as often as needed', collect)
    .option('--test', 'metadata.environment is test')
    .option('--loop', 'begin again and again, each round with the next seed; Ctrl-C ends it')
    .option('--pause', 'pause the simulation that runs, instead of starting one')
    .option('--resume', 'go on with it')
    .option('--stop', 'stop it; what it has made is delivered all the same')
    .action(
      host.run<SimulateOptions, [ScenarioId]>(async (context, options, chosen) => {
        const { terminal } = context
        const [step, another] = STEERING.filter((each) => options[each])
        if (another) throw badInput('Only one of --pause, --resume and --stop can be done at a time.', 'Choose one.')
        if (step) return steer(context, step)
        const secret = await readSecret(options.secret, terminal.stdin, terminal.env)
        if (options.to === undefined && options.secret !== undefined) {
          throw badInput('Endpoints sign with secrets of their own.', 'Give --secret together with --to URL.')
        }
        if (options.to === undefined && options.profile !== undefined) {
          throw badInput('Endpoints have profiles of their own.', 'Give --profile together with --to URL.')
        }
        return context.withSession({ deliver: 'own', receiver: ANY_PORT, control: ANY_PORT }, async ({ client }) => {
          const targets = options.to && (await resolveTargets(client, options.to, howToUrls(options, secret)))
          return follow(context, client, requestOf(chosen, options, targets))
        })
      }),
    )
}

/** A seed is given to see the same twice: then events also arrive in their order. */
function howToUrls({ scheme, profile: named, seed }: SimulateOptions, secret: string | undefined) {
  return { scheme: scheme && chosenScheme(scheme), secret, profile: named ?? (seed === undefined ? 'crm' : 'crm-ordered') } as const
}

function requestOf(chosen: ScenarioId, options: SimulateOptions, targets: SimulationRequest['targets']): SimulationRequest {
  return {
    scenario: chosen,
    ...(targets === undefined ? {} : { targets }),
    ...(options.seed === undefined ? {} : { seed: options.seed }),
    ...(options.start === undefined ? {} : { startAt: options.start }),
    ...(options.speed === undefined ? {} : { speed: options.speed }),
    ...(options.rate === undefined ? {} : { rate: options.rate }),
    ...(options.tenant === undefined ? {} : { tenants: options.tenant }),
    ...(options.test ? { isTest: true } : {}),
    ...(options.loop ? { isLooping: true } : {}),
  }
}

/** What is steered runs in the engine that has the workspace: without one there is nothing to steer. */
async function steer(context: Context, step: (typeof STEERING)[number]): Promise<number> {
  return context.withSession({ deliver: 'none', isLooking: true }, async ({ client }) => {
    const status = await client.simulation[step]()
    context.output.one(status, { text: () => formatProgress(status) })
    return 0
  })
}

/** Starts it and tells of it until it is over; asked to stop, it stops the simulation too. */
async function follow(context: Context, client: Client, request: SimulationRequest): Promise<number> {
  const { output, signal } = context
  const started = await client.simulation.start(request)
  if (output.mode !== 'json') output.hint(`${printableLine(started.scenario ?? '')}, seed ${started.seed}`)
  let last = started
  try {
    for await (const status of await client.simulation.watch(undefined, { signal })) {
      last = status
      if (isOver(status)) break
      if (output.mode === 'json') tell(context, 'progress', status)
      else output.progress(formatProgress(status))
    }
  } catch (error) {
    // Of an engine elsewhere the watch does not end, but is torn off.
    if (!signal.aborted) throw error
  } finally {
    output.progress('')
    if (!isOver(last)) last = await client.simulation.stop()
  }
  tell(context, 'end', last)
  if (last.state === 'failed') output.hint(last.problem ?? '')
  return last.state === 'ended' ? 0 : 1
}

function tell({ output }: Context, event: 'progress' | 'end', status: SimulationStatus): void {
  output.one({ event, ...status }, { text: () => formatEnd(status) })
}

function formatProgress({ state, changes, events, deliveries, position, round, isLooping }: SimulationStatus): string {
  const told = isLooping ? `round ${round}  ` : ''
  const time = `${formatDuration(position.atMs)} of ${formatDuration(position.ofMs)}`
  const ends = `${deliveries.success.toLocaleString('en')} delivered, ${deliveries.failed.toLocaleString('en')} failed, ${deliveries.pending.toLocaleString('en')} to come`
  return `${told}${state}  ${time}  change ${changes.made.toLocaleString('en')} of ${changes.of.toLocaleString('en')}  ${counted(events, 'event', 'events')}  ${ends}`
}

function formatEnd({ state, events, deliveries }: SimulationStatus): string {
  const cancelled = deliveries.cancelled === 0 ? '' : `, ${deliveries.cancelled.toLocaleString('en')} cancelled`
  const ends = `${deliveries.success.toLocaleString('en')} delivered, ${deliveries.failed.toLocaleString('en')} failed${cancelled}`
  return `The simulation has ${state}: ${counted(events, 'event', 'events')}, ${counted(deliveries.made, 'delivery', 'deliveries')}; ${ends}.`
}

function scenario(text: string): ScenarioId {
  const found = SCENARIO_IDS.find((id) => id === text)
  if (found !== undefined) return found
  const meant = nearest(text, SCENARIO_IDS)
  throw new InvalidArgumentError(`Give one of: ${SCENARIO_IDS.join(', ')}.${meant === null ? '' : ` Did you mean ${meant}?`}`)
}

function moment(text: string): number {
  const at = text === 'now' ? Date.now() : Date.parse(text)
  if (Number.isNaN(at) || at < 0) throw new InvalidArgumentError('Give a time such as 2026-01-17T10:30:00Z, or now.')
  return at
}
