import { installApart, runApart } from './apart.ts'
import { buildIfStale } from './build.ts'

// `npm run artillery`: installs Artillery and lets it run an exported load test against the receiver.

buildIfStale()
const isInstalled = installApart('artillery')
if (!isInstalled) console.error('Artillery could not be installed: is the npm registry reachable?')
process.exitCode = isInstalled ? runApart('artillery', []) : 1
