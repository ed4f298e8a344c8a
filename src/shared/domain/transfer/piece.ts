import { MIB } from '../units.ts'

/** What one piece of a file to import may hold. */
export const MAX_PIECE_BYTES = MIB
