import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { CHUNK_BYTES } from '../../../src/main/engine/store/bodies.ts'
import { createStatements } from '../../../src/main/engine/store/reads/statements.ts'
import { storedBodies } from '../../../src/main/engine/store/reads/stored-body.ts'
import { aCapture } from '../../support/builders.ts'
import { testCore } from '../../support/core.ts'

test('a part of a large body is read without what is around it, across the borders of its chunks and beyond its end', () => {
  const core = testCore()
  const bytes = randomBytes(2 * CHUNK_BYTES + 100)
  const { seq } = aCapture(core, { body: bytes })
  const bodies = storedBodies(createStatements(core.db))
  const found = bodies.find(seq, 'request')
  if (!found) throw new Error('no such capture')
  const parts = [
    [0, 10],
    [CHUNK_BYTES - 5, 10],
    [10, 2 * CHUNK_BYTES],
    [2 * CHUNK_BYTES + 90, 1_000],
    [3 * CHUNK_BYTES, 10],
    [7, 0],
  ] as const
  const read = parts.map(([offset, length]) => bodies.range(found.body, offset, length))
  expect(read.map((part) => Buffer.from(part).toString('hex'))).toEqual(
    parts.map(([offset, length]) => bytes.subarray(offset, offset + length).toString('hex')),
  )
  // Of the first: no chunk of 256 KiB stands behind its ten bytes.
  expect(read[0]?.buffer.byteLength).toBeLessThan(CHUNK_BYTES)
})
