import { _electron, expect, test, type ElectronApplication, type Page } from '@playwright/test'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/** What Hookscope relies on in Electron, shown on an app of a hundred lines: holds for real Electron and for the stand-in alike. */

const EXAMPLE = join(import.meta.dirname, '../support/electron/example')
let app: ElectronApplication
let page: Page
let args: string[]

test.beforeEach(async () => {
  args = [EXAMPLE, `--user-data-dir=${test.info().outputPath('profile')}`]
  app = await _electron.launch({ args })
  page = await app.firstWindow()
  await expect(page.getByRole('heading')).toHaveText('Example')
})
test.afterEach(() => app.close())

/** What the example saw: navigations, windows, second starts. */
function seen(): Promise<unknown> {
  return app.evaluate(() => Reflect.get(globalThis, 'seen') as unknown)
}

test('A page speaks to the main process through its preload, and cannot change what that gave it', async () => {
  const answers = await page.evaluate<unknown>(`(async () => {
    const items = []
    example.each(['a', 'b'], (item) => items.push(item))
    return {
      platform: example.platform,
      sum: await example.add(1, 2),
      failure: await example.fail().catch((error) => error.message),
      items,
      isFrozen: Object.isFrozen(example),
      require: typeof globalThis.require,
      binding: typeof globalThis.__standInSend,
    }
  })()`)

  expect(answers).toEqual({
    platform: process.platform,
    sum: 3,
    failure: "Error invoking remote method 'fail': Error: as asked",
    items: ['a', 'b'],
    isFrozen: true,
    require: 'undefined',
    binding: 'undefined',
  })
})

test('A port carries values between a page and a utility process', async () => {
  const answer = await page.evaluate<{ pid: number; bytes: number; at: string }>(`(async () => {
    const { pid, bytes, at } = await echo({ bytes: new Uint8Array(70_000), at: new Date(0) })
    return { pid, bytes: bytes.length, at: at.toISOString() }
  })()`)

  expect(answer).toEqual({ pid: expect.any(Number), bytes: 70_000, at: '1970-01-01T00:00:00.000Z' })
  expect(answer.pid).not.toBe(await app.evaluate(() => process.pid))
})

test('The policy that came with the page is kept', async () => {
  await page.evaluate(`document.body.append(Object.assign(document.createElement('script'), { textContent: 'globalThis.wasRun = true' }))`)

  expect(await page.evaluate('"wasRun" in globalThis')).toBe(false)
})

test('A page gets neither away nor to another window against the will of the app', async () => {
  await page.locator('#new').click()
  await page.locator('#away').click()

  await expect.poll(seen).toEqual(['open https://example.org/', 'navigate https://example.com/'])
  expect([app.windows().length, await page.getByRole('heading').textContent()]).toEqual([1, 'Example'])
})

test('A second start tells the first and ends', async () => {
  const executable = createRequire(import.meta.url)('electron') as string
  const second = spawn(executable, [...args, '--second'], { stdio: 'ignore' })

  await once(second, 'exit')
  await expect.poll(seen).toEqual(['second --second'])
})

test('The stand-in names what it does not simulate', async () => {
  test.skip(process.env['ELECTRON_OVERRIDE_DIST_PATH'] === undefined, 'Real Electron simulates nothing')

  await expect(app.evaluate(({ screen }) => screen.getCursorScreenPoint())).rejects.toThrow(
    "does not simulate electron's screen.getCursorScreenPoint",
  )
})
