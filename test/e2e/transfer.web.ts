import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'

async function choose(page: Page, entry: string): Promise<void> {
  await page.getByRole('button', { name: 'Export and import' }).click()
  await page.getByRole('menuitem', { name: entry }).click()
}

test('what the filter holds is exported with its secrets masked, and taken in again but for the broken lines', async ({
  page,
  hookscope,
}) => {
  for (const path of ['/one', '/two']) {
    const headers = { 'Content-Type': 'application/json', Authorization: 'Bearer abc.def' }
    await fetch(hookscope.receiverUrl + path, { method: 'POST', headers, body: '{"email":"ada@acme.com","plan":"pro"}' })
  }
  await page.goto(hookscope.pageUrl)
  const rows = page.getByRole('grid', { name: 'Exchanges' }).getByRole('row', { name: /^in / })
  await expect(rows).toHaveCount(2)
  await page.getByRole('combobox', { name: 'Filter exchanges' }).fill('path:/one')
  await expect(rows).toHaveCount(1)

  await choose(page, 'Export …')
  const dialog = page.getByRole('dialog', { name: 'Export' })
  await dialog.getByRole('checkbox', { name: /^Mask credentials/ }).click()
  await dialog.getByRole('textbox', { name: 'Also mask these places in JSON bodies' }).fill('plan')
  const masked = dialog.getByRole('group', { name: 'Masked values' })
  await expect(masked).toContainText('in 1 exchange.')
  await expect(masked).toContainText('body plan: pro')
  await expect(masked).toContainText('ada@acme.com')
  const downloading = page.waitForEvent('download')
  await dialog.getByRole('button', { name: /^Export/ }).click()
  const download = await downloading
  await expect(dialog.getByRole('status')).toContainText('1 exchange,')
  await dialog.getByRole('button', { name: 'Close' }).last().click()
  const bundle = await readFile(await download.path(), 'utf8')
  expect([download.suggestedFilename(), bundle]).toEqual([
    expect.stringMatching(/^hookscope-\d{4}-\d\d-\d\d\.ndjson$/),
    expect.not.stringMatching(/ada@acme\.com|abc\.def|"pro"/),
  ])

  const choosing = page.waitForEvent('filechooser')
  await choose(page, 'Import …')
  const broken = bundle.replace('\n', '\nnonsense\n')
  await (await choosing).setFiles({ name: 'case.ndjson', mimeType: 'application/x-ndjson', buffer: Buffer.from(broken) })
  const report = page.getByRole('dialog', { name: 'Import case.ndjson' })
  await expect(report.getByRole('status')).toContainText('1 exchange imported.')
  await expect(report.getByRole('list', { name: 'Broken lines' })).toHaveText('Line 2: It is not JSON.')
  await report.getByRole('button', { name: 'Close' }).last().click()
  await page.getByRole('combobox', { name: 'Filter exchanges' }).fill('is:imported')
  await expect(rows).toHaveCount(1)
})

