import { _electron } from '@playwright/test'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CLI } from '../test/support/scripts/build.ts'

// `npm run screenshots`: pictures of every screen in the window, light and dark, with sample data; the README shows some.
// Where Electron's binary is missing, ELECTRON_OVERRIDE_DIST_PATH=test/support/electron/dist takes them on the stand-in.

const EVENTS = ['lead.created', 'contact.updated', 'ticket.created', 'deal.stage_changed', 'lead.converted', 'deal.won']
const SCREENS = ['Compose', 'Endpoints', 'Inboxes', 'CRM', 'Simulator', 'Settings'] as const
const folder = mkdtempSync(join(tmpdir(), 'hookscope-screenshots-'))
const workspace = join(folder, 'acme-crm')
const app = await _electron.launch({ args: ['.', `--user-data-dir=${join(folder, 'profile')}`, `--workspace=${workspace}`] })
const page = await app.firstWindow()
await page.getByRole('button', { name: 'Send a sample event' }).waitFor()

// One that nobody answers, so that there is a retry to be seen.
send('ticket.escalated', '--to', 'http://127.0.0.1:9/hooks', '--no-wait')
for (const type of EVENTS) send(type)
await app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('go-inboxes')?.click())
await page.getByRole('heading', { name: 'Inboxes', level: 1 }).waitFor()
await app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('go-activity')?.click())
await page.getByRole('grid', { name: 'Exchanges' }).getByRole('row').filter({ hasText: 'valid' }).first().click()
await page.locator('.monaco-editor').first().waitFor()
await takeBoth('window')
for (const screen of SCREENS) {
  await page.getByRole('link', { name: screen, exact: true }).click()
  await page.getByRole('heading', { name: screen, exact: true, level: 1 }).waitFor()
  if (screen === 'Compose') await page.locator('.monaco-editor').first().waitFor()
  if (screen === 'Endpoints' || screen === 'Inboxes') await page.getByRole('grid').getByRole('row').nth(1).click()
  if (screen === 'Simulator') await page.getByRole('radio').first().waitFor()
  await takeBoth(screen.toLowerCase())
}
await app.close()
rmSync(folder, { recursive: true })

function send(...args: readonly string[]): void {
  const sent = spawnSync(process.execPath, [CLI, 'send', ...args, '--workspace', workspace], { encoding: 'utf8' })
  if (sent.status !== 0) throw new Error(sent.stderr)
}

async function takeBoth(name: string): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await app.evaluate(({ nativeTheme }, source) => {
      nativeTheme.themeSource = source
    }, theme)
    await page.screenshot({ path: join(import.meta.dirname, 'screenshots', `${name}-${theme}.png`), animations: 'disabled' })
  }
}
