import type { Locator, Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'

// The page as somebody without a mouse has it.

test('what takes the focused control away leaves the focus beside it', async ({ page, hookscope }) => {
  await openNewEndpoint(page, hookscope.pageUrl)
  const editor = page.getByRole('tabpanel', { name: 'Settings' })
  await press(editor.getByRole('button', { name: 'Add a header' }))
  await expect(editor.getByRole('textbox', { name: 'Name of header 1' })).toBeFocused()
  await press(editor.getByRole('button', { name: 'Remove header 1' }))
  await expect(editor.getByRole('button', { name: 'Add a header' })).toBeFocused()

  await editor.getByRole('textbox', { name: 'Name', exact: true }).fill('till')
  await press(page.getByRole('button', { name: /^Save/ }))
  await expect(page.getByRole('grid', { name: 'Endpoints' }).getByRole('row', { name: /^till/ })).toBeVisible()
  await expectFocusInside(page.getByRole('main'))
  await editor.getByRole('textbox', { name: 'Name', exact: true }).fill('tills')
  await press(page.getByRole('button', { name: 'Discard' }))
  await expect(editor.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue('till')
  await expectFocusInside(page.getByRole('main'))

  const filter = page.getByRole('textbox', { name: 'Filter endpoints' })
  await filter.fill('nothing is called so')
  await press(page.getByRole('button', { name: 'Clear the filter' }))
  await expect(filter).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('row', { name: /^till/ })).toBeFocused()
})

test('a receiver is paused and resumed without the focus moving', async ({ page, hookscope }) => {
  await page.goto(hookscope.pageUrl)
  await expect(page.getByRole('region', { name: 'First start' })).toBeVisible()
  await page.keyboard.press('Control+,')
  await press(page.getByRole('button', { name: 'Pause', exact: true }))
  await expect(page.getByRole('button', { name: 'Resume', exact: true })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Pause', exact: true })).toBeFocused()
})

test('keys that come before what they act on are not lost', async ({ page, hookscope }) => {
  for (const name of ['one', 'two']) {
    const body = JSON.stringify({ eventType: 'deal.won', name })
    await fetch(`${hookscope.receiverUrl}/webhooks/crm`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body })
  }
  await page.goto(hookscope.pageUrl)
  await expect(page.getByRole('row', { name: /deal\.won/ })).toHaveCount(2)
  const inspector = page.getByRole('complementary', { name: 'Inspector' })
  await typeAtOnce(page, 'j', 'Enter')
  await expect(inspector.getByRole('tab', { name: 'Payload' })).toBeFocused()

  await typeAtOnce(page, 'j', 'm')
  const note = inspector.getByRole('textbox', { name: 'Note' })
  await expect(note).toBeFocused()
  await page.keyboard.type('paid twice')
  await expect(note).toHaveValue('paid twice')
  await page.keyboard.press('Escape')
  await page.getByRole('main').focus()

  await typeAtOnce(page, 'r', 'Control+Enter')
  await expect(page.getByRole('dialog', { name: 'Replay' }).getByRole('status')).toContainText('success')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)

  await typeAtOnce(page, 'g', 'i', 'j')
  await expect(page.getByRole('row', { name: /webhooks\/crm/ })).toHaveAttribute('aria-selected', 'true')
})

test('what is sent or started before its screen has come is sent and started once it has', async ({ page, hookscope }) => {
  await page.goto(hookscope.pageUrl)
  await expect(page.getByRole('region', { name: 'First start' })).toBeVisible()
  await typeAtOnce(page, 'g', 'c', 'Control+Enter')
  await expect(page.getByRole('link', { name: 'deal.won', exact: true })).toHaveCount(1, { timeout: 20_000 })
  await typeAtOnce(page, 'g', 's', 'Control+Enter')
  await expect(page.getByRole('region', { name: 'Simulation' }).getByRole('button', { name: 'Stop' })).toBeVisible()
})