test('the menu of the window asks by the address: the dialog opens over where one was', async ({ page, hookscope }) => {
  await page.goto(hookscope.pageUrl)
  await page
    .getByRole('link', { name: /Compose/ })
    .first()
    .click()
  await expect(page).toHaveURL(/#\/compose$/)
  await page.evaluate("location.hash = '#/activity?transfer=import'")
  await expect(page.getByRole('dialog', { name: 'Import' }).getByRole('button', { name: 'Choose a file …' })).toBeVisible()
  await expect(page).toHaveURL(/#\/compose$/)
})

/** A request as a browser's network panel keeps it. */
function harEntry(name: string, headers: readonly (readonly [string, string])[] = []): object {
  return {
    startedDateTime: '2026-01-17T10:30:00.000Z',
    time: 12,
    request: {
      method: 'POST',
      url: `https://hooks.example.com/v1/${name}`,
      httpVersion: 'HTTP/1.1',
      headers: [['Host', 'hooks.example.com'], ['Content-Type', 'application/json'], ...headers].map(([key, value]) => ({
        name: key,
        value,
      })),
      postData: { mimeType: 'application/json', text: JSON.stringify({ eventType: name }) },
    },
    response: { status: 200, httpVersion: 'HTTP/1.1', headers: [], content: { size: 2, mimeType: 'text/plain', text: 'ok' } },
  }
}

test('what came out of a HAR bears its type and says that it is imported, in the feed and opened', async ({ page, hookscope }) => {
  const entries = [harEntry('deal.won', [['X-Webhook-Signature', `sha256=${'ab'.repeat(32)}`]]), harEntry('deal.lost')]
  const har = JSON.stringify({ log: { version: '1.2', creator: { name: 'Firefox', version: '140' }, entries } })
  await page.goto(hookscope.pageUrl)
  await page.getByRole('heading', { level: 1 }).waitFor({ state: 'attached' })
  await page.keyboard.press('Control+k')
  await page.keyboard.type('Import')
  await page.keyboard.press('Enter')
  const first = page.getByRole('dialog', { name: 'Import' }).getByRole('button', { name: 'Choose a file …' })
  await expect(first).toBeFocused()
  const choosing = page.waitForEvent('filechooser')
  await first.press('Enter')
  await (await choosing).setFiles({ name: 'day.har', mimeType: 'application/json', buffer: Buffer.from(har) })
  await expect(page.getByRole('dialog').getByRole('status')).toContainText('2 exchanges imported.')
  await page.keyboard.press('Escape')

  const rows = page.getByRole('grid', { name: 'Exchanges' }).getByRole('row', { name: /imported/ })
  await expect(rows).toHaveCount(2)
  await rows.filter({ hasText: 'deal.won' }).click()
  const inspector = page.getByRole('complementary', { name: 'Inspector' })
  await expect(inspector.getByRole('heading', { name: 'deal.won' })).toBeVisible()
  await expect(inspector.getByText('imported')).toBeVisible()
  await inspector.getByRole('tab', { name: 'Signature' }).click()
  await expect(inspector.getByRole('heading', { name: 'Not checked' })).toBeVisible()
  await expect(inspector.getByText('Received')).toBeVisible()
})

test('several files that are dropped are imported one after the other', async ({ page, hookscope }) => {
  const har = (name: string): string =>
    JSON.stringify({ log: { version: '1.2', creator: { name: 'Charles Proxy', version: '5' }, entries: [harEntry(name)] } })
  await page.goto(hookscope.pageUrl)
  await page.getByRole('heading', { level: 1 }).waitFor({ state: 'attached' })
  const dataTransfer = await page.evaluateHandle(
    `(() => { const data = new DataTransfer(); for (const [name, text] of ${JSON.stringify([
      ['one.har', har('deal.won')],
      ['two.har', har('deal.lost')],
    ])}) data.items.add(new File([text], name)); return data })()`,
  )
  await page.dispatchEvent('body', 'drop', { dataTransfer })
  const first = page.getByRole('dialog', { name: 'Import one.har' })
  await expect(first.getByRole('status')).toContainText('1 exchange imported.')
  await page.dispatchEvent('body', 'drop', { dataTransfer })
  await expect(page.getByRole('alert').filter({ hasText: 'Nothing was imported' })).toBeAttached()
  await first.getByRole('button', { name: 'Import two.har' }).click()
  const second = page.getByRole('dialog', { name: 'Import two.har' })
  await expect(second.getByRole('status')).toContainText('1 exchange imported.')
  await second.getByRole('button', { name: 'Close' }).last().click()
  await expect(page.getByRole('grid', { name: 'Exchanges' }).getByRole('row', { name: /imported/ })).toHaveCount(2)
})

test('a file that is dropped on the window is imported; one that is no bundle says so', async ({ page, hookscope }) => {
  await page.goto(hookscope.pageUrl)
  await page.getByRole('heading', { level: 1 }).waitFor({ state: 'attached' })
  const transfer = await page.evaluateHandle(
    "(() => { const data = new DataTransfer(); data.items.add(new File(['hello'], 'hello.txt')); return data })()",
  )
  await page.dispatchEvent('body', 'dragover', { dataTransfer: transfer })
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer })
  const dialog = page.getByRole('dialog', { name: 'Import hello.txt' })
  await expect(dialog.getByRole('status')).toHaveText('The file is neither a bundle of Hookscope nor a HAR. Give a bundle or a HAR file.')
  await dialog.getByRole('button', { name: 'Close' }).last().click()
  await expect(dialog).toBeHidden()
})
