import { spawnCli } from '../support/spawn-cli.ts'
import { expect, test } from './fixtures.ts'

test('a deal made and lost on the page shows the events it raised, and leads to what was sent', async ({ page, hookscope }) => {
  await page.goto(hookscope.pageUrl)
  await page.getByRole('link', { name: 'CRM', exact: true }).click()
  await page.getByRole('tab', { name: /^Deals/ }).click()
  await expect(page.getByText('No deals yet')).toBeVisible()
  await page.keyboard.press('n')
  await page.getByLabel('Name').fill('Enterprise Plan')
  await page.getByRole('button', { name: 'Create and send' }).click()
  await expect(page.getByText('Amount is missing.')).toBeVisible()
  await page.getByLabel('Amount').fill('50000')
  await page.getByLabel('Amount').press('Enter')

  const deal = page.getByRole('complementary', { name: 'deal' })
  await expect(deal.getByRole('heading', { name: '1 event raised' })).toBeVisible()
  await deal.getByRole('button', { name: 'Lose', exact: true }).click()
  await page.getByLabel('Reason (optional)').fill('Price')
  await page.getByRole('dialog').getByRole('button', { name: 'Lose', exact: true }).click()

  await expect(deal.getByRole('region', { name: 'Events raised' }).getByRole('listitem').filter({ hasText: '200' })).toHaveCount(6)
  await expect(deal.getByText('deal.lost', { exact: true })).toBeVisible()
  await expect(deal.getByText('lostReason', { exact: true })).toBeVisible()
  await expect(deal.getByRole('button', { name: 'Lose', exact: true })).toBeDisabled()
  await deal.getByRole('link', { name: 'Show in Activity' }).click()
  await expect(page.getByRole('grid', { name: 'Exchanges' }).getByRole('row', { name: /^out/ })).toHaveCount(4)
})

test('what is changed over REST appears on the page by itself; what is edited as JSON keeps unknown fields', async ({
  page,
  hookscope,
}) => {
  await page.goto(hookscope.pageUrl)
  await page.getByRole('link', { name: 'CRM', exact: true }).click()
  await expect(page.getByText('No leads yet')).toBeVisible()
  const { stdout } = await spawnCli(['token', '--workspace', hookscope.workspace])
  await fetch(`${hookscope.controlUrl}/api/leads`, {
    method: 'POST',
    headers: { authorization: `Bearer ${stdout.trim()}`, 'content-type': 'application/json' },
    body: JSON.stringify({ firstName: 'Test', lastName: 'User', email: 'test@example.com', shoeSize: 43 }),
  })
  await page.getByRole('row', { name: /Test User/ }).click()
  await page.getByRole('button', { name: 'Edit', exact: true }).click()
  await page.getByLabel('Status').fill('Contacted')
  await page.getByRole('button', { name: 'Save and send' }).click()

  const lead = page.getByRole('complementary', { name: 'lead' })
  await expect(lead.getByRole('heading', { name: '2 events raised' })).toBeVisible()
  await expect(lead.getByText('"shoeSize"')).toBeVisible()
  await lead.getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByText('No leads yet')).toBeVisible()
})

test('a deal is found by a value, and what was changed is changed back, while a scenario plays in the strip below', async ({
  page,
  hookscope,
}) => {
  const { stdout } = await spawnCli(['token', '--workspace', hookscope.workspace])
  const post = (path: string, body: object) =>
    fetch(`${hookscope.controlUrl}/api/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${stdout.trim()}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  for (const name of ['Pilot - Kitano', 'Renewal - Nordlicht']) await post('deals', { name, amount: 10, stage: 'Proposal' })
  await page.goto(hookscope.pageUrl)
  await page.getByRole('link', { name: 'CRM', exact: true }).click()
  await page.getByRole('tab', { name: /^Deals/ }).click()
  const rows = page.getByRole('grid', { name: 'Deals' }).getByRole('rowgroup').getByRole('row')
  await expect(rows).toHaveCount(2)
  await page.keyboard.press('/')
  await page.keyboard.type('nordlicht')
  await expect(rows).toHaveCount(1)
  await rows.click()

  const deal = page.getByRole('complementary', { name: 'deal' })
  await deal.getByRole('button', { name: 'Win', exact: true }).click()
  await expect(deal.getByRole('heading', { name: '3 events raised' })).toBeVisible()
  await deal.getByRole('button', { name: 'Change back' }).click()
  await expect(deal.getByRole('heading', { name: '2 events raised' })).toBeVisible()
  await expect(rows).toContainText('Proposal')

  const strip = page.getByRole('region', { name: 'Simulation' })
  await expect(strip).toContainText('No scenario is playing.')
  await post('simulation', { scenario: 'busy-day', seed: 7 })
  await strip.getByRole('button', { name: 'Pause' }).click()
  await expect(strip).toContainText('paused')
  await page.keyboard.press('p')
  await expect(strip).toContainText('running')
  await strip.getByRole('button', { name: 'Stop' }).click()
  await expect(strip).toContainText('stopped')
})

test('hundreds of leads are drawn as far as they are seen, and walked with the keyboard from the first to the last', async ({
  page,
  hookscope,
}) => {
  const { stdout } = await spawnCli(['token', '--workspace', hookscope.workspace])
  const headers = { authorization: `Bearer ${stdout.trim()}`, 'content-type': 'application/json' }
  const add = (index: number) =>
    fetch(`${hookscope.controlUrl}/api/leads`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ firstName: 'Lead', lastName: `No ${index}`, email: 'lead@example.com' }),
    })
  for (let from = 0; from < 320; from += 20) await Promise.all(Array.from({ length: 20 }, (_, index) => add(from + index)))
  await page.goto(`${hookscope.pageUrl}`)
  await page.getByRole('link', { name: 'CRM', exact: true }).click()
  const leads = page.getByRole('grid', { name: 'Leads' })
  for (const shown of [200, 300, 320]) {
    await page.getByRole('button', { name: 'Show more' }).click()
    await expect(leads).toHaveAttribute('aria-rowcount', String(shown + 1))
  }
  const rows = leads.getByRole('rowgroup').getByRole('row')
  expect(await rows.count()).toBeLessThan(80)

  await rows.first().press('End')
  await expect(leads.locator('[aria-rowindex="321"]')).toBeFocused()
  await page.keyboard.press('ArrowUp')
  await expect(leads.locator('[aria-rowindex="320"]')).toBeFocused()
  // Scrolled away, the row keeps the focus, and the next step is from there.
  await leads.evaluate((grid) => grid.scrollTo({ top: 0 }))
  await expect(leads.locator('[aria-rowindex="2"]')).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await expect(leads.locator('[aria-rowindex="321"]')).toBeFocused()
  await page.keyboard.press('Home')
  await expect(leads.locator('[aria-rowindex="2"]')).toBeFocused()
  await expect(leads.getByRole('columnheader', { name: 'Lead' })).toBeInViewport()
})
