import { EventEmitter } from 'node:events'
import { strict } from '../strict.ts'
import { allWebContents } from './web-contents.ts'

/** What Electron takes from the system around it. Specs put their own answers in place of the dialogs', as on real Electron. */

export const dialog = strict('dialog', {
  showOpenDialog: async () => ({ canceled: true, filePaths: [] as string[] }),
  showSaveDialog: async () => ({ canceled: true, filePath: '' }),
  showMessageBox: async () => ({ response: 0, checkboxChecked: false }),
  showErrorBox: (title: string, text: string) => console.error(title, text),
})

export const shell = strict('shell', {
  openExternal: async () => {},
  openPath: async () => '',
  showItemInFolder: () => {},
  beep: () => {},
})

let copied = ''
export const clipboard = strict('clipboard', {
  readText: async () => copied,
  writeText: async (text: string) => {
    copied = text
  },
})

const PREFIX = 'sealed:'

/** No keychain: the text is only made unreadable at a glance. */
export const safeStorage = strict('safeStorage', {
  isAsyncEncryptionAvailable: async () => true,
  getSelectedStorageBackend: () => 'gnome_libsecret',
  encryptStringAsync: async (text: string) => Buffer.from(PREFIX + Buffer.from(text).toString('base64')),
  decryptStringAsync: async (sealed: Buffer) => {
    const text = sealed.toString()
    if (!text.startsWith(PREFIX)) throw new Error('The text was not sealed here')
    return { result: Buffer.from(text.slice(PREFIX.length), 'base64').toString(), shouldReEncrypt: false }
  },
})

const DISPLAY = {
  id: 1,
  bounds: { x: 0, y: 0, width: 1920, height: 1080 },
  workArea: { x: 0, y: 0, width: 1920, height: 1080 },
  scaleFactor: 1,
}
export const screen = strict('screen', { getPrimaryDisplay: () => DISPLAY, getAllDisplays: () => [DISPLAY] })

export const powerMonitor = new EventEmitter()

/** Electron's Notification; nothing is drawn. */
export class Notification extends EventEmitter {
  static isSupported = (): boolean => true
  readonly title: string
  readonly body: string

  constructor({ title = '', body = '' }: { readonly title?: string; readonly body?: string } = {}) {
    super()
    this.title = title
    this.body = body
  }

  show(): void {
    this.emit('show', {})
  }
}

type ThemeSource = 'system' | 'light' | 'dark'

class NativeTheme extends EventEmitter {
  #source: ThemeSource = 'system'

  get themeSource(): ThemeSource {
    return this.#source
  }

  set themeSource(source: ThemeSource) {
    this.#source = source
    for (const contents of allWebContents()) void contents.emulateColourScheme(source === 'system' ? null : source)
    this.emit('updated')
  }

  get shouldUseDarkColors(): boolean {
    return this.#source === 'dark'
  }
}
export const nativeTheme = strict('nativeTheme', new NativeTheme())
