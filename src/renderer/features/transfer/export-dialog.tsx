import { useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import { counted } from '../../../shared/domain/counted.ts'
import type { Client } from '../../../shared/contract/client.ts'
import type { ExportFormat, MaskedExample } from '../../../shared/domain/transfer/formats.ts'
import { useShortcuts } from '../../app/shortcuts.ts'
import { Button } from '../../components/button.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { formatBytes, formatCount } from '../../components/format.ts'
import { SegmentedControl } from '../../components/segmented-control.tsx'
import { Select } from '../../components/select.tsx'
import { TextField } from '../../components/text-field.tsx'
import { createExport, type Export, type ExportState, type ExportSubject } from './export-store.ts'

const FORMATS: readonly { readonly value: ExportFormat; readonly label: string; readonly note?: string }[] = [
  { value: 'ndjson', label: 'Bundle', note: 'lossless, to be imported' },
  { value: 'har', label: 'HAR 1.2', note: 'for browsers and proxies' },
  { value: 'curl', label: 'curl', note: 'a shell script' },
  { value: 'fetch', label: 'fetch', note: 'JavaScript' },
  { value: 'python', label: 'requests', note: 'Python' },
  { value: 'artillery', label: 'Artillery', note: 'a load test' },
]
const SHOWN_EXAMPLES = 20

interface ExportDialogProps {
  readonly client: Client
  readonly subject: ExportSubject
  readonly onClose: () => void
}

/** Exchanges into a file: which, as what, and what of them is masked. */
export function ExportDialog({ client, subject, onClose }: ExportDialogProps) {
  const writing = useMemo(() => createExport(client, subject, saveFile), [client, subject])
  useEffect(() => writing.cancel, [writing])
  const state = useStore(writing.store)
  const isChoosing = state.step === 'choosing'
  useShortcuts(isChoosing ? [{ keys: 'Mod+Enter', name: 'Export', group: 'Export', run: () => void writing.write() }] : [])
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Export"
      description={`${subject.ids ? `The ${counted(subject.ids.length, 'chosen exchange')}. ` : ''}Secrets of the workspace are never in it.`}
      foot={<Foot state={state} writing={writing} onClose={onClose} />}
    >
      {isChoosing ? <Choice state={state} writing={writing} subject={subject} /> : <Progress state={state} />}
    </Dialog>
  )
}

interface PartProps {
  readonly state: ExportState
  readonly writing: Export
}

function Choice({ state, writing, subject }: PartProps & { readonly subject: ExportSubject }) {
  const { scope, format, isRedacted, paths, resign, problem } = state
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        void writing.write()
      }}
    >
      {subject.id !== null && (
        <div>
          <SegmentedControl
            name="What"
            options={[
              { value: 'one', label: 'The open exchange' },
              { value: 'filter', label: subject.filter === '' ? 'All exchanges' : 'All that match the filter' },
            ]}
            value={scope}
            onChange={(next) => writing.choose({ scope: next })}
          />
        </div>
      )}
      <Select label="Format" options={FORMATS} value={format} onChange={(next) => writing.choose({ format: next })} />
      <Checkbox
        label="Mask credentials, e-mail addresses, phone and card numbers"
        checked={isRedacted}
        onChange={(next) => writing.choose({ isRedacted: next })}
      />
      {isRedacted && (
        <>
          <TextField
            label="Also mask these places in JSON bodies"
            wire
            value={paths}
            onChange={(next) => writing.choose({ paths: next })}
            placeholder="data.email, items[*].name"
          />
          {format === 'ndjson' && (
            <Checkbox
              label="Sign anew with a dummy secret, so that it still verifies"
              checked={resign}
              onChange={(next) => writing.choose({ resign: next })}
            />
          )}
          <Preview state={state} />
        </>
      )}
      {problem && (
        <p role="alert" className="type-small">
          <span className="text-fail">{problem.message}</span> {problem.remedy}
        </p>
      )}
    </form>
  )
}

function Preview({ state: { preview, problem } }: { readonly state: ExportState }) {
  return (
    <section aria-label="What will be masked">
      <h3 className="mb-1">What will be masked</h3>
      <div className="h-32 overflow-auto type-small text-ink-2" tabIndex={0} role="group" aria-label="Masked values">
        {preview === null && problem === null && <p>Looking …</p>}
        {preview && (
          <>
            <p>
              {preview.counts.length === 0
                ? 'Nothing'
                : preview.counts.map(({ rule, count }) => `${formatCount(count)} × ${rule}`).join(', ')}
              {` in ${preview.isWhole ? '' : 'the first '}${counted(preview.exchanges, 'exchange')}.`}
            </p>
            {preview.unmet.map((place) => (
              <p key={place} className="text-warn break-words">
                No JSON body of these has a text or number at <span className="wire-small">{place}</span>.
              </p>
            ))}
            <ul>
              {distinct(preview.examples).map(({ id, where, before, after }) => (
                <li key={`${id} ${where} ${before}`} className="break-words">
                  {where}: <del className="wire-small">{before}</del> → <ins className="wire-small">{after}</ins>
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </section>
  )
}

/** A value that stands twice in one place is shown once. */
function distinct(examples: readonly MaskedExample[]): MaskedExample[] {
  const byValue = new Map(examples.map((each) => [`${each.id} ${each.where} ${each.before}`, each]))
  return [...byValue.values()].slice(0, SHOWN_EXAMPLES)
}

function Progress({ state: { step, progress, total, isRedacted } }: { readonly state: ExportState }) {
  const { exchanges = 0, bytes = 0, leftOut = 0, credentials = 0, masked = 0 } = progress ?? {}
  return (
    <div role="status" className="flex min-h-12 flex-col gap-2">
      <progress
        className="w-full"
        aria-label="Exchanges written"
        max={Math.max(1, total?.value ?? 1)}
        value={step === 'done' ? Math.max(1, total?.value ?? 1) : exchanges}
      />
      <p>
        {step === 'done' ? `${counted(exchanges, 'exchange')}, ${formatBytes(bytes)}, handed over as a file.` : null}
        {step === 'writing' ? `${formatCount(exchanges)} of ${counted(total?.value ?? 0, 'exchange')}, ${formatBytes(bytes)}` : null}
      </p>
      {step === 'done' && isRedacted && <p className="type-small text-ink-2">{counted(masked, 'value')} masked.</p>}
      {step === 'done' && !isRedacted && credentials > 0 && (
        <p className="type-small text-ink-2">It holds {counted(credentials, 'authorization or cookie header')} as captured.</p>
      )}
      {step === 'done' && leftOut > 0 && (
        <p className="type-small text-ink-2">Still under way and left out: {counted(leftOut, 'exchange')}.</p>
      )}
    </div>
  )
}

function Foot({ state: { step }, writing, onClose }: PartProps & { readonly onClose: () => void }) {
  if (step === 'done') return <Button onClick={onClose}>Close</Button>
  if (step === 'writing') return <Button onClick={writing.cancel}>Cancel the export</Button>
  return (
    <>
      <Button kind="quiet" onClick={onClose}>
        Cancel
      </Button>
      <Button kind="primary" keys="Mod+Enter" onClick={() => void writing.write()}>
        Export
      </Button>
    </>
  )
}

/** By the browser's own way of downloads; the window asks where to. */
function saveFile(file: Blob, name: string): void {
  const href = URL.createObjectURL(file)
  const link = Object.assign(document.createElement('a'), { href, download: name })
  link.click()
  // The download has its own hold of the file by then.
  setTimeout(() => URL.revokeObjectURL(href), 60_000)
}
