import type { Exported } from './export-source.ts'

/** Writes one format, piece by piece; a piece holds at most a few hundred KiB unless one value of it is larger. */
export interface FormatWriter {
  begin(): Iterable<string>
  exchange(exported: Exported): Iterable<string> | AsyncIterable<string>
  end(): Iterable<string>
}
