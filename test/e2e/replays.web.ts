import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { attach } from '../../src/main/cli/attach.ts'
import { expect, test } from './fixtures.ts'

/** A consumer that refuses what it has seen `after` of. */
async function consumer(after: number): Promise<{ readonly url: string; readonly seen: string[]; close(): void }> {
  const seen: string[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (piece: Buffer) => (body += piece.toString()))
    request.on('end', () => {
      seen.push(body)
      response.statusCode = seen.length > after ? 500 : 200
      response.end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`, seen, close: () => server.close() }
}

test('what a filter holds is sent again, followed in the dialog, and found with its failures after a reload', async ({
  page,
  hookscope,
}) => {
  const target = await consumer(3)
  for (let number = 1; number <= 5; number++) {
    await fetch(`${hookscope.receiverUrl}/shop`, { method: 'POST', body: `{"number":${number}}` })
  }
  await fetch(`${hookscope.receiverUrl}/other`, { method: 'POST', body: '{}' })
  await page.goto(hookscope.pageUrl)
  await page.getByRole('combobox', { name: 'Filter exchanges' }).fill('path:/shop')
  await expect(page.getByRole('grid', { name: 'Exchanges' }).getByRole('row', { name: /^in / })).toHaveCount(5)

  await page.getByRole('button', { name: 'Replay all that match' }).click()
  const dialog = page.getByRole('dialog', { name: 'Replay all that match' })
  await dialog.getByRole('radio', { name: 'To a URL' }).click()
  await dialog.getByRole('textbox', { name: 'URL' }).fill(target.url)
  const dryRun = dialog.getByRole('group', { name: 'Dry run' })
  await expect(dryRun).toContainText('5 exchanges')
  await expect(dryRun.getByRole('listitem').first()).toContainText('POST 127.0.0.1')
  expect(target.seen).toEqual([])
  await dialog.getByRole('radio', { name: 'Rate' }).click()
  await dialog.getByRole('textbox', { name: 'Replays a second' }).fill('50')
  await dialog.getByRole('button', { name: 'Send 5' }).click()
  await expect(dialog.getByRole('status')).toHaveText(`5 exchanges replayed to ${target.url}`)
  await expect(dialog).toContainText('3 delivered')
  await expect(dialog).toContainText('2 failed')
  // Several are under way at once, so they may arrive in another order than they were sent.
  expect(target.seen.toSorted()).toEqual([1, 2, 3, 4, 5].map((number) => `{"number":${number}}`))

  await dialog.getByRole('link', { name: 'Open the replay' }).click()
  await page.reload()
  const failed = page.getByRole('region', { name: 'Failed' }).getByRole('listitem')
  await expect(failed).toHaveCount(2)
  await expect(failed.first()).toContainText('500')
  await page.getByRole('link', { name: 'See its deliveries in Activity' }).click()
  await expect(page.getByRole('grid', { name: 'Exchanges' }).getByRole('row', { name: /^out / })).toHaveCount(5)
  target.close()
})

test('a replay is paused, goes on, and is cancelled on its screen', async ({ page, hookscope }) => {
  test.slow() // Ten steps, each of which the engine answers.
  const target = await consumer(Infinity)
  for (let number = 1; number <= 4; number++) await fetch(`${hookscope.receiverUrl}/shop`, { method: 'POST', body: '{}' })
  await page.goto(hookscope.pageUrl)
  await expect(page.getByRole('grid', { name: 'Exchanges' }).getByRole('row', { name: /^in / })).toHaveCount(4)
  await page.keyboard.press('Shift+R')
  const dialog = page.getByRole('dialog', { name: 'Replay all exchanges' })
  await dialog.getByRole('radio', { name: 'To a URL' }).click()
  await dialog.getByRole('textbox', { name: 'URL' }).fill(target.url)
  await dialog.getByRole('radio', { name: 'Rate' }).click()
  await dialog.getByRole('textbox', { name: 'Replays a second' }).fill('0.01')
  await dialog.getByRole('button', { name: 'Send 4' }).click()
  await expect(dialog.getByRole('status')).toContainText('Replaying 1 of 4')
  await dialog.getByRole('button', { name: 'Close' }).last().click()
  await page.getByRole('contentinfo').getByRole('link', { name: 'Replaying 1 of 4' }).click()
  const pane = page.getByRole('region', { name: 'Replay', exact: true })
  await pane.getByRole('button', { name: 'Pause' }).click()
  const status = pane.getByRole('status').first()
  await expect(status).toHaveText('Paused after 1 of 4')
  await pane.getByRole('button', { name: 'Resume' }).click()
  await expect(status).toContainText('Replaying')
  await pane.getByRole('button', { name: 'Cancel the rest' }).click()
  await expect(status).toContainText('Cancelled after')
  await expect(pane.getByRole('button', { name: 'Pause' })).toBeHidden()
  target.close()
})

test('the list of replays goes on as it is scrolled, and a link opens one that is not in it yet', async ({ page, hookscope }) => {
  test.slow() // Sixty replays are made first.
  await fetch(`${hookscope.receiverUrl}/shop`, { method: 'POST', body: '{}' })
  const { token } = JSON.parse(readFileSync(join(hookscope.workspace, 'instance.json'), 'utf8')) as { token: string }
  const { client } = await attach({ controlUrl: hookscope.controlUrl, token })
  const ids = (await client.exchanges.list({ filter: '', limit: 1 })).items.map(({ id }) => id)
  const url = `${hookscope.receiverUrl}/again`
  const made: string[] = []
  while (made.length < 60) made.push((await client.replays.start({ selection: { ids }, target: { kind: 'url', url, scheme: null } })).id)
  await page.goto(hookscope.pageUrl)
  await expect(page.getByRole('grid', { name: 'Exchanges' })).toBeVisible()
  await page.evaluate(`location.hash = '#/replays/${made[0]}'`)
  const list = page.getByRole('grid', { name: 'Replays' })
  await expect(page.getByRole('region', { name: 'Replay', exact: true })).toBeVisible()
  await expect(list).toHaveAttribute('aria-rowcount', '61')
  await page.evaluate(`location.hash = '#/replays/replay_00000000000000000000000000'`)
  await expect(page.getByText('There is no such replay')).toBeVisible()
})

test('a body is edited before it is sent again, and what differs is shown first', async ({ page, hookscope }) => {
  test.slow() // Monaco is loaded twice.
  const target = await consumer(Infinity)
  await fetch(`${hookscope.receiverUrl}/shop`, { method: 'POST', headers: { 'X-Case': '1' }, body: 'plan=pro' })
  await page.goto(hookscope.pageUrl)
  await page.getByRole('grid', { name: 'Exchanges' }).getByRole('row', { name: /^in / }).click()
  await expect(page.getByRole('complementary', { name: 'Inspector' }).getByRole('button', { name: 'More actions' })).toBeVisible()
  await page.keyboard.press('e')
  const dialog = page.getByRole('dialog', { name: 'Replay' })
  const editor = dialog.getByRole('textbox', { name: 'Body to be sent' })
  await expect(editor).toBeFocused({ timeout: 20_000 })
  await dialog.getByRole('radio', { name: 'To a URL' }).click()
  await dialog.getByRole('textbox', { name: 'URL' }).fill(target.url)
  await editor.focus()
  await page.keyboard.press('Control+End')
  await page.keyboard.type('&n=2')
  await dialog.getByRole('tab', { name: /^What is changed/ }).click()
  await expect(dialog.getByRole('group', { name: 'Changes' })).toContainText('The body was edited: 12 bytes (it had 8).')
  await dialog.getByRole('button', { name: /^Send/ }).click()
  await expect(dialog.getByRole('status')).toContainText('200')
  expect(target.seen).toEqual(['plan=pro&n=2'])
  target.close()
})

test('a body that was edited is there again after Escape, is not sent by a plain replay, and is gone once it was sent', async ({
  page,
  hookscope,
}) => {
  test.slow() // Monaco is loaded, and the dialog opened four times.
  const target = await consumer(Infinity)
  await fetch(`${hookscope.receiverUrl}/shop`, { method: 'POST', body: 'plan=pro' })
  await page.goto(hookscope.pageUrl)
  await page.getByRole('grid', { name: 'Exchanges' }).getByRole('row', { name: /^in / }).click()
  await expect(page.getByRole('complementary', { name: 'Inspector' }).getByRole('button', { name: 'More actions' })).toBeVisible()
  const dialog = page.getByRole('dialog', { name: 'Replay' })
  const editor = dialog.getByRole('textbox', { name: 'Body to be sent' })
  const open = async (key: string): Promise<void> => {
    await expect(dialog).toHaveCount(0)
    await page.keyboard.press(key)
    await expect(dialog).toBeVisible()
  }
  await open('e')
  await expect(editor).toBeFocused({ timeout: 20_000 })
  await dialog.getByRole('radio', { name: 'To a URL' }).click()
  await dialog.getByRole('textbox', { name: 'URL' }).fill(target.url)
  await editor.focus()
  await page.keyboard.press('Control+End')
  await page.keyboard.type('&n=2')
  await page.keyboard.press('Escape')

  await open('r')
  const changes = dialog.getByRole('group', { name: 'Changes' })
  await expect(changes).not.toContainText('Looking')
  await expect(changes).not.toContainText('edited')
  await expect(dialog.getByRole('button', { name: 'Go on with those edits' })).toBeVisible()
  await page.keyboard.press('Escape')

  await open('e')
  await expect(dialog.getByRole('textbox', { name: 'URL' })).toHaveValue(target.url)
  await dialog.getByRole('tab', { name: /^What is changed/ }).click()
  await expect(changes).toContainText('The body was edited: 12 bytes (it had 8).')
  await dialog.getByRole('button', { name: /^Send/ }).click()
  await expect(dialog.getByRole('status')).toContainText('200')
  expect(target.seen).toEqual(['plan=pro&n=2'])
  await page.keyboard.press('Escape')

  await open('e')
  await dialog.getByRole('tab', { name: /^What is changed/ }).click()
  await expect(changes).not.toContainText('Looking')
  await expect(changes).not.toContainText('edited')
  target.close()
})
