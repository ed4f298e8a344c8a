import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from './fixtures.ts'

const SCREENS = ['Activity', 'Compose', 'Endpoints', 'Inboxes', 'Simulator', 'Settings', 'CRM'] as const

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in the ${colorScheme} theme`, () => {
    test.use({ colorScheme, reducedMotion: 'reduce' })
    test('axe finds nothing on any screen, empty or filled', async ({ page, hookscope }) => {
      test.slow() // axe looks at sixteen screens
      await page.goto(hookscope.pageUrl)
      const findings: string[] = []
      const look = async (where: string): Promise<void> => {
        const { violations } = await new AxeBuilder({ page }).analyze()
        findings.push(...violations.map(({ id, nodes }) => `${where}: ${id} ${nodes[0]?.target.join(' ')}`))
      }
      await expect(page.getByRole('button', { name: /^Send a sample event/ })).toBeVisible()
      await look('first start')
      await page.getByRole('button', { name: /^Send a sample event/ }).click()
      await expect(page.getByText('valid', { exact: true })).toBeVisible()
      await page.reload()
      for (const screen of SCREENS) {
        await page.getByRole('link', { name: screen, exact: true }).click()
        await expect(page.getByRole('heading', { name: screen, level: 1 })).toBeAttached()
        await look(screen)
      }
      await page.keyboard.press('Control+k')
      await expect(page.getByRole('option').first()).toBeVisible()
      await look('palette')
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: /^New lead/ }).click()
      await page.getByLabel('First name').fill('Ada')
      await page.getByLabel('Last name').fill('Lovelace')
      await page.getByLabel('Email').fill('ada@example.com')
      await look('New lead')
      await page.getByRole('button', { name: 'Create and send' }).click()
      await expect(page.getByRole('heading', { name: '1 event raised' })).toBeVisible()
      await look('Lead')
      await page.getByRole('link', { name: 'Activity', exact: true }).click()
      await page
        .getByRole('row', { name: /^in .* valid/ })
        .first()
        .click()
      for (const tab of ['Payload', 'Headers', 'Signature', 'Response', 'Timeline', 'Lineage', 'Notes']) {
        await page.getByRole('tab', { name: new RegExp(`^${tab}`) }).click()
        await look(tab)
      }
      await page.getByRole('tab', { name: 'Payload' }).click()
      await page.getByRole('radio', { name: 'Tree' }).click()
      await page.getByRole('button', { name: 'Search in the request body' }).click()
      await look('Tree')
      expect(findings).toEqual([])
    })

    test('axe finds nothing on the page of the API', async ({ page, hookscope }) => {
      await page.goto(`${hookscope.controlUrl}/api/docs#leads.create`)
      await page.getByRole('searchbox').fill('lead')
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.target.join(' ')}`)).toEqual([])
    })
  })
}
