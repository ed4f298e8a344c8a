import type { Command } from 'commander'
import type { Client } from '../../../shared/contract/client.ts'
import { parseId } from '../../../shared/domain/ids.ts'
import { formatDelivery } from '../delivery-text.ts'
import { badInput } from '../failure.ts'
import { findId } from '../find.ts'
import type { Host } from '../host.ts'

/** `hookscope explain`: why a delivery is in its state, and what comes next. */
export function explainCommand(host: Host): Command {
  return host
    .command({
      name: 'explain',
      summary: 'why a delivery is in its state, and what comes next',
      description:
        'Tells the story of a delivery: each attempt with its time and answer, why it stands where it stands, what happens next.',
      examples: [['hookscope explain 7h2k9q4d', 'a delivery, or one of its attempts, by id or a unique part of it']],
    })
    .argument('<delivery>', 'id of a delivery or attempt, or a unique part of it')
    .action(
      host.run<object, [string]>(({ output, withSession }, _, text) =>
        withSession({ deliver: 'none', isLooking: true }, async ({ client }) => {
          const found = await findId(client, text)
          const id = parseId(found)?.prefix === 'delivery' ? found : await deliveryOf(client, found)
          output.one(await client.deliveries.get({ id }), {
            text: (delivery) => formatDelivery(delivery, output.paint),
            quiet: (delivery) => delivery.state,
          })
        }),
      ),
    )
}

/** The delivery of an attempt. A capture has none: it is told where to look instead. */
async function deliveryOf(client: Client, id: string): Promise<string> {
  const { direction, deliveryId, counterpartId } = await client.exchanges.get({ id })
  if (deliveryId !== null) return deliveryId
  const sender = direction === 'in' && counterpartId !== null ? ` or, what sent it, "hookscope explain ${counterpartId}"` : ''
  throw badInput(
    `${id} was received; only what is sent has a delivery to explain.`,
    `See it with "hookscope show ${id}", its signature with "hookscope verify ${id}"${sender}.`,
  )
}
