import { DIAGNOSES, type CauseCode, type Diagnosis } from '../../shared/domain/diagnosis/diagnosis.ts'
import type { Paint } from './output.ts'
import { formatBytes, formatDuration, printableLine } from './text.ts'
import { counted } from '../../shared/domain/counted.ts'

/** The diagnosis for people: what is wrong, the proof, what to do, the lines at fault, and what was ruled out. */
export function formatDiagnosis(diagnosis: Diagnosis, paint: Paint): string {
  const { sentence, mend, causes, ruledOut, notTried } = diagnosis
  const fixes = causes.flatMap((cause) => cause.fixes)
  const width = Math.max(0, ...fixes.map(({ place }) => place.length))
  return [
    `${codesOf(diagnosis, paint)}  ${printableLine(sentence)}`,
    ...proofLines(diagnosis).map((line) => paint('dim', `  ${line}`)),
    `  ${printableLine(mend)}`,
    ...fixes.flatMap(({ place, wrong, right }) => [
      `  ${paint('dim', place.padEnd(width))}  ${paint('red', `- ${wrong}`)}`,
      `  ${''.padEnd(width)}  ${paint('green', `+ ${right}`)}`,
    ]),
    ...(ruledOut.length === 0 ? [] : [paint('dim', `  ruled out: ${labels(ruledOut)}`)]),
    ...notTried.map(({ code, why }) => paint('yellow', `  not tried: ${labels([code])}. ${why}`)),
    ...effortLines(diagnosis).map((line) => paint('dim', `  ${line}`)),
  ].join('\n')
}

/** The diagnosis in one line: code and sentence. */
export function formatDiagnosisLine(diagnosis: Diagnosis, paint: Paint): string {
  return `${codesOf(diagnosis, paint)}  ${printableLine(diagnosis.sentence)}`
}

function codesOf({ code, causes }: Diagnosis, paint: Paint): string {
  return paint('bold', causes.length === 0 ? code : causes.map((cause) => cause.code).join(' + '))
}

function proofLines({ proof }: Diagnosis): string[] {
  if (proof === null) return []
  const { secret, signedBytes, arrivedBytes, difference } = proof
  const under = secret === null ? '' : ` under the secret of ${printableLine(secret)}`
  if (difference === null) return [`Proved over ${counted(arrivedBytes, 'byte', 'bytes')}${under}.`]
  return [
    `Proved${under}: ${counted(signedBytes, 'byte was', 'bytes were')} signed, ${arrivedBytes.toLocaleString('en')} arrived. They part at byte ${difference.offset.toLocaleString('en')}:`,
    `  signed   ${difference.signed}`,
    `  arrived  ${difference.arrived}`,
  ]
}

/** What finding it took; nothing where looking was enough. */
function effortLines({ trials, hashedBytes, tookMs }: Diagnosis): string[] {
  return trials === 0 ? [] : [`${counted(trials, 'digest', 'digests')} over ${formatBytes(hashedBytes)} in ${formatDuration(tookMs)}`]
}

function labels(codes: readonly CauseCode[]): string {
  return codes.map((code) => DIAGNOSES[code].label).join(', ')
}
