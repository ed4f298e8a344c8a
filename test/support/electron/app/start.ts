import { join } from 'node:path'
import { startChromium } from '../chromium.ts'
import { switches } from '../command-line.ts'
import type { App } from './app.ts'
import { WebContents } from './web-contents.ts'

const PASSED_ON = new Set(['lang', 'force-device-scale-factor', 'window-size'])

/** Starts Chromium for an app whose main module has run, and tells it so. */
export async function startApp(app: App): Promise<void> {
  if (app.isQuitting) return
  // As Electron does, which quits on them.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => app.quit())
  const flags = [...switches].filter(([name]) => PASSED_ON.has(name)).map(([name, value]) => `--${name}=${value}`)
  const { cdp, listeningLine } = await startChromium(join(app.getPath('userData'), 'chromium'), flags, () => app.exit(1))
  if (switches.has('remote-debugging-port')) console.error(listeningLine)
  await cdp.send('Target.setDiscoverTargets', { discover: true })
  cdp.on('Target.targetDestroyed', ({ targetId }) => WebContents.fromTarget(targetId)?.gone())
  cdp.on('Target.targetCreated', ({ targetInfo: { targetId, openerId } }) => {
    if (openerId === undefined) return
    WebContents.fromTarget(openerId)?.closePopupUnlessAllowed(() => void cdp.send('Target.closeTarget', { targetId }))
  })
  app.becomeReady()
}
