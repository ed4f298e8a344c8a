import { useEffect, useMemo, useState } from 'react'
import { counted } from '../../../shared/domain/counted.ts'
import type { Client } from '../../../shared/contract/client.ts'
import type { SignedContent } from '../../../shared/domain/exchange.ts'
import { hexDump } from '../../components/body-text.ts'
import { formatBytes } from '../../components/format.ts'
import { SegmentedControl } from '../../components/segmented-control.tsx'
import { Well } from '../../components/well.tsx'
import { SectionHead } from './section-head.tsx'
import { signedText } from './signed-text.ts'

const LINES = 12

/** What the signature is made over, byte by byte: white space is drawn, what is not the body is marked. Nothing where that is not known. */
export function SignedBytes({ client, id }: { readonly client: Client; readonly id: string }) {
  const [content, setContent] = useState<SignedContent | null>(null)
  const [chosen, setForm] = useState<'text' | 'hex'>('text')
  useEffect(() => {
    let isCurrent = true
    client.exchanges.signed({ id }).then(
      ({ content: signed }) => isCurrent && setContent(signed),
      // The rest of the tab stands without it.
      () => isCurrent && setContent(null),
    )
    return () => {
      isCurrent = false
    }
  }, [client, id])
  const signed = useMemo(() => content && signedText(content), [content])
  if (!signed || !content) return null
  const { text, marks, bytes, totalBytes, recipe, signsSecret } = signed
  const form = text === null ? 'hex' : chosen
  return (
    <section aria-label="Signed bytes">
      <SectionHead
        title="Signed bytes"
        note={
          <>
            {counted(totalBytes, 'byte')}
            {recipe === 'body' ? (
              ': the body as it is'
            ) : (
              <>
                : <span className="wire-small">{recipe}</span>
              </>
            )}
          </>
        }
      >
        <SegmentedControl
          name="Form of the signed bytes"
          options={[
            { value: 'text', label: 'Text', disabled: text === null },
            { value: 'hex', label: 'Hex' },
          ]}
          value={form}
          onChange={setForm}
        />
      </SectionHead>
      {/* Bytes know no words: a line breaks where it is full. */}
      <div className="[&_.code-line]:break-all">
        <Well
          key={form}
          name="Signed content"
          text={form === 'hex' ? hexDump(bytes, 8) : (text ?? '')}
          marks={form === 'hex' ? [] : marks}
          language={form === 'hex' ? 'text' : 'json'}
          gutter={form === 'hex' || signsSecret ? 'none' : 'bytes'}
          showSpace={form === 'text'}
          wrap={form === 'text'}
          limit={LINES}
          maxHeight={400}
        />
      </div>
      {bytes.length < totalBytes && <p className="mt-1 type-small text-ink-3">The first {formatBytes(bytes.length)} are shown.</p>}
    </section>
  )
}