test('a dialog that was opened from nowhere in particular leaves the keys to the screen', async ({ page, hookscope }) => {
  await fetch(`${hookscope.receiverUrl}/webhooks/crm`, { method: 'POST', body: '{"eventType":"deal.won"}' })
  await page.goto(hookscope.pageUrl)
  await expect(page.getByRole('row', { name: /deal\.won/ })).toBeVisible()
  const filter = page.getByRole('combobox', { name: 'Filter exchanges' })
  await page.getByRole('main').focus()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('Export')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Export' })
  await expect(dialog).toBeVisible()
  const downloading = page.waitForEvent('download')
  await page.keyboard.press('Control+Enter')
  await downloading
  await expect(dialog.getByRole('status')).toContainText('1 exchange,')
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  await page.keyboard.press('j')
  await expect(page.getByRole('complementary', { name: 'Inspector' })).toBeVisible()
  await expect(filter).toHaveValue('')
})

test('an entity that is closed or deleted gives the focus to the table', async ({ page, hookscope }) => {
  await page.goto(hookscope.pageUrl)
  await page.getByRole('link', { name: 'CRM', exact: true }).click()
  for (const name of ['Ada', 'Bob']) {
    await press(page.getByRole('button', { name: /^New lead/ }).first())
    await page.getByLabel('First name').fill(name)
    await page.getByLabel('Last name').fill('Lovelace')
    await page.getByLabel('Email').fill(`${name}@example.com`)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { name: `${name} Lovelace` })).toBeVisible()
  }
  const ada = page.getByRole('row', { name: /^Ada/ })
  const bob = page.getByRole('row', { name: /^Bob/ })
  await press(bob)
  await page.keyboard.press('j')
  await expect(ada).toBeFocused()
  await expect(page.getByRole('heading', { name: 'Ada Lovelace' })).toBeVisible()
  await page.keyboard.press('ArrowUp')
  await expect(bob).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('heading', { name: 'Bob Lovelace' })).toHaveCount(0)
  await expect(bob).toBeFocused()
  await page.keyboard.press('Enter')
  await press(page.getByRole('button', { name: 'Delete', exact: true }))
  await expect(page.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(bob).toHaveCount(0)
  await expect(ada).toBeFocused()
})

test('j and k take the focus along, so that the arrow keys go on from there', async ({ page, hookscope }) => {
  await page.goto(hookscope.pageUrl)
  await page.getByRole('link', { name: 'Inboxes', exact: true }).click()
  const grid = page.getByRole('grid', { name: 'Inboxes' })
  await expect(grid).toBeVisible()
  for (const path of ['/orders', '/refunds']) {
    await page.keyboard.press('n')
    await page.getByRole('textbox', { name: 'Path' }).fill(path)
    await page.keyboard.press('Control+s')
    await press(grid.getByRole('row', { name: new RegExp(`^${path}`) }))
  }
  await page.keyboard.press('Home')
  await page.keyboard.press('j')
  await expect(grid.getByRole('row').nth(2)).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(grid.getByRole('row').nth(3)).toBeFocused()
  await expect(grid.getByRole('row').nth(3)).toHaveAttribute('aria-selected', 'true')
})

