import { AxeBuilder } from '@axe-core/playwright'
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
