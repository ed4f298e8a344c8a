import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Client } from '../../../shared/contract/client.ts'
import type { ExportFormat, ExportProgress, ExportRequest, RedactionPreview } from '../../../shared/domain/transfer/formats.ts'
import { splitRedactionPaths } from '../../../shared/domain/transfer/redaction-path.ts'
import { pause } from '../../api/pause.ts'
import { toProblem, type Problem } from '../../api/problem.ts'

/** What an export takes. */
export interface ExportSubject {
  /** The exchange that is open; null when none is. */
  readonly id: string | null
  /** What the feed is filtered by. */
  readonly filter: string
  /** Exchanges that were chosen; they are meant, and nothing else. */
  readonly ids?: readonly string[]
}

/**
 * An export being prepared:
 *   choosing → writing → done | choosing (it failed, or was cancelled)
 * What would be masked is asked of the engine each time the choice changes; only the answer to the latest counts.
 */
export interface ExportState {
  readonly step: 'choosing' | 'writing' | 'done'
  readonly scope: 'one' | 'filter'
  readonly format: ExportFormat
  readonly isRedacted: boolean
  /** Further places to mask, apart by commas. */
  readonly paths: string
  readonly resign: boolean
  /** null while it is not known, or nothing is masked. */
  readonly preview: RedactionPreview | null
  readonly progress: ExportProgress | null
  /** Exchanges that there are; a lower bound unless exact. */
  readonly total: { readonly value: number; readonly exact: boolean } | null
  readonly problem: Problem | null
}

export type ExportChoice = Partial<Pick<ExportState, 'scope' | 'format' | 'isRedacted' | 'paths' | 'resign'>>

export interface Export {
  readonly store: StoreApi<ExportState>
  choose(choice: ExportChoice): void
  write(): Promise<void>
  /** Ends what runs; nothing is saved. */
  cancel(): void
}

/** Typing pauses this long before the engine is asked. */
const TYPING_MS = 300

/** An export of `subject`; `save` hands the file to the person. */
export function createExport(client: Client, subject: ExportSubject, save: (file: Blob, name: string) => void): Export {
  const store = createStore<ExportState>()(() => ({
    step: 'choosing',
    scope: subject.id === null ? 'filter' : 'one',
    format: 'ndjson',
    isRedacted: false,
    paths: '',
    resign: false,
    preview: null,
    progress: null,
    total: null,
    problem: null,
  }))
  const { getState, setState } = store
  let running = new AbortController()
  let asked = new AbortController()

  async function preview(): Promise<void> {
    asked.abort()
    const { signal } = (asked = new AbortController())
    setState({ preview: null, problem: null })
    if (!getState().isRedacted) return
    await pause(TYPING_MS, signal)
    if (signal.aborted) return
    try {
      const found = await client.transfer.previewRedaction(requestOf(subject, getState()), { signal })
      if (!signal.aborted) setState({ preview: found })
    } catch (error) {
      if (!signal.aborted) setState({ problem: toProblem(error) })
    }
  }

  /** The browser keeps the pieces on disk once they are many. */
  async function read(ticket: string, signal: AbortSignal): Promise<Blob | null> {
    const pieces: Blob[] = []
    for (;;) {
      const { text, isDone, progress } = await client.transfer.readExport({ ticket })
      if (signal.aborted) return null
      pieces.push(new Blob([text]))
      setState({ progress })
      if (isDone) return new Blob(pieces)
    }
  }

  return {
    store,
    choose: (choice) => {
      setState(choice)
      void preview()
    },
    write: async () => {
      if (getState().step !== 'choosing') return
      const { signal } = (running = new AbortController())
      setState({ step: 'writing', progress: null, problem: null })
      try {
        const { ticket, fileName, total } = await client.transfer.openExport(requestOf(subject, getState()))
        if (!signal.aborted) setState({ total })
        try {
          const file = await read(ticket, signal)
          if (file === null) return
          save(file, fileName)
          setState({ step: 'done' })
        } finally {
          await client.transfer.closeExport({ ticket }).catch(() => {})
        }
      } catch (error) {
        if (!signal.aborted) setState({ step: 'choosing', problem: toProblem(error) })
      }
    },
    cancel: () => {
      running.abort()
      asked.abort()
      setState({ step: 'choosing', progress: null })
    },
  }
}

function requestOf({ id, filter, ids }: ExportSubject, { scope, format, isRedacted, paths, resign }: ExportState): ExportRequest {
  return {
    format,
    what: ids ? { ids } : scope === 'one' && id !== null ? { ids: [id] } : { filter },
    redaction: isRedacted
      ? {
          paths: splitRedactionPaths(paths),
          resign: resign && format === 'ndjson',
        }
      : null,
  }
}
