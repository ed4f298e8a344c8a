import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { ViteDevServer } from 'vite'
import { buildIfStale, CLI, ROOT } from './build.ts'
import { startPage } from './dev-page.ts'
import { whyNoWindow } from './window.ts'

// `npm run dev`: the window with hot reload of the page, or the page alone where there can be none. Flags after `--` go to
// the one that starts. Changes of the engine take a restart.

const ELECTRON_VITE = join(ROOT, 'node_modules/electron-vite/bin/electron-vite.js')

function openWindow(flags: readonly string[]): void {
  const dist = process.env['ELECTRON_OVERRIDE_DIST_PATH']
  const named = dist ? { ELECTRON_EXEC_PATH: join(dist, 'electron') } : {}
  const child = spawn(process.execPath, [ELECTRON_VITE, 'dev', '--', ...flags], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, ...named },
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
  child.on('exit', (code) => process.exit(code ?? 0))
}

async function servePage(flags: readonly string[]): Promise<void> {
  buildIfStale()
  const serving = spawn(process.execPath, [CLI, 'serve', '--json', ...flags], { cwd: ROOT, stdio: ['inherit', 'pipe', 'inherit'] })
  // It ends when it has drained, and this with it.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => serving.kill(signal))
  let page: ViteDevServer | undefined
  serving.on('exit', (code) => void end(code))
  const { controlUrl, pageUrl, receiverUrl } = await readyLine(serving)
  page = await startPage(controlUrl)
  console.log(`Page      ${page.resolvedUrls?.local[0] ?? ''}${new URL(pageUrl).hash}\nReceiver  ${receiverUrl}`)

  async function end(code: number | null): Promise<void> {
    await page?.close()
    process.exit(code ?? 0)
  }
}

async function readyLine(serving: ChildProcess): Promise<{ controlUrl: string; pageUrl: string; receiverUrl: string }> {
  if (!serving.stdout) throw new Error('The engine was started without an output.')
  const [line] = (await once(createInterface({ input: serving.stdout }), 'line')) as [string]
  return JSON.parse(line) as Awaited<ReturnType<typeof readyLine>>
}

const flags = process.argv.slice(2)
const why = whyNoWindow()
if (why === null) openWindow(flags)
else {
  console.error(`${why}, so Hookscope shows its page in the browser.\n`)
  await servePage(flags)
}
