import { existsSync } from 'node:fs'
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
  workers: 2,
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
        trace: 'retain-on-failure',
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
