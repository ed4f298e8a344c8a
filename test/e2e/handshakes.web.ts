import { AxeBuilder } from '@axe-core/playwright'
import { startCli } from '../support/spawn-cli.ts'
import { expect, test } from './fixtures.ts'

const SECRET = 'the-secret-of-both-sides-with-40-letters'

test(`a provider's handshake is set up at an inbox, sent from an endpoint with one press, and judged`, async ({ page, hookscope }) => {
  test.slow()
  const on = ['--workspace', hookscope.workspace]
  const url = `${hookscope.receiverUrl}/xero`
  await startCli(['inboxes', 'add', '/xero', '--scheme', 'none', ...on]).ended
  await startCli(['endpoints', 'add', url, '--name', 'Books', '--scheme', 'xero', '--secret', SECRET, ...on]).ended
  await page.goto(hookscope.pageUrl)

  await page.getByRole('link', { name: 'Endpoints' }).click()
  await page.getByRole('row', { name: /Books/ }).click()
  const row = page.getByRole('region', { name: 'Handshake', exact: true })
  await expect(row.getByRole('combobox')).toHaveText('Xero intent to receive')
  await row.getByRole('button', { name: 'Send the handshake' }).click()
  const answer = row.getByRole('region', { name: 'Answer to the handshake' })
  await expect(answer.getByRole('heading')).toHaveText('Xero intent to receive: not passed')
  await expect(answer.getByRole('region', { name: 'signed wrongly', exact: true })).toContainText(
    'A request with a wrong signature was answered 200, as if it were right.',
  )
  await expect(answer).toContainText('expected 401 without a body')
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])

  await page.getByRole('link', { name: 'Inboxes' }).click()
  await page.getByRole('row', { name: /\/xero/ }).click()
  await page.getByRole('combobox', { name: 'Scheme' }).click()
  await page.getByRole('option', { name: /^Xero/ }).click()
  await page.getByRole('button', { name: 'Set one of its own' }).click()
  await page.getByRole('textbox', { name: 'Secret' }).fill(SECRET)
  await expect(page.getByRole('combobox', { name: 'Handshake' })).toHaveText('The scheme’s: Xero intent to receive')
  await page.getByRole('button', { name: /^Save/ }).click()
  await expect(page.getByRole('row', { name: /\/xero/ })).toContainText('Xero')

  await page.getByRole('link', { name: 'Endpoints' }).click()
  await page.getByRole('row', { name: /Books/ }).click()
  await row.getByRole('button', { name: 'Send the handshake' }).click()
  await expect(answer.getByRole('heading')).toHaveText('Xero intent to receive: passed')
  await answer.getByRole('region', { name: 'signed wrongly', exact: true }).getByRole('link', { name: 'Show in Activity' }).click()
  const inspector = page.getByRole('complementary', { name: 'Inspector' })
  await inspector.getByRole('tab', { name: /^Headers/ }).click()
  await expect(inspector).toContainText('Handshake passed: Xero intent to receive, signed wrongly.')
})
