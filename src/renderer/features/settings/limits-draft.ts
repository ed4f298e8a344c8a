import type { Retention } from '../../../shared/domain/retention.ts'
import { DAY_MS, GIB, HOUR_MS, KIB, MIB, MINUTE_MS, parseDuration, parseSize } from '../../../shared/domain/units.ts'

/** Limits as they are typed; an empty field is no limit. */
export interface LimitsDraft {
  /** `30 d` */
  readonly age: string
  /** `100000`, `100,000` */
  readonly count: string
  /** `2 GiB` */
  readonly size: string
}

export type LimitsProblems = Partial<Record<keyof LimitsDraft, string>>

const MAX_AGE_MS = 36_500 * DAY_MS

/** The form of the limits. */
export function limitsDraftOf({ maxAgeMs, maxCount, maxBytes }: Retention): LimitsDraft {
  return {
    age:
      maxAgeMs === null
        ? ''
        : inLargestUnit(maxAgeMs, [
            [DAY_MS, 'd'],
            [HOUR_MS, 'h'],
            [MINUTE_MS, 'min'],
            [1, 'ms'],
          ]),
    count: maxCount === null ? '' : String(maxCount),
    size:
      maxBytes === null
        ? ''
        : inLargestUnit(maxBytes, [
            [GIB, 'GiB'],
            [MIB, 'MiB'],
            [KIB, 'KiB'],
            [1, 'B'],
          ]),
  }
}

/** The limits that were typed; for a field that is none, what is expected. */
export function limitsOf({ age, count, size }: LimitsDraft): { readonly limits: Retention; readonly problems: LimitsProblems } {
  const maxAgeMs = orNone(age, parseDuration)
  const maxCount = orNone(count, (text) => (/^\d[\d,]*$/.test(text) ? Number(text.replaceAll(',', '')) : null))
  const maxBytes = orNone(size, parseSize)
  const problems: LimitsProblems = {
    ...(!isWithin(maxAgeMs, MINUTE_MS, MAX_AGE_MS) && { age: 'Write a duration from 1 min to 36500 d, such as 30 d.' }),
    ...(!isWithin(maxCount, 1, Number.MAX_SAFE_INTEGER) && { count: 'Write a whole number from 1.' }),
    ...(!isWithin(maxBytes, MIB, Number.MAX_SAFE_INTEGER) && { size: 'Write a size from 1 MiB, such as 500 MiB or 2 GiB.' }),
  }
  return { limits: { maxAgeMs: maxAgeMs ?? null, maxCount: maxCount ?? null, maxBytes: maxBytes ?? null }, problems }
}

/** Whether anything that is kept under `before` may be removed under `after`. */
export function isTighter(before: Retention, after: Retention): boolean {
  const names = ['maxAgeMs', 'maxCount', 'maxBytes'] as const
  return names.some((name) => (after[name] ?? Infinity) < (before[name] ?? Infinity))
}

/** null: no limit; undefined: the text means nothing. */
function orNone(text: string, parse: (text: string) => number | null): number | null | undefined {
  return text.trim() === '' ? null : (parse(text.trim()) ?? undefined)
}

function isWithin(value: number | null | undefined, min: number, max: number): boolean {
  return value === null || (value !== undefined && value >= min && value <= max)
}

function inLargestUnit(amount: number, units: readonly (readonly [number, string])[]): string {
  const [size, word] = units.find(([unit]) => amount % unit === 0) ?? [1, '']
  return `${amount / size} ${word}`
}
