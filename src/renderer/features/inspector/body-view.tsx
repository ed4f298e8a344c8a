import { Search } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { Client } from '../../../shared/contract/client.ts'
import { firstHeader } from '../../../shared/domain/http-message.ts'
import type { MessageView } from '../../../shared/domain/exchange.ts'
import { MIB } from '../../../shared/domain/units.ts'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { CodeEditor } from '../../components/editor/code-editor.tsx'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { formatBytes } from '../../components/format.ts'
import { IconButton } from '../../components/icon-button.tsx'
import { readJsonTree, type JsonTree } from '../../components/json-tree.ts'
import { SegmentedControl } from '../../components/segmented-control.tsx'
import { useWidth } from '../../components/use-width.ts'
import { createBody, STEP_BYTES, type BodyState } from '../../api/body.ts'
import { hexDump, readText } from '../../components/body-text.ts'
import { PayloadTree } from './payload-tree.tsx'
import { prettyJson } from './pretty-json.ts'

/** Longer JSON is shown as it is: laying it out would hold up the page for seconds. */
const MAX_LAID_OUT_BYTES = 8 * MIB

type Form = 'pretty' | 'tree' | 'text' | 'hex'

interface BodyViewProps {
  readonly client: Client
  readonly id: string
  readonly side: 'request' | 'response'
  readonly message: MessageView
}

/** px that sixteen bytes a row need. */
const WIDE_DUMP_PX = 600

/** A body: laid out or as a tree when it is JSON, as it is, or byte by byte; with its Content-Encoding undone unless asked otherwise. */
export function BodyView({ client, id, side, message }: BodyViewProps) {
  const pane = useRef<HTMLDivElement>(null)
  const rowBytes = useWidth(pane) >= WIDE_DUMP_PX ? 16 : 8
  const encoding = firstHeader(message.headers, 'content-encoding') ?? null
  const [isDecoded, setDecoded] = useState(encoding !== null)
  const [chosen, setChosen] = useState<Form>('pretty')
  const body = useMemo(() => createBody(client, id, side, isDecoded), [client, id, side, isDecoded])
  useEffect(() => void body.grown(), [body, message.bodyBytes])
  const [finding, setFinding] = useState(0)
  const state = useStore(body.store)
  const { bytes, hasMore, problem } = state
  const readings = useMemo(() => readingsOf(bytes, hasMore), [bytes, hasMore])
  const form = readings.text === null ? 'hex' : readings.pretty === null && (chosen === 'pretty' || chosen === 'tree') ? 'text' : chosen
  const tree = useMemo(() => (form === 'tree' && readings.text !== null ? readJsonTree(readings.text) : null), [form, readings])
  const shown = useMemo(() => {
    if (form === 'hex') return hexDump(bytes ?? new Uint8Array(), rowBytes)
    return (form === 'text' ? readings.text : readings.pretty) ?? ''
  }, [form, bytes, readings, rowBytes])

  if (message.bodyBytes === 0) return <p className="p-4 type-small text-ink-2">The {side} has no body.</p>
  if (problem && bytes === null) {
    return (
      <ErrorPanel title={problem.message} onRetry={() => void body.more()}>
        {problem.remedy}
      </ErrorPanel>
    )
  }
  return (
    <div ref={pane} className="flex min-h-0 flex-1 flex-col">
      <div className="flex h-10 flex-none items-center gap-2 px-4 shadow-[inset_0_-1px_var(--line)]">
        <span className="min-w-0 truncate type-small text-ink-2 tabular-nums">{formatBytes(message.bodyBytes)}</span>
        <span className="ml-auto flex flex-none items-center gap-2">
          <SegmentedControl
            name="View"
            options={[
              { value: 'pretty', label: 'Pretty', disabled: readings.pretty === null },
              { value: 'tree', label: 'Tree', disabled: readings.pretty === null },
              { value: 'text', label: 'Raw', disabled: readings.text === null },
              { value: 'hex', label: 'Hex' },
            ]}
            value={form}
            onChange={(next) => {
              setChosen(next)
              setFinding(0)
            }}
          />
          <IconButton icon={Search} name={`Search in the ${side} body`} size="small" onClick={() => setFinding(finding + 1)} />
          <CopyButton name={`Copy the ${side} body`} text={shown} />
        </span>
      </div>
      {encoding !== null && (
        <div className="flex h-10 flex-none items-center gap-2 px-4 shadow-[inset_0_-1px_var(--line)]">
          <span className="min-w-0 truncate type-small text-ink-2 tabular-nums">{encodingWords(state, encoding)}</span>
          <span className="ml-auto flex-none">
            <SegmentedControl
              name="Content-Encoding"
              options={[
                { value: 'decoded', label: 'Decoded' },
                { value: 'stored', label: 'As sent' },
              ]}
              value={isDecoded ? 'decoded' : 'stored'}
              onChange={(next) => setDecoded(next === 'decoded')}
            />
          </span>
        </div>
      )}
      {state.decodingProblem !== null && <p className="flex-none px-4 py-2 type-small text-warn">{state.decodingProblem}</p>}
      {!message.bodyComplete && (
        <p className="flex-none px-4 py-2 type-small text-warn">The body is not whole: what came of it is shown.</p>
      )}
      {bytes !== null && bytes.length > MAX_LAID_OUT_BYTES && (
        <p className="flex-none px-4 py-2 type-small text-ink-2">
          Bodies up to {formatBytes(MAX_LAID_OUT_BYTES)} are laid out; this one is shown as it is.
        </p>
      )}
      <BodyText
        name={side === 'request' ? 'Request body' : 'Response body'}
        form={form}
        text={shown}
        tree={tree}
        isJson={readings.pretty !== null}
        finding={finding}
      />
      {bytes !== null && hasMore && (
        <div className="flex h-10 flex-none items-center gap-2 px-4 shadow-[inset_0_1px_var(--line)]">
          <span className="type-small text-ink-2 tabular-nums">{shownWords(state)}</span>
          <span className="ml-auto flex gap-2">
            <Button size="small" busy={state.isLoading} onClick={() => void body.more()}>
              {`Load ${formatBytes(STEP_BYTES)} more`}
            </Button>
            <Button size="small" busy={state.isLoading} onClick={() => void body.all()}>
              {state.isLoading ? 'Loading' : 'Load all'}
            </Button>
          </span>
        </div>
      )}
    </div>
  )
}

