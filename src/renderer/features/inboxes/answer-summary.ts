import type { Inbox } from '../../../shared/domain/inbox.ts'
import { schemeOf } from '../../../shared/domain/signature/scheme.ts'
import { cutUrl, formatDelay } from '../../components/format.ts'

const TARGET_CHARACTERS = 32

/** How its requests are signed, in a word or two: `CRM`, `Stripe`, `unsigned`. */
export function signatureSummary({ scheme }: Pick<Inbox, 'scheme'>): string {
  return scheme === null ? 'unsigned' : schemeOf(scheme).label.replace(/,.*/, '')
}

/** What an inbox answers, in a few words: `200 at once`, `503 after 2 s`, `as localhost:3000 answers`. */
export function answerSummary({ answer, forwardTo }: Pick<Inbox, 'answer' | 'forwardTo'>): string {
  if (forwardTo !== null) return `as ${cutUrl(forwardTo, TARGET_CHARACTERS)} answers`
  return `${answer.status} ${answer.delayMs === 0 ? 'at once' : `after ${formatDelay(answer.delayMs)}`}`
}
