import { tabStops } from '../components/tab-stops.ts'

/**
 * Keeps the focus on the page when what has it goes away: a row is removed, a button is disabled by what it did, a pane is
 * closed. A browser then leaves it nowhere, and keys start over at the top of the page.
 *
 * 1. Who knows a better place moves the focus there itself; this only acts where it is nowhere by the next frame.
 * 2. The focus goes to the nearest control, as the eye measures it, of the smallest surroundings that still have one.
 * 3. A press beside all controls takes the focus away on purpose: what had it is still there, and nothing is done.
 */
export function keepFocus(): () => void {
  let held: Held | null = null
  const check = (): void => {
    if (held === null || isFocusable(held.element) || !isNowhere(held.element)) return
    const place = nearest(held)
    held = null
    ;(place ?? document.getElementById('main'))?.focus()
  }
  // Both tell without watching the page: one of an element that is gone, which has no size, the other of one that is disabled.
  const sizes = new ResizeObserver(() => requestAnimationFrame(check))
  const changes = new MutationObserver(() => requestAnimationFrame(check))
  const hold = ({ target }: FocusEvent): void => {
    sizes.disconnect()
    changes.disconnect()
    if (!(target instanceof HTMLElement) || target === document.body) return
    held = { element: target, surroundings: ancestorsOf(target), box: target.getBoundingClientRect() }
    sizes.observe(target)
    changes.observe(target, { attributeFilter: ['disabled'] })
  }
  addEventListener('focusin', hold)
  return () => {
    removeEventListener('focusin', hold)
    sizes.disconnect()
    changes.disconnect()
  }
}

interface Held {
  readonly element: HTMLElement
  /** Innermost first; asked for when the element is gone and has none any more. */
  readonly surroundings: readonly Element[]
  /** Where it was when it took the focus. */
  readonly box: DOMRect
}

function isFocusable(element: HTMLElement): boolean {
  return element.isConnected && !element.matches(':disabled') && element.checkVisibility()
}

/** A disabled control is only let go with the next drawing. */
function isNowhere(gone: Element): boolean {
  return [null, document.body, gone].includes(document.activeElement)
}

function ancestorsOf(element: Element): Element[] {
  const { parentElement } = element
  return parentElement === null || parentElement === document.body ? [] : [parentElement, ...ancestorsOf(parentElement)]
}

function nearest({ surroundings, box }: Held): HTMLElement | null {
  for (const around of surroundings) {
    if (!around.isConnected) continue
    const stops = tabStops(around).map((stop) => ({ stop, distance: distance(stop.getBoundingClientRect(), box) }))
    const [first, ...rest] = stops
    if (first) return rest.reduce((best, each) => (each.distance < best.distance ? each : best), first).stop
  }
  return null
}

/** Between the middles of two boxes, in px. */
function distance(a: DOMRect, b: DOMRect): number {
  return Math.hypot(a.x + a.width / 2 - b.x - b.width / 2, a.y + a.height / 2 - b.y - b.height / 2)
}
