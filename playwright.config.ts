import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from '@playwright/test'
import { findBrowser } from './test/support/find-browser.ts'

const executablePath = findBrowser()

// Real Electron where its binary is installed; else the stand-in. `require('electron')` reads this variable.
const hasElectron = existsSync(join(import.meta.dirname, 'node_modules/electron/path.txt'))
if (!hasElectron) process.env['ELECTRON_OVERRIDE_DIST_PATH'] ??= join(import.meta.dirname, 'test/support/electron/dist')
// The stand-in shows its windows in the same browser.
if (executablePath !== null) process.env['CHROMIUM'] ??= executablePath
if (process.env['TEST_WORKER_INDEX'] === undefined) {
  console.log(`Desktop specs run on ${hasElectron ? 'Electron' : 'the stand-in for Electron (its binary is not installed)'}.`)
}

export default defineConfig({
  testDir: 'test/e2e',
  // A spec keeps an engine, a browser and what draws for it busy: two cores' worth. A second one beside it only makes both wait.
  workers: Math.max(1, Math.floor(availableParallelism() / 2)),
  reporter: 'list',
  forbidOnly: process.env['CI'] === 'true',
  outputDir: 'test-results',
  projects: [
    { name: 'desktop', testMatch: '*.desktop.ts' },
    {
      name: 'web',
      testMatch: '*.web.ts',
      use: {
        browserName: 'chromium',
        // The steps alone: pictures of each are a third of a run's time. What the page held when it failed is kept beside them.
        trace: { mode: 'retain-on-failure', screenshots: false, snapshots: false },
        screenshot: 'only-on-failure',
        launchOptions: {
          ...(executablePath === null ? {} : { executablePath }),
          args: [
            '--no-sandbox',
            '--disable-gpu',
            '--disable-quic',
            '--no-first-run',
            '--disable-background-networking',
            '--disable-component-update',
            '--disable-sync',
          ],
        },
      },
    },
  ],
})
