import type { Command } from 'commander'
import type { EngineStatus } from '../../../shared/domain/status.ts'
import { isWorkspace } from '../../engine/workspace.ts'
import type { Context, Host } from '../host.ts'
import { duration } from '../options.ts'
import { attachToRunning, pause } from '../session.ts'
import { formatBytes, formatDuration, formatMoment, formatPairs } from '../text.ts'
import { counted } from '../../../shared/domain/counted.ts'

interface StatusOptions {
  readonly wait?: number
}

const NOT_RUNNING = 1
const LOOK_AGAIN_AFTER_MS = 100

/** `hookscope status`: whether an engine runs on this workspace, and how it is. */
export function statusCommand(host: Host): Command {
  return host
    .command({
      name: 'status',
      summary: 'whether Hookscope is running, and how it is',
      description: 'Says what the engine of this workspace does. Ends with 0 when one is running and 1 when none is.',
      examples: [
        ['hookscope status', 'addresses, counts, rates'],
        ['hookscope status --wait 10s', 'in a script: go on as soon as it is ready'],
      ],
    })
    .option('--wait <duration>', 'wait this long for one to be ready', duration)
    .action(
      host.run<StatusOptions>(async (context, options) => {
        const status = await waitForStatus(context, options.wait ?? 0)
        const { output, directory } = context
        if (status === null) {
          output.one(
            { running: false, directory },
            { text: () => `No Hookscope is running on ${directory}${isWorkspace(directory) ? '' : ', where there is no workspace'}.` },
          )
          output.hint('Start one with "hookscope serve".')
          return NOT_RUNNING
        }
        output.one({ running: true, ...status }, { text: () => formatStatus(status, (text) => output.paint('dim', text)) })
        return 0
      }),
    )
}

async function waitForStatus(context: Context, waitMs: number): Promise<EngineStatus | null> {
  const deadline = performance.now() + waitMs
  for (;;) {
    const session = await attachToRunning(context.directory)
    if (session !== null) {
      try {
        return await session.client.status()
      } finally {
        await session.close()
      }
    }
    if (performance.now() >= deadline) return null
    await pause(LOOK_AGAIN_AFTER_MS, context.signal)
  }
}

function formatStatus(status: EngineStatus, name: (text: string) => string): string {
  const { receiver } = status
  const due = status.nextAttemptAt === null ? '' : `, next attempt ${formatMoment(status.nextAttemptAt)}`
  return formatPairs(
    [
      ['Hookscope', `${status.version}, process ${status.pid}, since ${formatMoment(status.startedAt)}`],
      ['Workspace', `${status.workspace.name} (${status.workspace.directory}), ${formatBytes(status.databaseBytes)}`],
      ['Page', status.controlUrl ?? '–'],
      [
        'Receiver',
        receiver.state === 'off' ? `off: ${receiver.reason}` : `${receiver.url}${receiver.state === 'paused' ? ', paused' : ''}`,
      ],
      ...(status.trouble === null ? [] : [['Trouble', `nothing more is kept. ${status.trouble}`] as const]),
      ['Exchanges', `${status.exchangesExact ? '' : 'at least '}${counted(status.exchanges, 'exchange', 'exchanges')}`],
      ['Deliveries', `${status.pendingDeliveries.toLocaleString('en')} pending${due}`],
      ...(status.search === null ? [] : [['Search', searchText(status.search)] as const]),
      ['Now', `${status.capturesPerSecond.toFixed(1)} captures/s, ${status.attemptsPerSecond.toFixed(1)} attempts/s`],
    ],
    name,
  )
}

function searchText({ behind, behindMs }: NonNullable<EngineStatus['search']>): string {
  return behind === 0 ? 'up to date' : `${counted(behind, 'exchange', 'exchanges')} behind, ${formatDuration(behindMs)}`
}
