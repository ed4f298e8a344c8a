import { createHash } from 'node:crypto'
import { diagnose } from '../../src/shared/domain/diagnosis/diagnose.ts'
import { SCHEMES } from '../../src/shared/domain/signature/scheme.ts'
import { verify } from '../../src/shared/domain/signature/verify.ts'
import { KIB, MIB } from '../../src/shared/domain/units.ts'
import { median } from './processes.ts'
import type { Row } from './rows.ts'

const ROUNDS = 40

/** The dearest diagnosis: a signature that nothing explains, so that everything is tried. In milliseconds, not ratios. */
export async function doctorRows(): Promise<Row[]> {
  return [
    rowOf('1 KiB', jsonOf(KIB), ROUNDS, 50),
    rowOf('4 KiB', jsonOf(4 * KIB), ROUNDS, 50),
    rowOf('1 MiB', jsonOf(MIB), 5, 1_100),
    rowOf('25 MiB', jsonOf(25 * MIB), 5, 1_100),
  ]
}

function rowOf(what: string, body: Buffer, rounds: number, target: number): Row {
  const runs = Array.from({ length: rounds }, (_, round) => diagnosed(body, round))
  const last = runs.at(-1)
  const steps = Math.max(...runs.map(({ longestStepMs }) => longestStepMs))
  return {
    what: `doctor, nothing matches, ${what}: ms`,
    ratio: median(runs.map(({ ms }) => ms)),
    target,
    bound: 'max',
    detail: `${last?.trials} digests over ${((last?.hashedBytes ?? 0) / MIB).toFixed(1)} MiB, ${last?.ruledOut} ruled out, ${last?.notTried} not tried, longest step ${steps.toFixed(0)} ms`,
  }
}

function diagnosed(
  body: Buffer,
  round: number,
): { ms: number; longestStepMs: number; trials: number; hashedBytes: number; ruledOut: number; notTried: number } {
  const digest = createHash('sha256').update(`${round}`).digest('hex')
  const arrived = {
    method: 'POST',
    url: 'http://127.0.0.1/webhooks/crm',
    headers: [['X-Webhook-Signature', `sha256=${digest}`]] as const,
    at: 0,
  }
  const secret = 'c2VjcmV0LW9mLXRoZS1iZW5jaC1pbi1iYXNlNjQ'
  const otherSecrets = Array.from({ length: 5 }, (_, index) => ({ name: `endpoint ${index}`, secret: `another-secret-${index}` }))
  const patient = { scheme: SCHEMES.crm, arrived, body, secrets: [{ name: 'inbox', secret }], otherSecrets }
  const verification = verify(SCHEMES.crm, [secret], arrived, body)
  const start = performance.now()
  const steps = diagnose(patient, verification, () => performance.now())
  let longestStepMs = 0
  for (;;) {
    const stepStart = performance.now()
    const step = steps.next()
    longestStepMs = Math.max(longestStepMs, performance.now() - stepStart)
    if (!step.done) continue
    if (step.value?.code !== 'unexplained') throw new Error('A random signature was explained.')
    const { trials, hashedBytes, ruledOut, notTried } = step.value
    return { ms: performance.now() - start, longestStepMs, trials, hashedBytes, ruledOut: ruledOut.length, notTried: notTried.length }
  }
}

/** An event with non-ASCII text, of about that size. */
function jsonOf(bytes: number): Buffer {
  const item = { id: 1, name: 'Café <Zürich> & Söhne', url: 'https://acme.example/1', amount: 50_000.5, open: true, owner: null }
  const count = Math.max(1, Math.floor(bytes / (Buffer.byteLength(JSON.stringify(item)) + 1)))
  return Buffer.from(JSON.stringify({ eventType: 'deal.won', data: Array.from({ length: count }, () => item) }))
}
