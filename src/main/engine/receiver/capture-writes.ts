import type { RowId } from '../../../shared/domain/ids.ts'
import { INLINE_BYTES, REQUEST_SIDE, RESPONSE_SIDE } from '../store/bodies.ts'
import type { CaptureRow } from '../store/captures.ts'
import type { PreparedAnswer } from './answers.ts'
import type { Arrival } from './arrival.ts'
import type { Chunk } from './body.ts'
import { arrivingRow } from './capture-row.ts'
import type { Recorder } from './recorder.ts'

/** What is written of a capture, each inside the writer's write. */

/** A full chunk of a body that is still arriving. */
export function writeChunk({ captures, bodies }: Recorder, id: RowId, arrival: Arrival, chunk: Chunk): void {
  if (chunk.number === 0) captures.insert(arrivingRow(id, arrival, chunk.end))
  else captures.grow(id.seq, chunk.end)
  bodies.writeChunk(id.seq, REQUEST_SIDE, chunk.number, chunk.bytes)
}

/** The row of a body that has ended after `chunks` chunks, and what of it stands neither in them nor in the row. */
export function writeEnd({ captures, bodies }: Recorder, row: CaptureRow, chunks: number, rest: Buffer | null): void {
  if (chunks === 0) captures.insert(row)
  else captures.end(row)
  if (row.requestBody === null && rest !== null && rest.length > 0) bodies.writeChunks(row.id.seq, REQUEST_SIDE, rest, chunks)
}

/** The body of an answer that is too long for its row. */
export function writeLongAnswer({ bodies }: Recorder, seq: number, answer: PreparedAnswer): void {
  if (answer.body.length > INLINE_BYTES) bodies.writeChunks(seq, RESPONSE_SIDE, answer.body)
}
