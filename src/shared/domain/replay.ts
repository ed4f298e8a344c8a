import { counted } from './counted.ts'
import type { JsonValue } from './event.ts'
import { HookscopeError } from './errors.ts'
import type { RawHeaders } from './http-message.ts'
import type { Target } from './sending.ts'
import { jsonObjectText, setInJson } from './set-in-json.ts'

/**
 * `exact`: the captured headers and bytes. `resign`: the same body under a signature and time of now. `stale`: a signature
 * that is right over a time that is too old.
 */
export const REPLAY_MODES = ['exact', 'resign', 'stale'] as const
export type ReplayMode = (typeof REPLAY_MODES)[number]

/** What a replay sends in place of what was captured; what is absent stays. */
export interface ReplayEdit {
  readonly method?: string
  /** All of them, in wire order; `Host` and `Content-Length` are still written by us. */
  readonly headers?: RawHeaders
  /** base64 */
  readonly body?: string
  /** Values set in the JSON body after that, by path from its root. */
  readonly set?: readonly { readonly path: string; readonly value: JsonValue }[]
  /** A new id of the event, in the guide's envelope. */
  readonly newEventId?: boolean
  /** The time of now as the envelope's timestamp. */
  readonly newTimestamp?: boolean
}

/** How exchanges are sent again. */
export interface ReplayOptions {
  readonly target: Target
  readonly mode: ReplayMode
  /** Keeps the captured Host instead of the target's authority. */
  readonly keepHost: boolean
  /** Appends to a target url what followed the inbox's prefix, and the query. */
  readonly keepPath: boolean
  /** As the policy of the target says; else one attempt. */
  readonly retry: boolean
  /** Of a stale signature, ms; a minute more than the scheme's tolerance when absent. */
  readonly ageMs?: number
  readonly edit?: ReplayEdit
}

/** The body with the edit's values set, all else as it was written; the same bytes when nothing is to be set. `changes` says what. */
export function editBody(
  body: Uint8Array,
  edit: ReplayEdit,
  now: { readonly eventId: string; readonly timestamp: string },
): { readonly body: Uint8Array; readonly changes: readonly string[] } {
  const given = edit.body === undefined ? body : base64Bytes(edit.body)
  const changes = edit.body === undefined ? [] : [`The body was edited: ${counted(given.length, 'byte')} (it had ${body.length}).`]
  const sets: { readonly path: string; readonly value: JsonValue }[] = [...(edit.set ?? [])]
  if (edit.newEventId) sets.push({ path: 'eventId', value: now.eventId })
  if (edit.newTimestamp) sets.push({ path: 'timestamp', value: now.timestamp })
  if (sets.length === 0) return { body: given, changes }
  let text = jsonObjectText(given)
  if (text === null)
    throw new HookscopeError('bad_input', 'The body is no JSON object, so nothing can be set in it.', 'Give the whole body instead.')
  for (const { path, value } of sets) {
    const result = setInJson(text, path, value)
    if (result.kind === 'problem')
      throw new HookscopeError(
        'bad_input',
        `${path} cannot be set: ${result.problem}.`,
        'Paths start at the root of the body, such as data.email.',
      )
    text = result.text
    changes.push(`${path} became ${JSON.stringify(value)}.`)
  }
  return { body: new TextEncoder().encode(text), changes }
}

/** What an edited list of headers changes of the captured one, a sentence a name. Values are never told: they may be secrets. */
export function headerChanges(before: RawHeaders, after: RawHeaders): readonly string[] {
  const [were, are] = [valuesByName(before), valuesByName(after)]
  const changes: string[] = []
  for (const [lower, { name, values }] of are) {
    const old = were.get(lower)
    if (!old) changes.push(`${name} was added.`)
    else if (JSON.stringify(old.values) !== JSON.stringify(values)) changes.push(`${name} was edited.`)
  }
  for (const [lower, { name }] of were) if (!are.has(lower)) changes.push(`${name} was taken out.`)
  const isOther = JSON.stringify(before) !== JSON.stringify(after)
  return changes.length === 0 && isOther ? ['The order or the spelling of the headers was edited.'] : changes
}

