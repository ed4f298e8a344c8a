import { keyAndMessageSwapped, otherHash, plainHash } from './algorithm-hypotheses.ts'
import { bom, charset, compressed, crlf, newline, reserialized, whitespace } from './body-hypotheses.ts'
import type { Hypothesis } from './hypothesis.ts'
import { otherHeader, otherUrl, timeMissing, timeStale, timeUnit } from './message-hypotheses.ts'
import { otherScheme } from './other-scheme.ts'
import { otherSecret, secretBase64, secretHex, secretNewline, secretPrefix, secretQuotes, secretWhitespace } from './secret-hypotheses.ts'

/**
 * What is tried, in this order, after the signature's own text (`claims.ts`). The likely before the unlikely, except that
 * small changes come before those that would contain them: a line end that was added is also JSON written again.
 */
export const HYPOTHESES: readonly Hypothesis[] = [
  newline,
  secretNewline,
  crlf,
  bom,
  whitespace,
  secretWhitespace,
  secretQuotes,
  otherSecret,
  reserialized,
  secretPrefix,
  secretBase64,
  secretHex,
  timeMissing,
  timeUnit,
  timeStale,
  otherUrl,
  otherScheme,
  otherHeader,
  keyAndMessageSwapped,
  plainHash,
  otherHash,
  charset,
  compressed,
]
