import { expect, test } from './fixtures.ts'

test('The palette finds screens, event types and filters by typing, gives the focus back and remembers', async ({ page, hookscope }) => {
  await page.goto(hookscope.pageUrl)
  await expect(page.getByRole('region', { name: 'First start' })).toBeVisible()
  await page.keyboard.press('Control+k')
  const field = page.getByRole('combobox', { name: 'Search commands' })
  await expect(field).toBeFocused()
  await field.fill('settings')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('region', { name: 'Receiver' })).toBeVisible()

  const port = page.getByLabel('Port')
  await port.focus()
  await page.keyboard.press('Control+k')
  await expect(field).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(port).toBeFocused()

  await page.keyboard.press('Control+k')
  await field.fill('dealwon')
  await expect(page.getByRole('option', { name: /^deal\.won/ })).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/#\/activity\?filter=type%3Adeal\.won$/)
  await page.keyboard.press('Control+k')
  await expect(page.getByRole('option').first()).toHaveText(/^deal\.won/)
})
