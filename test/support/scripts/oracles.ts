import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { installApart, run, runApart } from './apart.ts'
import { ROOT } from './build.ts'

// `npm run oracles`: installs the providers' own libraries, checks the types against them, and runs the tests that use them.

/** Installs the libraries where they are missing or others; false when that fails, which was said by npm. */
export function installOracles(): boolean {
  return installApart('oracles')
}

/** Types, then tests; further arguments go to vitest. 0: all well. */
export function runOracles(args: readonly string[] = []): number {
  const types = run(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', join(ROOT, 'test/oracles')], ROOT)
  return types === 0 ? runApart('oracles', args) : types
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const isInstalled = installOracles()
  if (!isInstalled) console.error("The providers' libraries could not be installed: is the npm registry reachable?")
  process.exitCode = isInstalled ? runOracles() : 1
}
