import { Plus, X } from 'lucide-react'
import { counted } from '../../../shared/domain/counted.ts'
import type { Speed } from '../../../shared/domain/retry-policy.ts'
import { Button } from '../../components/button.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { FormRow } from '../../components/form-row.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { SegmentedControl } from '../../components/segmented-control.tsx'
import { Select } from '../../components/select.tsx'
import { TextField } from '../../components/text-field.tsx'
import { TokenField } from '../../components/token-field.tsx'
import type { EndpointDraft } from './endpoint-draft.ts'
import { Ladder } from './ladder.tsx'
import { ladderSentence } from './ladder-times.ts'
import { delayOf, presetDelays, presetOf, retryStatusProblem, type PolicyPreset } from './policy-draft.ts'

const MAX_ATTEMPTS = 50
const SPEEDS: readonly (Speed | null)[] = [null, 1, 10, 60, 'max']
const STATUS_SUGGESTIONS = [
  { value: '408', note: 'Request Timeout' },
  { value: '409', note: 'Conflict' },
  { value: '425', note: 'Too Early' },
  { value: '429', note: 'Too Many Requests' },
]
const PRESETS: readonly { readonly value: PolicyPreset; readonly label: string; readonly note?: string }[] = [
  { value: 'crm', label: 'CRM: 0 / 1 min / 5 min', note: 'the guide’s' },
  { value: 'once', label: 'One attempt' },
  { value: 'custom', label: 'Own delays' },
]

interface PolicyFieldsProps {
  readonly draft: EndpointDraft
  readonly onChange: (changes: Partial<EndpointDraft>) => void
  readonly errorOf: (field: keyof EndpointDraft) => string | undefined
  /** What is wrong with single delays, by index. */
  readonly delayErrors: ReadonlyMap<number, string>
}

/** When and how often an attempt is made again. */
export function PolicyFields({ draft, onChange, errorOf, delayErrors }: PolicyFieldsProps) {
  const delaysMs = draft.delays.map(delayOf)
  const known = delaysMs.filter((ms) => ms !== null)
  const isWhole = known.length === delaysMs.length
  const preset = presetOf(draft.delays)
  return (
    <>
      <FormRow title="Retry policy" note={counted(draft.delays.length, 'attempt')}>
        <div className="flex flex-wrap items-center justify-between gap-2">
          <Select
            label="Retry policy"
            hideLabel
            compact
            className="w-56"
            options={PRESETS.map((option) => ({ ...option, disabled: option.value === 'custom' && preset !== 'custom' }))}
            value={preset}
            onChange={(next) => next !== 'custom' && onChange({ delays: presetDelays(next) })}
          />
          <SpeedChoice speed={draft.speed} onChange={(speed) => onChange({ speed })} />
        </div>
        {isWhole ? <Ladder delaysMs={known} /> : <div className="min-h-8" />}
        <DelaysField delays={draft.delays} onChange={(delays) => onChange({ delays })} errors={delayErrors} />
        <p className="type-small text-ink-3">{isWhole ? ladderSentence(known, draft.speed) : 'Write delays as 30 s, 5 min or 2 h.'}</p>
      </FormRow>
      <FormRow title="Retried">
        <TokenField
          label="Statuses that are tried again"
          hideLabel
          value={draft.retryStatuses}
          onChange={(retryStatuses) => onChange({ retryStatuses })}
          suggestions={STATUS_SUGGESTIONS}
          problemOf={retryStatusProblem}
          error={errorOf('retryStatuses')}
          hint="Beside these always: 500 and above, network errors and time-outs. Never: redirects."
          placeholder="Add a status"
        />
      </FormRow>
      <FormRow title="Limits">
        <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
          <TextField
            label="Time-out"
            compact
            className="w-24"
            error={errorOf('timeout')}
            value={draft.timeout}
            onChange={(timeout) => onChange({ timeout })}
          />
          <TextField
            label="At the same time"
            compact
            className="w-28"
            inputMode="numeric"
            error={errorOf('concurrency')}
            value={draft.concurrency}
            onChange={(concurrency) => onChange({ concurrency })}
          />
          <TextField
            label="Jitter"
            compact
            className="w-24"
            inputMode="decimal"
            tail="%"
            error={errorOf('jitter')}
            value={draft.jitter}
            onChange={(jitter) => onChange({ jitter })}
          />
          <div className="flex h-12 items-end">
            <Checkbox
              label="Honour Retry-After"
              checked={draft.honourRetryAfter}
              onChange={(honourRetryAfter) => onChange({ honourRetryAfter })}
            />
          </div>
        </div>
        <p className="type-small text-ink-3">1 at the same time keeps the order of events.</p>
      </FormRow>
    </>
  )
}

function SpeedChoice({ speed, onChange }: { readonly speed: Speed | null; readonly onChange: (speed: Speed | null) => void }) {
  const speeds = SPEEDS.includes(speed) ? SPEEDS : [...SPEEDS, speed]
  return (
    <div className="flex items-center gap-2">
      <span className="type-small text-ink-3">Speed</span>
      <SegmentedControl
        name="Speed"
        options={speeds.map((each) => ({ value: String(each), label: each === null ? 'default' : each === 'max' ? 'max' : `× ${each}` }))}
        value={String(speed)}
        onChange={(chosen) => onChange(speeds.find((each) => String(each) === chosen) ?? null)}
      />
    </div>
  )
}

interface DelaysFieldProps {
  readonly delays: readonly string[]
  readonly onChange: (delays: readonly string[]) => void
  readonly errors: ReadonlyMap<number, string>
}

function DelaysField({ delays, onChange, errors }: DelaysFieldProps) {
  return (
    <ol aria-label="Delays" className="flex flex-wrap items-start gap-x-3 gap-y-2">
      {delays.map((delay, index) => (
        // Delays have no identity but their place.
        // oxlint-disable-next-line react/no-array-index-key
        <li key={index}>
          <TextField
            label={index === 0 ? 'Before attempt 1' : `Before ${index + 1}`}
            compact
            className="w-28"
            error={errors.get(index)}
            value={delay}
            onChange={(next) => onChange(delays.with(index, next))}
            tail={
              delays.length > 1 && (
                <span className="-mr-1.5 flex">
                  <IconButton
                    icon={X}
                    size="small"
                    name={`Remove attempt ${index + 1}`}
                    onClick={() => onChange(delays.toSpliced(index, 1))}
                  />
                </span>
              )
            }
          />
        </li>
      ))}
      {delays.length < MAX_ATTEMPTS && (
        <li className="flex h-12 items-end">
          <Button icon={Plus} onClick={() => onChange([...delays, delays.length === 1 ? '1 min' : (delays.at(-1) ?? '1 min')])}>
            Attempt
          </Button>
        </li>
      )}
    </ol>
  )
}
