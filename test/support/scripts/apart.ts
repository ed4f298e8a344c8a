import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildIfStale, ROOT } from './build.ts'

// `node apart.ts NAME`: installs the packages of a suite, and runs it.

/** Tests that need packages of their own, which are installed in their folder under `test/`, apart from the project's. */
export const SUITES = {
  consumers: {
    missing: "Express could not be installed, so the guide's consumers were not run.",
    folder: 'guide/consumers',
    isTyped: false,
  },
  oracles: {
    missing: "The providers' own libraries could not be installed, so no signature was tested against them.",
    folder: 'oracles',
    isTyped: true,
  },
  artillery: { missing: 'Artillery could not be installed, so no load test was run.', folder: 'artillery', isTyped: false },
  receivers: {
    missing: 'Express, Fastify and a parser of C# could not be installed, so receivers for them were not tried.',
    folder: 'receivers',
    isTyped: false,
  },
  packaging: { missing: 'electron-builder could not be installed, so no package was looked into.', folder: 'packaging', isTyped: false },
} as const satisfies Record<string, Suite>

export type SuiteName = keyof typeof SUITES

interface Suite {
  /** What is said when its packages cannot be had. */
  readonly missing: string
  /** Under `test/`. */
  readonly folder: string
  /** Whether its types are checked against those packages first: the project's own check cannot. */
  readonly isTyped: boolean
}

/** Installs the packages of a suite where they are missing or others; false when that fails, which was said by npm. */
export function installApart(name: SuiteName): boolean {
  const folder = join(ROOT, 'test', SUITES[name].folder)
  const lock = join(folder, 'package-lock.json')
  /** As it was when the packages were installed. */
  const installed = join(folder, 'node_modules/.installed-lock')
  if (existsSync(installed) && readFileSync(installed).equals(readFileSync(lock))) return true
  // Their scripts are not needed, and not to be trusted.
  const isDone = run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], folder) === 0
  if (isDone) copyFileSync(lock, installed)
  return isDone
}

/** Runs an installed suite; further arguments go to vitest. 0: all well. */
export function runApart(name: SuiteName, args: readonly string[]): number {
  const folder = join(ROOT, 'test', SUITES[name].folder)
  const types = SUITES[name].isTyped ? run(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', folder], ROOT) : 0
  if (types !== 0) return types
  return run(
    process.execPath,
    [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--config', join(folder, 'vitest.config.ts'), ...args],
    ROOT,
  )
}

/** Runs a program of the project to its end. */
export function run(command: string, args: readonly string[], cwd: string): number {
  return spawnSync(command, args, { cwd, stdio: 'inherit', shell: command === 'npm' && process.platform === 'win32' }).status ?? 1
}

/** The suite of that name; undefined when there is none. */
export function suiteNamed(name: string): SuiteName | undefined {
  return (Object.keys(SUITES) as SuiteName[]).find((each) => each === name)
}

function main(name: string): number {
  const suite = suiteNamed(name)
  if (suite === undefined) throw new Error(`There is no suite ${name}; there are ${Object.keys(SUITES).join(', ')}.`)
  buildIfStale()
  if (installApart(suite)) return runApart(suite, [])
  console.error(`${SUITES[suite].missing} Is the npm registry reachable?`)
  return 1
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) process.exitCode = main(process.argv[2] ?? '')
