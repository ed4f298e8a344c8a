import { HASHES, TIME_UNITS, type Hash, type Scheme, type TimeUnit } from '../../shared/domain/signature/scheme-form.ts'
import { SECOND_MS } from '../../shared/domain/units.ts'
import { customProblems, placeOf, placeText, withSecretPrefixes, withSeparator, withTimeAt, withTolerance } from './custom-scheme.ts'
import { fieldSentence } from './field-sentence.ts'
import { Select } from './select.tsx'
import { TextField } from './text-field.tsx'

const HASH_OPTIONS = HASHES.map((hash) => ({ value: hash, label: hash.replace('sha', 'SHA-') }))
const ENCODINGS = [
  { value: 'hex', label: 'hex' },
  { value: 'base64', label: 'base64' },
] as const
const UNIT_LABELS: Readonly<Record<TimeUnit, string>> = { s: 'seconds', ms: 'milliseconds', iso: 'ISO 8601' }
const UNITS = TIME_UNITS.map((unit) => ({ value: unit, label: UNIT_LABELS[unit] }))
const SECRETS = [
  { value: 'text', label: 'as it is' },
  { value: 'base64', label: 'base64' },
  { value: 'hex', label: 'hex' },
] as const
const SIDES = [
  { value: 'past', label: 'too old' },
  { value: 'both', label: 'too old or ahead' },
] as const

interface CustomSchemeFormProps {
  readonly value: Scheme
  readonly onChange: (scheme: Scheme) => void
}

/** An HMAC described by hand. What it does not show of a scheme that came from a file stays as it is. */
export function CustomSchemeForm({ value, onChange }: CustomSchemeFormProps) {
  const problems = customProblems(value)
  const errorOf = (path: string, label: string): string | undefined => {
    const problem = problems.get(path)
    return problem && fieldSentence(label, problem.message)
  }
  const change = (changes: Partial<Scheme>): void => onChange({ ...value, ...changes })
  const { algorithm, several, time } = value
  const separator = several?.by === 'separator' ? several.separator : ''
  return (
    <fieldset className="col-span-full flex flex-col gap-3 rounded-l border border-line p-3">
      <legend className="sr-only">Custom HMAC</legend>
      <div className="grid grid-cols-2 items-start gap-3">
        <TextField
          label="Header"
          compact
          wire
          error={errorOf('header', 'Header')}
          value={value.header ?? ''}
          onChange={(header) => change({ header })}
        />
        <TextField label="Prefix" compact wire placeholder="sha256=" value={value.prefix} onChange={(prefix) => change({ prefix })} />
      </div>
      <TextField
        label="Signed content"
        compact
        wire
        hint="{body} {ts} {ts_ms} {ts_iso} {id} {method} {url} {secret} {sorted_form}, and any text between."
        error={errorOf('content', 'Content')}
        value={value.content}
        onChange={(content) => change({ content })}
      />
      <div className="grid grid-cols-3 items-start gap-3">
        <Select
          label="Hash"
          compact
          options={HASH_OPTIONS}
          value={'hash' in algorithm ? algorithm.hash : 'sha256'}
          onChange={(hash: Hash) => change({ algorithm: { kind: 'hmac', hash } })}
        />
        <Select
          label="Encoding"
          compact
          options={ENCODINGS}
          value={value.encoding === 'base64' ? 'base64' : 'hex'}
          onChange={(encoding) => change({ encoding })}
        />
        <TextField
          label="Several, between"
          compact
          wire
          placeholder=","
          value={separator}
          onChange={(text) => onChange(withSeparator(value, text))}
        />
        <Select
          label="Secret is"
          compact
          options={SECRETS}
          value={value.secret.as}
          onChange={(as) => change({ secret: { ...value.secret, as } })}
        />
        <TextField
          label="Secret prefix"
          compact
          wire
          placeholder="whsec_"
          value={value.secret.prefixes.join(' ')}
          onChange={(text) => onChange(withSecretPrefixes(value, text))}
        />
        <TextField
          label="Id in"
          compact
          wire
          placeholder="X-Message-Id"
          error={errorOf('idAt', 'Id')}
          value={placeText(value.idAt)}
          onChange={(text) => change({ idAt: placeOf(text) })}
        />
        <TextField
          label="Time in"
          compact
          wire
          placeholder="X-Timestamp, or t="
          error={errorOf('time.at', 'Time')}
          value={placeText(time?.at ?? null)}
          onChange={(text) => onChange(withTimeAt(value, text))}
        />
        <Select
          label="Written as"
          compact
          disabled={time === null}
          options={UNITS}
          value={time?.unit ?? 's'}
          onChange={(unit) => time && change({ time: { ...time, unit } })}
        />
        <TextField
          label="Good for (seconds)"
          compact
          inputMode="numeric"
          disabled={time === null}
          placeholder="any age"
          value={time?.toleranceMs == null ? '' : String(time.toleranceMs / SECOND_MS)}
          onChange={(text) => onChange(withTolerance(value, text))}
        />
        <Select
          label="Stale when"
          compact
          disabled={time === null || time.toleranceMs === null}
          options={SIDES}
          value={time?.side ?? 'past'}
          onChange={(side) => time && change({ time: { ...time, side } })}
        />
      </div>
    </fieldset>
  )
}
