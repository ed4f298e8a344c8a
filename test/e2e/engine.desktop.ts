import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { serve } from '../support/serve.ts'
import type { Instance } from '../../src/main/engine/workspace.ts'
import { expect, test } from './desktop-fixtures.ts'

test('When its engine is killed, the window gets another one, and nothing that was acknowledged is lost', async ({
  desktop: { page, rows, instance, showFeed },
}) => {
  const killed = await instance()
  await fetch(`${killed.receiverUrl}/before`, { method: 'POST', body: '{}' })
  await showFeed()
  await expect(rows.filter({ hasText: '/before' })).toHaveCount(1)

  process.kill(killed.pid, 'SIGKILL')
  await expect.poll(async () => (await instance()).pid).not.toBe(killed.pid)
  const { receiverUrl } = await instance()
  await fetch(`${receiverUrl}/after`, { method: 'POST', body: '{}' })

  await expect(rows.filter({ hasText: '/after' })).toHaveCount(1)
  await expect(rows.filter({ hasText: '/before' })).toHaveCount(1)
  await expect(page.getByText('The engine stopped and was started again')).toBeVisible()
  await expect(page.getByText('is being started again')).toHaveCount(0)
})

test('An engine that keeps dying is not started for ever: the window says so and asks', async ({ desktop: { app, instance } }) => {
  await app.evaluate(({ dialog }) => {
    dialog.showMessageBox = async (...args: unknown[]) => {
      Reflect.set(globalThis, 'asked', args.at(-1))
      return new Promise(() => {})
    }
  })
  const seen = new Set<number>()

  await expect(async () => {
    const { pid } = await instance()
    if (!seen.has(pid)) process.kill(pid, 'SIGKILL')
    seen.add(pid)
    expect(await app.evaluate(() => Reflect.get(globalThis, 'asked') as unknown)).toMatchObject({
      message: 'The engine stopped 4 times within a minute.',
      buttons: ['Try Again', 'Other Workspace…', 'Show Log', 'Quit'],
    })
  }).toPass({ timeout: 25_000, intervals: [100] })
})

test('Quitting gives a delivery that is under way its time, and leaves the workspace in order', async ({ start, place }) => {
  const held = Promise.withResolvers<ServerResponse>()
  const consumer = createServer((_request, response) => held.resolve(response)).listen(0, '127.0.0.1')
  await once(consumer, 'listening')
  const first = await start()
  const { pid, receiverUrl } = await first.instance()
  const url = `http://127.0.0.1:${(consumer.address() as AddressInfo).port}/`
  const { id } = (await api(await first.instance(), 'POST', '/api/webhooks', { url, events: ['*'] })) as { id: string }
  await api(await first.instance(), 'POST', `/api/webhooks/${id}/test`)
  const response = await held.promise

  const quitted = first.quit()
  await expect
    .poll(() =>
      fetch(`${receiverUrl}/`).then(
        () => 'open',
        () => 'closed',
      ),
    )
    .toBe('closed')
  response.end()
  await quitted

  expect(() => process.kill(pid, 0)).toThrow('ESRCH')
  expect(readdirSync(place.workspace)).not.toContain('instance.json')
  const second = await start()
  expect(await api(await second.instance(), 'GET', `/api/webhooks/${id}/deliveries`)).toMatchObject({
    items: [{ status: 'success', attempts: 1 }],
  })
  consumer.close()
})

test('Opening another workspace closes the first and shows the other', async ({
  desktop: { app, page, rows, menu, instance, showFeed },
  folder,
}) => {
  const first = await instance()
  await fetch(`${first.receiverUrl}/in-the-first`, { method: 'POST', body: '{}' })
  await showFeed()
  await expect(rows.filter({ hasText: '/in-the-first' })).toHaveCount(1)
  const other = join(folder, 'other')
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath })
  }, other)

  await menu('new-workspace')

  await expect(page.getByRole('banner').getByText('other', { exact: true })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Send a sample event' })).toBeVisible()
  expect(() => process.kill(first.pid, 0)).toThrow('ESRCH')
  expect(await (await app.browserWindow(page)).evaluate((window) => window.getTitle())).toBe('other — Hookscope')
})

