import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator } from '@playwright/test'
import { attach } from '../../src/main/cli/attach.ts'
import { expect, test } from './fixtures.ts'

test('a payload is walked as a tree by keyboard, searched, and its paths are those of the filter', async ({ page, hookscope }) => {
  await page.goto(await withCapture(hookscope.pageUrl, hookscope.receiverUrl))
  await page.getByRole('row', { name: /deal\.won/ }).click()
  await page.getByRole('radio', { name: 'Tree' }).click()
  const tree = page.getByRole('tree', { name: 'Request body' })
  await expect(tree.getByRole('treeitem')).toHaveCount(6)
  await tree.focus()
  await page.keyboard.press('End')
  for (let times = 0; times < 3; times++) await page.keyboard.press('ArrowLeft')
  await expect(tree.getByRole('treeitem')).toHaveCount(3)
  await page.getByRole('button', { name: 'Search in the request body' }).click()
  await page.keyboard.type('4200')
  await expect(tree.getByRole('treeitem', { selected: true })).toHaveText('"price": 4200')
  await expect(page.getByText('data.items[0].price', { exact: true })).toBeVisible()
})

test('a note, tags and a pin stay, and the note typed last is kept when another exchange is opened', async ({ page, hookscope }) => {
  await page.goto(await withCapture(hookscope.pageUrl, hookscope.receiverUrl))
  await page.getByRole('row', { name: /deal\.won/ }).click()
  await page.getByRole('button', { name: 'Pin' }).click()
  await page.getByRole('tab', { name: 'Notes' }).click()
  await page.getByRole('combobox', { name: 'Tags' }).fill('case-17')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('list', { name: 'Tags' })).toHaveText('case-17')
  await page.getByRole('textbox', { name: 'Note' }).fill('Asked Ada.')
  await page.getByRole('button', { name: 'Close' }).click()
  await page.reload()
  await page.getByRole('row', { name: /deal\.won/ }).click()
  await page.getByRole('tab', { name: /^Notes/ }).click()
  await expect(page.getByRole('textbox', { name: 'Note' })).toHaveValue('Asked Ada.')
  await expect(page.getByRole('button', { name: /^Pinned/ })).toHaveAttribute('aria-pressed', 'true')
})

test('an event leads from its attempt to the capture it made', async ({ page, hookscope }) => {
  await page.goto(hookscope.pageUrl)
  await page.getByRole('button', { name: /^Send a sample event/ }).click()
  await expect(page.getByText('valid', { exact: true })).toBeVisible()
  await page.reload()
  await page.getByRole('row', { name: /^out / }).first().click()
  await page.getByRole('tab', { name: 'Lineage' }).click()
  const family = page.getByRole('region', { name: 'Family' })
  await expect(family.getByRole('link')).toHaveCount(2)
  await family.getByRole('link', { name: /valid/ }).click()
  await expect(page.getByText('captured by')).toBeVisible()
  await expect(family.getByRole('link', { name: /valid/ })).toHaveAttribute('aria-current', 'true')
})

async function withCapture(pageUrl: string, receiverUrl: string): Promise<string> {
  await fetch(`${receiverUrl}/webhooks/crm`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{"eventType":"deal.won","data":{"items":[{"price":4200}],"owner":{}}}',
  })
  return pageUrl
}

test('the signed bytes are shown, as text and in hex', async ({ page, hookscope }) => {
  await page.goto(await withCapture(hookscope.pageUrl, hookscope.receiverUrl))
  await page.getByRole('row', { name: /deal\.won/ }).click()
  await page.getByRole('tab', { name: /^Signature/ }).click()
  const signed = page.getByRole('region', { name: 'Signed bytes' })
  await expect(signed.getByText('69 bytes: the body as it is')).toBeVisible()
  await signed.getByRole('radio', { name: 'Hex' }).click()
  await expect(signed.getByText(/^00000000 {2}7b 22 65/)).toBeVisible()
})

