const NAMES: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  Space: 'Space',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
}

/** Whether this machine's shortcuts are ⌘'s. */
export function isApple(): boolean {
  return typeof navigator !== 'undefined' && /^(Mac|iP)/.test(navigator.platform)
}

/** The caps of a shortcut: `Mod+K` is Ctrl and K, or ⌘ and K; `g a` is G and A, one after the other; `J`, which is no `j`, is Shift and J. */
export function keyNames(keys: string, apple = isApple()): string[] {
  return keys.split(' ').flatMap((stroke) => capsOf(stroke).map((key) => keyName(key, apple)))
}

function capsOf(stroke: string): string[] {
  return /^[A-Z]$/.test(stroke) ? ['Shift', stroke] : stroke.split('+')
}

function keyName(key: string, apple: boolean): string {
  if (key === 'Mod') return apple ? '⌘' : 'Ctrl'
  if (key === 'Alt') return apple ? '⌥' : 'Alt'
  return NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key)
}
