import type { ElectronApplication } from '@playwright/test'
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CLI } from '../support/scripts/build.ts'
import { expect, test } from './desktop-fixtures.ts'

test('Every screen, the editor with its workers among them, keeps to the content policy', async ({ desktop: { page, menu } }) => {
  const problems: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  page.on('pageerror', ({ message }) => problems.push(message))
  await page.reload()

  for (const screen of ['endpoints', 'inboxes', 'crm', 'simulator', 'replays', 'compose']) {
    await menu(`go-${screen}`)
    await expect(page).toHaveURL(new RegExp(`#/${screen}$`))
  }
  await expect(page.locator('.monaco-editor').first()).toBeVisible()
  await menu('settings')
  await expect(page).toHaveURL(/settings$/)
  for (const dialog of ['shortcuts', 'commands', 'import', 'export']) {
    await menu(dialog)
    await expect(page.getByRole('dialog')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
  }

  expect(problems).toEqual([])
})

test('The page has the port and nothing else: no Node, no inline script, no strange address', async ({ desktop: { page } }) => {
  const found = await page.evaluate(`(async () => {
    document.body.append(Object.assign(document.createElement('script'), { textContent: 'globalThis.wasRun = true' }))
    return {
      desktop: Object.keys(desktop),
      require: typeof globalThis.require,
      process: typeof globalThis.process,
      inline: 'wasRun' in globalThis,
      fetched: await fetch('https://example.com/').then(() => true, () => false),
    }
  })()`)

  expect(found).toEqual({ desktop: ['connectEngine'], require: 'undefined', process: 'undefined', inline: false, fetched: false })
})

test('A link leads to the browser if it is https, and nowhere else', async ({ desktop: { app, page } }) => {
  const home = page.url()
  await app.evaluate(({ shell }) => {
    const opened: string[] = []
    Reflect.set(globalThis, 'opened', opened)
    shell.openExternal = async (url) => void opened.push(url)
  })
  const follow = (href: string, target: string): Promise<void> =>
    page.evaluate(`document.body.appendChild(Object.assign(document.createElement('a'), { href: '${href}', target: '${target}' })).click()`)

  const opened = (): Promise<unknown> => app.evaluate(() => Reflect.get(globalThis, 'opened') as unknown)

  for (const href of ['http://127.0.0.1:1/', 'file:///etc/passwd', 'mailto:ann@acme.com', 'https://example.com/same'])
    await follow(href, '')
  // The next link would take the place of one that the browser has not begun to follow.
  await expect.poll(opened).toEqual(['https://example.com/same'])
  await follow('https://example.org/new', '_blank')

  await expect.poll(opened).toEqual(['https://example.com/same', 'https://example.org/new'])
  expect([page.url(), app.windows().length]).toEqual([home, 1])
})

test('The page is granted to write to the clipboard, and nothing else', async ({ desktop: { app } }) => {
  test.skip(process.env['ELECTRON_OVERRIDE_DIST_PATH'] === undefined, 'Electron does not tell its handlers; there the page asks by itself')

  const granted = await app.evaluate(({ session }) => {
    const check = Reflect.get(session.defaultSession, 'permissionCheckHandler') as (
      contents: null,
      permission: string,
      origin: string,
    ) => boolean
    const permissions = [
      'clipboard-sanitized-write',
      'clipboard-read',
      'media',
      'geolocation',
      'notifications',
      'openExternal',
      'fileSystem',
    ]
    return permissions
      .filter((permission) => check(null, permission, 'app://hookscope/'))
      .concat(check(null, 'clipboard-sanitized-write', 'https://example.com/') ? 'stranger' : [])
  })

  expect(granted).toEqual(['clipboard-sanitized-write'])
})

test('A secret is in no file of the workspace or of the window in the clear', async ({ desktop, place, folder }) => {
  const { controlUrl, token } = await desktop.instance()
  const secret = 'a-signing-secret-of-the-test-with-43-letters'
  const created = await fetch(`${controlUrl}/api/webhooks`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ url: 'http://127.0.0.1:1/', events: ['*'], secret }),
  })
  expect(created.status).toBe(201)
  await desktop.quit()

  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  expect(files).toContain(join(place.workspace, 'hookscope.db'))
  expect(files.filter((file) => readFileSync(file).includes(secret))).toEqual([])
})

test('A key that is locked with the keychain opens in the window alone, until it is unlocked', async ({ start, place }) => {
  const keyFile = (): string[] => Object.keys(JSON.parse(readFileSync(join(place.workspace, 'key.json'), 'utf8')) as object)
  const first = await start()
  await first.instance()
  await agree(first.app)

  await first.menu('lock-key')
  await expect.poll(keyFile).toEqual(['version', 'wrapped'])
  await expect
    .poll(async () => (await first.app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('lock-key')?.checked)) ?? null)
    .toBe(true)
  await first.quit()
  const listed = spawnSync(process.execPath, [CLI, 'list', '--workspace', place.workspace], { encoding: 'utf8' })
  const second = await start()
  await agree(second.app)
  const { controlUrl } = await second.instance()
  await second.menu('lock-key')

  await expect.poll(keyFile).toEqual(['version', 'key'])
  expect([listed.status, listed.stderr.includes('locked with the system keychain'), controlUrl]).toEqual([
    3,
    true,
    expect.stringMatching(/^http/),
  ])
})

/** Answers every question with its first button, on a system that has a keychain. */
async function agree(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ dialog, safeStorage }) => {
    dialog.showMessageBox = async () => ({ response: 0, checkboxChecked: false })
    safeStorage.getSelectedStorageBackend = () => 'gnome_libsecret'
  })
}
