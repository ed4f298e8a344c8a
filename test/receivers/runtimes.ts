import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdirSync, existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'
import type { Scheme } from '../../src/shared/domain/signature/scheme-form.ts'
import { SCHEME_IDS } from '../../src/shared/domain/signature/scheme.ts'
import { snippetOf, type SnippetLanguage } from '../../src/shared/domain/snippets/snippet.ts'
import { publicUrlOf, TRIED } from './schemes.ts'

/** How the receivers of each language are run: all schemes in one process, each under its own path. */

export interface Address {
  readonly host: string
  readonly port: number
}

interface Runtime {
  /** What has to be here, as in "there is no … here", and a command that succeeds when it is. */
  readonly needs: readonly (readonly [what: string, command: string, ...args: string[]])[]
  /** Writes the receivers into a folder and starts them. */
  readonly start: (folder: string, env: NodeJS.ProcessEnv) => Promise<(scheme: Scheme) => Address>
}

const HOSTS = join(import.meta.dirname, 'hosts')
/** Debian's Python is the one that apt installs frameworks for. */
const PYTHON = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3'

/** Those whose interpreter can be had. */
export type Runnable = Exclude<SnippetLanguage, 'csharp-aspnet'>

export const RUNTIMES: Readonly<Record<Runnable, Runtime>> = {
  'node-express': node('node-express'),
  'node-fastify': node('node-fastify'),
  'node-http': node('node-http'),
  'python-flask': {
    needs: [['Flask for Python', PYTHON, '-c', 'import flask, cryptography']],
    start: (folder, env) =>
      startOnePort(
        write(folder, 'python-flask', (id) => `${id}.py`),
        [PYTHON, join(HOSTS, 'flask_host.py')],
        env,
      ),
  },
  'python-fastapi': {
    needs: [['FastAPI for Python', PYTHON, '-c', 'import fastapi, uvicorn, cryptography']],
    start: (folder, env) =>
      startOnePort(
        write(folder, 'python-fastapi', (id) => `${id}.py`),
        [PYTHON, join(HOSTS, 'fastapi_host.py')],
        env,
      ),
  },
  php: {
    needs: [['PHP with sodium', 'php', '-r', 'exit(extension_loaded("sodium") ? 0 : 1);']],
    start: (folder, env) =>
      startPhp(
        write(folder, 'php', (id) => `${id}.php`),
        'php_host.php',
        env,
      ),
  },
  'php-laravel': {
    needs: [
      [
        'Laravel for PHP',
        'php',
        '-r',
        '@include "Illuminate/autoload.php"; exit(class_exists("Illuminate\\\\Routing\\\\Router") && extension_loaded("sodium") ? 0 : 1);',
      ],
    ],
    start: (folder, env) => {
      const controllers: Record<string, string> = {}
      write(folder, 'php-laravel', (id, fileName) => {
        controllers[`/webhooks/${id}`] = fileName.replace('.php', '')
        return fileName
      })
      writeFileSync(join(folder, 'controllers.json'), JSON.stringify(controllers))
      return startPhp(folder, 'laravel_host.php', env)
    },
  },
  go: { needs: [['Go', 'go', 'version']], start: startGo },
  'ruby-sinatra': {
    needs: [['Sinatra for Ruby', 'ruby', '-e', 'require "sinatra/base"; require "rack/handler/webrick"']],
    start: (folder, env) =>
      startOnePort(
        write(folder, 'ruby-sinatra', (id) => `${id}.rb`),
        ['ruby', join(HOSTS, 'ruby_host.rb')],
        env,
      ),
  },
}

/** What a language lacks here to run; null when it can. */
export function lackOf(language: Runnable): string | null {
  const lacking = RUNTIMES[language].needs.find(([, command, ...args]) => spawnSync(command, args, { stdio: 'ignore' }).status !== 0)
  return lacking?.[0] ?? null
}

/** The receivers of all schemes in one language. */
export function receiversOf(language: SnippetLanguage): { readonly scheme: Scheme; readonly fileName: string; readonly code: string }[] {
  return TRIED.map((scheme) => {
    // By id where it is a row: handshakes belong to those.
    const choice = SCHEME_IDS.find((id) => id === scheme.id) ?? scheme
    const snippet = snippetOf(language, choice, { path: `/webhooks/${scheme.id}`, port: 3000, publicUrl: publicUrlOf(scheme) })
    if (snippet.kind === 'none') throw new Error(snippet.why)
    return { scheme, ...snippet }
  })
}

