import type { ChallengeReport, HandshakeReport } from '../../shared/domain/handshake/challenge.ts'
import { HANDSHAKE_LABELS } from '../../shared/domain/handshake/handshake.ts'
import type { Paint } from './output.ts'
import { formatDuration, printableLine } from './text.ts'

/** A handshake for people: whether it passed, and of each answer that is wrong what and how to mend it. */
export function formatHandshake({ handshake, passed, challenges }: HandshakeReport, paint: Paint): string {
  const verdict = passed ? paint('green', '✓ passed') : paint('red', '✗ not passed')
  const width = Math.max(0, ...challenges.map(({ name }) => name.length))
  return [`${verdict}  ${HANDSHAKE_LABELS[handshake]}`, ...challenges.flatMap((each) => linesOf(each, width, paint))].join('\n')
}

function linesOf(challenge: ChallengeReport, width: number, paint: Paint): string[] {
  const { name, received, expected, tookMs, exchangeId, faults, code } = challenge
  const mark = faults.length === 0 ? paint('green', '✓') : paint('red', '✗')
  const took = tookMs === null ? '' : `  ${formatDuration(tookMs)}`
  const head = `  ${mark} ${name.padEnd(width)}  ${printableLine(received)}${paint('dim', `${took}  ${exchangeId}`)}`
  if (faults.length === 0) return [head]
  return [
    head,
    ...faults.map(({ sentence, mend }) => `    ${printableLine(sentence)} ${printableLine(mend)}`),
    `    ${paint('dim', 'expected')}  ${expected}`,
    ...(code === null ? [] : [`    ${paint('dim', 'code')}      ${paint('green', code)}`]),
  ]
}
