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
