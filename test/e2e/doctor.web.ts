import { createHmac } from 'node:crypto'
import { AxeBuilder } from '@axe-core/playwright'
import type { Served } from '../support/serve.ts'
import { startCli } from '../support/spawn-cli.ts'
import { expect, test } from './fixtures.ts'

const COMPACT = '{"eventType":"deal.won","data":{"name":"Acme"}}'
const PRETTY = JSON.stringify(JSON.parse(COMPACT), null, 2)

/** A body that was signed in another form than it was sent. */
async function capture(hookscope: Served, signed: string, sent: string): Promise<void> {
  const secret = (await startCli(['secret', '--workspace', hookscope.workspace]).ended).stdout.trim()
  const signature = `sha256=${createHmac('sha256', secret).update(signed).digest('hex')}`
  await fetch(`${hookscope.receiverUrl}/webhooks/crm`, { method: 'POST', headers: { 'X-Webhook-Signature': signature }, body: sent })
}

test('a wrong signature is explained: what was signed, the proof, the remedy, and what it is not', async ({ page, hookscope }) => {
  await capture(hookscope, COMPACT, PRETTY)
  await page.goto(hookscope.pageUrl)
  await page.getByRole('row', { name: /^in .* deal\.won .* invalid 200/ }).click()
  const inspector = page.getByRole('complementary', { name: 'Inspector' })
  await inspector.getByRole('tab', { name: /^Signature/ }).click()
  const diagnosis = inspector.getByRole('region', { name: 'Diagnosis' })
  await expect(diagnosis.getByRole('heading')).toHaveText(
    'The signature matches if the body is written again as compact JSON, as JSON.stringify does.',
  )
  await expect(diagnosis).toContainText(
    `${COMPACT.length} bytes were signed, ${PRETTY.length} arrived. Proved with the secret of the workspace`,
  )
  await expect(diagnosis).toContainText('reserialized')

  const mend = inspector.getByRole('region', { name: 'Mend' })
  await mend.getByRole('combobox', { name: 'Where it usually happens' }).click()
  await page.getByRole('option', { name: 'Flask, receiver' }).click()
  await expect(mend).toContainText('+ verify_signature(request.get_data(), signature, secret)')

  await inspector.getByText(/causes ruled out$/).click()
  await expect(inspector.getByText('line end after the secret', { exact: false })).toBeVisible()
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
})

test('what nothing explains says so, and a secret set since makes it valid', async ({ page, hookscope }) => {
  await fetch(`${hookscope.receiverUrl}/webhooks/crm`, {
    method: 'POST',
    headers: {
      'X-Webhook-Signature': `sha256=${createHmac('sha256', 'a secret of tomorrow, with 40 characters --').update(COMPACT).digest('hex')}`,
    },
    body: COMPACT,
  })
  await page.goto(hookscope.pageUrl)
  await page.getByRole('row', { name: /^in .* deal\.won .* invalid 200/ }).click()
  const inspector = page.getByRole('complementary', { name: 'Inspector' })
  await inspector.getByRole('tab', { name: /^Signature/ }).click()
  await expect(inspector.getByRole('heading', { name: /^None of the \d+ causes that were tried/ })).toBeVisible()
  await startCli(['secret', '--set', 'a secret of tomorrow, with 40 characters --', '--workspace', hookscope.workspace]).ended
  await inspector.getByRole('tab', { name: /^Headers/ }).click()
  await inspector.getByRole('tab', { name: /^Signature/ }).click()
  await expect(inspector.getByText('It is valid under the secret that the inbox has now.')).toBeVisible()
})
