/** The id that takes the place of one that goes: the next in the list, at its end the one before; null when none is left. */
export function neighbourOf(items: readonly { readonly id: string }[], id: string): string | null {
  const at = items.findIndex((each) => each.id === id)
  return (items[at + 1] ?? items[at - 1])?.id ?? null
}

/** Brings the focus into a list once it is drawn, so that it is not lost with what was removed. */
export function focusRowList(name: string): void {
  requestAnimationFrame(() => {
    const row = document.querySelector<HTMLElement>(`[role=grid][aria-label="${CSS.escape(name)}"] [role=row][tabindex="0"]`)
    ;(row ?? document.getElementById('main'))?.focus()
  })
}
