import { counted } from '../../../shared/domain/counted.ts'
import type { BodyForm } from '../../../shared/domain/composed-body.ts'
import type { Endpoint } from '../../../shared/domain/endpoint.ts'
import { fromBase64 } from '../../api/base64.ts'
import { CopyButton } from '../../components/copy-button.tsx'
import { HeaderTable } from '../../components/header-table.tsx'
import { SegmentedControl } from '../../components/segmented-control.tsx'
import { Well } from '../../components/well.tsx'
import type { Preview } from './compose-state.ts'
import { isWhole, shortenBody } from './shorten-body.ts'

const FORMS = [
  { value: 'compact', label: 'Compact' },
  { value: 'typed', label: 'As typed' },
] as const satisfies readonly { value: BodyForm; label: string }[]

/** Variables whose value depends on when it is sent. */
const TIMES: ReadonlySet<string> = new Set(['$now', '$isoTimestamp', '$date', '$timestamp', '$timestampMs'])

interface PreviewPanelProps {
  readonly preview: Preview
  readonly form: BodyForm
  readonly endpoints: readonly Endpoint[]
  /** How many targets are chosen; the first one is previewed. */
  readonly targetCount: number
  readonly onChooseForm: (form: BodyForm) => void
}

/** The request as it would go out now: head and signature, then the exact bytes. */
export function PreviewPanel({ preview, form, endpoints, targetCount, onChooseForm }: PreviewPanelProps) {
  const body = preview.kind === 'shown' ? fromBase64(preview.preview.body) : null
  // The decoder would swallow a byte order mark, and the marks stand by characters.
  const text = body && new TextDecoder('utf-8', { ignoreBOM: true }).decode(body)
  const values = preview.kind === 'shown' ? preview.preview.values : []
  const marks = values.map(({ start, end }) => ({ start, end, tone: 'value' as const }))
  return (
    <>
      <section aria-label="Signed headers" className="flex flex-col gap-1">
        <div className="flex min-h-7 items-center gap-2">
          <h2 className="flex-none">Signed headers</h2>
          {preview.kind === 'shown' && preview.target !== null && (
            <span className="min-w-0 truncate type-small text-ink-3">
              to {targetName(preview.target, endpoints)}
              {targetCount > 1 && `, the first of ${targetCount}`}
            </span>
          )}
          {preview.kind === 'shown' && preview.target !== null && (
            <span className="ml-auto">
              <CopyButton name="Copy the headers" text={preview.preview.headers.map(([name, value]) => `${name}: ${value}`).join('\n')} />
            </span>
          )}
        </div>
        <HeadPreview preview={preview} />
      </section>
      <section aria-label="Exact bytes" className="flex flex-col gap-1">
        <div className="flex min-h-7 items-center gap-2">
          <h2 className="flex-none">Exact bytes</h2>
          {body && (
            <span className="min-w-0 truncate type-small text-ink-3 tabular-nums">
              {counted(body.length, 'byte')}
              <span className="max-narrow:hidden">{text?.endsWith('\n') ? '' : ', no line end'}</span>
            </span>
          )}
          <span className="ml-auto flex-none">
            <SegmentedControl name="Form of the body" options={FORMS} value={form} onChange={onChooseForm} />
          </span>
        </div>
        {text !== null && (
          // Bytes know no words: a line breaks where it is full.
          <div className="[&_.code-line]:break-all">
            <Well name="Body" text={shortenBody(text)} marks={isWhole(text) ? marks : []} language="json" wrap />
          </div>
        )}
        {values.some(({ name }) => TIMES.has(name)) && (
          <p className="type-small text-ink-3">Times are those of this preview; sending fills in its own.</p>
        )}
      </section>
    </>
  )
}

function HeadPreview({ preview }: { readonly preview: Preview }) {
  switch (preview.kind) {
    case 'none':
      return null
    case 'refused':
      return (
        <p role="alert" className="type-small">
          <span className="text-fail">{preview.problem.message}</span> <span className="text-ink-2">{preview.problem.remedy}</span>
        </p>
      )
    case 'shown': {
      const { preview: request, target } = preview
      if (target === null)
        return <p className="type-small text-ink-3">Choose a target: its address and secret belong to the head of the request.</p>
      const { pathname, search } = new URL(request.url)
      return (
        <HeaderTable
          name="Signed headers"
          startLine={`${request.method} ${pathname}${search} HTTP/1.1`}
          headers={request.headers}
          hot={['X-Webhook-Signature']}
        />
      )
    }
  }
}

function targetName(target: NonNullable<Extract<Preview, { kind: 'shown' }>['target']>, endpoints: readonly Endpoint[]): string {
  if (target.kind === 'url') return new URL(target.url).host
  return endpoints.find(({ id }) => id === target.endpointId)?.name ?? target.endpointId
}
