import type { Shortcut } from './keyboard.ts'

/** Those that act now: of several with the same keys the latest. */
export function actingShortcuts(shortcuts: readonly Shortcut[]): Shortcut[] {
  return shortcuts.filter((each, index) => shortcuts.findLastIndex(({ keys }) => keys === each.keys) === index)
}
