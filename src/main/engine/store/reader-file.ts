import { join } from 'node:path'

/** The reader thread's file: beside this one in the sources, beside this one's chunk in the build. */
export const READER_FILE = join(import.meta.dirname, import.meta.filename.endsWith('.ts') ? 'reader-thread.ts' : 'reader.js')
