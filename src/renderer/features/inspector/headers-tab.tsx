import { useState } from 'react'
import { decodeHeaders } from '../../../shared/domain/decoded-headers.ts'
import type { ExchangeDetail } from '../../../shared/domain/exchange.ts'
import { recogniseScheme } from '../../../shared/domain/signature/recognise.ts'
import { schemeOf } from '../../../shared/domain/signature/scheme.ts'
import { CopyButton } from '../../components/copy-button.tsx'
import { HeaderTable } from '../../components/header-table.tsx'
import { SegmentedControl } from '../../components/segmented-control.tsx'
import { DecodedHeaders } from './decoded-headers.tsx'
import { SectionHead } from './section-head.tsx'

/** The request's headers as they were on the wire, or what they say; what was noted about them, and its trailers. */
export function HeadersTab({ detail }: { readonly detail: ExchangeDetail }) {
  const { request, notes, url, remoteAddress, verification, direction } = detail
  const [form, setForm] = useState<'raw' | 'decoded'>('raw')
  const signature = verification?.header ?? schemeOf(recogniseScheme(request.headers) ?? 'crm').header
  return (
    <div className="flex flex-col gap-6 p-4">
      <section aria-label="Request">
        <SectionHead title="Request">
          <SegmentedControl
            name="Form of the headers"
            options={[
              { value: 'raw', label: 'As sent' },
              { value: 'decoded', label: 'Decoded' },
            ]}
            value={form}
            onChange={setForm}
          />
          <CopyButton name="Copy the headers" text={request.headers.map(([name, value]) => `${name}: ${value}`).join('\n')} />
        </SectionHead>
        {request.startLine === '' && request.headers.length === 0 ? (
          <p className="type-small text-ink-2">What arrived was no HTTP request: it has no headers.</p>
        ) : form === 'decoded' ? (
          <DecodedHeaders parts={decodeHeaders(request.headers, request.startLine.split(' ')[1] ?? '')} />
        ) : (
          <HeaderTable
            name="Request headers"
            startLine={request.startLine}
            headers={request.headers}
            hot={signature === null ? [] : [signature]}
          />
        )}
      </section>
      {request.trailers.length > 0 && (
        <section aria-label="Trailers">
          <SectionHead title="Trailers" />
          <HeaderTable name="Trailers" headers={request.trailers} />
        </section>
      )}
      {notes.length > 0 && (
        <section aria-label="Notes">
          <SectionHead title="Notes" />
          <ul className="type-small text-ink-2">
            {notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </section>
      )}
      <dl className="facts">
        <dt>URL</dt>
        <dd className="wire-small">{url}</dd>
        {remoteAddress !== null && (
          <>
            <dt>{direction === 'in' ? 'From' : 'To'}</dt>
            <dd className="wire-small">{remoteAddress}</dd>
          </>
        )}
        {detail.eventId !== null && (
          <>
            <dt>Event</dt>
            <dd className="wire-small">{detail.eventId}</dd>
          </>
        )}
      </dl>
    </div>
  )
}
