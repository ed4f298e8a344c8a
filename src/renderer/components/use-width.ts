import { useLayoutEffect, useState, type RefObject } from 'react'

/** The width of an element in px, its padding included, as it changes. Already what is painted first is of that width. */
export function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(() => window.innerWidth)
  useLayoutEffect(() => {
    const measured = element.current
    if (!measured) return
    const measure = (): void => setWidth(measured.clientWidth)
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(measured)
    return () => observer.disconnect()
  }, [element])
  return width
}
