import type { Command } from 'commander'
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
          const id = parseId(found)?.prefix === 'delivery' ? found : (await client.exchanges.get({ id: found })).deliveryId
          if (id === null) throw badInput(`${found} belongs to no delivery.`, `See it with "hookscope show ${text}".`)
          output.one(await client.deliveries.get({ id }), {
            text: (delivery) => formatDelivery(delivery, output.paint),
            quiet: (delivery) => delivery.state,
          })
        }),
      ),
    )
}
