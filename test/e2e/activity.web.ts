import type { Page } from '@playwright/test'
import type { Served } from '../support/serve.ts'
import { expect, test } from './fixtures.ts'

/** Posts a request to the built-in inbox; without a signature, so its verdict is "missing". */
async function post(hookscope: Served, body: string): Promise<void> {
  const response = await fetch(`${hookscope.receiverUrl}/webhooks/crm`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body,
  })
  await response.arrayBuffer()
}

function rowsOf(page: Page) {
  return page.getByRole('grid', { name: 'Exchanges' }).getByRole('row', { name: /^(?:in|out) / })
}

test('a stretch of time is chosen in the histogram by keyboard and by pointer, and undone', async ({ page, hookscope }) => {
  await post(hookscope, '{"eventType":"lead.created"}')
  await page.goto(hookscope.pageUrl)
  await expect(rowsOf(page)).toHaveCount(1)
  const figure = page.getByRole('figure', { name: 'Exchanges over time' })
  await expect(figure.getByRole('button', { name: 'ok 1' })).toBeVisible()

  // It came a while ago: in the newest bar there is nothing.
  const beginning = figure.getByRole('slider', { name: 'Beginning of the chosen time' })
  await beginning.focus()
  await beginning.press('End')
  await expect(page.getByText('No exchange is of that time.')).toBeVisible()
  await expect(figure.getByRole('button', { name: 'ok 0' })).toBeVisible()
  await expect(page).toHaveURL(/range=/)
  await beginning.press('Escape')
  await expect(rowsOf(page)).toHaveCount(1)
  await expect(page).not.toHaveURL(/range=/)

  const box = await figure.boundingBox()
  if (!box) throw new Error('The histogram is not there.')
  // A moment ago there was nothing either.
  await page.mouse.move(box.x + box.width * 0.93, box.y + 50)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * 0.97, box.y + 60, { steps: 4 })
  await page.mouse.up()
  await expect(page.getByText('No exchange is of that time.')).toBeVisible()
  await page.goBack()
  await expect(rowsOf(page)).toHaveCount(1)

  await figure.getByRole('button', { name: 'ok 1' }).click()
  await expect(figure.getByRole('button', { name: 'ok 1' })).toHaveAttribute('aria-pressed', 'false')
})

test('columns are chosen, ordered and made wider, and stay so', async ({ page, hookscope }) => {
  await post(hookscope, '{"eventType":"lead.created"}')
  await page.goto(hookscope.pageUrl)
  await expect(rowsOf(page)).toHaveCount(1)
  const grid = page.getByRole('grid', { name: 'Exchanges' })
  const heads = grid.getByRole('columnheader')
  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('checkbox', { name: 'Verdict' }).click()
  await page.getByRole('button', { name: 'Move Size to the left' }).click()
  await page.keyboard.press('Escape')
  await expect(heads).toHaveText(['Direction', 'Time', 'Event type', 'Endpoint or inbox', 'Request', 'Status', 'Attempt', 'Size', 'Took'])

  const bar = grid.getByRole('separator', { name: 'Width of Event type' })
  const width = async (): Promise<number> => (await heads.nth(2).boundingBox())?.width ?? 0
  const before = await width()
  await bar.focus()
  await bar.press('ArrowRight')
  await bar.press('ArrowRight')
  await expect.poll(width).toBe(before + 16)
  await heads.nth(0).dragTo(heads.nth(3))
  await expect(heads.nth(3)).toHaveText('Direction')

  await page.reload()
  await expect(heads.nth(3)).toHaveText('Direction')
  await expect.poll(width).toBeGreaterThan(0)
  await page.getByRole('button', { name: 'Columns' }).click()
  await page.getByRole('button', { name: 'As at first' }).click()
  await expect(heads.nth(0)).toHaveText('Direction')
  await expect(heads).toHaveCount(10)
})

test('the feed is put in another order, which the engine makes', async ({ page, hookscope }) => {
  for (const size of [10, 3_000, 200]) await post(hookscope, JSON.stringify({ eventType: 'lead.created', text: 'x'.repeat(size) }))
  await page.goto(hookscope.pageUrl)
  await expect(rowsOf(page)).toHaveCount(3)
  const sizes = rowsOf(page).getByRole('gridcell').filter({ hasText: /B$/ })
  await page.getByRole('columnheader', { name: 'Size' }).getByRole('button').click()
  await expect(sizes).toHaveText([/kB/, /^2\d\d/, /^\d\d/])
  await expect(page.getByRole('columnheader', { name: 'Size' })).toHaveAttribute('aria-sort', 'descending')
  await post(hookscope, '{"eventType":"deal.won"}')
  await page.getByRole('button', { name: '1 new: sort again' }).click()
  await expect(rowsOf(page)).toHaveCount(4)
  await page.reload()
  await expect(sizes.first()).toHaveText(/kB/)
})

