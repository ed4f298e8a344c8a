const FIELDS = '[role=textbox], textarea, input'

/** Moves the focus into the first field of the pane after (1) or before (-1) the one that has it; false when there is none. */
export function focusNextPane(frame: HTMLElement | null, by: 1 | -1): boolean {
  const panes = [...(frame?.children ?? [])]
  const at = panes.findIndex((pane) => pane.contains(document.activeElement))
  const field = panes.at((at + by) % panes.length)?.querySelector<HTMLElement>(FIELDS)
  field?.focus()
  return field !== undefined && field !== null
}
