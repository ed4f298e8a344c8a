/**
 * Numbers that look random and are the same for the same seed: sfc32 (Chris Doty-Humphrey, PractRand), 0 ≤ x < 1. `stream`
 * gives independent ones of one seed.
 */
export function seededFractions(seed: number, stream = 0): () => number {
  let [a, b, c, counter] = [seed >>> 0, Math.floor(seed / 2 ** 32) >>> 0, stream >>> 0, 1]
  function next(): number {
    const sum = (((a + b) >>> 0) + counter) >>> 0
    counter = (counter + 1) >>> 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) >>> 0
    c = (((c << 21) | (c >>> 11)) + sum) >>> 0
    return sum / 2 ** 32
  }
  // Small seeds differ in few bits; they are spread over the state first.
  for (let round = 0; round < 16; round++) next()
  return next
}

/** Bytes drawn from such numbers. */
export function seededBytes(fraction: () => number): (size: number) => Uint8Array {
  return (size) => Uint8Array.from({ length: size }, () => Math.floor(fraction() * 256))
}
