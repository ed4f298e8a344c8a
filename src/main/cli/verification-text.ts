import type { Verification } from '../../shared/domain/verdict.ts'
import { verdictMark } from './marks.ts'
import type { Paint } from './output.ts'
import { formatPairs, printableLine } from './text.ts'

/** The verdict, why, and both signatures below each other. */
export function formatVerification(verification: Verification, paint: Paint): string {
  const { verdict, reason, header, received, expected } = verification
  const head = `${verdictMark(verdict, paint)}  ${reason}`
  if (header === null) return head
  const pairs: [string, string][] = [
    ['header', header],
    ['received', received === null ? '–' : printableLine(received)],
    ['expected', expected ?? '–'],
  ]
  return `${head}\n${formatPairs(pairs, (text) => paint('dim', text), '  ')}`
}
