import type { ImportProblem, ImportReport } from '../../../shared/domain/transfer/formats.ts'
import type { Numbered } from './import-batch.ts'

/** A record of a file, or why there is none; `bytes` is roughly what it weighs. */
export type FoundRecord = { readonly found: Numbered; readonly bytes: number } | { readonly problem: ImportProblem; readonly bytes: number }

/** Reads one kind of file as it comes. */
export interface FileReader {
  readonly format: ImportReport['format']
  add(bytes: Uint8Array): Iterable<FoundRecord>
  end(): Iterable<FoundRecord>
  /** After `end`: the file was not cut off. */
  isWhole(): boolean
  dummySecret(): string | null
}
