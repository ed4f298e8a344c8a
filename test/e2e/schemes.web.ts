import { createHmac } from 'node:crypto'
import { AxeBuilder } from '@axe-core/playwright'
import { startCli } from '../support/spawn-cli.ts'
import { expect, test } from './fixtures.ts'

const BODY = '{"type":"invoice.paid"}'

test('an inbox that expects no signature offers to check those of the provider that sends to it', async ({ page, hookscope }) => {
  test.slow()
  await startCli(['inboxes', 'add', '/open', '--scheme', 'none', '--workspace', hookscope.workspace]).ended
  const post = async (): Promise<void> => {
    const t = Math.floor(Date.now() / 1000)
    const v1 = createHmac('sha256', 'whsec_of_stripe').update(`${t}.${BODY}`).digest('hex')
    await fetch(`${hookscope.receiverUrl}/open`, { method: 'POST', headers: { 'Stripe-Signature': `t=${t},v1=${v1}` }, body: BODY })
  }
  await post()
  await page.goto(hookscope.pageUrl)
  await page.getByRole('row', { name: /^in .* unsigned/ }).click()
  const inspector = page.getByRole('complementary', { name: 'Inspector' })
  await inspector.getByRole('tab', { name: /^Signature/ }).click()
  await expect(inspector.getByText('Checked with the secret')).toHaveCount(0)
  const offer = inspector.getByRole('region', { name: 'This looks like Stripe.' })
  await expect(offer.getByRole('button', { name: 'Check it' })).toBeDisabled()
  await offer.getByLabel('Add its secret?').fill('whsec_of_stripe')
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  await offer.getByRole('button', { name: 'Check it' }).click()
  await expect(inspector.getByRole('heading', { name: 'What comes to /open is checked as Stripe’s from now on.' })).toBeVisible()
  await post()
  await expect(page.getByRole('row', { name: /^in .* valid 200/ })).toBeVisible()
})

test('an HMAC of one’s own is described by hand, and checks what comes', async ({ page, hookscope }) => {
  test.slow()
  await startCli(['inboxes', 'add', '/mine', '--scheme', 'none', '--workspace', hookscope.workspace]).ended
  await page.goto(hookscope.pageUrl)
  await page.getByRole('link', { name: 'Inboxes' }).click()
  await page.getByRole('row', { name: /\/mine/ }).click()
  await page.getByRole('combobox', { name: 'Scheme' }).click()
  await page.getByRole('option', { name: /^Custom/ }).click()
  const form = page.getByRole('group', { name: 'Custom HMAC' })
  await form.getByLabel('Header').fill('X-Acme')
  await form.getByLabel('Prefix', { exact: true }).fill('v1=')
  await form.getByLabel('Signed content').fill('{timestamp}|{body}')
  await expect(form).toContainText('names {timestamp}, which is none of {body} {ts}')
  await form.getByLabel('Signed content').fill('{ts}|{body}')
  await form.getByLabel('Several, between').fill(',')
  await form.getByLabel('Time in').fill('t=')
  await form.getByRole('combobox', { name: 'Written as' }).click()
  await page.getByRole('option', { name: 'milliseconds' }).click()
  await form.getByRole('combobox', { name: 'Stale when' }).click()
  await page.getByRole('option', { name: 'too old or ahead' }).click()
  await form.getByRole('combobox', { name: 'Secret is' }).click()
  await page.getByRole('option', { name: 'base64' }).click()
  await form.getByLabel('Secret prefix').fill('acme_')
  await page.getByRole('button', { name: 'Set one of its own' }).click()
  await page.getByRole('textbox', { name: 'Secret', exact: true }).fill('acme_a2V5')
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
  await page.getByRole('button', { name: /^Save/ }).click()
  await expect(page.getByRole('row', { name: /\/mine/ })).toContainText('Custom HMAC')

  const post = async (t: number): Promise<void> => {
    const v1 = createHmac('sha256', 'key').update(`${t}|${BODY}`).digest('hex')
    await fetch(`${hookscope.receiverUrl}/mine`, { method: 'POST', headers: { 'X-Acme': `t=${t},v1=${v1}` }, body: BODY })
  }
  await post(Date.now())
  await post(Date.now() + 600_000)
  await page.getByRole('link', { name: 'Activity' }).click()
  await expect(page.getByRole('row', { name: /^in .* valid 200/ })).toBeVisible()
  await expect(page.getByRole('row', { name: /^in .* stale 200/ })).toBeVisible()
})