test('A folder that is no workspace becomes one only when that is wanted', async ({ desktop: { app, page, menu }, folder }) => {
  const plain = join(folder, 'plain')
  mkdirSync(plain)
  await expect(page.getByRole('banner').getByText('workspace', { exact: true })).toBeVisible()
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [filePath] })
    dialog.showMessageBox = async (...args: unknown[]) => {
      Reflect.set(globalThis, 'asked', args.at(-1))
      return { response: 1, checkboxChecked: false }
    }
  }, plain)

  await menu('open-workspace')

  await expect
    .poll(() => app.evaluate(() => Reflect.get(globalThis, 'asked') as unknown))
    .toMatchObject({ message: 'This folder holds no workspace.' })
  expect(existsSync(join(plain, 'hookscope.db'))).toBe(false)
  await expect(page.getByRole('banner').getByText('workspace', { exact: true })).toBeVisible()
})

test('A workspace on which an engine runs already is offered as its page; the window stays with its own', async ({
  desktop: { app, page, menu },
  folder,
}) => {
  const served = await serve(join(folder, 'served'))
  await expect(page.getByRole('banner').getByText('workspace', { exact: true })).toBeVisible()
  await app.evaluate(({ dialog, shell }, filePath) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [filePath] })
    dialog.showMessageBox = async (...args: unknown[]) => {
      Reflect.set(globalThis, 'asked', args.at(-1))
      return { response: 0, checkboxChecked: false }
    }
    shell.openExternal = async (url) => void Reflect.set(globalThis, 'opened', url)
  }, served.workspace)

  await menu('open-workspace')

  await expect.poll(() => app.evaluate(() => Reflect.get(globalThis, 'opened') as unknown)).toBe(served.pageUrl)
  expect(await app.evaluate(() => Reflect.get(globalThis, 'asked') as unknown)).toMatchObject({
    message: `Another Hookscope is running on the workspace ${served.workspace}.`,
    buttons: ['Open Its Page', 'Other Workspace…', 'Back to workspace'],
  })
  await expect(page.getByRole('banner').getByText('workspace', { exact: true })).toBeVisible()
  await served.stop()
})

test('From a workspace that cannot be opened one gets back to the one before', async ({ desktop: { app, page, menu }, folder }) => {
  const damaged = join(folder, 'damaged')
  mkdirSync(damaged)
  writeFileSync(join(damaged, 'hookscope.db'), 'This is no database.'.repeat(1000))
  await expect(page.getByRole('banner').getByText('workspace', { exact: true })).toBeVisible()
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [filePath] })
    dialog.showMessageBox = async (...args: unknown[]) => {
      Reflect.set(globalThis, 'asked', args.at(-1))
      return { response: 2, checkboxChecked: false }
    }
  }, damaged)

  await menu('open-workspace')

  await expect
    .poll(() => app.evaluate(() => Reflect.get(globalThis, 'asked') as unknown))
    .toMatchObject({ buttons: ['Try Again', 'Other Workspace…', 'Back to workspace'] })
  await expect(page.getByRole('banner').getByText('workspace', { exact: true })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Send a sample event' })).toBeVisible()
})

test('A workspace of the list that has gone is taken off it, not made anew', async ({ start, place, folder }) => {
  const gone = join(folder, 'gone')
  mkdirSync(place.profile)
  writeFileSync(join(place.profile, 'settings.json'), JSON.stringify({ recent: [gone] }))
  const { app } = await start()
  const recent = (): Promise<string[]> =>
    app.evaluate(
      ({ Menu }) =>
        Menu.getApplicationMenu()
          ?.getMenuItemById('recent')
          ?.submenu?.items.map(({ label }) => label) ?? [],
    )

  await expect.poll(recent).toEqual([`workspace — ${place.workspace}`, `gone — ${gone}`])
  await app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('recent')?.submenu?.items[1]?.click())

  await expect.poll(recent).toEqual([`workspace — ${place.workspace}`])
  expect(existsSync(gone)).toBe(false)
})

test('With the port of its receiver taken the window opens all the same, and says so', async ({ desktop, start, folder }) => {
  const { receiverUrl } = await desktop.instance()
  const { page } = await start({ profile: join(folder, 'second'), workspace: join(folder, 'second-workspace') }, [
    `--receiver-port=${new URL(receiverUrl ?? '').port}`,
  ])

  await expect(page.getByRole('status').filter({ hasText: 'for the receiver is taken' })).toBeVisible()
})

/** Asks the engine over REST; gives what it answers. */
async function api({ controlUrl, token }: Instance, method: string, path: string, body?: object): Promise<unknown> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const response = await fetch(controlUrl + path, { method, headers, ...(body && { body: JSON.stringify(body) }) })
  expect(response.ok).toBe(true)
  return response.json()
}
