import { tabStops } from './tab-stops.ts'

const PANES = '.pane, .split-side'
/** What one means to work with in a pane, best first; else its first control. */
const HEARTS = ['[role=row][tabindex="0"]', '[role=grid][tabindex="0"]', '.monaco-editor [role=textbox]']
/** Panes behind a dialog are out of reach. */
const FRONT = '[role=dialog]'

/** Moves the focus into the next (1) or the previous (-1) pane of the page, the rail and the toasts among them. */
export function focusNextPane(by: 1 | -1): void {
  const { activeElement } = document
  if (activeElement?.closest(FRONT)) return
  const places = [...rail(), ...innermostPanes(), ...document.querySelectorAll('.toasts')].filter((each) => heartOf(each) !== null)
  const at = places.findIndex((each) => each.contains(activeElement))
  const next = at < 0 && by < 0 ? places.at(-1) : places[(at + by + places.length) % places.length]
  if (next) heartOf(next)?.focus()
}

function rail(): Element[] {
  return [...document.querySelectorAll('.rail')]
}

function innermostPanes(): Element[] {
  const all = [...document.querySelectorAll(`#main :is(${PANES})`)]
  return all.filter((pane) => pane.querySelector(PANES) === null)
}

function heartOf(pane: Element): HTMLElement | null {
  const current = pane.querySelector<HTMLElement>('[aria-current=page]')
  if (current) return current
  const stops = tabStops(pane)
  return HEARTS.map((heart) => stops.find((stop) => stop.matches(heart))).find((stop) => stop !== undefined) ?? stops[0] ?? null
}
