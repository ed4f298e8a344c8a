import { KIB, MIB } from '../units.ts'
import type { CauseCode } from './diagnosis.ts'
import type { NamedSecret, Subject } from './subject.ts'
import type { Change } from './trial.ts'

/** A body as it may have been signed. */
export type BodyChange = Change & { readonly body: Uint8Array }

/**
 * Something that goes wrong with signatures, as a generator of what to try. Changes are made one at a time, because most
 * are never needed; one that changes nothing is not made.
 */
export type Hypothesis = { readonly code: CauseCode } & (
  | { readonly kind: 'body'; readonly bodies: (body: Uint8Array, subject: Subject) => Iterable<BodyChange> }
  | { readonly kind: 'secret'; readonly keys: (secret: NamedSecret, subject: Subject) => Iterable<Change> }
  | { readonly kind: 'message'; readonly changes: (subject: Subject) => Iterable<Change> }
)

/** Larger bodies are hashed, but not rewritten. */
export const MAX_REWRITTEN_BYTES = MIB
/** Ways that cost much and explain little are tried on bodies up to here. */
export const MAX_TOILED_BYTES = 64 * KIB
