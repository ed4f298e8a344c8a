import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ROOT } from './build.ts'

// `npm run oracles`: installs the providers' own libraries, checks the types against them, and runs the tests that use them.

const FOLDER = join(ROOT, 'test/oracles')
/** As it was when the libraries were installed. */
const INSTALLED = join(FOLDER, 'node_modules/.installed-lock')

/** Installs the libraries where they are missing or others; false when that fails, which was said by npm. */
export function installOracles(): boolean {
  const lock = join(FOLDER, 'package-lock.json')
  if (existsSync(INSTALLED) && readFileSync(INSTALLED).equals(readFileSync(lock))) return true
  // Their scripts are not needed, and not to be trusted.
  const isDone = run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], FOLDER) === 0
  if (isDone) copyFileSync(lock, INSTALLED)
  return isDone
}

/** Types, then tests; further arguments go to vitest. 0: all well. */
export function runOracles(args: readonly string[] = []): number {
  const types = run(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', FOLDER], ROOT)
  if (types !== 0) return types
  return run(
    process.execPath,
    [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--config', join(FOLDER, 'vitest.config.ts'), ...args],
    ROOT,
  )
}

function run(command: string, args: readonly string[], cwd: string): number {
  return spawnSync(command, args, { cwd, stdio: 'inherit', shell: command === 'npm' && process.platform === 'win32' }).status ?? 1
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const isInstalled = installOracles()
  if (!isInstalled) console.error("The providers' libraries could not be installed: is the npm registry reachable?")
  process.exitCode = isInstalled ? runOracles() : 1
}
