import { useNow } from '../../components/clock.ts'
import { ComboField } from '../../components/combo-field.tsx'
import { formatExact } from '../../components/format.ts'
import { FormRow } from '../../components/form-row.tsx'
import { SegmentedControl } from '../../components/segmented-control.tsx'
import { chooseTimeZone, timeZoneNames, useTimeZone } from '../../components/time-zone.ts'

const KINDS = [
  { value: 'local', label: 'This machine’s' },
  { value: 'UTC', label: 'UTC' },
  { value: 'named', label: 'Another' },
] as const

const NAMES = timeZoneNames()
/** What another one is at first: no half-chosen state. */
const FIRST_NAMED = 'America/New_York'

/** Which time zone all times on the page are told in; at once. */
export function TimeZoneRow() {
  const choice = useTimeZone()
  const now = useNow()
  const kind = choice === 'local' || choice === 'UTC' ? choice : 'named'
  return (
    <FormRow title="Time zone">
      <div className="flex min-h-8 flex-wrap items-center gap-3">
        <SegmentedControl
          name="Time zone"
          options={KINDS}
          value={kind}
          onChange={(next) => chooseTimeZone(next === 'named' ? FIRST_NAMED : next)}
        />
        {kind === 'named' && (
          <ComboField
            label="Zone"
            hideLabel
            className="w-60"
            options={NAMES}
            value={choice}
            onChange={chooseTimeZone}
            placeholder="Asia/Tokyo"
          />
        )}
      </div>
      <p className="type-small text-ink-3 tabular-nums">
        All times on the page follow it; times typed into filters stay this machine’s. Now {formatExact(now).replace(/\.\d+/, '')}.
      </p>
    </FormRow>
  )
}