test('a dialog gives the focus back to what opened it, and Escape closes it past a tooltip', async ({ page, hookscope }) => {
  await page.goto(hookscope.pageUrl)
  await page.getByRole('link', { name: 'Compose', exact: true }).click()
  for (const name of ['Variables', 'Save as template']) {
    const opener = page.getByRole('button', { name })
    await press(opener)
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).press('Shift+Tab')
    await expect(page.getByRole('dialog')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expect(opener).toBeFocused()
  }
  await press(page.getByRole('button', { name: 'Variables' }))
  await page.getByRole('button', { name: 'Copy {{$uuid}}' }).focus()
  await expect(page.locator('.tooltip', { hasText: 'Copy {{$uuid}}' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('F6 walks from pane to pane, out of an editor too', async ({ page, hookscope }) => {
  await page.goto(hookscope.pageUrl)
  await page.getByRole('link', { name: 'Compose', exact: true }).click()
  const editor = page.getByRole('textbox', { name: /^Event / })
  await expect(editor).toBeAttached({ timeout: 20_000 })
  await page.getByRole('textbox', { name: 'Search event types' }).focus()
  await page.keyboard.press('F6')
  await expectFocusInside(page.getByRole('region', { name: 'Editor' }))
  await editor.focus()
  await page.keyboard.press('F6')
  await expectFocusInside(page.getByRole('region', { name: 'Send', exact: true }))
  await page.keyboard.press('Shift+F6')
  await expect(editor).toBeFocused()
  await page.keyboard.press('Shift+F6')
  await page.keyboard.press('Shift+F6')
  await expect(page.getByRole('link', { name: 'Compose', exact: true })).toBeFocused()
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Shortcuts' }).getByRole('listitem').filter({ hasText: 'Next pane' })).toContainText('F6')
})

test('Tab indents in an editor until it is let go, and the editor says how', async ({ page, hookscope }) => {
  await page.goto(hookscope.pageUrl)
  await page.getByRole('link', { name: 'Compose', exact: true }).click()
  const editor = page.getByRole('textbox', { name: /^Event / })
  await expect(editor).toBeAttached({ timeout: 20_000 })
  await page.getByRole('button', { name: 'Save as template' }).focus()
  await page.keyboard.press('Tab')
  await expect(editor).toBeFocused()
  const hint = page.getByText('Tab indents.')
  await expect(hint).toBeVisible()
  await expect(hint).toContainText('Ctrl')
  await page.keyboard.press('Tab')
  await expect(editor).toBeFocused()
  await page.keyboard.press('Control+m')
  await page.keyboard.press('Tab')
  await expect(editor).not.toBeFocused()
  await expect(hint).toHaveCount(0)
})

test('Tab stops at the chosen view of a body, whatever chose it', async ({ page, hookscope }) => {
  await fetch(`${hookscope.receiverUrl}/shop`, { method: 'POST', body: 'plain text' })
  await fetch(`${hookscope.receiverUrl}/shop`, { method: 'POST', body: '{"number":2}' })
  await page.goto(hookscope.pageUrl)
  await page.getByRole('grid', { name: 'Exchanges' }).getByRole('row', { name: /^in / }).first().click()
  await expect(page.getByRole('radio', { name: 'Pretty' })).toBeChecked()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('radio', { name: 'Pretty' })).toBeFocused()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('radio', { name: 'Tree' })).toBeChecked()
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowLeft')
  await expect(page.getByRole('radio', { name: 'Hex' })).toBeFocused()
})

async function openNewEndpoint(page: Page, pageUrl: string): Promise<void> {
  await page.goto(pageUrl)
  await page.getByRole('link', { name: 'Endpoints', exact: true }).click()
  await expect(page.getByRole('grid', { name: 'Endpoints' })).toBeVisible()
  await page.keyboard.press('n')
  await page.getByRole('textbox', { name: 'URL' }).fill('http://127.0.0.1:1/hooks')
  await page.keyboard.press('Control+s')
  await expect(page.getByRole('tab', { name: 'Settings' })).toBeVisible()
}

async function press(control: Locator): Promise<void> {
  await control.focus()
  await control.press('Enter')
}

async function expectFocusInside(place: Locator): Promise<void> {
  await expect(place.locator(':focus')).toHaveCount(1)
}

/** Strokes with nothing drawn or answered between them, as no hand is fast enough to type them. */
async function typeAtOnce(page: Page, ...strokes: string[]): Promise<void> {
  await Promise.all(strokes.map((stroke) => page.keyboard.press(stroke)))
}
