const CANDIDATES = 'a[href], button, input, textarea, select, [tabindex]'

/** What Tab can reach inside of an element, in the order of the page. */
export function tabStops(within: Element): HTMLElement[] {
  return [...within.querySelectorAll<HTMLElement>(CANDIDATES)].filter(isTabStop)
}

/** Whether Tab can reach it now. */
export function isTabStop(element: HTMLElement): boolean {
  return element.tabIndex >= 0 && !element.matches(':disabled, [aria-hidden=true], [inert] *') && element.checkVisibility()
}
