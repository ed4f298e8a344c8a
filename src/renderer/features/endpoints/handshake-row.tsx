import { Handshake } from 'lucide-react'
import { useState } from 'react'
import { useStore } from 'zustand'
import type { Endpoint } from '../../../shared/domain/endpoint.ts'
import type { ChallengeReport, HandshakeReport } from '../../../shared/domain/handshake/challenge.ts'
import { chosenHandshake, HANDSHAKE_IDS, HANDSHAKE_LABELS, type HandshakeId } from '../../../shared/domain/handshake/handshake.ts'
import { formatRoute, route } from '../../app/route.ts'
import { Button } from '../../components/button.tsx'
import { formatDuration } from '../../components/format.ts'
import { FormRow } from '../../components/form-row.tsx'
import { Glyph } from '../../components/glyph.tsx'
import { Select } from '../../components/select.tsx'
import { TextField } from '../../components/text-field.tsx'
import { Well } from '../../components/well.tsx'
import type { Endpoints } from './endpoints-store.ts'

const OPTIONS = HANDSHAKE_IDS.map((value) => ({ value, label: HANDSHAKE_LABELS[value] }))

interface HandshakeRowProps {
  readonly endpoint: Endpoint
  readonly endpoints: Endpoints
}

/** What a provider asks of an address before it trusts it: sent with one press, each answer judged below. */
export function HandshakeRow({ endpoint, endpoints }: HandshakeRowProps) {
  const { id, scheme } = endpoint
  const run = useStore(endpoints.store, (state) => state.handshakes[id])
  const [named, choose] = useState<HandshakeId | null>(null)
  const chosen = named ?? chosenHandshake('scheme', scheme) ?? HANDSHAKE_IDS[0]
  const [verifyToken, setVerifyToken] = useState('')
  const isRunning = run?.kind === 'running'
  return (
    <FormRow title="Handshake">
      <div className="flex flex-wrap items-end gap-2">
        <Select label="Provider's handshake" hideLabel compact options={OPTIONS} value={chosen} onChange={choose} />
        {chosen === 'meta' && (
          <TextField
            label="Verify token"
            hideLabel
            placeholder="Verify token"
            compact
            wire
            autoComplete="off"
            className="w-56"
            value={verifyToken}
            onChange={setVerifyToken}
          />
        )}
        <Button
          icon={Handshake}
          busy={isRunning}
          disabled={chosen === 'meta' && verifyToken === ''}
          onClick={() => void endpoints.shake(id, chosen, verifyToken)}
        >
          {isRunning ? 'Waiting for the answer' : 'Send the handshake'}
        </Button>
      </div>
      <p className="type-small text-ink-3">
        What the provider asks of an address before it sends events there. Signed with the secret above; recorded like all that is sent.
      </p>
      <div role="status" className="flex flex-col gap-2">
        {run?.kind === 'failed' && (
          <p className="type-small">
            <span className="text-fail">{run.problem.message}</span> {run.problem.remedy}
          </p>
        )}
        {run?.kind === 'answered' && <Report report={run.report} />}
      </div>
    </FormRow>
  )
}

function Report({ report: { handshake, passed, challenges } }: { readonly report: HandshakeReport }) {
  return (
    <section aria-label="Answer to the handshake" className="flex flex-col gap-3 rounded-l border border-line p-3">
      <h4 className="flex items-center gap-2">
        <Glyph shape={passed ? 'check' : 'cross'} tone={passed ? 'ok' : 'fail'} />
        {HANDSHAKE_LABELS[handshake]}: {passed ? 'passed' : 'not passed'}
      </h4>
      {challenges.map((each) => (
        <Answer key={each.exchangeId} challenge={each} />
      ))}
    </section>
  )
}

function Answer({ challenge }: { readonly challenge: ChallengeReport }) {
  const { name, received, expected, faults, code, tookMs, exchangeId } = challenge
  const isRight = faults.length === 0
  return (
    <section aria-label={name} className="flex min-w-0 flex-col gap-1">
      <div className="flex items-center gap-2 type-small">
        <Glyph shape={isRight ? 'check' : 'cross'} tone={isRight ? 'ok' : 'fail'} />
        <span className="shrink-0">{name}</span>
        <span className="min-w-0 truncate wire-small text-ink-2" title={received}>
          {received}
        </span>
        {tookMs !== null && <span className="ml-auto shrink-0 text-ink-3 tabular-nums">{formatDuration(tookMs)}</span>}
        <a className={tookMs === null ? 'ml-auto shrink-0' : 'shrink-0'} href={formatRoute(route('activity', exchangeId))}>
          Show in Activity
        </a>
      </div>
      {faults.map(({ sentence, mend }) => (
        <p key={sentence} className="type-small text-pretty text-ink-2">
          <span className="text-fail">{sentence}</span> {mend}
        </p>
      ))}
      {!isRight && (
        <Well
          name={`Expected, ${name}`}
          text={`expected  ${expected}\nreceived  ${received}${code === null ? '' : `\ncode      ${code}`}`}
          lineGrounds={EXPECTED_AND_RECEIVED}
          wrap
        />
      )}
    </section>
  )
}

const EXPECTED_AND_RECEIVED = { 0: 'add', 1: 'del' } as const
