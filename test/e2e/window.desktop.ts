import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync, mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { desktopArgs, expect, test } from './desktop-fixtures.ts'

test('On first start one click sends an event and shows it arrive, verified', async ({ desktop: { page, rows } }) => {
  await page.getByRole('button', { name: 'Send a sample event' }).click()
  await page.getByRole('button', { name: 'Open in Activity' }).click()

  await expect(rows).toHaveCount(3)
  await expect(rows.filter({ hasText: 'deal.won' })).toHaveText([/valid.*200/s, /Local loop.*200/s])
})

test('What is sent to the receiver appears by itself', async ({ desktop: { rows, instance, showFeed } }) => {
  const { receiverUrl } = await instance()
  await fetch(`${receiverUrl}/the-first`, { method: 'POST' })
  await showFeed()
  await expect(rows.filter({ hasText: '/the-first' })).toHaveCount(1)

  await fetch(`${receiverUrl}/webhooks/crm`, { method: 'POST', body: '{"type":"lead.created"}' })

  await expect(rows.filter({ hasText: '/webhooks/crm' })).toHaveText(/missing.*200/s)
})

test('A second start brings the first window to the front and ends', async ({ desktop: { app, page }, place }) => {
  const window = await app.browserWindow(page)
  await window.evaluate((each) => each.minimize())
  const executable = createRequire(import.meta.url)('electron') as string

  const second = spawn(executable, desktopArgs(place), { stdio: 'ignore' })
  const [code] = (await once(second, 'exit')) as [number | null]

  await expect.poll(() => window.evaluate((each) => [each.isMinimized(), each.isFocused()])).toEqual([false, true])
  expect({ code, windows: app.windows().length }).toEqual({ code: 0, windows: 1 })
})

test('The window comes back where it was left', async ({ start }) => {
  const first = await start()
  const bounds = { x: 120, y: 80, width: 900, height: 640 }
  await (await first.app.browserWindow(first.page)).evaluate((window, wanted) => window.setBounds(wanted), bounds)
  await first.quit()

  const { app, page } = await start()

  expect(await (await app.browserWindow(page)).evaluate((window) => window.getBounds())).toEqual(bounds)
})

test('A window that was left on a screen that is gone comes back on one that is there', async ({ start, place }) => {
  mkdirSync(place.profile)
  writeFileSync(join(place.profile, 'window.json'), JSON.stringify({ bounds: { x: 99_000, y: -500, width: 900, height: 640 } }))

  const { app, page } = await start()

  const window = await app.browserWindow(page)
  const isOnScreen = await app.evaluate(
    ({ screen }, { x, y, width, height }) => {
      return screen
        .getAllDisplays()
        .some(
          ({ workArea }) =>
            x >= workArea.x && y >= workArea.y && x + width <= workArea.x + workArea.width && y + height <= workArea.y + workArea.height,
        )
    },
    await window.evaluate((each) => each.getBounds()),
  )
  expect(isOnScreen).toBe(true)
})

test('The window follows the colours of the system', async ({ desktop: { app, page } }) => {
  const ground = (): Promise<string> => page.evaluate('getComputedStyle(document.querySelector("main")).backgroundColor')
  const grounds: string[] = []

  for (const theme of ['light', 'dark'] as const) {
    await app.evaluate(({ nativeTheme }, source) => void (nativeTheme.themeSource = source), theme)
    await expect.poll(() => page.evaluate(`matchMedia('(prefers-color-scheme: ${theme})').matches`)).toBe(true)
    grounds.push(await ground())
  }

  expect(grounds[0]).not.toBe(grounds[1])
})

test('Closing the window quits', async ({ desktop: { app, page } }) => {
  test.skip(process.platform === 'darwin', 'On a Mac an app stays without windows')
  const closed = app.waitForEvent('close')

  await (await app.browserWindow(page)).evaluate((window) => setImmediate(() => window.close()))

  await closed
})
