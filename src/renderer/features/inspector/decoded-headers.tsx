import { Eye, EyeOff } from 'lucide-react'
import { Fragment, useState } from 'react'
import type { DecodedFact, DecodedPart } from '../../../shared/domain/decoded-headers.ts'
import { CopyButton } from '../../components/copy-button.tsx'
import { formatExact } from '../../components/format.ts'
import { IconButton } from '../../components/icon-button.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { secretTail } from '../../components/secret-text.ts'

/** What can be read out of headers and query: cookies, credentials, dates. */
export function DecodedHeaders({ parts }: { readonly parts: readonly DecodedPart[] }) {
  if (parts.length === 0) return <p className="type-small text-ink-2">No header says more than it shows as it was sent.</p>
  return (
    <ul className="flex flex-col gap-4">
      {parts.map(({ title, form, facts, note }, index) => (
        // A header may come twice; their order never changes.
        // oxlint-disable-next-line react/no-array-index-key
        <li key={index}>
          <h4 className="mb-1 flex items-baseline gap-2 type-label">
            {title}
            {form !== null && <span className="type-small text-ink-3">{form}</span>}
          </h4>
          <dl className="facts well px-3 py-2">
            {facts.map((fact, at) => (
              // oxlint-disable-next-line react/no-array-index-key
              <Fragment key={at}>
                <dt className="wire-small">{fact.name}</dt>
                <dd className="wire-small">
                  <Fact fact={fact} />
                </dd>
              </Fragment>
            ))}
          </dl>
          {note !== null && <p className="mt-1 type-small text-ink-3">{note}</p>}
        </li>
      ))}
    </ul>
  )
}

function Fact({ fact }: { readonly fact: DecodedFact }) {
  switch (fact.kind) {
    case 'text':
      return fact.value
    case 'moment':
      return (
        <>
          {formatExact(fact.at)} <RelativeTime at={fact.at} form="ago" className="text-ink-3" />
        </>
      )
    case 'secret':
      return <Secret name={fact.name} value={fact.value} />
  }
}

function Secret({ name, value }: { readonly name: string; readonly value: string }) {
  const [isShown, setShown] = useState(false)
  return (
    <span className="flex items-center gap-1">
      <span className="min-w-0 grow">{isShown ? value : `••••••••${secretTail(value) ?? ''}`}</span>
      <IconButton
        icon={isShown ? EyeOff : Eye}
        size="small"
        name={isShown ? `Hide ${name}` : `Show ${name}`}
        onClick={() => setShown(!isShown)}
      />
      <CopyButton name={`Copy ${name}`} text={value} />
    </span>
  )
}
