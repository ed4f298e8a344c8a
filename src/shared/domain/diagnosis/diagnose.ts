import type { Verification } from '../verdict.ts'
import { bom, crlf, newline } from './body-hypotheses.ts'
import { createBudget, MAX_HASHED_BYTES, MAX_MS } from './budget.ts'
import type { CauseCode, Diagnosis, NotTried } from './diagnosis.ts'
import { differenceOf } from './difference.ts'
import { HYPOTHESES } from './hypotheses.ts'
import { MAX_REWRITTEN_BYTES, type Hypothesis } from './hypothesis.ts'
import { factOf, type Fact } from './facts.ts'
import { causeOf } from './mends.ts'
import { usualBodies } from './reserialized.ts'
import { otherClause, secretBase64, secretNewline, secretWhitespace } from './secret-hypotheses.ts'
import { examine, type NamedSecret, type Patient, type Subject } from './subject.ts'
import { createTrials, keyOf, type Change, type Match } from './trial.ts'
import { MIB, SECOND_MS } from '../units.ts'

/** A cause found, and how it ends the sentence. */
interface Found {
  readonly code: CauseCode
  readonly clause: string
  readonly variant?: string | undefined
}

/** Changes that are made together. */
interface Combination {
  readonly change: Partial<Change>
  readonly found: readonly Found[]
}

/**
 * Why a signature is not valid. Tries hypotheses in order of likelihood, each alone and the most common in twos, until the
 * computed signature is the one that came: a match is proof. Yields after each trial, so that others may run.
 * `verification`: of the same message under the same secrets; null for one that needs no diagnosis.
 */
export function* diagnose(patient: Patient, verification: Verification, monotonic: () => number): Generator<undefined, Diagnosis | null> {
  if (!['invalid', 'stale', 'missing'].includes(verification.verdict)) return null
  const subject = examine(patient)
  const budget = createBudget(monotonic)
  const trials = createTrials(subject, budget)
  const ruledOut: CauseCode[] = []
  const notTried: NotTried[] = []

  const finish = (parts: Pick<Diagnosis, 'code' | 'sentence' | 'mend' | 'causes' | 'proof'>): Diagnosis => ({
    ...parts,
    ruledOut,
    notTried,
    trials: trials.count(),
    hashedBytes: budget.hashedBytes(),
    tookMs: budget.tookMs(),
  })
  const proved = (found: readonly Found[], match: Match, change: Partial<Change>): Diagnosis => {
    const all: Found[] = [...found, ...match.deviations]
    const causes = all.map(({ code, variant }) => causeOf(code, variant, subject.scheme))
    const body = change.body ?? subject.body
    return finish({
      code: causes[0]?.code ?? 'unexplained',
      sentence: `The signature matches ${all.map(({ clause }) => clause).join(', and ')}.`,
      mend: causes.map(({ mend }) => mend).join(' '),
      causes,
      proof: {
        secret: match.secret,
        signedBytes: body.length,
        arrivedBytes: subject.body.length,
        difference: differenceOf(body, subject.body),
      },
    })
  }
  const stated = (fact: Fact): Diagnosis => {
    const cause = causeOf(fact.code, undefined, subject.scheme)
    return finish({ code: fact.code, sentence: fact.sentence, mend: cause.mend, causes: [cause], proof: null })
  }

  const early = factOf(subject, verification, 'before')
  if (early) return stated(early)
  if (verification.verdict === 'invalid') {
    const match = yield* trials.run({})
    if (match === 'cut') notTried.push(...SIGNATURE_TEXT.map((code) => ({ code, why: TOO_MUCH })))
    else if (match !== 'idle') {
      if (match && match.deviations.length > 0) return proved([], match, {})
      ruledOut.push(...SIGNATURE_TEXT)
    }
    yield
  }

  // Without a digest in the signature's place nothing can match there; only other places are looked at.
  const hasClaims = subject.claims.size > 0
  for (const hypothesis of HYPOTHESES) {
    const { code, kind } = hypothesis
    if (!hasClaims && kind !== 'message') continue
    let tried = 0
    let cut: string | null = isTooLarge(hypothesis, subject) ? TOO_LARGE : null
    const secrets = kind === 'secret' ? subject.secrets : [undefined]
    search: for (const secret of secrets) {
      for (const change of changesOf(hypothesis, subject, secret)) {
        if (budget.isOver()) {
          cut = TOO_SLOW
          break search
        }
        const match = yield* trials.run(change)
        if (match === 'cut') cut = TOO_MUCH
        else if (match === null) tried++
        else if (match !== 'idle') return proved([{ code, clause: change.clause, variant: change.variant }], match, change)
        yield
      }
    }
    if (cut !== null) notTried.push({ code, why: cut })
    else if (tried > 0) ruledOut.push(code)
  }

  const late = factOf(subject, verification, 'after')
  if (late) return stated(late)

  for (const { change, found } of hasClaims ? combinations(subject) : []) {
    if (budget.isOver()) break
    const match = yield* trials.run(change)
    if (match !== null && typeof match === 'object') return proved(found, match, change)
    yield
  }
  return finish({
    code: 'unexplained',
    sentence: `None of the ${ruledOut.length} causes that were tried explains the signature${notTried.length > 0 ? `; ${notTried.length} could not be tried` : ''}.`,
    mend: 'Compare the secret on both sides, and the bytes that the sender signs with those that arrived.',
    causes: [],
    proof: null,
  })
}

