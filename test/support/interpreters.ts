import { spawnSync } from 'node:child_process'

/** Interpreters that tests run foreign code in; a machine need not have them. */

/** What a program of this language is started with; null where this machine has none. */
export interface Interpreters {
  /** Python 3 of the standard library. */
  readonly python: string | null
  /** Python 3 that has Flask. */
  readonly flask: string | null
  readonly php: string | null
  /** Mono, which compiles and runs C#. */
  readonly mono: string | null
}

const PYTHONS = ['/usr/bin/python3', 'python3', 'python']

let found: Interpreters | null = null

/** Looked for once. */
export function interpreters(): Interpreters {
  found ??= {
    python: PYTHONS.find((path) => starts(path, '-c', 'import sys; sys.exit(sys.version_info < (3, 8))')) ?? null,
    flask: PYTHONS.find((path) => starts(path, '-c', 'import flask')) ?? null,
    php: starts('php', '--version') ? 'php' : null,
    mono: starts('mcs', '--version') && starts('mono', '--version') ? 'mono' : null,
  }
  return found
}

/** One sentence for each one missing: which tests are not run, and what brings them. */
export function missingInterpreters({ python, flask, php, mono }: Interpreters = interpreters()): string[] {
  return [
    ...(python === null ? ['The Python code was not run: there is no python3. On Debian: apt-get install python3'] : []),
    ...(flask === null ? ['The Flask consumer was not run: no python3 here has Flask. On Debian: apt-get install python3-flask'] : []),
    ...(php === null ? ['The PHP and Laravel consumers were not run: there is no php. On Debian: apt-get install php-cli'] : []),
    ...(mono === null ? ['The C# verification code was not run: there is no Mono. On Debian: apt-get install mono-mcs'] : []),
  ]
}

function starts(program: string, ...args: string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore', timeout: 30_000 }).status === 0
}
