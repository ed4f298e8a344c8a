import { useEffect, useState, type ReactNode } from 'react'
import { useStore } from 'zustand'
import { counted } from '../../../shared/domain/counted.ts'
import type { Client } from '../../../shared/contract/client.ts'
import type { ExchangeDetail } from '../../../shared/domain/exchange.ts'
import { firstHeader } from '../../../shared/domain/http-message.ts'
import { recogniseScheme } from '../../../shared/domain/signature/recognise.ts'
import { schemeOf } from '../../../shared/domain/signature/scheme.ts'
import type { Verdict, Verification } from '../../../shared/domain/verdict.ts'
import { formatRoute, route } from '../../app/route.ts'
import { Badge } from '../../components/badge.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { formatCount } from '../../components/format.ts'
import { Glyph } from '../../components/glyph.tsx'
import { VERDICT_LOOKS } from '../../components/verdict-mark.tsx'
import { DiagnosisPanel } from './diagnosis-panel.tsx'
import { DiagnosisRemedy } from './diagnosis-remedy.tsx'
import { createDiagnosing } from './diagnosis-store.ts'
import type { Inspector } from './inspector-store.ts'
import { RecognisedScheme } from './recognised-scheme.tsx'
import { SignedBytes } from './signed-bytes.tsx'
import { firstDifference, signatureParts } from './signature-parts.ts'

interface SignatureTabProps {
  readonly client: Client
  readonly detail: ExchangeDetail
  readonly inspector: Inspector
}

/** What the receiver thought of the signature, and the proof. Of an attempt: the signature it left with. */
export function SignatureTab({ client, detail, inspector }: SignatureTabProps) {
  const { verification } = detail
  if (!verification) return <Sent client={client} detail={detail} />
  const isExplicable = EXPLICABLE.has(verification.verdict)
  return isExplicable ? (
    <Diagnosed key={detail.id} client={client} detail={detail} verification={verification} />
  ) : (
    <div className="flex flex-col gap-4 p-4">
      <section aria-label="Verdict" className="flex items-start gap-2">
        <span className="mt-0.5">
          <Glyph {...VERDICT_LOOKS[verification.verdict]} />
        </span>
        <div>
          <h3 className="text-pretty">{verification.reason}</h3>
          {verification.verdict === 'unsigned' && (
            <p className="mt-1 type-small text-ink-2">What arrives here is kept as it is and not checked.</p>
          )}
        </div>
      </section>
      <Proof detail={detail} verification={verification} />
      {verification.received !== null && <SignedBytes client={client} id={detail.id} />}
      {detail.recognised !== null && <RecognisedScheme key={detail.id} scheme={detail.recognised} detail={detail} inspector={inspector} />}
    </div>
  )
}

const EXPLICABLE: ReadonlySet<Verdict> = new Set(['invalid', 'stale', 'missing'])

interface VerdictProps {
  readonly detail: ExchangeDetail
  readonly verification: Verification
}

/** A verdict that wants explaining: the engine is asked why as soon as it is looked at. */
function Diagnosed({ client, detail, verification }: VerdictProps & { readonly client: Client }) {
  const [diagnosing] = useState(() => createDiagnosing(client, detail.id))
  useEffect(() => {
    void diagnosing.start()
    return diagnosing.stop
  }, [diagnosing])
  const state = useStore(diagnosing.store)
  return (
    <div className="flex flex-col gap-4 p-4">
      <DiagnosisPanel diagnosing={diagnosing} verification={verification} />
      <Proof detail={detail} verification={verification} />
      <SignedBytes client={client} id={detail.id} />
      {state.step === 'found' && state.diagnosis && <DiagnosisRemedy diagnosis={state.diagnosis} />}
    </div>
  )
}

