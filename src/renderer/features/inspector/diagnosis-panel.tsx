import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { counted } from '../../../shared/domain/counted.ts'
import { DIAGNOSES, type Diagnosis, type Proof } from '../../../shared/domain/diagnosis/diagnosis.ts'
import type { Verification } from '../../../shared/domain/verdict.ts'
import { Button } from '../../components/button.tsx'
import { formatCount, formatDuration } from '../../components/format.ts'
import { Glyph } from '../../components/glyph.tsx'
import { Spinner } from '../../components/spinner.tsx'
import { VERDICT_LOOKS } from '../../components/verdict-mark.tsx'
import type { Diagnosing } from './diagnosis-store.ts'

interface DiagnosisPanelProps {
  readonly diagnosing: Diagnosing
  /** As it was when the capture came. */
  readonly verification: Verification
}

/** What is wrong with the signature, in one sentence with its proof; before it is known, what the receiver saw. */
export function DiagnosisPanel({ diagnosing, verification }: DiagnosisPanelProps) {
  const state = useStore(diagnosing.store)
  return (
    <section
      aria-label="Diagnosis"
      aria-busy={state.step === 'trying'}
      className={verification.verdict === 'invalid' ? 'diagnosis' : 'relative flex flex-col gap-1 pl-6'}
    >
      {verification.verdict !== 'invalid' && (
        <span className="absolute top-0.5 left-0">
          <Glyph {...VERDICT_LOOKS[verification.verdict]} />
        </span>
      )}
      {state.step === 'found' && state.diagnosis ? (
        <Told diagnosis={state.diagnosis} />
      ) : (
        <>
          <h3 className="text-pretty">{verification.reason}</h3>
          {state.step === 'trying' && <Trying onStop={diagnosing.stop} />}
          {state.step === 'found' && state.verification.verdict === 'valid' && (
            <p className="type-small text-ink-2">It is valid under the secret that the inbox has now.</p>
          )}
          {state.step === 'stopped' && (
            <p className="flex items-center gap-2 type-small text-ink-2">
              The search was stopped.
              <Button kind="quiet" size="small" onClick={() => void diagnosing.start()}>
                Find out why
              </Button>
            </p>
          )}
          {state.step === 'failed' && (
            <p role="alert" className="flex items-center gap-2 type-small text-ink-2">
              <span>
                Why it is so could not be found out: {state.problem.message} {state.problem.remedy}
              </span>
              <Button kind="quiet" size="small" onClick={() => void diagnosing.start()}>
                Try again
              </Button>
            </p>
          )}
        </>
      )}
    </section>
  )
}

const CAUSES = Object.keys(DIAGNOSES).length
/** What is quicker than this needs no words. */
const PATIENCE_MS = 200

function Trying({ onStop }: { readonly onStop: () => void }) {
  const [isSlow, setSlow] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [])
  return (
    <p className="flex min-h-6 items-center gap-2 type-small text-ink-2" role="status">
      {isSlow && (
        <>
          <Spinner />
          Trying {CAUSES} causes
          <Button kind="quiet" size="small" onClick={onStop}>
            Cancel
          </Button>
        </>
      )}
    </p>
  )
}

function Told({ diagnosis }: { readonly diagnosis: Diagnosis }) {
  const { sentence, causes, proof, tookMs } = diagnosis
  return (
    <>
      <h3 className="text-pretty break-words">{sentence}</h3>
      <p className="type-small text-ink-2">
        {proof !== null && <ProofWords proof={proof} tookMs={tookMs} />}{' '}
        <span className="wire-small whitespace-nowrap">
          {causes.length === 0 ? diagnosis.code : causes.map(({ code }) => code).join(' + ')}
        </span>
      </p>
    </>
  )
}

function ProofWords({ proof, tookMs }: { readonly proof: Proof; readonly tookMs: number }) {
  const { secret, signedBytes, arrivedBytes, difference } = proof
  return (
    <>
      {difference !== null && `${counted(signedBytes, 'byte was', 'bytes were')} signed, ${formatCount(arrivedBytes)} arrived. `}
      Proved
      {secret !== null && (
        <>
          {' '}
          with the secret of <b className="font-medium text-ink">{secret}</b>
        </>
      )}{' '}
      in {formatDuration(tookMs)}.
    </>
  )
}
