import { once } from 'node:events'
import type { Command } from 'commander'
import { HookscopeError } from '../../../shared/domain/errors.ts'
import { BUILT_IN_INBOX_PATH } from '../../../shared/domain/inbox.ts'
import { workspaceName } from '../../engine/workspace.ts'
import { VERSION } from '../../version.ts'
import { CONTROL_PORT, LOOPBACK, RECEIVER_PORT } from '../address.ts'
import { badInput } from '../failure.ts'
import type { Context, Host } from '../host.ts'
import { port } from '../options.ts'
import type { OwnEngine } from '../own-engine.ts'
import { attachToRunning, engineLog, HolderUnreachable, whileHolderStarts } from '../session.ts'
import { formatPairs } from '../text.ts'
import { openInBrowser } from './open.ts'

interface ServeOptions {
  readonly port?: number
  readonly receiverPort?: number
  readonly host: string
  readonly controlHost: string
  readonly open?: boolean
}

const LOOPBACKS = new Set([LOOPBACK, 'localhost', '::1'])

/** `hookscope serve`: the engine with its receiver and its page, until it is told to stop. */
export function serveCommand(host: Host): Command {
  return host
    .command({
      name: 'serve',
      summary: 'run Hookscope: receiver, delivery engine and page',
      description: [
        'Runs the receiver (captures anything sent to it), the delivery engine, and the page with its API on a port of its own.',
        'Put a tunnel in front of the receiver only. Ctrl-C ends it.',
      ].join(' '),
      examples: [
        ['hookscope serve --open', 'and open the page in the browser'],
        ['hookscope serve --receiver-port 0 --port 0 --json', 'on free ports; the first line says which'],
        ['hookscope serve -w customer-4711', 'in a workspace of its own'],
      ],
    })
    .option('--port <port>', `of page and API; 0 picks a free one (default: ${CONTROL_PORT}, or the next free one)`, port)
    .option('--receiver-port <port>', `of the receiver; 0 picks a free one (default: ${RECEIVER_PORT})`, port)
    .option('--host <address>', 'address the receiver listens on', LOOPBACK)
    .option('--control-host <address>', 'address of page and API; anything but loopback lets others in', LOOPBACK)
    .option('--open', 'open the page in the browser')
    .action(
      host.run<ServeOptions>(async (context, options) => {
        const { output, signal, terminal } = context
        if (!LOOPBACKS.has(options.controlHost)) {
          output.warn(`page and API are reachable from other machines at ${options.controlHost}; whoever has the token can do everything.`)
        }
        assertTwoPorts(options)
        const own = await start(context, options)
        try {
          announce(context, own)
          if (options.open && own.control) openInBrowser(own.control.newPageUrl(), terminal.platform)
          if (!signal.aborted) await once(signal, 'abort')
          output.hint('Stopping …')
        } finally {
          await own.close()
        }
      }),
    )
}

function assertTwoPorts({ port: control, receiverPort = RECEIVER_PORT }: ServeOptions): void {
  if (control !== receiverPort || control === 0) return
  throw badInput(
    `Port ${control} cannot be both the page's and the receiver's.`,
    'Give --port and --receiver-port two different ones; 0 picks a free one.',
  )
}

async function start(context: Context, options: ServeOptions): Promise<OwnEngine> {
  const { directory, output, signal, terminal } = context
  const { startOwnEngine } = await import('../own-engine.ts')
  return whileHolderStarts(signal, async () => {
    try {
      return await startOwnEngine({
        directory,
        env: terminal.env,
        log: engineLog({ output, terminal }),
        deliver: 'all',
        receiver: { host: options.host, port: options.receiverPort ?? RECEIVER_PORT, isPortFixed: true },
        control: { host: options.controlHost, port: options.port ?? CONTROL_PORT, isPortFixed: options.port !== undefined },
      })
    } catch (error) {
      throw error instanceof HookscopeError && error.code === 'workspace_locked' ? await holderOf(directory, error) : error
    }
  })
}

/** The error that names the engine that has the workspace, if it can be reached. */
async function holderOf(directory: string, cause: HookscopeError): Promise<Error> {
  const running = await attachToRunning(directory)
  if (running === null) return new HolderUnreachable('Nobody answers', { cause })
  await running.close()
  const { controlUrl, pid } = running.instance
  return new HookscopeError(
    'workspace_locked',
    `Hookscope already runs on this workspace: ${controlUrl} (process ${pid}).`,
    'Open its page with "hookscope open", or use another workspace with --workspace DIR.',
    { cause },
  )
}

function announce({ output, directory, terminal }: Context, { engine, control }: OwnEngine): void {
  const receiverUrl = engine.receiver.url()
  const pageUrl = control?.newPageUrl() ?? null
  const ready = { event: 'ready', pid: process.pid, controlUrl: control?.url ?? null, receiverUrl, pageUrl, workspace: directory }
  const dim = (text: string): string => output.paint('dim', text)
  // Inside a checkout the command is not on the path; npm knows it.
  const hookscope = terminal.env['npm_lifecycle_event'] === undefined ? 'hookscope' : 'npx hookscope'
  output.one(ready, {
    text: () =>
      [
        `${output.paint('bold', `Hookscope ${VERSION}`)}  ${dim(`workspace ${workspaceName(directory)}, ${directory}`)}`,
        '',
        formatPairs(
          [
            ['Page', output.paint('cyan', pageUrl ?? '')],
            ['Receiver', output.paint('cyan', receiverUrl ?? '')],
          ],
          dim,
          '  ',
        ),
        '',
        'Try first',
        `  ${hookscope} send lead.created`,
        `  curl -d '{"hello":"world"}' ${receiverUrl}${BUILT_IN_INBOX_PATH}`,
        '',
        dim('Ctrl-C ends it.'),
      ].join('\n'),
    quiet: () => pageUrl ?? '',
  })
}
