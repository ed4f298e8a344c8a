import type { Masked, RedactionRule } from './redaction.ts'

/** What an export can be written as. */
export const EXPORT_FORMATS = ['ndjson', 'har', 'curl', 'fetch', 'python', 'artillery'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

/** How a file of that format is named. */
export const FILE_EXTENSIONS: Readonly<Record<ExportFormat, string>> = {
  ndjson: 'ndjson',
  har: 'har',
  curl: 'sh',
  fetch: 'mjs',
  python: 'py',
  artillery: 'ts',
}

/** What is to be exported, and how. */
export interface ExportRequest {
  readonly format: ExportFormat
  /** These exchanges, or all that match; an empty filter takes everything. */
  readonly what: { readonly ids: readonly string[] } | { readonly filter: string }
  /** null: everything as it was captured. */
  readonly redaction: RedactionRequest | null
}

/** How a share bundle hides what is nobody's business. */
export interface RedactionRequest {
  /** Places in JSON bodies that are masked whatever they hold: `data.email`, `items[*].name`. */
  readonly paths: readonly string[]
  /** Sign anew, with a dummy secret, what was rightly signed, so that it still verifies. */
  readonly resign: boolean
}

export interface OpenedExport {
  /** Opens this export and nothing else. */
  readonly ticket: string
  /** A name for the file. */
  readonly fileName: string
  /** Exchanges that match; a lower bound unless exact. */
  readonly total: { readonly value: number; readonly exact: boolean }
}

/** How far an export has come, and what is in it so far. */
export interface ExportProgress {
  readonly exchanges: number
  /** Characters written: bytes, for what is ASCII. */
  readonly bytes: number
  /** Still under way when their turn came: left out. */
  readonly leftOut: number
  /** Authorization and Cookie headers that are in it. */
  readonly credentials: number
  /** Values that were masked. */
  readonly masked: number
  /** Places to be masked at which nothing stood in any JSON body: misspelt, more often than not. */
  readonly unmet: readonly string[]
}

/** A value that was, or would be, masked. */
export interface MaskedExample extends Masked {
  /** Of the exchange. */
  readonly id: string
}

/** What a redaction has found. */
export interface RedactionSummary {
  readonly counts: readonly { readonly rule: RedactionRule; readonly count: number }[]
  /** The first hundred. */
  readonly examples: readonly MaskedExample[]
  /** Exchanges that were signed anew. */
  readonly signedAnew: number
  /** As of `ExportProgress`. */
  readonly unmet: readonly string[]
}

/** What would be masked, and nothing is written. */
export interface RedactionPreview extends RedactionSummary {
  /** Exchanges that were looked at. */
  readonly exchanges: number
  /** False when there are more. */
  readonly isWhole: boolean
}

/** How far an import has come. */
export interface ImportProgress {
  /** Bytes of the file that were read. */
  readonly bytes: number
  /** Exchanges that were taken in. */
  readonly imported: number
  /** Exchanges that were here already, the same. */
  readonly known: number
  /** Lines or entries that could not be taken in. */
  readonly problems: number
}

/** A line of a file (an entry of a HAR) that could not be taken in. */
export interface ImportProblem {
  /** From 1. */
  readonly line: number
  /** One sentence. */
  readonly message: string
}

/** What became of a file. */
export interface ImportReport extends ImportProgress {
  readonly format: 'ndjson' | 'har'
  /** The first hundred. */
  readonly firstProblems: readonly ImportProblem[]
  /** False when the file was cut off. */
  readonly isWhole: boolean
  /** The secret that the exchanges of a share bundle are signed with; null when they are signed as captured. */
  readonly dummySecret: string | null
}
