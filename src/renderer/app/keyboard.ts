import { createStore, type StoreApi } from 'zustand/vanilla'

/**
 * Shortcuts of the page, registered by whoever acts on them and listed in the sheet from the same registrations.
 *
 * 1. `keys` is one stroke (`j`, `?`, `Shift+ArrowDown`, `Mod+K`, `Alt+ArrowLeft`) or two, one after the other (`g a`).
 *    Mod is Ctrl, on Apple machines ⌘.
 * 2. Strokes without Mod or Alt, but for function keys, act only outside fields, menus and dialogs, and can be switched off altogether.
 * 3. Space, Enter and the keys that move belong to the control that has the focus, if one has it.
 * 4. The latest registration of the same keys wins, so that a screen may take a key over while it is shown.
 * 5. Keys come faster than what they act on: a stroke that means a late shortcut is kept, and runs once that is no
 *    longer late, unless another one ran meanwhile or it has waited too long to be still meant. So is a character, or
 *    Mod+Enter, that nobody takes while the keyboard is held, because a whole screen is on its way.
 */
export interface Shortcut {
  readonly keys: string
  /** What it does, as the sheet says it: `Replay`. */
  readonly name: string
  /** Heading in the sheet: `Everywhere`, `Lists`, `Exchange`. */
  readonly group: string
  /** Not in fields either, though it has Mod: there it means something of its own. */
  readonly outsideFields?: boolean
  /** What it acts on is on its way. */
  readonly isLate?: boolean
  readonly run: () => void
}

/** Where the focus is: in something that takes text or keys of its own, on a control, or nowhere in particular. */
export type FocusPlace = 'field' | 'control' | 'page'

/** The part of a KeyboardEvent that counts. */
export interface Stroke {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

export interface KeyboardState {
  readonly shortcuts: readonly Shortcut[]
  /** Whether strokes without Mod or Alt act at all. */
  readonly singleKeys: boolean
}

export interface Keyboard {
  readonly store: StoreApi<KeyboardState>
  /** Adds shortcuts; the returned function takes them away. */
  readonly register: (shortcuts: readonly Shortcut[]) => () => void
  /** Runs the strokes that wait for shortcuts which are no longer late. */
  readonly look: () => void
  /** Lets go of strokes that wait: something else was done. */
  readonly forget: () => void
  /** A screen, whose shortcuts nobody knows yet, is on its way; the returned function says that it has come. */
  readonly hold: () => () => void
  /** Runs what the stroke stands for; true when it was used up. */
  readonly press: (stroke: Stroke, place: FocusPlace) => boolean
}

const CONTROL_KEYS = new Set(['Enter', ' ', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End', 'PageUp', 'PageDown'])
/** How long the first stroke of two waits for the second. */
const SEQUENCE_MS = 1_500
/** How long a stroke waits for a late shortcut. */
const LATE_MS = 3_000

interface KeyboardOptions {
  readonly apple: boolean
  /** ms */
  readonly now: () => number
  /** Runs it when the page has drawn what was run before. */
  readonly later: (run: () => void) => void
}

/** A keyboard without listeners. */
export function createKeyboard({ apple, now, later }: KeyboardOptions): Keyboard {
  const store = createStore<KeyboardState>()(() => ({ shortcuts: [], singleKeys: true }))
  let pending: { readonly stroke: string; readonly until: number } | null = null
  /** How many screens are on their way. */
  let holds = 0
  /** Strokes that wait, in their order. */
  let kept: readonly { readonly keys: string; readonly until: number }[] = []

  function find(keys: string): Shortcut | undefined {
    return store.getState().shortcuts.findLast((each) => each.keys === keys)
  }

  function keep(keys: string): void {
    kept = [...kept, { keys, until: now() + LATE_MS }]
  }

  function look(): void {
    if (kept.length > 0) later(runKept)
  }

  function runKept(): void {
    kept = kept.filter(({ until }) => until >= now())
    const found = kept[0] && find(kept[0].keys)
    if (found ? found.isLate : holds > 0) return
    kept = kept.slice(1)
    found?.run()
    look()
  }

  return {
    store,
    register: (shortcuts) => {
      store.setState((state) => ({ shortcuts: [...state.shortcuts, ...shortcuts] }))
      look()
      return () => store.setState((state) => ({ shortcuts: state.shortcuts.filter((each) => !shortcuts.includes(each)) }))
    },
    look,
    forget: () => {
      kept = []
    },
    hold: () => {
      holds++
      return () => {
        holds--
        look()
      }
    },
    press: (stroke, place) => {
      if (['Control', 'Shift', 'Alt', 'Meta'].includes(stroke.key)) return false
      const name = strokeName(stroke, apple)
      const isSingle = !/^((Mod|Ctrl|Meta|Alt)\+|(Shift\+)?F\d)/.test(name)
      const { shortcuts, singleKeys } = store.getState()
      const first = pending !== null && pending.until >= now() ? pending.stroke : null
      pending = null
      if (isSingle && (!singleKeys || place === 'field')) return false
      if (isSingle && place === 'control' && CONTROL_KEYS.has(stroke.key)) return false
      const wanted = first === null ? name : `${first} ${name}`
      const found = find(wanted) ?? find(name)
      if (found?.outsideFields && place === 'field') return false
      if (found) {
        if (found.isLate) keep(found.keys)
        else {
          kept = []
          found.run()
        }
        return true
      }
      if (shortcuts.some(({ keys }) => keys.startsWith(`${name} `))) pending = { stroke: name, until: now() + SEQUENCE_MS }
      else if (holds > 0 && isForScreen(name, isSingle, place)) keep(name)
      else return false
      return true
    },
  }
}

/** What the screen that is on its way may take: the browser has no use for Mod+Enter, but for others with Mod. */
function isForScreen(name: string, isSingle: boolean, place: FocusPlace): boolean {
  return place !== 'field' && (isSingle ? name.length === 1 || name === 'Space' : name === 'Mod+Enter')
}

/** A stroke as shortcuts write it: `Mod+K`, `Shift+ArrowDown`, `?`. Letters with Mod or Alt are upper case, else as typed. */
export function strokeName(stroke: Stroke, apple: boolean): string {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = stroke
  const hasMod = apple ? metaKey : ctrlKey
  const parts: string[] = []
  if (hasMod) parts.push('Mod')
  if (apple && ctrlKey) parts.push('Ctrl')
  if (!apple && metaKey) parts.push('Meta')
  if (altKey) parts.push('Alt')
  const isCharacter = key.length === 1 && key !== ' '
  // Shift is part of the character: ? is typed with it, on some keyboards.
  if (shiftKey && (!isCharacter || (parts.length > 0 && /[a-z]/i.test(key)))) parts.push('Shift')
  parts.push(key === ' ' ? 'Space' : isCharacter && parts.length > 0 ? key.toUpperCase() : key)
  return parts.join('+')
}
