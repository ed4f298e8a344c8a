import { useEffect } from 'react'
import type { ScreenName } from './route.ts'

/** Brings the focus into the screen where its change took the focused element away: keys would lead nowhere. */
export function useKeptFocus(screen: ScreenName): void {
  useEffect(() => {
    if (document.activeElement === null || document.activeElement === document.body) document.getElementById('main')?.focus()
  }, [screen])
}
