import { scaleDelay, type Speed } from '../../../shared/domain/retry-policy.ts'
import { formatDelay } from '../../components/format.ts'

/** What the ladder means, in a sentence: `The third attempt comes 6 min after the first; at speed 10, after 36 s.` */
export function ladderSentence(delaysMs: readonly number[], speed: Speed | null): string {
  if (delaysMs.length === 1) return 'One attempt; what fails stays failed.'
  const last = startTimes(delaysMs).at(-1) ?? 0
  const real =
    speed === null || speed === 1 ? '' : `; at speed ${speed}, ${formatAfter(delaysMs.reduce((sum, ms) => sum + scaleDelay(ms, speed), 0))}`
  const count = delaysMs.length === 2 ? 'The second attempt' : delaysMs.length === 3 ? 'The third attempt' : `Attempt ${delaysMs.length}`
  return `${count} comes ${formatDelay(last)} after the first${real}. Time-outs keep their real length.`
}

function formatAfter(ms: number): string {
  return ms === 0 ? 'at once' : `after ${formatDelay(ms)}`
}

/** When each attempt starts, ms after the first one was due. */
export function startTimes(delaysMs: readonly number[]): number[] {
  let time = 0
  return delaysMs.map((delay, index) => {
    time += index === 0 ? 0 : delay
    return time
  })
}
