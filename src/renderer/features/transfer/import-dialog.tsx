import { useEffect, useMemo } from 'react'
import { useStore } from 'zustand'
import { counted } from '../../../shared/domain/counted.ts'
import type { Client } from '../../../shared/contract/client.ts'
import type { ImportReport } from '../../../shared/domain/transfer/formats.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { formatBytes, formatCount } from '../../components/format.ts'
import { createImport, type ImportState } from './import-store.ts'

interface ImportDialogProps {
  readonly client: Client
  readonly file: File
  /** The one that waits behind it. */
  readonly next: File | null
  readonly onNext: () => void
  readonly onClose: () => void
}

/** A browser opens its choice of files only where somebody has pressed something. */
export function ChooseDialog({ onChoose, onClose }: { readonly onChoose: () => void; readonly onClose: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Import"
      foot={
        <>
          <Button kind="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button kind="primary" onClick={onChoose}>
            Choose a file …
          </Button>
        </>
      }
    >
      <p>
        A bundle that Hookscope wrote, or a HAR of a browser or proxy; several are taken in one after the other. They can also be dropped
        anywhere on the window.
      </p>
    </Dialog>
  )
}

/** A file into the workspace: how far it is, then what became of it. */
export function ImportDialog({ client, file, next, onNext, onClose }: ImportDialogProps) {
  const reading = useMemo(() => createImport(client, file), [client, file])
  useEffect(() => {
    void reading.start()
  }, [reading])
  const state = useStore(reading.store)
  const isReading = state.step === 'reading'
  const leave = (): void => {
    if (isReading) reading.cancel()
    else onClose()
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && leave()}
      title={`Import ${file.name}`}
      description="Nothing is sent. What is here already is left alone."
      foot={
        <>
          <Button kind={next ? 'quiet' : 'plain'} onClick={leave}>
            {isReading ? 'Cancel the import' : 'Close'}
          </Button>
          {next && (
            <Button kind="primary" disabled={isReading} onClick={onNext}>
              <span className="max-w-60 truncate" title={next.name}>
                Import {next.name}
              </span>
            </Button>
          )}
        </>
      }
    >
      <div role="status" className="flex min-h-12 flex-col gap-2">
        <Outcome state={state} total={file.size} />
      </div>
    </Dialog>
  )
}

function Outcome({ state, total }: { readonly state: ImportState; readonly total: number }) {
  switch (state.step) {
    case 'reading': {
      const { bytes = 0, imported = 0, known = 0, problems = 0 } = state.progress ?? {}
      return (
        <>
          <progress className="w-full" aria-label="Read of the file" max={Math.max(1, total)} value={bytes} />
          <p>
            {formatBytes(bytes)} of {formatBytes(total)}: {counted(imported, 'exchange')} imported, {formatCount(known)} known,{' '}
            {counted(problems, 'problem')}
          </p>
        </>
      )
    }
    case 'cancelled':
      return <p>Cancelled. What was taken in until then stays.</p>
    case 'failed':
      return (
        <p>
          <span className="text-fail">{state.problem.message}</span> {state.problem.remedy}
        </p>
      )
    case 'done':
      return <Report report={state.report} />
  }
}

function Report({ report }: { readonly report: ImportReport }) {
  const { imported, known, problems, firstProblems, isWhole, dummySecret, format } = report
  return (
    <>
      <p>
        {counted(imported, 'exchange')} imported{known > 0 ? `, ${formatCount(known)} here already` : ''}.
      </p>
      {!isWhole && <p className="text-fail">The file was cut off: its end is missing.</p>}
      {dummySecret !== null && (
        <p className="break-all">
          They are signed with the dummy secret <code className="wire-small">{dummySecret}</code>
        </p>
      )}
      {problems > 0 && (
        <section aria-label="What could not be taken in">
          <h3 className="mb-1">
            {counted(problems, format === 'har' ? 'entry' : 'line', format === 'har' ? 'entries' : 'lines')} could not be taken in
          </h3>
          <ul className="max-h-48 overflow-auto type-small text-ink-2" tabIndex={0} aria-label="Broken lines">
            {firstProblems.map(({ line, message }) => (
              <li key={`${line} ${message}`} className="break-words">
                {format === 'har' ? 'Entry' : 'Line'} {line}: {message}
              </li>
            ))}
            {problems > firstProblems.length && <li>and {formatCount(problems - firstProblems.length)} more</li>}
          </ul>
        </section>
      )}
    </>
  )
}