interface BodyTextProps {
  readonly name: string
  readonly form: Form
  readonly text: string
  readonly tree: JsonTree | null
  readonly isJson: boolean
  readonly finding: number
}

function BodyText({ name, form, text, tree, isJson, finding }: BodyTextProps) {
  if (tree) return <PayloadTree name={name} tree={tree} finding={finding} />
  const isHex = form === 'hex'
  return (
    <CodeEditor
      key={isHex ? 'hex' : isJson ? 'json' : 'text'}
      name={name}
      value={text}
      language={isJson && !isHex ? 'json' : 'text'}
      readOnly
      wrap={!isHex}
      gutter={isHex ? 'none' : 'lines'}
      finding={finding}
    />
  )
}

function readingsOf(bytes: Uint8Array | null, hasMore: boolean): { readonly text: string | null; readonly pretty: string | null } {
  if (bytes === null) return { text: '', pretty: null }
  const reading = readText(bytes, hasMore)
  if (reading.kind === 'binary') return { text: null, pretty: null }
  return { text: reading.text, pretty: hasMore || bytes.length > MAX_LAID_OUT_BYTES ? null : prettyJson(reading.text) }
}

function encodingWords({ bytes, totalBytes, hasMore, encoding: undone }: BodyState, encoding: string): string {
  if (undone === null) return `Encoded with ${encoding}`
  const decodedBytes = totalBytes ?? (hasMore ? null : (bytes?.length ?? null))
  return `${undone} undone${decodedBytes === null ? '' : `: ${formatBytes(decodedBytes)}`}`
}

function shownWords({ bytes, totalBytes }: BodyState): string {
  return `The first ${formatBytes(bytes?.length ?? 0)}${totalBytes === null ? '' : ` of ${formatBytes(totalBytes)}`}`
}