test('a filter is saved, renamed, chosen, deleted and brought back', async ({ page, hookscope }) => {
  await post(hookscope, '{"eventType":"lead.created"}')
  await post(hookscope, '{"eventType":"deal.won"}')
  await page.goto(`${hookscope.pageUrl}`)
  await expect(rowsOf(page)).toHaveCount(2)
  const field = page.getByRole('combobox', { name: 'Filter exchanges' })
  await field.fill('type:deal.*')
  await field.press('Enter')
  await expect(rowsOf(page)).toHaveCount(1)
  const menu = page.getByRole('button', { name: 'Saved filters' })
  await menu.click()
  await page.getByRole('textbox', { name: 'Save the present filter as' }).fill('Deals')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Rename Deals' }).click()
  await page.getByRole('textbox', { name: 'New name of Deals' }).fill('Won deals')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Won deals type:deal.*' })).toBeVisible()
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: 'Clear the filter' }).click()
  await expect(rowsOf(page)).toHaveCount(2)
  await page.reload()
  await menu.click()
  await page.getByRole('button', { name: 'Won deals type:deal.*' }).click()
  await expect(rowsOf(page)).toHaveCount(1)
  await page.getByRole('button', { name: 'Delete Won deals' }).click()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('list', { name: 'Saved filters' })).toBeHidden()
  await menu.click()
  await expect(page.getByRole('button', { name: 'Won deals type:deal.*' })).toBeVisible()
})

test('several exchanges are chosen, tagged, and deleted after a question that says how many', async ({ page, hookscope }) => {
  for (const type of ['lead.created', 'lead.updated', 'deal.won', 'ticket.created'])
    await post(hookscope, JSON.stringify({ eventType: type }))
  await page.goto(hookscope.pageUrl)
  await expect(rowsOf(page)).toHaveCount(4)
  const bar = page.getByRole('toolbar', { name: 'Chosen exchanges' })
  await rowsOf(page)
    .nth(0)
    .click({ modifiers: ['Control'] })
  await rowsOf(page)
    .nth(2)
    .click({ modifiers: ['Shift'] })
  await expect(bar.getByRole('status')).toHaveText('3 chosen')
  await rowsOf(page).nth(1).getByRole('gridcell').first().click()
  await expect(bar.getByRole('status')).toHaveText('2 chosen')
  await expect(bar.getByRole('button', { name: 'Compare' })).toBeEnabled()
  await page.reload()
  await expect(bar.getByRole('status')).toHaveText('2 chosen')

  await bar.getByRole('button', { name: 'Tag' }).click()
  await page.getByRole('textbox', { name: 'Tag' }).fill('urgent')
  await page.keyboard.press('Enter')
  await expect(page.getByText('2 exchanges tagged urgent')).toBeVisible()
  await page.keyboard.press('Escape')
  const field = page.getByRole('combobox', { name: 'Filter exchanges' })
  await field.fill('tag:urgent')
  await field.press('Enter')
  await expect(rowsOf(page)).toHaveCount(2)
  await expect(bar).toBeHidden()

  await page.getByRole('grid', { name: 'Exchanges' }).focus()
  await page.keyboard.press('Control+a')
  await expect(bar.getByRole('status')).toHaveText('2 chosen, all that match')
  await bar.getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByText('Delete 2 exchanges?')).toBeVisible()
  await page.getByRole('button', { name: 'Delete', exact: true }).last().click()
  await expect(page.getByText('2 exchanges deleted')).toBeVisible()
  await expect(page.getByText('Nothing matches')).toBeVisible()
})

test('rows are chosen from the keyboard, and let go', async ({ page, hookscope }) => {
  test.slow() // the inspector opens with its editor
  for (const type of ['lead.created', 'deal.won']) await post(hookscope, JSON.stringify({ eventType: type }))
  await page.goto(hookscope.pageUrl)
  await expect(rowsOf(page)).toHaveCount(2)
  const bar = page.getByRole('toolbar', { name: 'Chosen exchanges' })
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  await expect(bar.getByRole('status')).toHaveText('1 chosen')
  await page.keyboard.press('Shift+ArrowDown')
  await expect(bar.getByRole('status')).toHaveText('2 chosen')
  await page.keyboard.press('Escape')
  await expect(bar).toBeHidden()
})

test('a delivery is one row, and opens to the capture that it made', async ({ page, hookscope }) => {
  await page.goto(hookscope.pageUrl)
  await page.getByRole('button', { name: /^Send a sample event/ }).click()
  await expect(page.getByText('valid', { exact: true })).toBeVisible()
  await page.reload()
  await expect(rowsOf(page)).toHaveCount(2)
  await page.getByRole('button', { name: 'Group by delivery' }).click()
  await expect(rowsOf(page)).toHaveCount(1)
  await page.getByRole('button', { name: 'Attempts of this delivery' }).click()
  await expect(rowsOf(page)).toHaveCount(2)
  await page.getByRole('grid', { name: 'Exchanges' }).focus()
  await page.keyboard.press('j')
  await page.keyboard.press('ArrowLeft')
  await expect(rowsOf(page)).toHaveCount(1)
  await page.keyboard.press('ArrowRight')
  await expect(rowsOf(page)).toHaveCount(2)
  await page.reload()
  await expect(rowsOf(page)).toHaveCount(1)
})
