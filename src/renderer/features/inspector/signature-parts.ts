/** A signature cut for reading. */
export interface SignatureParts {
  /** `sha256=`; empty when it has none. */
  readonly prefix: string
  /** The rest in groups of eight. */
  readonly groups: readonly string[]
}

const GROUP = 8

/** What stands before the digits, and the digits in groups. */
export function signatureParts(signature: string): SignatureParts {
  const prefix = /^[\w-]{1,16}=(?=[\w+/])/.exec(signature)?.[0] ?? ''
  return { prefix, groups: signature.slice(prefix.length).match(new RegExp(`.{1,${GROUP}}`, 'g')) ?? [] }
}

/** Where two signatures part, in characters after the prefix if both have the same one; null when they are equal. */
export function firstDifference(received: string, expected: string): number | null {
  if (received === expected) return null
  const prefix = signatureParts(expected).prefix
  const start = received.startsWith(prefix) ? prefix.length : 0
  let at = start
  while (at < received.length && at < expected.length && received[at] === expected[at]) at++
  return at - start
}
