import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findOrInstallBrowser } from '../find-browser.ts'
import { missingInterpreters } from '../interpreters.ts'
import { buildIfStale, ROOT } from './build.ts'
import { installApart, runApart, SUITES, suiteNamed, type SuiteName } from './apart.ts'
import { addTallies, tallyPlaywright, tallyVitest, type Tally } from './tally.ts'

// `npm test`: builds, then unit, integration and browser tests, and the guide's consumers; `--oracles`, `--artillery`,
// `--receivers` and `--packaging` add those suites, which install packages of their own.
// The last line is `N passed, N failed`, of all of them.

const browser = browserOrEnd()
buildIfStale()
const reports = mkdtempSync(join(tmpdir(), 'hookscope-reports-'))
const tallies = [runVitest(join(reports, 'vitest.json')), runPlaywright(join(reports, 'playwright.json'), browser)]
for (const name of ['consumers' as const, ...suitesAsked()]) tallies.push(suiteTally(name, join(reports, `${name}.json`)))
const tally = addTallies(tallies)
rmSync(reports, { recursive: true })
for (const sentence of missingInterpreters()) console.log(sentence)
if (tally.skipped > 0) console.log(`${tally.skipped} skipped`)
console.log(`${tally.passed} passed, ${tally.failed} failed`)
process.exitCode = tally.failed === 0 ? 0 : 1

function browserOrEnd(): string {
  const problem = 'There is no Chromium for the browser tests, and none could be installed.'
  const remedy = 'Install Chromium or Chrome, or name one with the CHROMIUM variable, and run npm test again.'
  try {
    const path = findOrInstallBrowser((line) => console.log(line))
    if (path !== null) return path
    console.error(`${problem}\n${remedy}`)
  } catch (error) {
    console.error((error as Error).message)
  }
  process.exit(1)
}

function runVitest(file: string): Tally {
  const ended = node('vitest/vitest.mjs', ['run', ...reporting(file)], {})
  return tallyOf('vitest', file, ended, tallyVitest)
}

function runPlaywright(file: string, chromium: string): Tally {
  const ended = node('@playwright/test/cli.js', ['test', '--reporter=list,json'], { CHROMIUM: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: file })
  return tallyOf('playwright', file, ended, tallyPlaywright)
}

function suitesAsked(): SuiteName[] {
  return process.argv.slice(2).flatMap((flag) => suiteNamed(flag.replace(/^--/, '')) ?? [])
}

function suiteTally(name: SuiteName, file: string): Tally {
  if (installApart(name)) return tallyOf(name, file, runApart(name, reporting(file)), tallyVitest)
  console.error(SUITES[name].missing)
  return { passed: 0, failed: 1, skipped: 0 }
}

function reporting(file: string): string[] {
  return ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
}

/** A runner that failed without a failed test (it crashed, say) is a failure by itself. */
function tallyOf<T>(runner: string, file: string, exitCode: number, count: (report: T) => Tally): Tally {
  let tally: Tally = { passed: 0, failed: 0, skipped: 0 }
  try {
    tally = count(JSON.parse(readFileSync(file, 'utf8')) as T)
  } catch {
    console.error(`${runner} left no report.`)
    return { ...tally, failed: 1 }
  }
  if (exitCode === 0 || tally.failed > 0) return tally
  console.error(`${runner} ended with ${exitCode} although no test failed.`)
  return { ...tally, failed: 1 }
}

function node(script: string, args: readonly string[], env: NodeJS.ProcessEnv): number {
  const ended = spawnSync(process.execPath, [join(ROOT, 'node_modules', script), ...args], {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  })
  return ended.status ?? 1
}