/** Writes them into a folder. */
function write(folder: string, language: SnippetLanguage, fileOf: (id: string, fileName: string) => string): string {
  for (const { scheme, fileName, code } of receiversOf(language)) {
    const file = join(folder, fileOf(scheme.id, fileName))
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, code)
  }
  return folder
}

/** On Node itself, or on packages that stand beside this file. */
function node(language: SnippetLanguage): Runtime {
  return {
    needs: [],
    start: async (folder, env) => {
      write(folder, language, (id) => `${id}.mjs`)
      symlinkSync(join(import.meta.dirname, 'node_modules'), join(folder, 'node_modules'), 'dir')
      const child = run([process.execPath, join(HOSTS, 'node.mjs'), folder], { ...env, PORT: '0' })
      const places = JSON.parse(await firstLine(child, /^\{/)) as Readonly<Record<string, Address>>
      return ({ id }) => places[id] ?? { host: '127.0.0.1', port: 0 }
    },
  }
}

async function startOnePort(folder: string, command: readonly string[], env: NodeJS.ProcessEnv): Promise<(scheme: Scheme) => Address> {
  const child = run([...command, folder], env)
  const { port } = JSON.parse(await firstLine(child, /^\{/)) as { port: number }
  return () => ({ host: '127.0.0.1', port })
}

/** PHP's own server picks a port, and says which on stderr. */
async function startPhp(folder: string, host: string, env: NodeJS.ProcessEnv): Promise<(scheme: Scheme) => Address> {
  const child = run(['php', '-d', 'display_errors=stderr', '-S', '127.0.0.1:0', join(HOSTS, host)], { ...env, RECEIVERS: folder })
  const line = await firstLine(child, /Development Server/)
  const port = Number(/:(\d+)\)/.exec(line)?.[1])
  return () => ({ host: '127.0.0.1', port })
}

/** Each receiver becomes a package of one program, which serves them all. */
async function startGo(folder: string, env: NodeJS.ProcessEnv): Promise<(scheme: Scheme) => Address> {
  const goEnv = { ...env, GOFLAGS: '-mod=mod', GOPROXY: 'off', GO111MODULE: 'on' }
  write(folder, 'go', (id) => join('receivers', id, 'receiver.go'))
  writeFileSync(join(folder, 'go.mod'), 'module receivers\n\ngo 1.19\n')
  checked('gofmt', ['-l', 'receivers'], folder, goEnv)
  checked('go', ['vet', './receivers/...'], folder, goEnv)
  const imports: string[] = []
  const calls: string[] = []
  for (const { id } of TRIED) {
    const file = join(folder, 'receivers', id, 'receiver.go')
    const name = id.replaceAll('-', '_')
    const code = readFileSync(file, 'utf8')
    const [handle = ''] = /http\.HandleFunc\(.*\)/.exec(code) ?? []
    const main = `func Register() {\n\t${handle}\n}\n\nvar _ time.Duration`
    writeFileSync(
      file,
      code.replace('package main', `package ${name}`).replace(/func main\(\) \{[^]*?\n\}/, () => main),
    )
    imports.push(`${name} "receivers/receivers/${id}"`)
    calls.push(`${name}.Register()`)
  }
  writeFileSync(
    join(folder, 'register.go'),
    `package main\n\nimport (\n${imports.join('\n')}\n)\n\nfunc register() {\n${calls.join('\n')}\n}\n`,
  )
  writeFileSync(join(folder, 'host.go'), readFileSync(join(HOSTS, 'host.go')))
  checked('go', ['build', '-o', 'host', '.'], folder, goEnv)
  return startOnePort(folder, [join(folder, 'host')], env)
}

/** A command that has to succeed and say nothing. */
function checked(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): void {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: 'utf8' })
  if (status !== 0 || stdout !== '') throw new Error(`${command} ${args.join(' ')} found:\n${stdout}${stderr}`)
}

function run([command = '', ...args]: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

/** The first line on stdout or stderr that looks so; all that it said when it ends before. */
function firstLine(child: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    const said: string[] = []
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue
      createInterface({ input: stream }).on('line', (line) => {
        said.push(line)
        if (pattern.test(line)) resolve(line)
      })
    }
    child.on('error', reject)
    child.on('exit', () => reject(new Error(`It ended:\n${said.join('\n')}`)))
  })
}
