import { expect, test } from './fixtures.ts'

test('a deleted endpoint comes back by Undo, and the focus stays in the list meanwhile', async ({ page, hookscope }) => {
  await page.goto(hookscope.pageUrl)
  await page.getByRole('link', { name: 'Endpoints', exact: true }).click()
  await expect(page.getByRole('grid', { name: 'Endpoints' })).toBeVisible()
  await page.keyboard.press('n')
  await page.getByRole('textbox', { name: 'URL' }).fill('http://localhost:3000/hooks')
  await page.keyboard.press('Control+s')
  const row = page.getByRole('grid', { name: 'Endpoints' }).getByRole('row', { name: /localhost:3000\/hooks/ })
  await expect(row).toBeVisible()
  await page.getByRole('button', { name: /^More for/ }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await expect(row).toHaveCount(0)
  await expect(page.getByRole('grid', { name: 'Endpoints' }).getByRole('row', { name: /Local loop/ })).toBeFocused()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(row).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'URL' })).toHaveValue('http://localhost:3000/hooks')
})

test('what is wrong with a field is said as one leaves it', async ({ page, hookscope }) => {
  await page.goto(`${hookscope.pageUrl}`)
  await page.getByRole('link', { name: 'Inboxes', exact: true }).click()
  await expect(page.getByRole('grid', { name: 'Inboxes' })).toBeVisible()
  await page.keyboard.press('n')
  // The editor of the answer keeps two empty ones.
  const mistakes = page.getByRole('alert').filter({ hasText: /\S/ })
  await page.getByRole('textbox', { name: 'Path' }).fill('orders')
  await expect(mistakes).toHaveCount(0)
  await page.keyboard.press('Tab')
  await expect(mistakes).toHaveText('Does not start with /.')
  await page.getByRole('textbox', { name: 'Path' }).fill('/orders')
  await expect(mistakes).toHaveCount(0)
})

test('health stands in the list and behind an address of its own', async ({ page, hookscope }) => {
  await page.goto(hookscope.pageUrl)
  await page.getByRole('button', { name: /^Send a sample event/ }).click()
  await expect(page.getByText('valid', { exact: true })).toBeVisible()
  await page.getByRole('link', { name: 'Endpoints', exact: true }).click()
  const row = page.getByRole('grid', { name: 'Endpoints' }).getByRole('row', { name: /Local loop/ })
  await expect(row.getByRole('img', { name: /^1 attempt in 24.h, 100.% succeeded$/ })).toBeVisible()
  await row.click()
  await page.getByRole('tab', { name: 'Health' }).click()
  await expect(page).toHaveURL(/tab=health/)
  await page.reload()
  const chart = page.getByRole('slider', { name: 'Latency and outcomes over time' })
  await expect(chart).toHaveAttribute('aria-valuetext', /^Last 24.h: 1 attempt/)
  await chart.press('End')
  await expect(chart).toHaveAttribute('aria-valuetext', /^\d\d:\d\d to \d\d:\d\d: 1 attempt/)
})

test('all times follow the chosen zone', async ({ page, hookscope }) => {
  await page.goto(hookscope.pageUrl)
  await page.getByRole('button', { name: /^Send a sample event/ }).click()
  await expect(page.getByText('valid', { exact: true })).toBeVisible()
  await page.keyboard.press('Control+,')
  await page.getByRole('radio', { name: 'Another' }).click()
  await page.getByRole('combobox', { name: 'Zone' }).fill('tokyo')
  await page.getByRole('option', { name: 'Asia/Tokyo' }).click()
  await page.reload()
  await page.getByRole('link', { name: 'Activity', exact: true }).click()
  await expect(page.getByRole('row', { name: /^in / }).first().locator('time').first()).toHaveAttribute('title', /\+09:00$/)
})

test('a link to a screen and back by the keyboard keep the focus on the page', async ({ page, hookscope }) => {
  await page.goto(hookscope.pageUrl)
  await expect(page.getByRole('button', { name: /^Send a sample event/ })).toBeVisible()
  await page.getByRole('button', { name: 'Search or run a command' }).click()
  await expect(page.getByRole('combobox', { name: 'Search commands' })).toBeFocused()
  await page.keyboard.type('go to inboxes')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Inboxes', level: 1 })).toBeAttached()
  await page.keyboard.press('Alt+ArrowLeft')
  await expect(page.getByRole('heading', { name: 'Activity', level: 1 })).toBeAttached()
  await expect(page.locator(':focus')).toHaveCount(1)
})

test('while the engine is away lists stay as they were, and only the banner says so', async ({ page, hookscope }) => {
  // Screens that were not opened come when the page is idle.
  const settings = page.waitForResponse(/\/assets\/settings-screen-.*\.js$/)
  await page.goto(hookscope.pageUrl)
  const screens = ['Endpoints', 'Inboxes'] as const
  for (const screen of screens) {
    await page.getByRole('link', { name: screen, exact: true }).click()
    await expect(page.getByRole('grid', { name: screen })).toBeVisible()
  }
  await (await settings).finished()
  await hookscope.stop()
  await expect(page.getByText('Hookscope does not answer. What is shown may be old.')).toBeVisible()
  for (const screen of screens) {
    await page.getByRole('link', { name: screen, exact: true }).click()
    await expect(page.getByRole('grid', { name: screen }).getByRole('row')).toHaveCount(2)
    await expect(page.getByRole('region', { name: `List of ${screen.toLowerCase()}` }).getByRole('alert')).toHaveCount(0)
  }
  await page.getByRole('link', { name: 'Settings', exact: true }).click()
  await expect(page.getByText('Waiting for the engine')).toBeVisible()
})

test('a screen whose code does not come says so, and opens once it does', async ({ page, hookscope }) => {
  await page.route('**/assets/compose-screen-*.js', (request) => request.abort())
  await page.goto(hookscope.pageUrl)
  await page.getByRole('link', { name: 'Compose', exact: true }).click()
  await expect(page.getByRole('alert')).toContainText('This screen did not load')
  await page.unroute('**/assets/compose-screen-*.js')
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('button', { name: /^Send/ }).first()).toBeVisible()
})

test('an editor that does not load shows its text and says so, and comes when asked again', async ({ page, hookscope }) => {
  await page.route('**/assets/monaco-*.js', (request) => request.abort())
  await page.goto(hookscope.pageUrl.replace(/\/?$/, '/compose'))
  await expect(page.getByText('The editor did not load.').first()).toBeVisible()
  await expect(page.getByText('"eventType"').first()).toBeVisible()
  await page.unroute('**/assets/monaco-*.js')
  await page.getByRole('button', { name: 'Try again' }).first().click()
  await expect(page.locator('.monaco-editor').first()).toBeVisible()
})
