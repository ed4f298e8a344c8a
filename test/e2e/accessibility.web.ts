import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'

/** axe takes seconds a look, and each test takes some ten. */
const TIMEOUT_MS = 240_000
const SCREENS = ['Activity', 'Compose', 'Replays', 'Endpoints', 'Inboxes', 'Simulator', 'Settings', 'CRM'] as const

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in the ${colorScheme} theme`, () => {
    test.use({ colorScheme, reducedMotion: 'reduce' })
    test('axe finds nothing on any screen, empty or filled', async ({ page, hookscope }) => {
      test.setTimeout(TIMEOUT_MS)
      await page.goto(hookscope.pageUrl)
      const { look, findings } = axeOn(page)
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
      expect(findings).toEqual([])
    })

    test('axe finds nothing on any side of an exchange', async ({ page, hookscope }) => {
      test.setTimeout(TIMEOUT_MS)
      const { look, findings } = axeOn(page)
      await page.goto(hookscope.pageUrl)
      await page.getByRole('button', { name: /^Send a sample event/ }).click()
      await page.getByRole('button', { name: 'Open in Activity' }).click()
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

    test('axe finds nothing where exchanges are edited and replayed, and where some were not delivered', async ({ page, hookscope }) => {
      test.setTimeout(TIMEOUT_MS)
      const { look, findings } = axeOn(page)
      for (const body of ['{"number":1}', '{"number":2}']) await fetch(`${hookscope.receiverUrl}/shop`, { method: 'POST', body })
      await page.goto(hookscope.pageUrl)
      await page.getByRole('grid', { name: 'Exchanges' }).getByRole('row', { name: /^in / }).first().click()
      await expect(page.getByRole('complementary', { name: 'Inspector' }).getByRole('button', { name: 'More actions' })).toBeVisible()
      await page.keyboard.press('e')
      const single = page.getByRole('dialog', { name: 'Replay' })
      await expect(single.getByRole('textbox', { name: 'Body to be sent' })).toBeAttached({ timeout: 20_000 })
      await single.getByRole('textbox', { name: 'Body to be sent' }).focus()
      await page.keyboard.type('1')
      await expect(single.getByRole('button', { name: 'Undo all edits' })).toBeVisible()
      await look('edited before a replay')
      await single.getByRole('tab', { name: /^Headers/ }).click()
      await look('headers before a replay')
      await page.keyboard.press('Escape')
      await expect(single).toHaveCount(0)
      await page.keyboard.press('r')
      await expect(single.getByRole('button', { name: 'Go on with those edits' })).toBeVisible()
      await look('a replay of what was edited earlier')
      await page.keyboard.press('Escape')
      await expect(single).toHaveCount(0)
      await page.keyboard.press('Shift+R')
      const many = page.getByRole('dialog', { name: 'Replay all exchanges' })
      await many.getByRole('radio', { name: 'To a URL' }).click()
      // Nothing listens there.
      await many.getByRole('textbox', { name: 'URL' }).fill('http://127.0.0.1:1/')
      await expect(many.getByRole('group', { name: 'Dry run' })).toContainText('2 exchanges')
      await look('dry run')
      await many.getByRole('button', { name: 'Send 2' }).click()
      await expect(many).toContainText('2 failed')
      await many.getByRole('link', { name: 'Open the replay' }).click()
      await expect(page.getByRole('region', { name: 'Failed' }).getByRole('listitem')).toHaveCount(2)
      await look('replay with failures')
      expect(findings).toEqual([])
    })

    test('axe finds nothing in editors, menus, sheets, toasts and on what went wrong', async ({ page, hookscope }) => {
      test.setTimeout(TIMEOUT_MS)
      const findings: string[] = []
      const look = async (where: string, within = 'body'): Promise<void> => {
        // What floats stands at the end of the page, in no landmark: it is reached from what opened it.
        const { violations } = await new AxeBuilder({ page }).include(within).disableRules('region').analyze()
        findings.push(...violations.map(({ id, nodes }) => `${where}: ${id} ${nodes[0]?.target.join(' ')}`))
      }
      await page.goto(hookscope.pageUrl)
      await page.getByRole('link', { name: 'Endpoints', exact: true }).click()
      await expect(page.getByRole('grid', { name: 'Endpoints' })).toBeVisible()
      await page.keyboard.press('n')
      await page.getByRole('textbox', { name: 'URL' }).fill('localhost:3000')
      await page.keyboard.press('Tab')
      await expect(page.getByRole('alert')).toBeVisible()
      await look('new endpoint with a mistake')
      await page.getByRole('textbox', { name: 'URL' }).fill('http://localhost:3000/hooks')
      await page.keyboard.press('Control+s')
      await expect(page.getByRole('tab', { name: 'Health' })).toBeVisible()
      await look('endpoint')
      await page.getByRole('tab', { name: 'Health' }).click()
      await look('health without attempts')
      await page.getByRole('grid', { name: 'Endpoints' }).getByRole('row').nth(1).click()
      await page.getByRole('switch', { name: 'Active' }).click()
      await expect(page.getByRole('switch', { name: 'Active' })).toBeChecked()
      await page.getByRole('button', { name: 'Send a test' }).click()
      await expect(page.getByText('Test:')).toBeVisible()
      await page.getByRole('tab', { name: 'Health' }).click()
      await expect(page.getByRole('slider', { name: /^Latency/ })).toBeVisible()
      await look('health')
      await page.getByRole('button', { name: /^More for/ }).click()
      await expect(page.getByRole('menuitem', { name: 'Delete' })).toBeVisible()
      await look('menu')
      await page.getByRole('menuitem', { name: 'Delete' }).click()
      await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible()
      await look('toast')
      await page.getByRole('textbox', { name: 'Filter endpoints' }).fill('nothing is called so')
      await page.mouse.move(0, 0)
      await look('list without a match, and the toast left alone')
      await page.goto(`${hookscope.controlUrl}/#/endpoints/webhook_gone`)
      await expect(page.getByText('This endpoint is no longer there')).toBeVisible()
      await look('endpoint that is gone')
      await page.getByRole('link', { name: 'Inboxes', exact: true }).click()
      await page.getByRole('grid', { name: 'Inboxes' }).getByRole('row').nth(1).click()
      await expect(page.locator('.monaco-editor').first()).toBeVisible({ timeout: 20_000 })
      await look('inbox')
      await page.getByRole('link', { name: 'Settings', exact: true }).click()
      await page.getByRole('radio', { name: 'Another' }).click()
      await page.getByRole('combobox', { name: 'Zone' }).fill('asia')
      await expect(page.getByRole('option').first()).toBeVisible()
      // The list in front hides the page from readers while it is open.
      await look('time zones', '[role=listbox]')
      await page.keyboard.press('Escape')
      await page.getByRole('link', { name: 'Activity', exact: true }).focus()
      await page.keyboard.press('?')
      await expect(page.getByRole('dialog', { name: 'Shortcuts' })).toBeVisible()
      await look('shortcuts')
      await page.keyboard.press('Escape')
      await hookscope.stop()
      await expect(page.getByText('Hookscope does not answer.')).toBeVisible()
      await look('engine away')
      expect(findings).toEqual([])
    })

    test('axe finds nothing where exchanges are chosen, filtered and compared, nor on what is wrong with them', async ({
      page,
      hookscope,
    }) => {
      test.setTimeout(TIMEOUT_MS)
      const { look, findings } = axeOn(page)
      for (const amount of [1, 2]) {
        await fetch(`${hookscope.receiverUrl}/webhooks/crm`, {
          method: 'POST',
          headers: { 'X-Webhook-Signature': 'f'.repeat(64), 'X-Step': String(amount) },
          body: JSON.stringify({ eventType: 'deal.won', eventId: `evt_${amount}`, data: { amount } }),
        })
      }
      await page.goto(hookscope.pageUrl)
      const rows = page.getByRole('grid', { name: 'Exchanges' }).getByRole('row', { name: /^in / })
      await expect(rows).toHaveCount(2)
      await rows.first().click()
      await page.getByRole('tab', { name: /^Signature/ }).click()
      await expect(page.getByText('Signed bytes')).toBeVisible()
      await look('diagnosis')
      await page.getByRole('main').focus()
      await page.keyboard.press('x')
      await expect(page.getByRole('button', { name: 'Copy ids' })).toBeVisible()
      await look('chosen rows')
      await page.keyboard.press('Escape')
      for (const name of ['Columns', 'Saved filters']) {
        await page.getByRole('button', { name, exact: true }).click()
        await expect(page.getByRole('dialog', { name })).toBeVisible()
        await look(name)
        await page.keyboard.press('Escape')
        await expect(page.getByRole('dialog', { name })).toHaveCount(0)
      }
      for (const row of [rows.first(), rows.last()]) {
        await row.click()
        await page.keyboard.press('d')
      }
      await expect(page.getByRole('status').filter({ hasText: 'difference' })).toContainText('1 difference in the body', {
        timeout: 20_000,
      })
      await look('Compare')
      await page.keyboard.press('i')
      await expect(page.getByRole('combobox', { name: 'Ignored fields' })).toBeVisible()
      await look('ignored fields')
      await page.keyboard.press('Escape')
      await page.getByRole('radio', { name: 'Timing' }).click()
      await expect(page.getByRole('table', { name: 'Timing' })).toBeVisible()
      await look('timing of both')
      await page.getByRole('button', { name: 'Choose exchange B' }).click()
      await expect(page.getByRole('dialog', { name: 'Choose exchange B' }).getByRole('textbox', { name: 'Filter' })).toBeVisible()
      await look('choosing a side')
      await page.goto(`${hookscope.controlUrl}/#/compare?a=capture_gone`)
      await expect(page.getByRole('region', { name: 'Exchange A' }).getByRole('alert')).toBeVisible()
      await look('side that is gone')
      await page.goto(`${hookscope.controlUrl}/#/activity?filter=typ:x`)
      await expect(page.getByRole('alert').filter({ hasText: 'typ' })).toBeVisible()
      await look('mistake in a filter')
      expect(findings).toEqual([])
    })

    test('axe finds nothing in the dialogs, nor on a simulation', async ({ page, hookscope }) => {
      test.setTimeout(TIMEOUT_MS)
      const { look, findings } = axeOn(page)
      await fetch(`${hookscope.receiverUrl}/webhooks/crm`, { method: 'POST', body: '{"eventType":"deal.won"}' })
      await page.goto(hookscope.pageUrl)
      await expect(page.getByRole('grid', { name: 'Exchanges' })).toBeVisible()
      const see = async (dialog: string): Promise<void> => {
        await expect(page.getByRole('dialog', { name: dialog })).toBeVisible()
        await look(dialog)
        await page.keyboard.press('Escape')
        await expect(page.getByRole('dialog')).toHaveCount(0)
      }
      for (const command of ['Export', 'Import']) {
        await page.keyboard.press('Control+k')
        await page.keyboard.type(command)
        await page.keyboard.press('Enter')
        await see(command)
      }
      await page.getByRole('link', { name: 'Compose', exact: true }).click()
      for (const name of ['Variables', 'Save as template']) {
        await page.getByRole('button', { name }).click()
        await see(name)
      }
      await page.getByRole('link', { name: 'Inboxes', exact: true }).click()
      await page.getByRole('grid', { name: 'Inboxes' }).getByRole('row').nth(1).click()
      await page.getByRole('button', { name: 'How do I verify this?' }).click()
      await see('How do I verify this?')
      await page.getByRole('tab', { name: 'Health' }).click()
      await look('health of an inbox')
      await page.getByRole('link', { name: 'Simulator', exact: true }).click()
      await page.getByRole('button', { name: /^Start/ }).click()
      await expect(page.getByRole('button', { name: 'Stop' })).toBeVisible()
      await look('simulation')
      await page.getByRole('link', { name: 'CRM', exact: true }).click()
      await expect(page.getByRole('heading', { name: 'CRM', level: 1 })).toBeAttached()
      await look('CRM while a scenario plays')
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

/** Looks at the page as it stands, and keeps what axe finds. */
function axeOn(page: Page): { readonly look: (where: string) => Promise<void>; readonly findings: readonly string[] } {
  const findings: string[] = []
  return {
    findings,
    look: async (where) => {
      const { violations } = await new AxeBuilder({ page }).analyze()
      findings.push(...violations.map(({ id, nodes }) => `${where}: ${id} ${nodes[0]?.target.join(' ')}`))
    },
  }
}
