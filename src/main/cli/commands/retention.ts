import { countedTime } from '../../../shared/domain/counted.ts'
import type { Command } from 'commander'
import { InvalidArgumentError } from 'commander'
import { KEEP_EVERYTHING, type Retention } from '../../../shared/domain/retention.ts'
import { parseSize } from '../../../shared/domain/units.ts'
import type { Host } from '../host.ts'
import { duration, wholeNumber } from '../options.ts'
import { formatBytes, formatPairs } from '../text.ts'

interface RetentionOptions {
  readonly maxAge?: number
  readonly maxCount?: number
  readonly maxSize?: number
  readonly off?: boolean
}

/** `hookscope retention`: what is removed by itself. */
export function retentionCommand(host: Host): Command {
  return host
    .command({
      name: 'retention',
      summary: 'what is removed by itself; nothing unless you say so',
      description:
        'Shows or sets what a running Hookscope removes by itself, oldest first. Nothing is removed unless you say so. Pinned exchanges and deliveries that have not ended stay.',
      examples: [
        ['hookscope retention --max-age 30d --max-size 2gb', 'a month, and no more than 2 GB'],
        ['hookscope retention --off', 'keep everything'],
      ],
    })
    .option('--max-age <duration>', 'nothing older, such as 30d', duration)
    .option('--max-count <n>', 'no more exchanges', wholeNumber(1, Number.MAX_SAFE_INTEGER))
    .option('--max-size <size>', 'no more of the database, such as 2gb; the index of words comes on top', size)
    .option('--off', 'keep everything (before the other flags)')
    .action(
      host.run<RetentionOptions>(({ output, withSession }, { maxAge, maxCount, maxSize, off }) =>
        withSession({ deliver: 'none' }, async ({ client }) => {
          const now = (await client.settings.get()).retention
          const asked: Retention = {
            ...(off ? KEEP_EVERYTHING : now),
            ...(maxAge !== undefined && { maxAgeMs: maxAge }),
            ...(maxCount !== undefined && { maxCount }),
            ...(maxSize !== undefined && { maxBytes: maxSize }),
          }
          const isChange = off || maxAge !== undefined || maxCount !== undefined || maxSize !== undefined
          const retention = isChange ? (await client.settings.put({ retention: asked })).retention : now
          output.one(retention, { text: () => formatRetention(retention, (text) => output.paint('dim', text)) })
        }),
      ),
    )
}

function size(text: string): number {
  const bytes = parseSize(text)
  if (bytes === null) throw new InvalidArgumentError('Give a size such as 500mb or 2gb.')
  return bytes
}

function formatRetention({ maxAgeMs, maxCount, maxBytes }: Retention, name: (text: string) => string): string {
  return formatPairs(
    [
      ['Age', maxAgeMs === null ? 'no limit' : `at most ${countedTime(maxAgeMs)}`],
      ['Exchanges', maxCount === null ? 'no limit' : `at most ${maxCount.toLocaleString('en')}`],
      ['Size', maxBytes === null ? 'no limit' : `at most ${formatBytes(maxBytes)}`],
    ],
    name,
  )
}
