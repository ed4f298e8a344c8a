import { HookscopeError, type FieldError } from '../../../shared/domain/errors.ts'
import { CRM_POLICY, ONE_ATTEMPT, type RetryPolicy } from '../../../shared/domain/retry-policy.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, parseDuration, SECOND_MS } from '../../../shared/domain/units.ts'

/** A retry policy as it is typed. */
export interface PolicyDraft {
  /** `0`, `1 min`, `5 min`: before each attempt. */
  readonly delays: readonly string[]
  /** `5 s` */
  readonly timeout: string
  /** Per cent, `0`. */
  readonly jitter: string
  readonly retryStatuses: readonly string[]
  readonly honourRetryAfter: boolean
  /** What the form does not show: it stays as a profile or somebody else has set it. */
  readonly kept?: Pick<RetryPolicy, 'succeedsOn' | 'retriesAll' | 'disableAfterFailures' | 'disableAfterMs'>
}

export type PolicyPreset = 'crm' | 'once' | 'custom'

const PRESETS = { crm: CRM_POLICY, once: ONE_ATTEMPT } as const satisfies Record<string, RetryPolicy>

/** The form of a policy. */
export function policyDraftOf({ delaysMs, timeoutMs, jitter, retryStatuses, honourRetryAfter, ...kept }: RetryPolicy): PolicyDraft {
  return {
    delays: delaysMs.map(durationText),
    timeout: durationText(timeoutMs),
    jitter: String(Math.round(jitter * 1_000) / 10),
    retryStatuses: retryStatuses.map(String),
    honourRetryAfter,
    ...(Object.keys(kept).length > 0 && { kept }),
  }
}

/** The policy that was typed. Throws `bad_input` with the fields that are no such thing. */
export function policyOf(draft: PolicyDraft): RetryPolicy {
  const delaysMs = draft.delays.map(delayOf)
  const timeoutMs = delayOf(draft.timeout)
  const jitter = percentOf(draft.jitter)
  const fields: FieldError[] = delaysMs.flatMap((ms, index) =>
    ms === null ? [{ path: `policy.delaysMs[${index}]`, message: 'no duration' }] : [],
  )
  if (timeoutMs === null || timeoutMs === 0) fields.push({ path: 'policy.timeoutMs', message: 'is no duration; write 5 s or 500 ms' })
  if (jitter === null) fields.push({ path: 'policy.jitter', message: 'is a share from 0 to 100 %' })
  if (fields.length > 0) {
    throw new HookscopeError('bad_input', 'The retry policy cannot be saved.', 'Correct the named fields.', { fields })
  }
  return {
    delaysMs: delaysMs.map((ms) => ms ?? 0),
    jitter: (jitter ?? 0) / 100,
    retryStatuses: draft.retryStatuses.map(Number),
    timeoutMs: timeoutMs ?? 0,
    honourRetryAfter: draft.honourRetryAfter,
    ...draft.kept,
  }
}

/** The well-known policy that the delays are. */
export function presetOf(delays: readonly string[]): PolicyPreset {
  const ladder = JSON.stringify(delays.map(delayOf))
  const known = (['crm', 'once'] as const).find((name) => JSON.stringify(PRESETS[name].delaysMs) === ladder)
  return known ?? 'custom'
}

/** The delays of a well-known policy. */
export function presetDelays(preset: Exclude<PolicyPreset, 'custom'>): string[] {
  return PRESETS[preset].delaysMs.map(durationText)
}

/** A typed delay in ms: `0`, `at once`, or a duration; null when it is neither. */
export function delayOf(text: string): number | null {
  return /^\s*(0|at once)\s*$/.test(text) ? 0 : parseDuration(text)
}

/** What one types for this many ms: `0`, `250 ms`, `1.5 s`, `5 min`, in the largest unit that needs no more digits. */
export function durationText(ms: number): string {
  if (ms === 0) return '0'
  const units = [
    [DAY_MS, 'd'],
    [HOUR_MS, 'h'],
    [MINUTE_MS, 'min'],
    [SECOND_MS, 's'],
  ] as const
  const fit = units.find(([size]) => ms % size === 0) ?? (ms > SECOND_MS ? ([SECOND_MS, 's'] as const) : ([1, 'ms'] as const))
  return `${ms / fit[0]} ${fit[1]}`
}

/** Why a text is no status that can be retried; null when it is one. */
export function retryStatusProblem(text: string): string | null {
  return /^[1-5]\d\d$/.test(text) ? null : `"${text}" is no HTTP status; write 408 or 429.`
}

function percentOf(text: string): number | null {
  const percent = Number(text.replace(/\s*%\s*$/, ''))
  return text.trim() !== '' && percent >= 0 && percent <= 100 ? percent : null
}
