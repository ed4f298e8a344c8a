import { _electron, test as base, type ElectronApplication, type Locator, type Page } from '@playwright/test'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readInstance, type Instance } from '../../src/main/engine/workspace.ts'

/** A started desktop. */
export interface Desktop {
  readonly app: ElectronApplication
  readonly page: Page
  /** Rows of the feed, once it is shown. */
  readonly rows: Locator
  /** Leaves the first start for the feed; there must be something to show. */
  showFeed(): Promise<void>
  /** What the engine wrote down when it was ready. */
  instance(): Promise<Instance>
  /** Clicks an item of the native menu, by its id, once it can be clicked. */
  menu(id: string): Promise<void>
  /** Quits it as its menu does, and waits for its end. */
  quit(): Promise<void>
}

/** Where a desktop works; the same folders again are a second start. */
export interface Place {
  readonly profile: string
  readonly workspace: string
}

interface Fixtures {
  /** A folder of the test's own. */
  readonly folder: string
  readonly place: Place
  readonly start: (place?: Place, flags?: readonly string[]) => Promise<Desktop>
  readonly desktop: Desktop
}

/** Command line of a desktop in this place, on free ports. */
export function desktopArgs({ profile, workspace }: Place): string[] {
  return ['.', `--user-data-dir=${profile}`, `--workspace=${workspace}`, '--receiver-port=0', '--port=0']
}

export const test = base.extend<Fixtures>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the names of the fixtures it depends on
  folder: async ({}, provide) => {
    const folder = mkdtempSync(join(tmpdir(), 'hookscope-desktop-'))
    await provide(folder)
    // A browser that was closed writes a last file or two.
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 })
  },
  place: async ({ folder }, provide) => provide({ profile: join(folder, 'profile'), workspace: join(folder, 'workspace') }),
  start: async ({ place }, provide, testInfo) => {
    const logs = new Set<string>()
    const running = new Set<ElectronApplication>()
    await provide(async (where = place, flags = []) => {
      const app = await _electron.launch({ args: [...desktopArgs(where), ...flags] })
      running.add(app)
      app.on('close', () => running.delete(app))
      logs.add(join(where.profile, 'logs/engine.log'))
      const page = await app.firstWindow()
      await page.getByRole('main').waitFor()
      return desktopOf(app, page, where)
    })
    for (const app of running) await app.close()
    if (testInfo.status === testInfo.expectedStatus) return
    for (const log of logs) if (existsSync(log)) await testInfo.attach('engine.log', { body: readFileSync(log), contentType: 'text/plain' })
  },
  desktop: async ({ start }, provide) => provide(await start()),
})

function desktopOf(app: ElectronApplication, page: Page, { workspace }: Place): Desktop {
  const menu = async (id: string): Promise<void> => {
    // The menu learns of a running engine a moment after the page does; `click()` alone would not ask whether it is enabled.
    await base.expect
      .poll(() =>
        app.evaluate(({ Menu }, itemId) => {
          const item = Menu.getApplicationMenu()?.getMenuItemById(itemId)
          if (item?.enabled !== true) return false
          item.click()
          return true
        }, id),
      )
      .toBe(true)
  }
  return {
    app,
    page,
    menu,
    showFeed: async () => {
      await menu('go-inboxes')
      await base.expect(page).toHaveURL(/inboxes$/)
      await menu('go-activity')
    },
    rows: page.getByRole('grid', { name: 'Exchanges' }).getByRole('row'),
    instance: async () => {
      await base.expect.poll(() => readInstance(workspace)?.receiverUrl ?? null).not.toBeNull()
      return readInstance(workspace) as Instance
    },
    quit: async () => {
      const closed = app.waitForEvent('close')
      await app.evaluate(({ app: electron }) => setImmediate(() => electron.quit()))
      await closed
    },
  }
}

export { expect } from '@playwright/test'