/** The signature that came beside the one that was expected. */
function Proof({ detail, verification }: VerdictProps) {
  const { verdict, header, received, expected } = verification
  const difference = received !== null && expected !== null && verdict !== 'valid' ? firstDifference(received, expected) : null
  return (
    <>
      {header !== null && (
        <dl className="grid grid-cols-[80px_minmax(0,1fr)_auto] items-start gap-x-3 gap-y-2 type-small">
          <dt className="pt-0.5 text-ink-2">Header</dt>
          <dd className="col-span-2 wire break-all text-ink-2">
            {header}: {signatureParts(expected ?? received ?? '').prefix}
          </dd>
          <dt className="pt-0.5 text-ink-2">Received</dt>
          {received === null ? (
            <dd className="col-span-2 pt-0.5 text-warn">nothing</dd>
          ) : (
            <Signature value={received} against={expected} difference={difference}>
              {difference !== null && <Badge tone="bad">≠ at digit {formatCount(difference + 1)}</Badge>}
              {verdict === 'valid' && (
                <Badge tone="ok">
                  <Glyph shape="check" />
                  matches
                </Badge>
              )}
            </Signature>
          )}
          {expected !== null && verdict !== 'valid' && (
            <>
              <dt className="pt-0.5 text-ink-2">Expected</dt>
              <Signature value={expected} against={received} difference={difference}>
                <span className="text-ink-3 tabular-nums">over {counted(detail.requestBytes, 'byte')}</span>
              </Signature>
            </>
          )}
        </dl>
      )}
      {detail.inboxId !== null && verdict !== 'unsigned' && verdict !== 'unchecked' && (
        <p className="type-small wrap-anywhere text-ink-2">
          Checked with the secret of{' '}
          <a className="underline" href={formatRoute(route('inboxes', detail.inboxId))}>
            {detail.place ?? 'its inbox'}
          </a>
          .
        </p>
      )}
    </>
  )
}

interface SignatureProps {
  readonly value: string
  readonly against: string | null
  /** Where it parts from the other one. */
  readonly difference: number | null
  /** What is said of it, at the right. */
  readonly children: ReactNode
}

/** A signature in groups of eight, the first character that differs marked. */
function Signature({ value, against, difference, children }: SignatureProps) {
  const parts = signatureParts(value)
  const prefixDiffers = against !== null && signatureParts(against).prefix !== parts.prefix
  const groups = prefixDiffers && parts.prefix !== '' ? [parts.prefix, ...parts.groups] : parts.groups
  return (
    <>
      <dd className="flex max-w-[304px] flex-wrap gap-x-2 wire">
        {groups.map((group, index) => {
          const start = groups.slice(0, index).join('').length
          const at = difference === null ? -1 : difference - start
          if (at < 0 || at >= group.length) return <span key={start}>{group}</span>
          return (
            <span key={start}>
              {group.slice(0, at)}
              <mark className="mark-differs">{group[at]}</mark>
              {group.slice(at + 1)}
            </span>
          )
        })}
      </dd>
      <dd className="flex min-h-5 items-center">{children}</dd>
    </>
  )
}

function Sent({ client, detail }: { readonly client: Client; readonly detail: ExchangeDetail }) {
  const { header } = schemeOf(detail.signedAs ?? recogniseScheme(detail.request.headers) ?? 'crm')
  const signature = header === null ? undefined : firstHeader(detail.request.headers, header)
  if (signature === undefined) {
    return (
      <p className="p-4 type-small text-ink-2">
        {detail.state === 'planned'
          ? 'It is signed when it leaves: each attempt afresh.'
          : `This request ${detail.direction === 'out' ? 'left' : 'came'} without a signature.`}
      </p>
    )
  }
  const [title, sentence] = originOf(detail)
  return (
    <div className="flex flex-col gap-4 p-4">
      <section aria-label="Signature">
        <h3>{title}</h3>
        <p className="mt-1 type-small text-ink-2">{sentence}</p>
      </section>
      <dl className="grid grid-cols-[80px_minmax(0,1fr)_auto] items-start gap-x-3 gap-y-2 type-small">
        <dt className="pt-0.5 text-ink-2">Header</dt>
        <dd className="col-span-2 wire break-all text-ink-2">
          {header}: {signatureParts(signature).prefix}
        </dd>
        <dt className="pt-0.5 text-ink-2">{detail.direction === 'out' ? 'Sent' : 'Received'}</dt>
        <Signature value={signature} against={null} difference={null}>
          <CopyButton name="Copy the signature" text={signature} />
        </Signature>
      </dl>
      <SignedBytes client={client} id={detail.id} />
    </div>
  )
}

/** Where a signature comes from that nobody judged: what it is, and what that means. */
function originOf({ direction, signedAs, replayOf }: ExchangeDetail): readonly [title: string, sentence: string] {
  if (direction === 'in') return ['Not checked', 'It came out of a file that holds no verdict.']
  if (signedAs !== null) return ['Signed over the exact bytes', 'Every attempt is signed afresh; the body is the same in all of them.']
  if (replayOf !== null) return ['Sent with the signature of what it replays', 'An exact replay carries it as it was captured.']
  return ['Sent as it was written', 'Nothing was signed when it left.']
}
