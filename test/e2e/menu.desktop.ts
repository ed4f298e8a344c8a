import type { ElectronApplication } from '@playwright/test'
import { expect, test } from './desktop-fixtures.ts'

test('The menu goes to the screens of the page', async ({ desktop: { page, menu } }) => {
  const places = {
    'go-compose': 'Compose',
    'go-endpoints': 'Endpoints',
    'go-inboxes': 'Inboxes',
    'go-crm': 'CRM',
    'go-simulator': 'Simulator',
    'go-replays': 'Replays',
    settings: 'Settings',
    'go-activity': 'Activity',
  }
  for (const [item, title] of Object.entries(places)) {
    await menu(item)

    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title)
    expect(page.url()).toMatch(new RegExp(`#/${title.toLowerCase()}$`))
  }
})

test('The menu opens the commands and the sheet of shortcuts, one in place of the other', async ({ desktop: { page, menu } }) => {
  await menu('shortcuts')
  await expect(page.getByRole('dialog', { name: 'Shortcuts' })).toBeVisible()

  await menu('commands')

  await expect(page.getByRole('dialog')).toHaveCount(1)
  await expect(page.getByRole('combobox')).toBeFocused()
})

test("The menu copies the receiver's address", async ({ desktop: { app, menu, instance } }) => {
  const { receiverUrl } = await instance()

  await menu('copy-receiver-url')

  await expect.poll(() => app.evaluate(({ clipboard }) => clipboard.readText())).toBe(receiverUrl)
})

test('A paused receiver answers 503 and captures nothing, until it goes on', async ({ desktop: { page, menu, instance } }) => {
  const { receiverUrl } = await instance()
  const post = async (): Promise<number> => (await fetch(`${receiverUrl}/webhooks/crm`, { method: 'POST', body: '{}' })).status
  await menu('pause-receiver')
  await expect.poll(post).toBe(503)
  await expect(page.getByRole('banner').getByText('Paused')).toBeVisible()

  await menu('pause-receiver')

  await expect.poll(post).toBe(200)
})

test('The menu has an accelerator for what is done often, and offers nothing that cannot be done', async ({
  desktop: { app, instance },
}) => {
  await instance()
  const itemsOf = (): Promise<Record<string, unknown>> =>
    app.evaluate(({ Menu }) => {
      const ids = [
        'new-workspace',
        'open-workspace',
        'reveal-workspace',
        'copy-receiver-url',
        'pause-receiver',
        'notify',
        'go-activity',
        'go-simulator',
        'settings',
        'open-in-browser',
      ]
      const items = ids.map((id) => Menu.getApplicationMenu()?.getMenuItemById(id))
      return Object.fromEntries(items.map((item) => [item?.id, [item?.accelerator ?? null, item?.enabled, item?.checked]]))
    })

  await expect.poll(itemsOf).toEqual({
    'new-workspace': ['CmdOrCtrl+Shift+N', true, false],
    'open-workspace': ['CmdOrCtrl+O', true, false],
    'reveal-workspace': [null, true, false],
    'copy-receiver-url': ['CmdOrCtrl+Shift+U', true, false],
    'pause-receiver': ['CmdOrCtrl+Shift+P', true, false],
    notify: [null, true, false],
    'go-activity': ['CmdOrCtrl+1', true, false],
    'go-simulator': ['CmdOrCtrl+6', true, false],
    settings: ['CmdOrCtrl+,', true, false],
    'open-in-browser': [null, true, false],
  })
})

test('The engine serves its page to the browser, too', async ({ desktop: { app, menu, instance } }) => {
  const { controlUrl } = await instance()
  await app.evaluate(({ shell }) => {
    shell.openExternal = async (url) => void Reflect.set(globalThis, 'opened', url)
  })

  await menu('open-in-browser')

  const url = String(await app.evaluate(() => Reflect.get(globalThis, 'opened') as unknown))
  expect(url).toMatch(new RegExp(`^${controlUrl}/#code=.{43}$`))
  expect((await fetch(url)).status).toBe(200)
})

test('Failures are notified only once that is wanted, and never with data of a payload', async ({ desktop: { app, menu, instance } }) => {
  const { receiverUrl } = await instance()
  await noteNotices(app)
  await forge(receiverUrl)

  await menu('notify')
  // The watch begins at some moment after the click.
  const [first] = await noticesOfForgeries(app, receiverUrl)

  expect(first).toMatch(/^Hookscope: (A request|\d+ requests) came with an invalid signature\.$/)
})

test('Failures are still notified after the next start, and after the engine was killed', async ({ start }) => {
  const first = await start()
  await first.instance()
  await first.menu('notify')
  await first.quit()

  const { app, instance } = await start()
  await noteNotices(app)
  const { pid, receiverUrl } = await instance()
  await noticesOfForgeries(app, receiverUrl)
  process.kill(pid, 'SIGKILL')
  await expect.poll(async () => (await instance()).pid).not.toBe(pid)
  await noteNotices(app)

  expect(await noticesOfForgeries(app, (await instance()).receiverUrl)).not.toEqual([])
})

/** Writes down notices instead of showing them; forgets those before. */
async function noteNotices(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ Notification }) => {
    const shown: string[] = []
    Reflect.set(globalThis, 'shown', shown)
    Notification.prototype.show = function show(this: { title: string; body: string }) {
      shown.push(`${this.title}: ${this.body}`)
    }
  })
}

/** Posts forged signatures until they are notified: the watch begins at some moment after the engine runs. */
async function noticesOfForgeries(app: ElectronApplication, receiverUrl: string | null): Promise<string[]> {
  const notices = (): Promise<string[]> => app.evaluate(() => Reflect.get(globalThis, 'shown') as string[])
  await expect(async () => {
    await forge(receiverUrl)
    expect(await notices()).not.toEqual([])
  }).toPass({ timeout: 20_000 })
  return notices()
}

function forge(receiverUrl: string | null): Promise<Response> {
  const headers = { 'x-webhook-signature': 'sha256=00' }
  return fetch(`${receiverUrl}/webhooks/crm`, { method: 'POST', body: '{"email":"ann@acme.com"}', headers })
}
