import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { counted } from '../../../shared/domain/counted.ts'
import { DIAGNOSES, DIAGNOSIS_GROUPS, type Diagnosis, type DiagnosisGroup, type Proof } from '../../../shared/domain/diagnosis/diagnosis.ts'
import { formatCount } from '../../components/format.ts'
import { Select } from '../../components/select.tsx'
import { Well } from '../../components/well.tsx'
import { SectionHead } from './section-head.tsx'

/** What follows from a diagnosis: where the bytes part, what to do, the lines at fault, and what it is not. */
export function DiagnosisRemedy({ diagnosis }: { readonly diagnosis: Diagnosis }) {
  const { proof, mend } = diagnosis
  return (
    <>
      {proof?.difference && <Difference difference={proof.difference} />}
      <section aria-label="Mend">
        <Fixes diagnosis={diagnosis} mend={mend} />
      </section>
      <RuledOut diagnosis={diagnosis} />
    </>
  )
}

const SIGNED_AND_ARRIVED = { 0: 'add', 1: 'del' } as const

function Difference({ difference }: { readonly difference: NonNullable<Proof['difference']> }) {
  const { offset, signed, arrived } = difference
  return (
    <section aria-label="Where they part">
      <SectionHead title="Where they part" note={`the signed bytes and those that arrived, at byte ${formatCount(offset)}`} />
      <Well name="Signed and arrived" text={`signed   ${signed}\narrived  ${arrived}`} lineGrounds={SIGNED_AND_ARRIVED} wrap />
    </section>
  )
}

const WRONG_AND_RIGHT = { 0: 'del', 1: 'add' } as const

function Fixes({ diagnosis, mend }: { readonly diagnosis: Diagnosis; readonly mend: string }) {
  const fixes = diagnosis.causes.flatMap((cause) => cause.fixes)
  const [chosen, choose] = useState('0')
  const fix = fixes[Number(chosen)]
  return (
    <>
      <SectionHead title="Mend">
        {fixes.length > 1 && (
          <Select
            label="Where it usually happens"
            hideLabel
            compact
            options={fixes.map(({ place }, index) => ({ value: String(index), label: place }))}
            value={chosen}
            onChange={choose}
          />
        )}
      </SectionHead>
      <p className="mb-2 type-small text-pretty text-ink-2">{mend}</p>
      {fix && <Well name={`Line at fault, ${fix.place}`} text={`- ${fix.wrong}\n+ ${fix.right}`} lineGrounds={WRONG_AND_RIGHT} wrap />}
    </>
  )
}

const GROUP_NAMES: Readonly<Record<DiagnosisGroup, string>> = {
  header: 'Header',
  digest: 'Digest',
  body: 'Body',
  secret: 'Secret',
  algorithm: 'Algorithm',
  message: 'Message',
}

function RuledOut({ diagnosis: { ruledOut, notTried } }: { readonly diagnosis: Diagnosis }) {
  if (ruledOut.length === 0 && notTried.length === 0) return null
  const groups = DIAGNOSIS_GROUPS.map((group) => ({
    group,
    labels: ruledOut.filter((code) => DIAGNOSES[code].group === group).map((code) => DIAGNOSES[code].label),
  })).filter(({ labels }) => labels.length > 0)
  return (
    <details className="ruled-out">
      <summary>
        <ChevronRight size={14} strokeWidth={1.75} aria-hidden />
        <span>{counted(ruledOut.length, 'cause')} ruled out</span>
        {notTried.length > 0 && <span className="text-warn">{formatCount(notTried.length)} not tried</span>}
        <span className="ml-auto min-w-0 truncate text-ink-3">
          {groups.map(({ group }) => GROUP_NAMES[group].toLowerCase()).join(', ')}
        </span>
      </summary>
      <dl className="facts">
        {groups.map(({ group, labels }) => (
          <div key={group} className="contents">
            <dt>{GROUP_NAMES[group]}</dt>
            <dd>{labels.join(', ')}</dd>
          </div>
        ))}
        {notTried.map(({ code, why }) => (
          <div key={code} className="contents">
            <dt className="text-warn">Not tried</dt>
            <dd>
              {DIAGNOSES[code].label}: {why}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
