import { _electron } from '@playwright/test'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeDemoWorkspace } from '../test/support/demo/demo-workspace.ts'

// `npm run screenshots`: pictures of every screen in the window, light and dark, of a workspace after a day of work; the README
// shows some.
// Where Electron's binary is missing, the stand-in takes them.

/** Screen, what is opened on it, and the tab of that. */
const SCREENS: readonly (readonly [screen: string, name?: string, tab?: string])[] = [
  ['Compose'],
  ['Endpoints', 'support-desk'],
  ['Endpoints', 'support-desk', 'Health'],
  ['Inboxes', 'github'],
  ['CRM'],
  ['Simulator'],
  ['Settings'],
]
const root = join(import.meta.dirname, '..')
if (!existsSync(join(root, 'node_modules/electron/path.txt'))) {
  process.env['ELECTRON_OVERRIDE_DIST_PATH'] ??= join(root, 'test/support/electron/dist')
}
const folder = mkdtempSync(join(tmpdir(), 'hookscope-screenshots-'))
const workspace = join(folder, 'acme-integration')
await makeDemoWorkspace(workspace)
const app = await _electron.launch({ args: [root, `--user-data-dir=${join(folder, 'profile')}`, `--workspace=${workspace}`] })
const page = await app.firstWindow()
await page.setViewportSize({ width: 1440, height: 900 })
const exchanges = page.getByRole('grid', { name: 'Exchanges' })
await exchanges.getByRole('row').filter({ hasText: 'valid' }).first().click()
await editorIsColoured()
await takeBoth('window')
await exchanges.getByRole('row').filter({ hasText: 'invalid' }).first().click()
await page.getByRole('tab', { name: /^Signature/ }).click()
await takeBoth('signature')
for (const [screen, name = '', tab] of SCREENS) {
  await page.getByRole('link', { name: screen, exact: true }).click()
  await page.getByRole('heading', { name: screen, exact: true, level: 1 }).waitFor()
  if (screen === 'Compose') {
    await editorIsColoured()
    await page.getByRole('group', { name: 'Body' }).filter({ hasText: '"eventId"' }).waitFor()
  }
  if (name !== '') await page.getByRole('grid').getByRole('row').filter({ hasText: name }).first().click()
  if (tab !== undefined) await page.getByRole('tab', { name: tab }).click()
  if (screen === 'Simulator') await page.getByRole('radio').first().waitFor()
  await takeBoth(tab?.toLowerCase() ?? screen.toLowerCase())
}
await app.close()
rmSync(folder, { recursive: true })

/** Its text is there before its language is: a line is then one piece. */
async function editorIsColoured(): Promise<void> {
  await page.locator('.monaco-editor .view-line > span > span:nth-child(2)').first().waitFor()
}

async function takeBoth(name: string): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await app.evaluate(({ nativeTheme }, source) => {
      nativeTheme.themeSource = source
    }, theme)
    await page.screenshot({ path: join(import.meta.dirname, 'screenshots', `${name}-${theme}.png`), animations: 'disabled' })
  }
}
