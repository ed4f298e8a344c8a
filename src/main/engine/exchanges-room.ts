import type { Diagnosis } from '../../shared/domain/diagnosis/diagnosis.ts'
import type { FieldError } from '../../shared/domain/errors.ts'
import type { ExchangeDetail, ExchangeSummary, Lineage, SignedContent } from '../../shared/domain/exchange.ts'
import type { FeedOrder } from '../../shared/domain/feed-order.ts'
import type { Histogram, Span } from '../../shared/domain/histogram.ts'
import type { Note, NoteChange } from '../../shared/domain/note.ts'
import type { SchemeChoice } from '../../shared/domain/signature/scheme.ts'
import type { Verification } from '../../shared/domain/verdict.ts'
import type { AnnotatedAll } from './annotate-all.ts'

/** What is checked again. What is left out is as it was: the present secrets, newest first, the scheme, the url that is signed. */
interface VerifyAgain {
  readonly id: string
  readonly secrets?: readonly string[]
  readonly scheme?: SchemeChoice
  readonly url?: string
}

export interface Exchanges {
  /** As in the contract; `signal` ends a long search. */
  list(
    page: { filter: string; before?: string; after?: string; limit: number; order?: FeedOrder; withinMs?: number },
    signal?: AbortSignal,
  ): Promise<{ items: ExchangeSummary[]; hasMore: boolean; next: string | null; unsearched: number }>
  count(filter: string, signal?: AbortSignal): Promise<{ value: number; exact: boolean }>
  /** What happened when, live as in the contract; ends when `signal` aborts. */
  histogram(request: { filter: string; span: Span }, signal: AbortSignal): AsyncGenerator<Histogram>
  get(id: string): Promise<ExchangeDetail>
  /** Full id (of an exchange, delivery or event) for a unique part of ≥ 6 characters. */
  find(part: string): Promise<string>
  body(request: { id: string; side: 'request' | 'response'; offset: number; length: number; decoded: boolean }): Promise<{
    bytes: Uint8Array
    totalBytes: number | null
    encoding: string | null
    problem: string | null
  }>
  verify(request: VerifyAgain): Promise<Verification>
  /** Verifies again and says why it is not valid; null where there is nothing to explain. */
  diagnose(request: VerifyAgain, signal?: AbortSignal): Promise<{ verification: Verification; diagnosis: Diagnosis | null }>
  /** What the signature of its request is made over; null where there is none, or it cannot be told. */
  signed(id: string): Promise<SignedContent | null>
  /** What it comes from and what came of it. */
  lineage(id: string): Promise<Lineage>
  /** Where the request's body leaves the schema of its event type; null when none is known, or it is no JSON or beyond 1 MiB. */
  drift(id: string): Promise<FieldError[] | null>
  /** Changes what people added to an exchange; null when nothing is left of it. */
  annotate(id: string, change: NoteChange): Promise<Note | null>
  /** The same on many: these, or all that match now. */
  annotateAll(what: { ids: readonly string[] } | { filter: string }, change: NoteChange): Promise<AnnotatedAll>
  curl(id: string): Promise<string>
  remove(what: { ids: readonly string[] } | { filter: string } | { all: true }): Promise<number>
  /** Live batches as in the contract; ends when `signal` aborts. The next batch is made when it is asked for. */
  watch(
    request: { filter: string; after?: string },
    signal: AbortSignal,
  ): AsyncGenerator<{ cursor: string; rows: ExchangeSummary[]; gap: boolean }>
}
