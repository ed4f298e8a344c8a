import { AxeBuilder } from '@axe-core/playwright'
import { startPage } from '../support/scripts/dev-page.ts'
import { expect, test } from './fixtures.ts'

test.use({ reducedMotion: 'reduce' })

test('axe finds nothing in the gallery of components, light or dark', async ({ page, hookscope }) => {
  // The sources are made ready for the browser one by one, and axe looks at all states at once.
  test.setTimeout(240_000)
  // What is built has no gallery.
  const dev = await startPage(hookscope.controlUrl)
  const findings: string[] = []
  try {
    await page.goto(`${dev.resolvedUrls?.local[0]}#/gallery`)
    await expect(page.getByRole('region', { name: 'Gallery' })).toBeVisible({ timeout: 120_000 })
    await expect(page.getByRole('textbox', { name: 'Body of B' })).toBeAttached({ timeout: 60_000 })
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      const { violations } = await new AxeBuilder({ page }).analyze()
      findings.push(...violations.map(({ id, nodes }) => `${colorScheme}: ${id} ${nodes[0]?.target.join(' ')}`))
    }
  } finally {
    await dev.close()
  }
  expect(findings).toEqual([])
})
