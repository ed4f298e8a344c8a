import { Option, type Command } from 'commander'
import type { Client } from '../../../shared/contract/client.ts'
import { parseId } from '../../../shared/domain/ids.ts'
import { KIB, MIB } from '../../../shared/domain/units.ts'
import { asText, readBodyStart, readWholeBody, type BodyStart } from '../body.ts'
import { formatDelivery } from '../delivery-text.ts'
import { formatExchange } from '../exchange-text.ts'
import { explainCapture, isExplicable } from '../explained.ts'
import { badInput } from '../failure.ts'
import { findId } from '../find.ts'
import type { Context, Host } from '../host.ts'

interface ShowOptions {
  readonly body?: boolean
  readonly responseBody?: boolean
}

/** What a person reads of a body; programs get more, and `--body` all of it. */
const SHOWN_BYTES = 64 * KIB
const JSON_BYTES = MIB

/** `hookscope show`: one exchange, whole. */
export function showCommand(host: Host): Command {
  return host
    .command({
      name: 'show',
      summary: 'one capture or attempt, whole',
      description:
        'Shows request, verdict and response of a capture or attempt. The body is shown decoded and at most 64 KB of it; --body writes its bytes as they were on the wire.',
      examples: [
        ['hookscope show 3k9x2m1p', 'by a unique part of its id (at least 6 characters)'],
        ['hookscope show 3k9x2m1p --body > body.bin', 'the exact bytes of the body'],
      ],
    })
    .argument('<id>', 'id of a capture, attempt or delivery, or a unique part of it')
    .addOption(new Option('--body', `write the request's body to stdout, byte for byte`).conflicts('responseBody'))
    .option('--response-body', `write the response's body to stdout, byte for byte`)
    .action(
      host.run<ShowOptions, [string]>((context, options, text) =>
        context.withSession({ deliver: 'none', isLooking: true }, async ({ client }) => {
          const id = await findId(client, text)
          const prefix = parseId(id)?.prefix
          if (options.body || options.responseBody) await writeBody(context, client, id, options.body ? 'request' : 'response')
          else if (prefix === 'delivery') await showDelivery(context, client, id)
          else if (prefix === 'capture' || prefix === 'attempt') await showExchange(context, client, id)
          else
            throw badInput(
              `${id} is no capture, attempt or delivery.`,
              `Look for what belongs to it with "hookscope list --filter id:${id}".`,
            )
        }),
      ),
    )
}

async function writeBody({ output, stopIfAsked }: Context, client: Client, id: string, side: 'request' | 'response'): Promise<void> {
  for await (const piece of readWholeBody(client, id, side)) {
    stopIfAsked()
    output.bytes(piece)
    await output.ready()
  }
}

async function showDelivery({ output }: Context, client: Client, id: string): Promise<void> {
  output.one(await client.deliveries.get({ id }), { text: (delivery) => formatDelivery(delivery, output.paint), quiet: () => id })
}

async function showExchange({ output }: Context, client: Client, id: string): Promise<void> {
  const exchange = await client.exchanges.get({ id })
  const length = output.mode === 'json' ? JSON_BYTES : SHOWN_BYTES
  const decoded = output.mode !== 'json'
  const requestBody = await readBodyStart(client, { id, side: 'request', decoded }, length)
  const responseBody = exchange.response && (await readBodyStart(client, { id, side: 'response', decoded }, length))
  const { problems: drift } = await client.exchanges.drift({ id })
  const explained = isExplicable(exchange.verdict) ? await explainCapture(client, id) : null
  const findings = { drift: drift ?? [], explained }
  output.one(
    {
      ...exchange,
      drift,
      diagnosis: explained?.diagnosis ?? null,
      requestBody: bodyAsJson(requestBody),
      responseBody: responseBody && bodyAsJson(responseBody),
    },
    { text: () => formatExchange(exchange, { request: requestBody, response: responseBody }, output.paint, findings), quiet: () => id },
  )
}

/** `{ text }` for UTF-8, `{ base64 }` for other bytes; `isCut` when there is more. */
function bodyAsJson({ bytes, isCut }: BodyStart): object {
  const text = asText(bytes, false)
  return text === null ? { base64: Buffer.from(bytes).toString('base64'), isCut } : { text, isCut }
}
