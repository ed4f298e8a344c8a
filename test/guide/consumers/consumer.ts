import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { interpreters } from '../../support/interpreters.ts'
import { temporaryFolder } from '../../support/core.ts'

/** The consumers' secret; the guide's `your-webhook-secret…` are replaced with it. */
export const CONSUMER_SECRET = 'the-secret-that-crm-and-consumer-share'

/** A consumer of the guide, running as a process of its own. */
export interface Consumer {
  /** Where it takes webhooks. */
  readonly url: string
  /** What it has printed so far, stderr included. */
  output(): string
  /** Resolves once it has printed this; rejects when it ends before. */
  printed(text: string): Promise<void>
}

/** Says on which port a server listens: the guide's own words name 3000, whatever it got. */
const TELL_PORT = `
const { Server } = require('node:net')
const { listen } = Server.prototype
Server.prototype.listen = function (...args) {
  this.once('listening', () => console.log('Running on http://127.0.0.1:' + this.address().port))
  return listen.apply(this, args)
}
`

/** Runs CommonJS as the guide writes it; `express` is the real one. */
export function startNode(source: string): Promise<Consumer> {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'tell-port.cjs'), TELL_PORT)
  writeFileSync(join(folder, 'server.cjs'), source)
  const modules = join(import.meta.dirname, 'node_modules')
  return start(process.execPath, ['--require', join(folder, 'tell-port.cjs'), join(folder, 'server.cjs')], { NODE_PATH: modules })
}

export function startPython(source: string, needs: 'python' | 'flask'): Promise<Consumer> {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'server.py'), source)
  return start(interpreters()[needs] ?? '', ['-u', join(folder, 'server.py')], {})
}

/** Runs PHP's own server; `files` by name, `router.php` answers every request. */
export function startPhp(files: Readonly<Record<string, string>>): Promise<Consumer> {
  const folder = temporaryFolder()
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return start(interpreters().php ?? '', ['-S', '127.0.0.1:0', join(folder, 'router.php')], {})
}

/** Compiles C# and runs it. */
export function startCsharp(source: string): Promise<Consumer> {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'server.cs'), source)
  execFileSync('mcs', ['-out:server.exe', 'server.cs'], { cwd: folder })
  return start(interpreters().mono ?? '', [join(folder, 'server.exe')], {})
}

const READY = /(http:\/\/127\.0\.0\.1:\d+)/

async function start(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Consumer> {
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, WEBHOOK_SECRET: CONSUMER_SECRET, ...env },
  })
  let output = ''
  let wake = (): void => {}
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
      wake()
    })
  }
  const closed = once(child, 'close')
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await closed
  })

  async function until<T>(look: () => T | null): Promise<T> {
    for (;;) {
      const seen = look()
      if (seen !== null) return seen
      const more = new Promise<'more'>((resolve) => {
        wake = () => resolve('more')
      })
      if ((await Promise.race([more, closed])) !== 'more') throw new Error(`The consumer has ended:\n${output}`)
    }
  }

  const origin = await until(() => READY.exec(output)?.[1] ?? null)
  return {
    url: `${origin}/webhooks/crm`,
    output: () => output,
    printed: async (text) => {
      await until(() => (output.includes(text) ? text : null))
    },
  }
}
