/** Units in one place, so that no bare 60000 stands anywhere. */
export const SECOND_MS = 1_000
export const MINUTE_MS = 60 * SECOND_MS
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS
export const KIB = 1_024
export const MIB = 1_024 * KIB
export const GIB = 1_024 * MIB

const DURATION_UNITS_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: SECOND_MS,
  m: MINUTE_MS,
  min: MINUTE_MS,
  h: HOUR_MS,
  d: DAY_MS,
  w: 7 * DAY_MS,
}

/** `250ms`, `10s`, `5m`, `2h`, `1d`, `1w` in milliseconds; null when the text is not a duration. */
export function parseDuration(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|min|m|h|d|w)$/.exec(text.trim())
  if (!match) return null
  return Number(match[1]) * (DURATION_UNITS_MS[match[2] as string] as number)
}

const SIZE_UNITS: Readonly<Record<string, number>> = { b: 1, kb: KIB, kib: KIB, mb: MIB, mib: MIB, gb: GIB, gib: GIB }

/** `512`, `10kb`, `1.5mb` in bytes, without case; a kb has 1,024. Null when the text is not a size. */
export function parseSize(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)\s*([kmg]i?b|b)?$/.exec(text.trim().toLowerCase())
  if (!match) return null
  return Math.round(Number(match[1]) * (SIZE_UNITS[match[2] ?? 'b'] as number))
}

/** A time on the wire of the guide: whole seconds, UTC, `2026-01-17T10:30:00Z`. */
export function isoSeconds(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`
}
