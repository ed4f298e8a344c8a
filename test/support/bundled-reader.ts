import { join } from 'node:path'

/** The reader thread in one file: stands in for `reader-file.ts` in unit tests. */
export const READER_FILE = join(import.meta.dirname, '../../node_modules/.cache/threads/reader.js')
