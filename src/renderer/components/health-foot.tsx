import type { HealthWindow, PlaceHealth } from '../../shared/domain/health.ts'
import { Glyph } from './glyph.tsx'
import { LOW_INK, overallHealth, overallText, WINDOW_WORDS, type HealthNoun } from './health-words.ts'
import { SegmentedControl } from './segmented-control.tsx'
import { LOW_SHARE } from '../../shared/domain/health.ts'

interface HealthFootProps {
  readonly places: readonly PlaceHealth[]
  readonly noun: HealthNoun
  readonly window: HealthWindow
  /** The engine still looks at older rows. */
  readonly isCounting: boolean
  readonly onWindow: (window: HealthWindow) => void
}

/** Under a list: what there was in all, how many do badly, and over which time that is told. */
export function HealthFoot({ places, noun, window, isCounting, onWindow }: HealthFootProps) {
  const { all, low } = overallHealth(places)
  return (
    <div className="pane-foot type-small text-ink-2 tabular-nums">
      <span className="truncate">
        {overallText(all, window, noun)}
        {isCounting && ' so far'}
      </span>
      {low > 0 && (
        <span className={`inline-flex flex-none items-center gap-2 ${LOW_INK[noun.low.tone]}`}>
          <Glyph shape={noun.low.shape} tone={noun.low.tone} />
          {low} below {LOW_SHARE * 100}
          {'\u2009'}%
        </span>
      )}
      <span className="ml-auto">
        <SegmentedControl
          name="Time that is looked at"
          options={[
            { value: 'hour', label: WINDOW_WORDS.hour },
            { value: 'day', label: WINDOW_WORDS.day },
          ]}
          value={window}
          onChange={onWindow}
        />
      </span>
    </div>
  )
}