/** Runs a diagnosis to its end, without giving way. */
export function diagnoseNow(patient: Patient, verification: Verification, monotonic: () => number): Diagnosis | null {
  const steps = diagnose(patient, verification, monotonic)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

const SIGNATURE_TEXT: readonly CauseCode[] = ['digest_case', 'digest_base64', 'digest_hex', 'prefix_missing', 'prefix_wrong']
const TOO_MUCH = `${MAX_HASHED_BYTES / MIB} MiB were hashed before it was done.`
const TOO_SLOW = `${MAX_MS / SECOND_MS} s was over before it was done.`
const TOO_LARGE = `Bodies over ${MAX_REWRITTEN_BYTES / MIB} MiB are not written again.`
const REWRITING: ReadonlySet<CauseCode> = new Set(['crlf', 'reserialized', 'charset'])

function isTooLarge({ code }: Hypothesis, { body }: Subject): boolean {
  return body.length > MAX_REWRITTEN_BYTES && REWRITING.has(code)
}

function changesOf(hypothesis: Hypothesis, subject: Subject, secret: NamedSecret | undefined): Iterable<Change> {
  switch (hypothesis.kind) {
    case 'body':
      // Of what the body has no part in, no body is the cause.
      return subject.scheme.content.includes('{body}') ? hypothesis.bodies(subject.body, subject) : []
    case 'secret':
      return secret && !isAsymmetric(subject) ? hypothesis.keys(secret, subject) : []
    case 'message':
      return hypothesis.changes(subject)
  }
}

function isAsymmetric({ scheme: { algorithm } }: Subject): boolean {
  return algorithm.kind === 'ed25519' || algorithm.kind === 'ecdsa'
}

/**
 * The ten most common causes in twos: line ends and JSON of the body, each with the other and with line ends, blanks and
 * base64 of the secret, and all of these under other secrets. Case, base64 and prefix of the digest go with everything:
 * they are read off its text.
 */
function* combinations(subject: Subject): Generator<Combination> {
  const { body, scheme } = subject
  if (!scheme.content.includes('{body}')) return
  const bodies = (): Iterable<Combination> => commonBodies(subject)
  for (const first of bodies()) {
    const changed = first.change.body ?? body
    for (const ends of [newline, ...(first.found[0]?.code === 'bom' ? [crlf] : [])]) {
      if (ends.kind !== 'body' || first.found[0]?.code === 'newline') continue
      for (const change of ends.bodies(changed, subject)) {
        yield { change, found: [...first.found, { code: ends.code, clause: change.clause, variant: change.variant }] }
      }
    }
  }
  const keys = [...commonKeys(subject)]
  yield* keys.filter(({ found }) => found.length > 1)
  for (const first of bodies()) {
    for (const second of keys) yield { change: { ...first.change, ...second.change }, found: [...first.found, ...second.found] }
  }
}

function* commonBodies(subject: Subject): Generator<Combination> {
  for (const hypothesis of [newline, crlf, bom]) {
    if (hypothesis.kind !== 'body') continue
    for (const change of hypothesis.bodies(subject.body, subject))
      yield { change, found: [{ code: hypothesis.code, clause: change.clause, variant: change.variant }] }
  }
  for (const change of usualBodies(subject.body)) yield { change, found: [{ code: 'reserialized', clause: change.clause }] }
}

function* commonKeys(subject: Subject): Generator<Combination> {
  if (isAsymmetric(subject)) return
  const { scheme, secrets, otherSecrets } = subject
  for (const [others, named] of [
    [false, secrets],
    [true, otherSecrets],
  ] as const) {
    for (const each of named) {
      const other: Found[] = others ? [{ code: 'other_secret', clause: otherClause(each) }] : []
      if (others) yield { change: { key: keyOf(scheme, each) }, found: other }
      for (const hypothesis of [secretNewline, secretWhitespace, secretBase64]) {
        if (hypothesis.kind !== 'secret') continue
        for (const { clause, variant, ...change } of hypothesis.keys(each, subject))
          yield { change, found: [...other, { code: hypothesis.code, clause, variant }] }
      }
    }
  }
}
