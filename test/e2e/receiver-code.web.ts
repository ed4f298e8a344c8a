import { AxeBuilder } from '@axe-core/playwright'
import { startCli } from '../support/spawn-cli.ts'
import { expect, test } from './fixtures.ts'

test.use({ permissions: ['clipboard-read', 'clipboard-write'] })

test('an inbox and an endpoint show the receiver that verifies them, in the language chosen last', async ({ page, hookscope }) => {
  test.slow() // two commands first
  const workspace = ['--workspace', hookscope.workspace]
  await startCli(['inboxes', 'add', '/hooks/stripe', '--scheme', 'stripe', ...workspace]).ended
  await startCli(['endpoints', 'add', 'http://127.0.0.1:4100/in', '--name', 'mine', ...workspace]).ended
  await page.goto(hookscope.pageUrl)
  await page.getByRole('link', { name: 'Inboxes', exact: true }).click()
  await page.getByText('/hooks/stripe').first().click()
  await page.getByRole('button', { name: 'How do I verify this?' }).click()
  const dialog = page.getByRole('dialog', { name: 'How do I verify this?' })
  await expect(dialog).toContainText('receiver.mjs')
  await expect(dialog).toContainText(`app.post('/hooks/stripe'`)
  await dialog.getByRole('combobox', { name: 'Language' }).click()
  await page.getByRole('option', { name: 'PHP, Laravel' }).click()
  await expect(dialog).toContainText('StripeWebhookController.php')
  await dialog.getByRole('button', { name: 'Copy receiver' }).click()
  expect(await page.evaluate<string>('navigator.clipboard.readText()')).toContain('final class StripeWebhookController')
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'How do I verify this?' })).toBeFocused()

  await page.getByRole('link', { name: 'Endpoints', exact: true }).click()
  await page.getByText('mine').first().click()
  await page.getByRole('button', { name: 'How do I verify this?' }).click()
  await expect(dialog).toContainText('CrmWebhookController.php')
  await expect(dialog).toContainText(`Route::post('/in'`)
})
