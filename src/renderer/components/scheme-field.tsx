import type { Scheme } from '../../shared/domain/signature/scheme-form.ts'
import { SCHEME_IDS, schemeOf, type SchemeChoice } from '../../shared/domain/signature/scheme.ts'
import { CustomSchemeForm } from './custom-scheme-form.tsx'
import { NEW_CUSTOM_SCHEME } from './custom-scheme.ts'
import type { FieldTexts } from './field.tsx'
import { Select, type SelectOption } from './select.tsx'

interface SchemeFieldProps extends FieldTexts {
  readonly value: SchemeChoice | 'none'
  readonly onChange: (value: SchemeChoice | 'none') => void
  /** What no scheme is called; absent: there must be one. */
  readonly noneWord?: string | undefined
  readonly compact?: boolean | undefined
}

const PROVIDERS: readonly SelectOption<string>[] = SCHEME_IDS.map((id) => {
  const { label, header, algorithm } = schemeOf(id)
  const isPossible = algorithm.kind !== 'none'
  return { value: id, label, note: isPossible ? (header ?? 'in the body') : 'not possible here', disabled: !isPossible }
})
const CUSTOM: SelectOption<string> = { value: 'custom', label: 'Custom HMAC', note: 'described by you' }

/** How messages are signed: a provider's way, one of one's own, or not at all. */
export function SchemeField({ value, onChange, noneWord, compact, ...texts }: SchemeFieldProps) {
  const options = [...PROVIDERS, CUSTOM, ...(noneWord === undefined ? [] : [{ value: 'none', label: noneWord }])]
  const custom: Scheme | null = typeof value === 'string' ? null : value
  function choose(chosen: string): void {
    if (chosen === 'none') onChange('none')
    else onChange(SCHEME_IDS.find((id) => id === chosen) ?? custom ?? NEW_CUSTOM_SCHEME)
  }
  return (
    <>
      <Select {...texts} compact={compact} options={options} value={typeof value === 'string' ? value : 'custom'} onChange={choose} />
      {custom !== null && <CustomSchemeForm value={custom} onChange={onChange} />}
    </>
  )
}
