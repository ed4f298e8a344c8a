import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
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

test('A second start that names another workspace opens it in the first window', async ({ desktop: { app, page }, place, folder }) => {
  await expect(page.getByRole('banner').getByText('workspace', { exact: true })).toBeVisible()
  const executable = createRequire(import.meta.url)('electron') as string

  const second = spawn(executable, desktopArgs({ ...place, workspace: join(folder, 'customer') }), { stdio: 'ignore' })
  await once(second, 'exit')

  await expect(page.getByRole('banner').getByText('customer', { exact: true })).toBeVisible()
  expect(app.windows()).toHaveLength(1)
})

test('A start while the window is quitting is made up for once it has', async ({ start, place }) => {
  const { app, instance } = await start()
  const { pid } = await instance()
  const relaunched = await app.evaluate(
    ({ app: electron }, file) => {
      electron.relaunch = ({ args = [] } = {}) => process.getBuiltinModule('node:fs').writeFileSync(file, args.join('\n'))
      return file
    },
    join(place.profile, 'relaunched'),
  )
  // An engine that does not answer keeps it waiting.
  process.kill(pid, 'SIGSTOP')
  const closed = app.waitForEvent('close')
  await app.evaluate(({ app: electron }) => setImmediate(() => electron.quit()))

  const second = spawn(createRequire(import.meta.url)('electron') as string, desktopArgs(place), { stdio: 'ignore' })
  await once(second, 'exit')
  await expect.poll(() => existsSync(relaunched)).toBe(true)
  process.kill(pid, 'SIGCONT')
  await closed

  expect(readFileSync(relaunched, 'utf8').split('\n').at(-1)).toBe(`--workspace=${place.workspace}`)
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

test('What the window remembers can be garbage: it opens all the same', async ({ start, place }) => {
  mkdirSync(place.profile)
  for (const file of ['window.json', 'settings.json']) writeFileSync(join(place.profile, file), '{"bounds":[1,"x"],"recent":7,\0')

  const { page } = await start()

  await expect(page.getByRole('button', { name: 'Send a sample event' })).toBeVisible()
})

test('A right click on text offers to copy it, in a field to paste', async ({ desktop: { app, page, menu } }) => {
  await menu('go-compose')
  const window = await app.browserWindow(page)
  await app.evaluate(({ Menu }) => {
    Menu.prototype.popup = function popup(this: { items: { role?: string }[] }) {
      Reflect.set(
        globalThis,
        'offered',
        this.items.map(({ role }) => role),
      )
    }
  })
  const offeredAt = async (isEditable: boolean): Promise<unknown> => {
    const editFlags = { canCut: true, canCopy: true, canPaste: true, canSelectAll: true }
    await window.evaluate(({ webContents }, place) => void webContents.emit('context-menu', {}, place), {
      isEditable,
      editFlags,
      selectionText: 'evt_01',
    })
    return app.evaluate(() => Reflect.get(globalThis, 'offered') as unknown)
  }

  expect([await offeredAt(false), (await offeredAt(true)) as unknown]).toEqual([
    ['copy'],
    expect.arrayContaining(['cut', 'copy', 'paste', 'selectAll']),
  ])
})
