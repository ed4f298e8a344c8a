import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './build.ts'

/** Tests that need packages of their own, which are installed in their folder, apart from the project's. */

/** Installs the packages of a folder under `test/` where they are missing or others; false when that fails, which was said by npm. */
export function installApart(name: string): boolean {
  const folder = join(ROOT, 'test', name)
  const lock = join(folder, 'package-lock.json')
  /** As it was when the packages were installed. */
  const installed = join(folder, 'node_modules/.installed-lock')
  if (existsSync(installed) && readFileSync(installed).equals(readFileSync(lock))) return true
  // Their scripts are not needed, and not to be trusted.
  const isDone = run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], folder) === 0
  if (isDone) copyFileSync(lock, installed)
  return isDone
}

/** Runs the tests of a folder under `test/`; further arguments go to vitest. 0: all well. */
export function runApart(name: string, args: readonly string[]): number {
  const config = join(ROOT, 'test', name, 'vitest.config.ts')
  return run(process.execPath, [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--config', config, ...args], ROOT)
}

/** Runs a program of the project to its end. */
export function run(command: string, args: readonly string[], cwd: string): number {
  return spawnSync(command, args, { cwd, stdio: 'inherit', shell: command === 'npm' && process.platform === 'win32' }).status ?? 1
}
