import type { Protocol } from 'electron'
import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { CONTENT_SECURITY_POLICY, filePath, MEDIA_TYPES } from '../api/page-files.ts'

const SCHEME = 'app'

/** Where the window finds the page: the development server while there is one, else the built page under our own scheme. */
export interface PageAddress {
  readonly url: string
  readonly origin: string
}

/** `ELECTRON_RENDERER_URL` is set by the development server, and means nothing in a packaged app. */
export function pageAddress(env: NodeJS.ProcessEnv, isPackaged: boolean): PageAddress {
  const development = isPackaged ? undefined : env['ELECTRON_RENDERER_URL']
  if (development !== undefined) return { url: development, origin: new URL(development).origin }
  return { url: `${SCHEME}://hookscope/index.html`, origin: `${SCHEME}://hookscope` }
}

/** To be called before the app is ready: makes it a scheme with an origin, workers and fetch, as https has them. */
export function registerPageScheme(protocol: Protocol): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, codeCache: true }
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges }])
}

/** Serves the built page, and nothing outside its folder. */
export function servePage(protocol: Protocol, directory: string): void {
  protocol.handle(SCHEME, async ({ url }) => {
    const { host, pathname } = new URL(url)
    const file = host === 'hookscope' ? filePath(directory, pathname) : null
    // A Response of its own each time: a body can be read once.
    const missing = (): Response => new Response(null, { status: 404 })
    if (file === null) return missing()
    try {
      const headers = {
        'content-type': MEDIA_TYPES[extname(file)] ?? 'application/octet-stream',
        'content-security-policy': CONTENT_SECURITY_POLICY,
        'x-content-type-options': 'nosniff',
      }
      return new Response(await readFile(file), { headers })
    } catch {
      return missing()
    }
  })
}
