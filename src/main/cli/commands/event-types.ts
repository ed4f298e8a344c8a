import type { Command } from 'commander'
import type { CustomEventType } from '../../../shared/domain/catalogue/event-types.ts'
import { badInput } from '../failure.ts'
import type { Context, Host } from '../host.ts'
import { readData } from '../input.ts'
import { printableLine } from '../text.ts'

interface OwnOptions {
  readonly schema?: string
  readonly description?: string
  readonly wholeBody?: boolean
}

/** `hookscope events add` */
export function addEventType(host: Host): Command {
  const command = host
    .command({
      name: 'add',
      summary: 'add an event type of your own',
      description:
        'Adds an event type with a JSON Schema (2020-12). It can be sent and subscribed to, and captures that leave its schema are marked.',
      examples: [
        ['hookscope events add invoice.paid --schema @invoice.json', "schema of the event's data"],
        ['hookscope events add customer.updated --schema @stripe.json --whole-body', 'of a body in another envelope'],
      ],
    })
    .argument('<name>', 'such as invoice.paid')
    .requiredOption('--schema <json>', 'JSON Schema: @FILE, - or text')
  return withOwnFlags(command).action(
    host.run<OwnOptions, [string]>(async (context, options, name) => {
      const schema = await readData(options.schema ?? '', context.terminal.stdin, '--schema')
      await context.withSession({ deliver: 'none' }, async ({ client }) =>
        show(context, await client.rest.eventTypes.create({ ...inputOf(options), name, schema })),
      )
    }),
  )
}

/** `hookscope events set` */
export function setEventType(host: Host): Command {
  const command = host
    .command({
      name: 'set',
      summary: 'change an event type of your own',
      examples: [['hookscope events set invoice.paid --schema @invoice-2.json', 'another schema']],
    })
    .argument('<name>', 'its name')
    .option('--schema <json>', 'JSON Schema: @FILE, - or text')
  return withOwnFlags(command).action(
    host.run<OwnOptions, [string]>(async (context, options, name) => {
      const schema = options.schema === undefined ? undefined : await readData(options.schema, context.terminal.stdin, '--schema')
      const changes = { ...inputOf(options), ...(schema === undefined ? {} : { schema }) }
      if (Object.keys(changes).length === 0) {
        throw badInput('There is nothing to change.', 'Give a flag; "hookscope events set --help" lists them.')
      }
      await context.withSession({ deliver: 'none', isLooking: true }, async ({ client }) =>
        show(context, await client.rest.eventTypes.update({ ...changes, name })),
      )
    }),
  )
}

/** `hookscope events rm` */
export function removeEventType(host: Host): Command {
  return host
    .command({
      name: 'rm',
      summary: 'remove event types of your own; what was sent and captured stays',
      examples: [['hookscope events rm invoice.paid', 'by name']],
    })
    .argument('<name...>', 'their names')
    .action(
      host.run<object, [string[]]>(({ output, withSession }, _, names) =>
        withSession({ deliver: 'none', isLooking: true }, async ({ client }) => {
          for (const name of names) {
            await client.rest.eventTypes.remove({ name })
            output.one({ removed: name }, { text: () => `${printableLine(name)} is removed.`, quiet: () => name })
          }
        }),
      ),
    )
}

function withOwnFlags(command: Command): Command {
  return command
    .option('--description <text>', 'one line for people')
    .option('--whole-body', "the schema is about the whole body, not the envelope's data")
    .option('--no-whole-body', "the schema is about the envelope's data")
}

function inputOf({ description, wholeBody }: OwnOptions): { description?: string; scope?: CustomEventType['scope'] } {
  return {
    ...(description === undefined ? {} : { description }),
    ...(wholeBody === undefined ? {} : { scope: wholeBody ? 'body' : 'data' }),
  }
}

function show({ output }: Context, type: CustomEventType): void {
  output.one(type, {
    text: ({ name, description }) => `${output.paint('bold', printableLine(name))}  ${printableLine(description)}`.trimEnd(),
    quiet: ({ name }) => name,
  })
}
