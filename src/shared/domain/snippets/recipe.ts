import { contentOf, type ContentPart } from '../signature/content.ts'
import type { Algorithm, Scheme, SecretForm, TimeUnit } from '../signature/scheme-form.ts'
import { schemeOf, type SchemeChoice } from '../signature/scheme.ts'
import { MIB } from '../units.ts'
import type { Place } from './place.ts'
import { inComment } from './quote.ts'
import { secretVariable, urlVariable } from './variables.ts'

/** A header that the check takes beside the body. */
export interface HeaderRead {
  readonly name: 'signature' | 'timestamp' | 'id'
  readonly header: string
  /** `numbered`: `…-1`, `…-2` and on; `repeated`: the header may come more than once. Both are joined by commas. */
  readonly count: 'one' | 'repeated' | 'numbered'
}

/** A stretch of a run: a fixed text or a value. `form`: the sorted fields of a form body. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'value'; readonly name: 'timestamp' | 'milliseconds' | 'iso' | 'id' | 'url' | 'secret' | 'form' }

/** What is signed, in order: the body, and texts around it. */
export type Run = { readonly kind: 'body' } | { readonly kind: 'text'; readonly pieces: readonly Piece[] }

/** How old a message may be. */
export interface Freshness {
  readonly unit: TimeUnit
  readonly toleranceMs: number
  /** A time too far ahead is refused, too. */
  readonly bothSides: boolean
}

/** Where something stands in the JSON body, step by step; null: not there. */
export type BodyPath = readonly string[] | null

/** What a receiver of one scheme does, before it is written in a language. */
export interface Recipe {
  /** The provider, for the comment at the top. */
  readonly title: string
  readonly path: string
  readonly port: number
  /** Environment variable of the secret, or of the public key; `_OLD` is added for the one before it. */
  readonly secretVariable: string
  /** Environment variable of the address that the sender posts to; null when no address is signed. */
  readonly urlVariable: string | null
  /** What the address variable may be set to, as an example. */
  readonly publicUrl: string
  readonly maxBytes: number
  readonly algorithm: Exclude<Algorithm, { kind: 'none' }>
  readonly secret: SecretForm
  /** The secret is a public key. */
  readonly isPublicKey: boolean
  /** The key is not the text of the secret. */
  readonly hasKey: boolean
  readonly prefix: string
  readonly encoding: Scheme['encoding']
  readonly runs: readonly Run[]
  readonly headers: readonly HeaderRead[]
  /** Separates the items of the signature's header; null when it is one signature. */
  readonly separator: string | null
  /** What the item with the time, or the id, begins with; null when it is no item. */
  readonly timestampItem: string | null
  readonly idItem: string | null
  readonly inBody: { readonly signature: BodyPath; readonly timestamp: BodyPath; readonly id: BodyPath }
  /** How the time is written; null: there is none. */
  readonly timeUnit: TimeUnit | null
  readonly freshness: Freshness | null
  /** Query parameter with the body's SHA-256 (Twilio). */
  readonly bodyHashParameter: string | null
  readonly unescaped: readonly string[]
  readonly payload: 'json' | 'form'
  /** Answered by what the provider asks before it trusts the address; all of it comes signed. */
  readonly handshake: 'zoom' | 'slack' | 'discord' | null
  /** The provider takes no answer that has a body (Xero). */
  readonly answersEmpty: boolean
}

