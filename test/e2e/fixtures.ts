import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base } from '@playwright/test'
import { serve, type Served } from '../support/serve.ts'

/** A test with a Hookscope of its own: free ports, an empty workspace; its log is kept when the test fails. */
export const test = base.extend<{ hookscope: Served }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of the fixtures it depends on
  hookscope: async ({}, provide, testInfo) => {
    const workspace = mkdtempSync(join(tmpdir(), 'hookscope-e2e-'))
    const served = await serve(workspace)
    await provide(served)
    await served.stop()
    if (testInfo.status !== testInfo.expectedStatus)
      await testInfo.attach('hookscope.log', { body: served.log(), contentType: 'text/plain' })
    rmSync(workspace, { recursive: true, force: true })
  },
})

export { expect } from '@playwright/test'
