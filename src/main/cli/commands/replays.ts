import type { Command } from 'commander'
import type { Client } from '../../../shared/contract/client.ts'
import { HookscopeError } from '../../../shared/domain/errors.ts'
import { isBatchOver, type BatchFailure, type BatchView } from '../../../shared/domain/replay.ts'
import { formatBatch, formatBatches, formatBatchProgress } from '../batch-text.ts'
import { findReplay } from '../find.ts'
import { followBatch } from '../follow-batch.ts'
import type { Host } from '../host.ts'
import { wholeNumber } from '../options.ts'
import type { SessionOptions } from '../session.ts'

const SHOWN_FAILURES = 20
const LOOKING: SessionOptions = { deliver: 'none', isLooking: true }

/** `hookscope replays`: replays of many, as they stand; paused, resumed, cancelled. */
export function replaysCommand(host: Host): Command {
  return host
    .command({
      name: 'replays',
      summary: 'list replays of many; pause, resume or cancel one',
      description: [
        'A replay by filter, rate or speed is kept until it is over, also across a restart.',
        'It sends while Hookscope runs; who waited for it may have gone.',
      ].join(' '),
      examples: [
        ['hookscope replays', 'newest first'],
        ['hookscope replays show 3k9x2m1p', 'how far it is, and what was not delivered'],
        ['hookscope replays pause 3k9x2m1p', 'what is under way is still sent'],
      ],
    })
    .addCommand(listReplays(host), { isDefault: true })
    .addCommand(showReplay(host))
    .addCommand(waitForReplay(host))
    .addCommand(commandOf(host, 'pause', 'send no more of it until it is resumed'))
    .addCommand(commandOf(host, 'resume', 'go on with it where it stood'))
    .addCommand(commandOf(host, 'cancel', 'send no more of it; what is under way is still sent'))
}

function listReplays(host: Host): Command {
  return host
    .command({ name: 'list', summary: 'list them, newest first', examples: [['hookscope replays list --limit 5', 'the latest five']] })
    .option('-n, --limit <n>', 'at most so many', wholeNumber(1, 500), 50)
    .action(
      host.run<{ readonly limit: number }>(({ output, withSession }, options) =>
        withSession(LOOKING, async ({ client }) => {
          const { items } = await client.replays.list({ limit: options.limit })
          output.many(items, { text: () => formatBatches(items, output.paint), quiet: ({ id }) => id })
        }),
      ),
    )
}

function showReplay(host: Host): Command {
  return host
    .command({
      name: 'show',
      summary: 'how far one is, and what was not delivered',
      examples: [['hookscope replays show 3k9x2m1p', `with the latest ${SHOWN_FAILURES} that failed`]],
    })
    .argument('<replay>', 'its id or a unique part of it')
    .action(
      host.run<object, [string]>(({ output, withSession }, _, text) =>
        withSession(LOOKING, async ({ client }) => {
          const id = await findReplay(client, text)
          const batch = await client.replays.get({ id })
          const failures = await failuresOf(client, id)
          output.one({ ...batch, failures }, { text: () => formatBatch(batch, failures, output.paint), quiet: () => id })
        }),
      ),
    )
}

function waitForReplay(host: Host): Command {
  return host
    .command({
      name: 'wait',
      summary: 'wait until all of it was sent; 0 when all was delivered',
      examples: [['hookscope replays wait 3k9x2m1p', 'after replay --no-wait']],
    })
    .argument('<replay>', 'its id or a unique part of it')
    .action(
      host.run<object, [string]>((context, _, text) =>
        context.withSession(LOOKING, async (session) => {
          const batch = await session.client.replays.get({ id: await findReplay(session.client, text) })
          if (session.isOwn && !isBatchOver(batch))
            throw new HookscopeError(
              'no_engine',
              'No Hookscope runs on this workspace, so nothing of it is sent.',
              'Start "hookscope serve".',
            )
          return followBatch(context, session, batch)
        }),
      ),
    )
}

function commandOf(host: Host, verb: 'pause' | 'resume' | 'cancel', summary: string): Command {
  return host
    .command({ name: verb, summary, examples: [[`hookscope replays ${verb} 3k9x2m1p`, summary]] })
    .argument('<replay>', 'its id or a unique part of it')
    .action(
      host.run<object, [string]>(({ output, withSession }, _, text) =>
        withSession(LOOKING, async ({ client, isOwn }) => {
          const id = await findReplay(client, text)
          const batch: BatchView = await client.replays[verb]({ id })
          output.one(batch, { text: formatBatchProgress, quiet: () => id })
          if (verb === 'resume' && isOwn) output.hint('It goes on once Hookscope runs: "hookscope serve".')
        }),
      ),
    )
}

/** The latest of both kinds: what was sent and not taken first. */
async function failuresOf(client: Client, id: string): Promise<BatchFailure[]> {
  const failed = await client.replays.failures({ id, kind: 'failed', limit: SHOWN_FAILURES })
  const refused = await client.replays.failures({ id, kind: 'refused', limit: SHOWN_FAILURES })
  return [...failed.items, ...refused.items].slice(0, SHOWN_FAILURES)
}