test('Compose sends many times, each an event of its own', async ({ page, hookscope }) => {
  await page.goto(hookscope.pageUrl)
  await page.getByRole('link', { name: 'Compose', exact: true }).click()
  await expect(page.getByRole('region', { name: 'Exact bytes' })).toContainText('eventId')
  await page.getByRole('button', { name: 'Send many times' }).click()
  await page.getByRole('menuitem', { name: /^Send × 5/ }).click()
  await expect(page.getByText('5 of 5 sent')).toBeVisible()
  await page.getByRole('link', { name: 'Activity', exact: true }).click()
  await expect(page.getByRole('row', { name: /^in .*deal\.won/ })).toHaveCount(5)
})

test('headers are read: query, cookies and a token, a password only when asked for', async ({ page, hookscope }) => {
  const authorization = `Basic ${Buffer.from('ada:correct horse battery').toString('base64')}`
  await fetch(`${hookscope.receiverUrl}/webhooks/crm?city=K%C3%B6ln`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Cookie: 'theme=dark', Authorization: authorization },
    body: '{"eventType":"deal.won","data":{}}',
  })
  await page.goto(hookscope.pageUrl)
  await page.getByRole('row', { name: /deal\.won/ }).click()
  await page.getByRole('tab', { name: /^Headers/ }).click()
  await page.getByRole('radio', { name: 'Decoded' }).click()
  const request = page.getByRole('region', { name: 'Request' })
  for (const text of ['Köln', 'dark', 'Basic credentials', 'ada']) await expect(request.getByText(text, { exact: true })).toBeVisible()
  await expect(request.getByText('correct horse battery')).toHaveCount(0)
  await request.getByRole('button', { name: 'Show password' }).click()
  await expect(request.getByText('correct horse battery')).toBeVisible()
})

test('a tag too many is refused in words, and stays to be changed', async ({ page, hookscope }) => {
  await fetch(`${hookscope.receiverUrl}/webhooks/crm`, { method: 'POST', body: '{"eventType":"deal.won"}' })
  await page.goto(hookscope.pageUrl)
  await page.getByRole('row', { name: /deal\.won/ }).click()
  await page.getByRole('tab', { name: 'Notes' }).click()
  const tags = page.getByRole('combobox', { name: 'Tags' })
  await tags.focus()
  for (let n = 1; n <= 20; n++) {
    await page.keyboard.type(`tag-${n} `)
    await expect(page.getByRole('button', { name: `Remove tag-${n}`, exact: true })).toBeVisible()
  }
  await page.keyboard.type('urgent')
  await page.keyboard.press('Enter')
  await expect(page.getByText('An exchange has at most 20 tags; this would be 21. Take some away first.')).toBeVisible()
  await expect(tags).toHaveValue('urgent')
})

test('long names and paths leave room for the rest: nothing of an exchange stands outside its pane', async ({ page, hookscope }) => {
  const long = 'long-'.repeat(24)
  const { token } = JSON.parse(readFileSync(join(hookscope.workspace, 'instance.json'), 'utf8')) as { token: string }
  const { client } = await attach({ controlUrl: hookscope.controlUrl, token })
  await client.inboxes.create({ path: `/${long}`, scheme: 'crm' })
  await fetch(`${hookscope.receiverUrl}/${long}`, {
    method: 'POST',
    headers: { [`X-${long}Name`]: 'value', 'X-Webhook-Signature': 'f'.repeat(64) },
    body: '{}',
  })
  await page.goto(hookscope.pageUrl)
  await page.getByRole('grid', { name: 'Exchanges' }).getByRole('row', { name: /^in / }).click()
  const inspector = page.getByRole('complementary', { name: 'Inspector' })
  const widthOf = async (place: Locator): Promise<number> => (await place.boundingBox())?.width ?? 0
  await inspector.getByRole('tab', { name: /^Headers/ }).click()
  expect(await widthOf(inspector.getByRole('cell', { name: 'value', exact: true }))).toBeGreaterThan(100)
  await inspector.getByRole('tab', { name: /^Signature/ }).click()
  const inbox = inspector.getByRole('link', { name: long })
  await expect(inbox).toBeVisible()
  expect(await widthOf(inbox)).toBeLessThan(await widthOf(inspector))
})
