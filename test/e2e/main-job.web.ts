import { expect, test } from './fixtures.ts'

test('an event sent from the composer to the built-in inbox shows both sides: the attempt and its verified capture', async ({
  page,
  hookscope,
}) => {
  await page.goto(hookscope.pageUrl)
  await page.getByRole('link', { name: 'Compose', exact: true }).click()
  await page.getByRole('button', { name: 'deal.won' }).click()
  await expect(page.getByRole('checkbox', { name: 'Local loop' })).toBeChecked()
  await page.getByRole('button', { name: /^Send (Ctrl|⌘)/ }).click()
  await expect(page.getByText('success', { exact: true })).toBeVisible()

  await page.getByRole('link', { name: 'Activity', exact: true }).click()
  const exchanges = page.getByRole('grid', { name: 'Exchanges' })
  await expect(exchanges.getByRole('row', { name: /^out .* deal\.won Local loop .* 200 1\/3/ })).toBeVisible()
  await exchanges.getByRole('row', { name: /^in .* deal\.won \/webhooks\/crm .* valid 200/ }).click()

  const inspector = page.getByRole('complementary', { name: 'Inspector' })
  await inspector.getByRole('tab', { name: /^Signature/ }).click()
  await expect(inspector.getByText('The signature matches the body.')).toBeVisible()
})

test('the first start shows a whole delivery after one key', async ({ page, hookscope }) => {
  await page.goto(hookscope.pageUrl)
  await expect(page.getByRole('heading', { name: 'See a webhook go out, come in and be verified' })).toBeVisible()
  await page.getByRole('button', { name: /^Send a sample event/ }).press('Enter')
  await expect(page.getByText('valid', { exact: true })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('grid', { name: 'Exchanges' }).getByRole('row')).toHaveCount(3)
})

test('what arrives while the page is open appears by itself, a wrong signature with what was expected', async ({ page, hookscope }) => {
  await page.goto(hookscope.pageUrl)
  await expect(page.getByText('Receiving')).toBeVisible()
  const answer = await fetch(`${hookscope.receiverUrl}/webhooks/crm`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Webhook-Signature': `sha256=${'0'.repeat(64)}` },
    body: '{"eventType":"lead.created","data":{}}',
  })
  expect(answer.status).toBe(200)
  await page.getByRole('row', { name: /^in .* lead\.created .* invalid 200/ }).click()
  const inspector = page.getByRole('complementary', { name: 'Inspector' })
  await inspector.getByRole('tab', { name: /^Signature/ }).click()
  await expect(inspector.getByRole('heading', { name: /^None of the \d+ causes that were tried explains the signature/ })).toBeVisible()
  await expect(inspector.getByText('Expected', { exact: true })).toBeVisible()
})

test('the page finds the engine again after it was away, and shows what happened meanwhile', async ({ page, hookscope }) => {
  await page.goto(hookscope.pageUrl)
  const post = (type: string): Promise<Response> =>
    fetch(`${hookscope.receiverUrl}/webhooks/crm`, { method: 'POST', body: JSON.stringify({ eventType: type, data: {} }) })
  await post('lead.created')
  await expect(page.getByRole('row', { name: /lead\.created/ })).toBeVisible()
  await page.context().setOffline(true)
  await post('deal.lost')
  await page.context().setOffline(false)
  await expect(page.getByRole('row', { name: /deal\.lost/ })).toBeVisible()
})

test('without a code the page says how to get in', async ({ page, hookscope }) => {
  await page.goto(hookscope.controlUrl)
  await expect(page.getByText('hookscope open').first()).toBeVisible()
})
