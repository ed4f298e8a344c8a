import type { ReplayMode } from '../../../shared/domain/replay.ts'
import { Checkbox } from '../../components/checkbox.tsx'
import { SegmentedControl } from '../../components/segmented-control.tsx'
import { Select } from '../../components/select.tsx'
import { SchemeField } from '../../components/scheme-field.tsx'
import { TextField } from '../../components/text-field.tsx'
import { formProblems, isSingle, type ReplayForm } from './replay-form.ts'
import type { Replay, ReplayState } from './replay-store.ts'

const MODES: readonly { readonly value: ReplayMode; readonly label: string }[] = [
  { value: 'exact', label: 'Exact' },
  { value: 'resign', label: 'Sign anew' },
  { value: 'stale', label: 'Stale' },
]
const MODE_SENTENCES: Readonly<Record<ReplayMode, string>> = {
  exact: 'The same headers and bytes, the captured signature among them.',
  resign: 'The same body, under a signature and a time of now.',
  stale: 'A right signature over a time that is too old: does the receiver refuse it?',
}
const PACES: readonly { readonly value: ReplayForm['pace']; readonly label: string }[] = [
  { value: 'fast', label: 'As fast as taken' },
  { value: 'rate', label: 'Rate' },
  { value: 'spacing', label: 'As they came' },
]

interface ReplayFieldsProps {
  readonly state: ReplayState
  readonly replay: Replay
}

/** Where to, how, and how fast. */
export function ReplayFields({ state: { form, endpoints }, replay }: ReplayFieldsProps) {
  const { kind, url, mode, keepHost, keepPath, retry } = form
  const errors = formProblems(form)
  const isUrl = kind === 'url'
  return (
    <>
      <div className="flex flex-col gap-2">
        <div>
          <SegmentedControl
            name="Target"
            options={[
              { value: 'endpoint', label: 'To an endpoint', disabled: endpoints?.length === 0 },
              { value: 'url', label: 'To a URL' },
            ]}
            value={kind}
            onChange={(next) => replay.choose({ kind: next })}
          />
        </div>
        {isUrl ? (
          <TextField
            label="URL"
            hideLabel
            wire
            value={url}
            onChange={(next) => replay.choose({ url: next })}
            placeholder="http://localhost:3000/webhooks"
            error={errors.url ?? null}
          />
        ) : (
          <Select
            label="Endpoint"
            hideLabel
            options={(endpoints ?? []).map((each) => ({
              value: each.id,
              label: each.name,
              note: each.isActive ? undefined : 'inactive',
            }))}
            value={form.endpointId ?? ''}
            onChange={(next) => replay.choose({ endpointId: next })}
            disabled={endpoints === null || endpoints.length === 0}
          />
        )}
      </div>
      <div className="flex flex-col gap-2">
        <div>
          <SegmentedControl name="Mode" options={MODES} value={mode} onChange={(next) => replay.choose({ mode: next })} />
          <p className="mt-1 min-h-8 type-small text-ink-2">{MODE_SENTENCES[mode]}</p>
        </div>
        {mode !== 'exact' && isUrl && <SigningFields form={form} replay={replay} />}
        {mode === 'stale' && (
          <TextField
            label="Signed how long ago"
            compact
            value={form.age}
            onChange={(next) => replay.choose({ age: next })}
            placeholder="a minute more than is allowed"
            error={errors.age ?? null}
          />
        )}
      </div>
      {!isSingle(replay.selection) && <PaceFields form={form} replay={replay} />}
      <div className="flex flex-col gap-1">
        <Checkbox label="Try again as the endpoint's policy says" checked={retry} onChange={(next) => replay.choose({ retry: next })} />
        <Checkbox label="Keep the captured Host header" checked={keepHost} onChange={(next) => replay.choose({ keepHost: next })} />
        <Checkbox
          label="Append the captured path and query"
          checked={keepPath && isUrl}
          disabled={!isUrl}
          onChange={(next) => replay.choose({ keepPath: next })}
        />
      </div>
    </>
  )
}

interface PartProps {
  readonly form: ReplayForm
  readonly replay: Replay
}

function SigningFields({ form: { scheme, secret }, replay }: PartProps) {
  return (
    <>
      <SchemeField
        label="Signed as"
        compact
        value={scheme}
        noneWord="As it was signed"
        onChange={(next) => replay.choose({ scheme: next })}
      />
      <TextField
        label="Secret"
        compact
        wire
        type="password"
        value={secret}
        onChange={(next) => replay.choose({ secret: next })}
        placeholder="the workspace's"
      />
    </>
  )
}

function PaceFields({ form, replay }: PartProps) {
  const { pace, rate, speed } = form
  const errors = formProblems(form)
  return (
    <div className="flex flex-col gap-2">
      <div>
        <SegmentedControl name="Pace" options={PACES} value={pace} onChange={(next) => replay.choose({ pace: next })} />
      </div>
      {pace === 'rate' && (
        <TextField
          label="Replays a second"
          compact
          inputMode="decimal"
          value={rate}
          onChange={(next) => replay.choose({ rate: next })}
          error={errors.rate ?? null}
        />
      )}
      {pace === 'spacing' && (
        <TextField
          label="How many times faster than they came"
          compact
          inputMode="decimal"
          value={speed}
          onChange={(next) => replay.choose({ speed: next })}
          error={errors.speed ?? null}
        />
      )}
    </div>
  )
}
