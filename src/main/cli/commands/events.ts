import { Option, type Command } from 'commander'
import { EVENT_FAMILIES, EVENT_TYPES, eventTypeInfo, guideSample, nearestEventType } from '../../../shared/domain/catalogue/catalogue.ts'
import { envelopeSchema } from '../../../shared/domain/catalogue/envelope-schema.ts'
import {
  type CustomEventType,
  type EventTypeEntry,
  eventTypeEntries,
  exampleOf,
  wholeSchema,
} from '../../../shared/domain/catalogue/event-types.ts'
import { SAMPLE_VARIANT_NAMES, type SampleVariant } from '../../../shared/domain/catalogue/variants.ts'
import { HookscopeError } from '../../../shared/domain/errors.ts'
import type { JsonObject } from '../../../shared/domain/event.ts'
import { createIds } from '../../../shared/domain/ids.ts'
import { sampleEvent, type SampleWish } from '../../engine/catalogue/sample-event.ts'
import { systemClock, systemRandom } from '../../engine/system.ts'
import { isWorkspace } from '../../engine/workspace.ts'
import { badInput } from '../failure.ts'
import type { Context, Host } from '../host.ts'
import { sampleVariant, wholeNumber } from '../options.ts'
import type { Output } from '../output.ts'
import { pad, printableLine } from '../text.ts'
import { addEventType, removeEventType, setEventType } from './event-types.ts'

interface EventsOptions {
  readonly schema?: boolean
  readonly sample?: boolean
  readonly seed?: number
  readonly variant?: SampleVariant
}

/** `hookscope events`: the catalogue of event types, their schemas and samples; add, set, rm those of the workspace's own. */
export function eventsCommand(host: Host): Command {
  return host
    .group({
      name: 'events',
      summary: 'event types, their schemas and samples',
      description: `The ${EVENT_TYPES.length} event types of the CRM and those of your own, or one of them; "hookscope events show --help" has its flags.`,
      examples: [
        ['hookscope events', 'all types'],
        ['hookscope events deal.won --sample', 'a sample of one'],
        ['hookscope events add invoice.paid --schema @invoice.json', 'a type of your own'],
      ],
    })
    .usage('[TYPE|add|set|rm] [options]')
    .addCommand(showOf(host), { isDefault: true })
    .addCommand(addEventType(host))
    .addCommand(setEventType(host))
    .addCommand(removeEventType(host))
}

function showOf(host: Host): Command {
  return host
    .command({
      name: 'show',
      summary: 'all types, or one of them',
      examples: [
        ['hookscope events deal.won --schema', 'JSON Schema of the whole event'],
        ['hookscope events deal.won --sample --seed 7', 'a sample, the same each time'],
        ['hookscope events deal.won --sample --variant unicode', 'one that careless code breaks on'],
      ],
    })
    .argument('[type]', 'one event type')
    .addOption(new Option('--schema', 'JSON Schema (2020-12) of the event').conflicts(['sample', 'seed', 'variant']))
    .option('--sample', 'a whole sample event')
    .option('--seed <n>', 'makes the sample repeatable', wholeNumber(0, Number.MAX_SAFE_INTEGER))
    .option('--variant <name>', `a sample at the edge: ${SAMPLE_VARIANT_NAMES.join(', ')}`, sampleVariant)
    .action(
      host.run<EventsOptions, [string | undefined]>(async (context, options, type) => {
        const { output } = context
        if (type === undefined) {
          if (options.schema || options.sample)
            throw badInput('A schema or sample is that of one event type.', 'Name it: hookscope events deal.won --schema')
          listTypes(output, await allTypes(context))
          return
        }
        const own = eventTypeInfo(type) ? null : await ownType(context, type)
        if (options.sample || options.seed !== undefined || options.variant !== undefined) {
          const { seed, variant } = options
          const wanted = { type, ...(seed === undefined ? {} : { seed }), ...(variant === undefined ? {} : { variant }) }
          showJson(output, await makeSample(wanted, own))
        } else if (options.schema) showJson(output, own ? wholeSchema(type, own) : envelopeSchema(type))
        else showType(output, type, own)
      }),
    )
}

/** Needs no engine: the guide's types are there without a workspace. */
async function makeSample(wanted: SampleWish, own: CustomEventType | null): Promise<JsonObject> {
  const { loadSamples } = await import('../../engine/catalogue/samples.ts')
  const ids = createIds(systemClock.now, systemRandom.bytes)
  const samples = await loadSamples(() => own && exampleOf(own))
  return sampleEvent({ ids, clock: systemClock, random: systemRandom }, samples, wanted)
}

/** The guide's need no workspace. */
async function allTypes({ directory, withSession }: Context): Promise<readonly EventTypeEntry[]> {
  if (!isWorkspace(directory)) return eventTypeEntries([])
  return withSession({ deliver: 'none', isLooking: true }, ({ client }) => client.events.list())
}

/** Throws `not_found`, naming the nearest of all types. */
async function ownType(context: Context, type: string): Promise<CustomEventType> {
  const names = (await allTypes(context)).map((each) => each.type)
  if (names.includes(type))
    return context.withSession({ deliver: 'none', isLooking: true }, ({ client }) => client.rest.eventTypes.get({ name: type }))
  const meant = nearestEventType(type, names)
  const list = 'List all with "hookscope events".'
  throw new HookscopeError('not_found', `There is no event type ${type}.`, meant === null ? list : `Did you mean ${meant}? ${list}`)
}

function listTypes(output: Output, types: readonly EventTypeEntry[]): void {
  const width = Math.max(...types.map(({ type }) => type.length))
  const line = ({ type, description }: EventTypeEntry): string =>
    `  ${pad(printableLine(type), width)}  ${output.paint('dim', printableLine(description))}`
  output.many(types, {
    text: () => {
      const families = EVENT_FAMILIES.map(({ name, title }) => ({
        title,
        members: types.filter(({ family, isCustom }) => !isCustom && family === name),
      }))
      const own = { title: 'Event types of your own', members: types.filter(({ isCustom }) => isCustom) }
      return [...families, ...(own.members.length > 0 ? [own] : [])]
        .map(({ title, members }) => [output.paint('bold', title), ...members.map(line)].join('\n'))
        .join('\n\n')
    },
    quiet: ({ type }) => type,
  })
}

function showType(output: Output, type: string, own: CustomEventType | null): void {
  const description = own?.description ?? eventTypeInfo(type)?.description ?? ''
  const sample = guideSample(type)
  output.one(
    { type, description, sample: sample ?? null },
    {
      text: () => {
        const example = sample ? `\n\n${JSON.stringify(sample, null, 2)}` : ''
        return `${output.paint('bold', printableLine(type))}  ${printableLine(description)}${example}`
      },
      quiet: () => type,
    },
  )
  output.hint(`\nhookscope events ${printableLine(type)} --schema | --sample`)
}

function showJson(output: Output, value: JsonObject): void {
  const pretty = (): string => JSON.stringify(value, null, 2)
  output.one(value, { text: pretty, quiet: pretty })
}
