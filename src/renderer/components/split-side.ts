/** The width a movable side may have: at least `min`, at most `max` px, `min` winning in a narrow window. */
export function clampSide(width: number, min: number, max: number): number {
  return Math.max(min, Math.min(width, max))
}

/** The width remembered for a pane in px; null when none is. */
export function readSide(name: string): number | null {
  const width = Number(localStorage.getItem(`split:${name}`))
  return Number.isFinite(width) && width > 0 ? width : null
}

/** Remembers the width of a pane, on this machine only. */
export function writeSide(name: string, width: number): void {
  localStorage.setItem(`split:${name}`, String(Math.round(width)))
}