/** The recipe of a scheme; a sentence where no receiver can be written for it. */
export function recipeOf(choice: SchemeChoice, place: Place): Recipe | string {
  const scheme = schemeOf(choice)
  const { algorithm, secret, time, idAt } = scheme
  if (algorithm.kind === 'none') return `A receiver cannot check what ${scheme.label} sends: ${algorithm.why}`
  const isPublicKey = algorithm.kind === 'ed25519' || algorithm.kind === 'ecdsa'
  const hasKey = isPublicKey || secret.as !== 'text' || secret.prefixes.length > 0
  const { parts, signsUrl } = contentOf(scheme)
  if (hasKey && scheme.content.includes('{secret}')) return 'A secret that is decoded cannot be part of what is signed.'
  const handshake = choice === 'zoom' || choice === 'slack' || choice === 'discord' ? choice : null
  const tolerance = time?.toleranceMs ?? null
  return {
    title: scheme.id === 'custom' ? 'webhooks' : `webhooks of ${inComment(scheme.label).replace(/, (.+)$/, ' ($1)')}`,
    path: place.path,
    port: place.port,
    secretVariable: secretVariable(scheme.id, isPublicKey),
    urlVariable: signsUrl ? urlVariable(scheme.id) : null,
    publicUrl: place.publicUrl ?? `https://example.com${place.path}`,
    maxBytes: 5 * MIB,
    algorithm,
    secret,
    isPublicKey,
    hasKey,
    prefix: scheme.prefix,
    encoding: scheme.encoding,
    runs: runsOf(parts),
    headers: headersOf(scheme),
    separator: separatorOf(scheme),
    timestampItem: time !== null && 'item' in time.at ? time.at.item : null,
    idItem: idAt !== null && 'item' in idAt ? idAt.item : null,
    inBody: {
      signature: scheme.field?.split('.') ?? null,
      timestamp: time !== null && 'field' in time.at ? time.at.field.split('.') : null,
      id: idAt !== null && 'field' in idAt ? idAt.field.split('.') : null,
    },
    timeUnit: time?.unit ?? null,
    freshness: time === null || tolerance === null ? null : { unit: time.unit, toleranceMs: tolerance, bothSides: time.side === 'both' },
    bodyHashParameter: scheme.bodyHashParameter,
    unescaped: scheme.unescaped,
    payload: scheme.content.includes('{sorted_form}') ? 'form' : 'json',
    handshake,
    answersEmpty: choice === 'xero',
  }
}

/** Does the check look into the body as JSON? */
export function readsJson({ inBody }: Recipe): boolean {
  return inBody.signature !== null || inBody.timestamp !== null || inBody.id !== null
}

/** Is a value named in what is signed? */
export function signs({ runs }: Recipe, ...names: (Piece & { kind: 'value' })['name'][]): boolean {
  return runs.some((run) => run.kind === 'text' && run.pieces.some((piece) => piece.kind === 'value' && names.includes(piece.name)))
}

/** Does the check have to know whether the body is a form? */
export function asksType(recipe: Recipe): boolean {
  return recipe.payload === 'form' || recipe.bodyHashParameter !== null
}

const NAMES = {
  id: 'id',
  ts: 'timestamp',
  ts_ms: 'milliseconds',
  ts_iso: 'iso',
  url: 'url',
  secret: 'secret',
  sorted_form: 'form',
} as const

/** Neighbouring texts and values are one run. Receivers take POST alone, so the method is a text. */
function runsOf(parts: readonly ContentPart[]): Run[] {
  const runs: Run[] = []
  let pieces: Piece[] = []
  const close = (): void => {
    if (pieces.length > 0) runs.push({ kind: 'text', pieces })
    pieces = []
  }
  for (const part of parts) {
    if (part.kind === 'body') {
      close()
      runs.push(part)
    } else if (part.kind === 'value' && part.name !== 'method') {
      pieces.push({ kind: 'value', name: NAMES[part.name] })
    } else {
      const text = part.kind === 'text' ? part.text : 'POST'
      const last = pieces.at(-1)
      if (last?.kind === 'text') pieces[pieces.length - 1] = { kind: 'text', text: last.text + text }
      else pieces.push({ kind: 'text', text })
    }
  }
  close()
  return runs
}

function headersOf({ header, several, time, idAt }: Scheme): HeaderRead[] {
  const count = several?.by === 'number' ? 'numbered' : several?.by === 'header' ? 'repeated' : 'one'
  const headers: HeaderRead[] = header === null ? [] : [{ name: 'signature', header, count }]
  if (time !== null && 'header' in time.at) headers.push({ name: 'timestamp', header: time.at.header, count: 'one' })
  if (idAt !== null && 'header' in idAt) headers.push({ name: 'id', header: idAt.header, count: 'one' })
  return headers
}

/** Several headers are joined by commas, which no digest holds. */
function separatorOf({ several, time }: Scheme): string | null {
  if (several !== null) return several.by === 'separator' ? several.separator : ','
  return time !== null && 'item' in time.at ? ',' : null
}
