import { defineConfig } from '@playwright/test'
import { findBrowser } from './test/support/find-browser.ts'

const executablePath = findBrowser()

export default defineConfig({
  testDir: 'test/e2e',
  workers: 2,
  reporter: 'list',
  forbidOnly: process.env['CI'] === 'true',
  outputDir: 'test-results',
  projects: [
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
