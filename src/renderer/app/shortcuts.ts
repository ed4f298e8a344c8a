import { useEffect, useRef } from 'react'
import { isApple } from '../components/key-names.ts'
import { createKeyboard, type FocusPlace, type Shortcut } from './keyboard.ts'

const SINGLE_KEYS_KEY = 'single-keys'
const FIELDS =
  'input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable=true], .monaco-editor, [role=menu], [role=listbox], [role=dialog]'
const CONTROLS =
  'button, a[href], summary, [role=radio], [role=checkbox], [role=switch], [role=tab], [role=tabpanel], [role=separator], [role=slider], [role=combobox], [role=group][tabindex], [role=region][tabindex]'

/** The page's keyboard. */
export const keyboard = createKeyboard({ apple: isApple(), now: () => performance.now(), later: (run) => setTimeout(run) })

/** Starts to listen and reads whether single keys are wanted; returns how to stop. */
export function startKeyboard(): () => void {
  keyboard.store.setState({ singleKeys: localStorage.getItem(SINGLE_KEYS_KEY) !== 'off' })
  const press = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing) return
    if (!keyboard.press(event, focusPlace(event.target))) return
    event.preventDefault()
    event.stopPropagation()
  }
  // Capturing: an editor would otherwise use up Ctrl+Enter before we see it.
  addEventListener('keydown', press, { capture: true })
  addEventListener('pointerdown', keyboard.forget, { capture: true })
  return () => {
    removeEventListener('keydown', press, { capture: true })
    removeEventListener('pointerdown', keyboard.forget, { capture: true })
  }
}

/** Switches strokes without Mod or Alt on or off, on this machine. */
export function chooseSingleKeys(on: boolean): void {
  localStorage.setItem(SINGLE_KEYS_KEY, on ? 'on' : 'off')
  keyboard.store.setState({ singleKeys: on })
}

/** Registers shortcuts while the component is there. `run` and `isLate` may change with each drawing; keys, names and groups may not. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const latest = useRef(shortcuts)
  useEffect(() => {
    latest.current = shortcuts
    keyboard.look()
  })
  const keys = shortcuts.map((each) => each.keys).join('\n')
  useEffect(() => {
    const now = (own: string): Shortcut | undefined => latest.current.find((each) => each.keys === own)
    const registered = latest.current.map(({ keys: own, name, group, outsideFields = false }) => ({
      keys: own,
      name,
      group,
      outsideFields,
      // Not registered anew when it changes: who registered later keeps the keys that both have.
      get isLate() {
        return now(own)?.isLate ?? false
      },
      run: () => now(own)?.run(),
    }))
    return keyboard.register(registered)
  }, [keys])
}

function focusPlace(target: EventTarget | null): FocusPlace {
  if (!(target instanceof Element)) return 'page'
  if (target.closest(FIELDS)) return 'field'
  return target.closest(CONTROLS) ? 'control' : 'page'
}
