import type { BatchRequest, ReplayEdit, ReplayMode, ReplayPace, ReplaySelection } from '../../../shared/domain/replay.ts'
import type { Target } from '../../../shared/domain/sending.ts'
import type { SchemeChoice } from '../../../shared/domain/signature/scheme.ts'
import { MAX_SPEED } from '../../../shared/domain/retry-policy.ts'
import { parseDuration } from '../../../shared/domain/units.ts'

/** What a person chooses of a replay; texts are as they were typed. */
export interface ReplayForm {
  readonly kind: 'endpoint' | 'url'
  /** null until the endpoints have come. */
  readonly endpointId: string | null
  readonly url: string
  /** How to sign for a url; `none`: as the exchange was signed. */
  readonly scheme: SchemeChoice | 'none'
  /** For a url; empty: the workspace's. */
  readonly secret: string
  readonly mode: ReplayMode
  /** Of a stale signature; empty: a minute more than the scheme allows. */
  readonly age: string
  readonly keepHost: boolean
  readonly keepPath: boolean
  readonly retry: boolean
  readonly pace: 'fast' | 'rate' | 'spacing'
  /** Replays a second. */
  readonly rate: string
  /** How many times faster than they came. */
  readonly speed: string
}

export const FIRST_FORM: ReplayForm = {
  kind: 'endpoint',
  endpointId: null,
  url: '',
  scheme: 'none',
  secret: '',
  mode: 'exact',
  age: '',
  keepHost: false,
  keepPath: false,
  retry: false,
  pace: 'fast',
  rate: '20',
  speed: '1',
}

export type FormField = 'url' | 'age' | 'rate' | 'speed'

/** What is wrong with single fields, one sentence each; what is still empty is not wrong yet. */
export function formProblems(form: ReplayForm): Partial<Record<FormField, string>> {
  const isPaced = (text: string, most: number): boolean => Number(text) > 0 && Number(text) <= most
  return {
    ...(form.kind === 'url' &&
      form.url.length > 8 &&
      targetOf(form) === null && { url: 'Begin with http:// or https://, as in http://localhost:3000.' }),
    ...(form.mode === 'stale' && form.age.trim() !== '' && !(ageOf(form.age) > 0) && { age: 'A time such as 10m or 1h was expected.' }),
    ...(form.pace === 'rate' && !isPaced(form.rate, MAX_RATE) && { rate: 'A number of replays a second, such as 20.' }),
    ...(form.pace === 'spacing' && !isPaced(form.speed, MAX_SPEED) && { speed: 'How many times faster, such as 1 or 60.' }),
  }
}

const MAX_RATE = 100_000

/** The chosen target; null while none is. */
export function targetOf({
  kind,
  endpointId,
  url,
  scheme,
  secret,
  mode,
}: Pick<ReplayForm, 'kind' | 'endpointId' | 'url' | 'scheme' | 'secret' | 'mode'>): Target | null {
  if (kind === 'endpoint') return endpointId === null ? null : { kind, endpointId }
  const bare = url.trim()
  if (!URL.canParse(bare) || !/^https?:/.test(bare)) return null
  // An exact replay carries the captured signature.
  if (mode === 'exact') return { kind, url: bare, scheme: null }
  return { kind, url: bare, scheme: scheme === 'none' ? null : scheme, ...(secret !== '' && scheme !== 'none' && { secret }) }
}

/** What the engine is asked; null while something is missing or wrong. A single one has no pace. */
export function requestOf(form: ReplayForm, selection: ReplaySelection, edit: ReplayEdit | null): BatchRequest | null {
  const target = targetOf(form)
  if (target === null || Object.keys(formProblems(form)).length > 0) return null
  const { mode, keepHost, keepPath, retry, age } = form
  return {
    selection,
    target,
    mode,
    keepHost,
    keepPath: keepPath && target.kind === 'url',
    retry,
    ...(mode === 'stale' && age.trim() !== '' && { ageMs: ageOf(age) }),
    ...(edit && { edit }),
    ...(isSingle(selection) ? {} : paceOf(form)),
  }
}

/** One exchange, named. */
export function isSingle(selection: ReplaySelection): selection is { readonly ids: readonly [string] } {
  return 'ids' in selection && selection.ids.length === 1
}

function paceOf({ pace, rate, speed }: ReplayForm): ReplayPace {
  if (pace === 'fast') return {}
  return pace === 'rate' ? { rate: Number(rate) } : { speed: Number(speed) }
}

function ageOf(text: string): number {
  return parseDuration(text.trim()) ?? Number.NaN
}
