/** Units in one place, so that no bare 60000 stands anywhere. */
export const SECOND_MS = 1_000
export const MINUTE_MS = 60 * SECOND_MS
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS
export const KIB = 1_024
export const MIB = 1_024 * KIB

const DURATION_UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: SECOND_MS, m: MINUTE_MS, min: MINUTE_MS, h: HOUR_MS, d: DAY_MS }

/** `250ms`, `10s`, `5m`, `2h`, `1d` in milliseconds; null when the text is not a duration. */
export function parseDuration(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|min|m|h|d)$/.exec(text.trim())
  if (!match) return null
  return Number(match[1]) * (DURATION_UNITS_MS[match[2] as string] as number)
}

/** A time on the wire of the guide: whole seconds, UTC, `2026-01-17T10:30:00Z`. */
export function isoSeconds(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`
}
