import { readFileSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { attach } from '../../src/main/cli/attach.ts'
import { expect, test } from './fixtures.ts'

test('two captures are compared: what differs in body and headers, ids and times left out', async ({ page, hookscope }) => {
  for (const [amount, eventId] of [
    [50_000, 'evt_1'],
    [62_500, 'evt_2'],
  ]) {
    await fetch(`${hookscope.receiverUrl}/webhooks/crm`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Request-Id': `request ${eventId}`, 'X-Step': String(amount) },
      body: JSON.stringify({ eventId, eventType: 'deal.won', data: { amount } }),
    })
  }
  await page.goto(hookscope.pageUrl)
  const rows = page.getByRole('row', { name: /deal\.won/ })
  await rows.last().click()
  await expect(page.getByRole('complementary', { name: 'Inspector' }).getByRole('button', { name: 'More actions' })).toBeVisible()
  await page.keyboard.press('d')
  await expect(page.getByText('Marked as A')).toBeVisible()
  await rows.first().click()
  await expect(page.getByRole('complementary', { name: 'Inspector' }).getByText('"evt_2"')).toBeVisible()
  await page.keyboard.press('d')

  await expect(page.getByRole('heading', { name: 'Compare', level: 2 })).toBeVisible()
  await expect(page.getByRole('status').filter({ hasText: 'difference' })).toHaveText(
    '1 difference in the body, 1 in the headers, 2 ignored.',
  )
  await expect(page.getByRole('row', { name: /changed X-Step 50000 62500/ })).toBeVisible()
  await page.getByRole('button', { name: 'Ignore ids and times' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'difference' })).toHaveText('2 differences in the body, 2 in the headers.')
  await page.keyboard.press('i')
  await page.getByRole('combobox', { name: 'Ignored fields' }).fill('amount')
  await page.keyboard.press('Enter')
  await page.getByRole('combobox', { name: 'Ignored fields' }).fill('x-step')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('status').filter({ hasText: 'difference' })).toHaveText(
    '1 difference in the body, 1 in the headers, 2 ignored.',
  )
  await page.reload()
  await expect(page.getByRole('button', { name: 'Fields ignored 2' })).toBeVisible()
  await expect(page.getByRole('status').filter({ hasText: 'difference' })).toHaveText(
    '1 difference in the body, 1 in the headers, 2 ignored.',
  )
  const { violations } = await new AxeBuilder({ page }).exclude('.monaco-editor').analyze()
  expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.target.join(' ')}`)).toEqual([])
})

test('what differs far inside a long value comes into sight by itself', async ({ page, hookscope }) => {
  for (const name of ['FORMER', 'LATTER']) {
    const note = `${'lorem ipsum '.repeat(300)}${name}${' dolor sit'.repeat(20)}`
    await fetch(`${hookscope.receiverUrl}/webhooks/crm`, { method: 'POST', body: JSON.stringify({ eventType: 'deal.won', note }) })
  }
  await page.goto(hookscope.pageUrl)
  const rows = page.getByRole('row', { name: /deal\.won/ })
  await expect(rows).toHaveCount(2)
  for (const key of ['j', 'd', 'j', 'd']) await page.keyboard.press(key)
  await expect(page.getByRole('status').filter({ hasText: 'difference' })).toContainText('1 difference in the body')
  await expect(page.getByText(/FORMER/)).toBeInViewport()
  await expect(page.getByText(/LATTER/)).toBeInViewport()
})

test('the only difference of two large bodies comes into sight by itself', async ({ page, hookscope }) => {
  for (const name of ['before', 'after']) {
    const list = Array.from({ length: 2_000 }, (_, id) => ({ id, name: id === 1_500 ? name : 'same' }))
    await fetch(`${hookscope.receiverUrl}/webhooks/crm`, { method: 'POST', body: JSON.stringify({ eventType: 'deal.won', list }) })
  }
  await page.goto(hookscope.pageUrl)
  const rows = page.getByRole('row', { name: /deal\.won/ })
  const inspector = page.getByRole('complementary', { name: 'Inspector' })
  await rows.last().click()
  await expect(inspector.getByRole('button', { name: 'More actions' })).toBeVisible()
  await page.keyboard.press('d')
  await expect(page.getByText('Marked as A')).toBeVisible()
  // The second one is named before it has been read.
  await page.keyboard.press('k')
  await page.keyboard.press('d')
  await expect(page.getByRole('status').filter({ hasText: 'difference' })).toContainText('1 difference in the body')
  await expect(page.getByText('"after"')).toBeVisible()
})

test('an attempt that still runs is followed to its end, and a side that is deleted meanwhile says so', async ({ page, hookscope }) => {
  const waiting = Promise.withResolvers<ServerResponse>()
  const consumer = createServer((_, response) => waiting.resolve(response))
  await new Promise<void>((resolve) => consumer.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(consumer.address() as AddressInfo).port}/hooks`
  await fetch(`${hookscope.receiverUrl}/webhooks/crm`, { method: 'POST', body: '{"eventType":"deal.won"}' })
  const { token } = JSON.parse(readFileSync(join(hookscope.workspace, 'instance.json'), 'utf8')) as { token: string }
  const { client } = await attach({ controlUrl: hookscope.controlUrl, token })
  const [capture] = (await client.exchanges.list({ filter: '', limit: 1 })).items
  const id = capture?.id ?? ''
  // The editor is there before the attempt begins: the page has the time of one for the rest.
  const show = (query: string): Promise<unknown> => page.evaluate(`location.hash = '#/compare?part=response&${query}'`)
  const compared = page.getByRole('status').filter({ hasText: 'difference' })
  await page.goto(hookscope.pageUrl)
  await expect(page.getByRole('grid', { name: 'Exchanges' })).toBeVisible()
  await show(`a=${id}&b=${id}`)
  await expect(compared).toHaveText('No differences.', { timeout: 20_000 })
  await client.exchanges.replay({ id, target: { kind: 'url', url, scheme: null } })
  const response = await waiting.promise
  const [attempt] = (await client.exchanges.list({ filter: 'is:replay', limit: 1 })).items
  await show(`a=${id}&b=${attempt?.id}`)
  const b = page.getByRole('region', { name: 'Exchange B' })
  await expect(b).toContainText('waiting')

  response.setHeader('X-Shop', 'seen').end('{"answer":"late"}')
  await expect(b).toContainText('200')
  await expect(page.getByRole('row', { name: /only B X-Shop/ })).toBeVisible()
  await expect(page.getByText('"late"')).toBeVisible()

  await client.exchanges.remove({ ids: [id] })
  await expect(page.getByRole('region', { name: 'Exchange A' }).getByRole('alert')).toContainText('This exchange has been deleted.')
  await expect(page.getByRole('region', { name: 'Nothing to compare with yet' })).toBeVisible()
  await expect(b).toContainText('200')
  consumer.close()
})
