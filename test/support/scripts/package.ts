import { join } from 'node:path'
import { installApart, run } from './apart.ts'
import { ROOT } from './build.ts'

// `npm run package`: builds, and packs the desktop application for the system it runs on. Flags after `--` go to electron-builder.

const VITE = join(ROOT, 'node_modules/electron-vite/bin/electron-vite.js')
const BUILDER = join(ROOT, 'test/packaging/node_modules/electron-builder/cli.js')
const CONFIG = join(ROOT, 'resources/electron-builder.yml')

function main(): number {
  if (!installApart('packaging')) {
    console.error('electron-builder could not be installed, so there is no package. Is the npm registry reachable?')
    return 1
  }
  const built = run(process.execPath, [VITE, 'build'], ROOT)
  return built === 0 ? run(process.execPath, [BUILDER, '--projectDir', ROOT, '--config', CONFIG, ...process.argv.slice(2)], ROOT) : built
}

process.exitCode = main()
