import type { Command } from 'commander'
import { EVENT_FAMILIES, EVENT_TYPES, eventTypeInfo, guideSample, nearestEventType } from '../../../shared/domain/catalogue/catalogue.ts'
import { envelopeSchema } from '../../../shared/domain/catalogue/envelope-schema.ts'
import { SAMPLE_VARIANT_NAMES, type SampleVariant } from '../../../shared/domain/catalogue/variants.ts'
import { HookscopeError } from '../../../shared/domain/errors.ts'
import type { JsonObject } from '../../../shared/domain/event.ts'
import { createIds } from '../../../shared/domain/ids.ts'
import { sampleEvent, type SampleWish } from '../../engine/catalogue/sample-event.ts'
import { systemClock, systemRandom } from '../../engine/system.ts'
import { badInput } from '../failure.ts'
import type { Host } from '../host.ts'
import { sampleVariant, wholeNumber } from '../options.ts'
import type { Output } from '../output.ts'
import { pad } from '../text.ts'

interface EventsOptions {
  readonly schema?: boolean
  readonly sample?: boolean
  readonly seed?: number
  readonly variant?: SampleVariant
}

/** `hookscope events`: the catalogue of event types, their schemas and samples. */
export function eventsCommand(host: Host): Command {
  return host
    .command({
      name: 'events',
      summary: 'event types, their schemas and samples',
      description: `The ${EVENT_TYPES.length} event types of the CRM, or one of them.`,
      examples: [
        ['hookscope events', 'all types'],
        ['hookscope events deal.won --schema', 'JSON Schema of the whole event'],
        ['hookscope events deal.won --sample --seed 7', 'a sample, the same each time'],
        ['hookscope events deal.won --sample --variant unicode', 'one that careless code breaks on'],
      ],
    })
    .argument('[type]', 'one event type')
    .option('--schema', 'JSON Schema (2020-12) of the event')
    .option('--sample', 'a whole sample event')
    .option('--seed <n>', 'makes the sample repeatable', wholeNumber(0, Number.MAX_SAFE_INTEGER))
    .option('--variant <name>', `a sample at the edge: ${SAMPLE_VARIANT_NAMES.join(', ')}`, sampleVariant)
    .action(
      host.run<EventsOptions, [string | undefined]>(async ({ output }, options, type) => {
        if (type === undefined) {
          if (options.schema || options.sample)
            throw badInput('A schema or sample is that of one event type.', 'Name it: hookscope events deal.won --schema')
          listTypes(output)
          return
        }
        if (!eventTypeInfo(type)) throw unknownType(type)
        if (options.sample || options.seed !== undefined || options.variant !== undefined) {
          const { seed, variant } = options
          const wanted = { type, ...(seed === undefined ? {} : { seed }), ...(variant === undefined ? {} : { variant }) }
          showJson(output, await makeSample(wanted))
        } else if (options.schema) showJson(output, envelopeSchema(type))
        else showType(output, type)
      }),
    )
}

/** Needs no engine, and so no workspace. */
async function makeSample(wanted: SampleWish): Promise<JsonObject> {
  const { loadSamples } = await import('../../engine/catalogue/samples.ts')
  const ids = createIds(systemClock.now, systemRandom.bytes)
  return sampleEvent({ ids, clock: systemClock, random: systemRandom }, await loadSamples(), wanted)
}

function unknownType(type: string): HookscopeError {
  const meant = nearestEventType(type)
  const list = 'List all with "hookscope events".'
  return new HookscopeError('not_found', `There is no event type ${type}.`, meant === null ? list : `Did you mean ${meant}? ${list}`)
}

function listTypes(output: Output): void {
  const types = EVENT_FAMILIES.flatMap(({ name, events }) => events.map(({ type, description }) => ({ type, family: name, description })))
  const width = Math.max(...types.map(({ type }) => type.length))
  output.many(types, {
    text: () =>
      EVENT_FAMILIES.map(({ title, events }) =>
        [
          output.paint('bold', title),
          ...events.map(({ type, description }) => `  ${pad(type, width)}  ${output.paint('dim', description)}`),
        ].join('\n'),
      ).join('\n\n'),
    quiet: ({ type }) => type,
  })
}

function showType(output: Output, type: string): void {
  const description = eventTypeInfo(type)?.description ?? ''
  const sample = guideSample(type)
  output.one(
    { type, description, sample: sample ?? null },
    {
      text: () => {
        const example = sample ? `\n\n${JSON.stringify(sample, null, 2)}` : ''
        return `${output.paint('bold', type)}  ${description}${example}`
      },
      quiet: () => type,
    },
  )
  output.hint(`\nhookscope events ${type} --schema | --sample`)
}

function showJson(output: Output, value: JsonObject): void {
  const pretty = (): string => JSON.stringify(value, null, 2)
  output.one(value, { text: pretty, quiet: pretty })
}
