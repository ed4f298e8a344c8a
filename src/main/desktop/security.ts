import type { IpcMainEvent, Session, WebContents } from 'electron'

/** Copying from the page needs it; it lets a page write text, never read. */
const ALLOWED_PERMISSION = 'clipboard-sanitized-write'

/** Grants the page nothing but to write to the clipboard. */
export function denyPermissions(session: Session, origin: string): void {
  session.setPermissionRequestHandler((contents, permission, decide) =>
    decide(permission === ALLOWED_PERMISSION && originOf(contents.getURL()) === origin),
  )
  session.setPermissionCheckHandler((_contents, permission, asking) => permission === ALLOWED_PERMISSION && originOf(asking) === origin)
  session.setDevicePermissionHandler(() => false)
}

/** Keeps contents on our own page: other addresses go to the browser if they are https, else nowhere. */
export function keepOnPage(contents: WebContents, origin: string, openInBrowser: (url: string) => void): void {
  const leave = (url: string): void => {
    if (URL.canParse(url) && new URL(url).protocol === 'https:') openInBrowser(url)
  }
  contents.on('will-navigate', (event, url) => {
    if (originOf(url) === origin) return
    event.preventDefault()
    leave(url)
  })
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    leave(url)
    return { action: 'deny' }
  })
}

/** Whether a message was sent by our own page, and not by a frame in it. */
export function isFromPage({ senderFrame }: Pick<IpcMainEvent, 'senderFrame'>, origin: string): boolean {
  return senderFrame !== null && senderFrame.parent === null && originOf(senderFrame.url) === origin
}

/** `URL.origin` is "null" for schemes that are not the web's. */
function originOf(url: string): string | null {
  if (!URL.canParse(url)) return null
  const { protocol, host } = new URL(url)
  return `${protocol}//${host}`
}
