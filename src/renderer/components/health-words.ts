import { counted } from '../../shared/domain/counted.ts'
import { healthTotals, isFailing, LOW_SHARE, type HealthReport, type HealthWindow, type PlaceHealth } from '../../shared/domain/health.ts'
import { formatCount, formatShare } from './format.ts'

/** How a window is called: `24 h`. */
export const WINDOW_WORDS: Readonly<Record<HealthWindow, string>> = { hour: '1\u2009h', day: '24\u2009h' }

/** Classes of a low share. */
export const LOW_INK: Readonly<Record<HealthNoun['low']['tone'], string>> = { fail: 'text-fail', bad: 'text-bad' }

/** What is known of all places over a window; the report is null until it is. */
export interface ShownHealth {
  readonly window: HealthWindow
  readonly report: HealthReport | null
}

/** What happens at a place, and what a good one of it is called. */
export interface HealthNoun {
  /** `attempt` */
  readonly one: string
  /** `succeeded`; `valid` */
  readonly good: string
  /** Tone and shape of a low share: a signature that does not match is no failed delivery. */
  readonly low: { readonly tone: 'fail' | 'bad'; readonly shape: 'square' | 'unequal' }
}

export const ATTEMPTS: HealthNoun = { one: 'attempt', good: 'succeeded', low: { tone: 'fail', shape: 'square' } }
export const CAPTURES: HealthNoun = { one: 'capture', good: 'valid', low: { tone: 'bad', shape: 'unequal' } }

/** A place in a sentence for those who cannot see its bars: `412 attempts in 24 h, 61.0 % succeeded`. */
export function spokenHealth(health: PlaceHealth, window: HealthWindow, { one, good }: HealthNoun): string {
  const { all, share } = healthTotals(health)
  const count = all === 0 ? `no ${one}s` : counted(all, one)
  return `${count} in ${WINDOW_WORDS[window]}${share === null ? '' : `, ${formatShare(share)} ${good}`}`
}

/** What a list says of all its places: how much there was, and how many do badly. */
export function overallHealth(places: readonly PlaceHealth[]): { readonly all: number; readonly low: number } {
  const totals = places.map(healthTotals)
  return {
    all: totals.reduce((sum, { all }) => sum + all, 0),
    low: totals.filter(({ share }) => share !== null && share < LOW_SHARE).length,
  }
}

/** `14,208 attempts in 24 h` */
export function overallText(all: number, window: HealthWindow, { one }: HealthNoun): string {
  return `${all === 0 ? 'no' : formatCount(all)} ${one}${all === 1 ? '' : 's'} in ${WINDOW_WORDS[window]}`
}

/** Whether the share is to be told as an exception. */
export function isLow(health: PlaceHealth): boolean {
  const { share } = healthTotals(health)
  return isFailing(health) || (share !== null && share < LOW_SHARE)
}
