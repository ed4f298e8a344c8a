import { describe, expect, test } from 'vitest'
import { createIds, formatId, msOfSeq, parseId, seqAt } from '../../src/shared/domain/ids.ts'

const zeros = (size: number): Uint8Array => new Uint8Array(size)

describe('ids', () => {
  test('an id is its prefix and 26 base32 characters, and gives back the row it names', () => {
    const id = createIds(
      () => Date.UTC(2026, 0, 17, 10, 30),
      (size) => new Uint8Array(size).fill(31),
    )()
    const text = formatId('capture', id)
    expect({ text, parsed: parseId(text), at: new Date(msOfSeq(id.seq)).toISOString() }).toEqual({
      text: 'capture_01kf5r2c20000zzzzzzzzzzzzz',
      parsed: { prefix: 'capture', ...id },
      at: '2026-01-17T10:30:00.000Z',
    })
  })

  test('ids rise, also within one millisecond, past its 2,048 counters, and when the clock jumps back', () => {
    let now = 1_000
    const next = createIds(() => now, zeros)
    const made = Array.from({ length: 5_000 }, () => next().seq)
    now = 10
    made.push(next().seq)
    const texts = made.map((seq) => formatId('evt', { seq, tail: '0'.repeat(13) }))
    expect(made).toEqual([...made].toSorted((a, b) => a - b))
    expect(new Set(made).size).toBe(made.length)
    expect(texts).toEqual([...texts].toSorted())
  })

  test('a new run goes on after the largest id stored', () => {
    const next = createIds(() => 1_000, zeros, seqAt(5_000) + 7)
    expect(next().seq).toBe(seqAt(5_000) + 8)
  })

  test.each([
    '',
    'capture',
    'capture_',
    'capture_01kf5r3930000zzzzzzzzzzzz',
    'capture_01KF5R3930000zzzzzzzzzzzzz',
    'nothing_01kf5r3930000zzzzzzzzzzzzz',
    'capture_zzzzzzzzzzzzzzzzzzzzzzzzzz',
  ])('"%s" is no id', (text) => {
    expect(parseId(text)).toBeNull()
  })
})
