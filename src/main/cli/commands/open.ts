import { spawn } from 'node:child_process'
import type { Command } from 'commander'
import { HookscopeError } from '../../../shared/domain/errors.ts'
import type { Host } from '../host.ts'
import { attachToRunning } from '../session.ts'

/** `hookscope open`: the page of the running engine. */
export function openCommand(host: Host): Command {
  return host
    .command({
      name: 'open',
      summary: 'open the page of the running Hookscope',
      description: 'Opens the page in the browser with an entry code, good while this engine runs, and prints its address.',
      examples: [['hookscope open', 'also when another terminal runs hookscope serve']],
    })
    .action(
      host.run(async ({ directory, output, terminal }) => {
        const session = await attachToRunning(directory)
        if (session === null) {
          throw new HookscopeError('no_engine', 'No Hookscope is running on this workspace.', 'Start one with "hookscope serve --open".')
        }
        try {
          const page = await session.client.workspace.pageUrl()
          openInBrowser(page.url, terminal.platform)
          output.one(page, { text: ({ url }) => url, quiet: ({ url }) => url })
        } finally {
          await session.close()
        }
      }),
    )
}

const OPENERS: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: ['open'],
  // The empty text is the window's title; without it `start` takes the address for one.
  win32: ['cmd', '/c', 'start', '""'],
}

/** Asks the system for a browser. Where there is none, the printed address has to do. */
export function openInBrowser(url: string, platform: NodeJS.Platform): void {
  const [program = 'xdg-open', ...args] = OPENERS[platform] ?? ['xdg-open']
  const child = spawn(program, [...args, url], { detached: true, stdio: 'ignore' })
  child.on('error', () => {})
  child.unref()
}
