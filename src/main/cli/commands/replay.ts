import type { Command } from 'commander'
import type { Target } from '../../../shared/domain/sending.ts'
import { findId } from '../find.ts'
import type { Host } from '../host.ts'
import { ANY_PORT } from '../address.ts'
import { reportDeliveries } from '../report-deliveries.ts'
import { resolveTargets } from '../targets.ts'
import { printableLine } from '../text.ts'

interface ReplayOptions {
  readonly to: string
  readonly keepHost?: boolean
  readonly retry?: boolean
  readonly dryRun?: boolean
  readonly wait: boolean
}

/** `hookscope replay`: the captured bytes once more. */
export function replayCommand(host: Host): Command {
  return host
    .command({
      name: 'replay',
      summary: 'send captured bytes again, exactly',
      description: [
        'Sends exchanges again as they were captured: method, headers in their order and case, body.',
        'Only what belongs to a connection is changed, and what was changed is said. One attempt unless --retry is given.',
      ].join(' '),
      examples: [
        ['hookscope replay 3k9x2m1p --to http://127.0.0.1:3000/hooks', 'to your consumer'],
        ['hookscope replay 3k9x2m1p --to http://127.0.0.1:3000/hooks --dry-run', 'only say what would be changed'],
      ],
    })
    .argument('<id...>', 'captures or attempts: ids or unique parts of them')
    .requiredOption('--to <target>', 'URL, or name or id of an endpoint')
    .option('--keep-host', 'keep the captured Host header')
    .option('--retry', `try again as the endpoint's policy says`)
    .option('--dry-run', 'send nothing, say what would be changed')
    .option('--no-wait', 'end as soon as the deliveries are stored')
    .action(
      host.run<ReplayOptions, [string[]]>((context, options, texts) =>
        context.withSession(
          { deliver: options.dryRun ? 'none' : 'own', receiver: ANY_PORT, control: ANY_PORT, isLooking: true },
          async ({ client, isOwn }) => {
            const { output } = context
            // An exact replay carries the captured signature; nothing is signed.
            const [target] = await resolveTargets(client, [options.to], { scheme: null, secret: undefined })
            const deliveryIds: string[] = []
            for (const text of texts) {
              context.stopIfAsked()
              const id = await findId(client, text)
              const replayed = await client.exchanges.replay({
                id,
                target: target as Target,
                keepHost: options.keepHost ?? false,
                retry: options.retry ?? false,
                dryRun: options.dryRun ?? false,
              })
              if (replayed.deliveryId !== null) deliveryIds.push(replayed.deliveryId)
              tellChanges(id, replayed.changes)
            }
            if (options.dryRun) return 0
            if (options.wait) return reportDeliveries(context, client, deliveryIds, isOwn || options.retry ? 'final' : 'first')
            output.many(
              deliveryIds.map((deliveryId) => ({ event: 'stored', deliveryId })),
              { text: () => deliveryIds.join('\n'), quiet: ({ deliveryId }) => deliveryId },
            )
            return 0

            function tellChanges(id: string, changes: readonly string[]): void {
              const value = { event: 'replay', id, changes }
              const list = changes.map((change) => `  ${printableLine(change)}`)
              output.one(value, {
                text: () => [`${id} ${options.dryRun ? 'would be' : 'is'} sent with these changes:`, ...list].join('\n'),
              })
            }
          },
        ),
      ),
    )
}