function valuesByName(headers: RawHeaders): Map<string, { readonly name: string; readonly values: string[] }> {
  const byName = new Map<string, { readonly name: string; readonly values: string[] }>()
  for (const [name, value] of headers) {
    const known = byName.get(name.toLowerCase())
    if (known) known.values.push(value)
    else byName.set(name.toLowerCase(), { name, values: [value] })
  }
  return byName
}

function base64Bytes(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
}

/**
 * Many exchanges sent again:
 *   choosing → running → done | cancelled, with `paused` in between
 * While it is choosing, what is to be sent is written down; nothing goes out before that is whole.
 */
export const BATCH_STATES = ['choosing', 'running', 'paused', 'done', 'cancelled'] as const
export type BatchState = (typeof BATCH_STATES)[number]

/** What is sent again: these, or what a filter held when the batch was started. */
export type ReplaySelection = { readonly ids: readonly string[] } | { readonly filter: string }

/** How fast; neither: as fast as they are taken. */
export interface ReplayPace {
  /** At most so many a second. */
  readonly rate?: number
  /** In their original spacing, so many times faster. */
  readonly speed?: number
}

export interface BatchRequest extends ReplayOptions, ReplayPace {
  readonly selection: ReplaySelection
}

/** A batch as it stands. */
export interface BatchView extends ReplayPace {
  /** `replay_…` */
  readonly id: string
  readonly state: BatchState
  readonly mode: ReplayMode
  /** Name of the endpoint, or the url. */
  readonly place: string
  /** What chose its exchanges; null: they were named one by one. */
  readonly filter: string | null
  /** Grows while it is choosing. */
  readonly total: number
  /** Of them, those whose turn has come: deliveries made, and those refused. */
  readonly made: number
  /** Could not be replayed: removed since, never sent, malformed. */
  readonly refused: number
  /** Why it stands still or was ended, else why the latest of them was refused; null when all is well. */
  readonly problem: string | null
  /** Those made, by what became of them; it counts on when they are removed. */
  readonly deliveries: { readonly pending: number; readonly success: number; readonly failed: number; readonly cancelled: number }
  readonly createdAt: number
  /** When the last of them had its turn, or it was cancelled; null before that. */
  readonly endedAt: number | null
}

/** Nothing more will come of it. */
export function isBatchOver({ state, deliveries }: Pick<BatchView, 'state' | 'deliveries'>): boolean {
  return (state === 'done' || state === 'cancelled') && deliveries.pending === 0
}

/** What would be sent where, in the order of sending: its beginning. */
export interface ReplayPreview {
  /** How many in all; a lower bound unless exact. */
  readonly total: { readonly value: number; readonly exact: boolean }
  readonly items: readonly ReplayPreviewItem[]
}

export type ReplayPreviewItem =
  | {
      readonly kind: 'sent'
      readonly id: string
      readonly type: string | null
      readonly method: string
      readonly url: string
      readonly bodyBytes: number
      /** One sentence each. */
      readonly changes: readonly string[]
    }
  | { readonly kind: 'refused'; readonly id: string; readonly problem: string }

/** So many of the newest are watched, beside all of which something is to come; earlier ones are read when somebody asks. */
export const WATCHED_BATCHES = 50

/** Why one exchange of a batch was not delivered. */
export const BATCH_FAILURES = ['failed', 'refused'] as const
export type BatchFailureKind = (typeof BATCH_FAILURES)[number]

/** One exchange of a batch that was not delivered. */
export interface BatchFailure {
  readonly kind: BatchFailureKind
  /** What was to be sent again; null when it was removed since. */
  readonly exchangeId: string | null
  /** The last attempt; null of one that was refused, or when that was removed. */
  readonly attemptId: string | null
  readonly type: string | null
  /** Of the last answer; null without one. */
  readonly status: number | null
  /** One sentence. */
  readonly problem: string
}
