import type { SampleVariant } from '../../../shared/domain/catalogue/variants.ts'
import type { JsonObject } from '../../../shared/domain/event.ts'
import { formatId } from '../../../shared/domain/ids.ts'
import { isoSeconds } from '../../../shared/domain/units.ts'
import type { Core } from '../core.ts'
import type { Samples } from './samples.ts'

const MAX_SEED = 2 ** 31

/** Which sample is wanted. */
export interface SampleWish {
  readonly type: string
  /** Makes it repeatable. */
  readonly seed?: number
  readonly variant?: SampleVariant
}

/** A whole sample event of now. */
export function sampleEvent(
  { ids, clock, random }: Pick<Core, 'ids' | 'clock' | 'random'>,
  samples: Samples,
  wanted: SampleWish,
): JsonObject {
  const { type, seed, variant } = wanted
  return {
    ...samples.envelope(type, {
      eventId: formatId('evt', ids()),
      timestamp: isoSeconds(clock.now()),
      seed: seedOf({ random }, seed, 0),
      ...(variant !== undefined && { variant }),
    }),
  }
}

/** The same seed gives the same sample; each event of a series has its own. */
export function seedOf({ random }: Pick<Core, 'random'>, seed: number | undefined, index: number): number {
  return seed === undefined ? Math.floor(random.fraction() * MAX_SEED) : seed + index
}
