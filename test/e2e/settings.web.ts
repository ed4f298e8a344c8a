import { expect, test } from './fixtures.ts'

test('Limits are asked about before they remove anything, and hold after a reload', async ({ page, hookscope }) => {
  await page.goto(hookscope.pageUrl)
  await expect(page.getByRole('region', { name: 'First start' })).toBeVisible()
  await page.keyboard.press('Control+,')
  await page.getByLabel('Age').fill('30')
  await expect(page.getByText(/^Write a duration/)).toBeVisible()
  await page.getByLabel('Age').fill('30 d')
  await page.keyboard.press('Control+s')
  await page.getByRole('dialog').getByRole('button', { name: 'Save and remove' }).click()
  await expect(page.getByText(/^Not saved/)).toBeHidden()
  await page.reload()
  await expect(page.getByLabel('Age')).toHaveValue('30 d')
})

test('The receiver is paused, resumed and moved to a free port', async ({ page, hookscope }) => {
  await page.goto(hookscope.pageUrl)
  await page.getByRole('link', { name: 'Settings', exact: true }).click()
  const receiver = page.getByRole('region', { name: 'Receiver' })
  await receiver.getByRole('button', { name: 'Pause' }).click()
  await expect(receiver.getByText('Paused at')).toBeVisible()
  await receiver.getByRole('button', { name: 'Resume' }).click()
  await expect(receiver.getByText('Receiving at')).toBeVisible()
  await receiver.getByLabel('Port').fill('0')
  await receiver.getByRole('button', { name: 'Move' }).click()
  await expect(receiver.getByText(hookscope.receiverUrl)).toBeHidden()
  await expect(receiver.getByText('Receiving at')).toBeVisible()
})
