import { spawnSync } from 'node:child_process'
import { existsSync, globSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** The checkout. */
export const ROOT = join(import.meta.dirname, '../../..')
/** The built command line. */
export const CLI = join(ROOT, 'out/main/cli.js')
const PAGE = join(ROOT, 'out/renderer/index.html')

/** Builds `out/` when it is missing or older than what it is made of; ends the process when that fails. */
export function buildIfStale(): void {
  if (isFresh()) return
  process.stderr.write('Building …\n')
  const built = spawnSync(process.execPath, [join(ROOT, 'node_modules/electron-vite/bin/electron-vite.js'), 'build'], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'production' },
  })
  if (built.status === 0) return
  process.stderr.write(`${built.stdout}${built.stderr}The build failed; the lines above say why.\n`)
  process.exit(1)
}

function isFresh(): boolean {
  if (!existsSync(CLI) || !existsSync(PAGE)) return false
  const sources = globSync(['src/**/*', 'electron.vite.config.ts', 'package-lock.json'], { cwd: ROOT })
  const newest = Math.max(...sources.map((file) => statSync(join(ROOT, file)).mtimeMs))
  // Development builds the programs anew, and not the page.
  return [CLI, PAGE].every((file) => statSync(file).mtimeMs > newest)
}
