import { createStore } from 'zustand/vanilla'

export type ThemeChoice = 'system' | 'light' | 'dark'

const KEY = 'theme'

/** What was chosen; `system` follows the machine. CSS does the rest with light-dark(). */
export const theme = createStore<{ readonly choice: ThemeChoice }>()(() => ({ choice: 'system' }))

/** Reads the choice of last time and puts it on the page; to be called once, before the first drawing. */
export function startTheme(): void {
  const stored = localStorage.getItem(KEY)
  chooseTheme(stored === 'light' || stored === 'dark' ? stored : 'system')
}

/** Chooses a theme and remembers it on this machine. */
export function chooseTheme(choice: ThemeChoice): void {
  if (choice === 'system') {
    localStorage.removeItem(KEY)
    delete document.documentElement.dataset['theme']
  } else {
    localStorage.setItem(KEY, choice)
    document.documentElement.dataset['theme'] = choice
  }
  theme.setState({ choice })
}

/** The choice after this one: system, light, dark, and round again. */
export function nextTheme(choice: ThemeChoice): ThemeChoice {
  return choice === 'system' ? 'light' : choice === 'light' ? 'dark' : 'system'
}
