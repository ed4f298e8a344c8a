import { expect, test } from './fixtures.ts'

test('the filter offers keys and values, finds words, and marks what is wrong', async ({ page, hookscope }) => {
  const post = (body: string): Promise<Response> =>
    fetch(`${hookscope.receiverUrl}/webhooks/crm`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body })
  await post('{"eventType":"lead.created","data":{"email":"ada@acme.com"}}')
  await post('{"eventType":"deal.won","data":{"email":"bob@acme.com"}}')
  await page.goto(hookscope.pageUrl)
  const rows = page.getByRole('grid', { name: 'Exchanges' }).getByRole('row', { name: /^in / })
  await expect(rows).toHaveCount(2)

  const filter = page.getByRole('combobox', { name: 'Filter exchanges' })
  await filter.pressSequentially('sig')
  await expect(page.getByRole('option', { name: /^sig:/ })).toBeVisible()
  await filter.press('ArrowDown')
  await filter.press('Enter')
  await expect(filter).toHaveValue('sig:')
  await page.getByRole('option', { name: 'missing' }).click()
  await expect(filter).toHaveValue('sig:missing')
  await expect(rows).toHaveCount(2)

  await filter.fill('sig:')
  await expect(page).toHaveURL(/filter=sig/)
  await expect(page.getByRole('option', { name: 'missing' })).toBeVisible()
  await expect(page.getByRole('alert')).toBeHidden()
  await filter.press('Escape')
  await expect(page.getByRole('alert')).toContainText('sig')

  await filter.fill('sig:missing ada@acme.com')
  await expect(rows).toHaveCount(1)

  await filter.fill('sig:missing sttus:200')
  await expect(page.getByRole('alert')).toContainText('sttus: is not a key. Did you mean status: ?')
  await expect(page.getByRole('alert').locator('mark')).toHaveText('sttus')
  await expect(rows).toHaveCount(1)
})
