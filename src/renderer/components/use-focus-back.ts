import { useLayoutEffect, useRef, type RefObject } from 'react'

interface FocusBack {
  /** Of the popup. */
  readonly popup: RefObject<HTMLDivElement | null>
  readonly finalFocus: () => HTMLElement | boolean
}

/**
 * Where the focus goes when what stands in front of the page closes: to what opened it; if that stood in another dialog that
 * has gone, as the palette has, to the screen. Left to itself, Base UI takes what had the focus long before.
 */
export function useFocusBack(open: boolean): FocusBack {
  const popup = useRef<HTMLDivElement>(null)
  const opener = useRef<{ readonly element: HTMLElement; readonly isInDialog: boolean } | null>(null)
  useLayoutEffect(() => {
    const from = document.activeElement
    if (open && from instanceof HTMLElement) opener.current = { element: from, isInDialog: from.closest('.dialog') !== null }
  }, [open])
  return {
    popup,
    finalFocus: () => {
      const front = document.activeElement?.closest('.popup[data-open]') ?? null
      // What was opened in its place has the focus already.
      if (front !== null && front !== popup.current) return false
      const { element = null, isInDialog = false } = opener.current ?? {}
      const place = element?.isConnected ? element : isInDialog ? document.getElementById('main') : null
      if (place === null || place.tabIndex >= 0) return place ?? true
      // Base UI would look for the first field inside, and the next key would be typed there.
      place.focus()
      return false
    },
  }
}
