import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Client } from '../../../shared/contract/client.ts'
import { MAX_PIECE_BYTES } from '../../../shared/domain/transfer/piece.ts'
import type { ImportProgress, ImportReport } from '../../../shared/domain/transfer/formats.ts'
import { toProblem, type Problem } from '../../api/problem.ts'

/** An import: reading → done | failed | cancelled. */
export type ImportState =
  | { readonly step: 'reading'; readonly progress: ImportProgress | null }
  | { readonly step: 'done'; readonly report: ImportReport }
  | { readonly step: 'failed'; readonly problem: Problem }
  | { readonly step: 'cancelled' }

export interface Import {
  readonly store: StoreApi<ImportState>
  /** Once: again does nothing. */
  start(): Promise<void>
  /** What was taken in stays. */
  cancel(): void
}

/** Takes a file in, piece by piece: it is never in memory whole. */
export function createImport(client: Client, file: Blob): Import {
  const store = createStore<ImportState>()(() => ({ step: 'reading', progress: null }))
  const { setState } = store
  const controller = new AbortController()
  const { signal } = controller
  let isStarted = false

  async function read(ticket: string): Promise<ImportReport | null> {
    for (let at = 0; at < file.size; at += MAX_PIECE_BYTES) {
      if (signal.aborted) return null
      const progress = await client.transfer.writeImport({ ticket, bytes: file.slice(at, at + MAX_PIECE_BYTES) })
      if (!signal.aborted) setState({ step: 'reading', progress })
    }
    return signal.aborted ? null : client.transfer.finishImport({ ticket })
  }

  return {
    store,
    start: async () => {
      if (isStarted) return
      isStarted = true
      try {
        const { ticket } = await client.transfer.openImport()
        let report: ImportReport | null = null
        try {
          report = await read(ticket)
        } finally {
          if (report === null) await client.transfer.cancelImport({ ticket }).catch(() => {})
        }
        if (report !== null) setState({ step: 'done', report }, true)
      } catch (error) {
        if (!signal.aborted) setState({ step: 'failed', problem: toProblem(error) }, true)
      }
    },
    cancel: () => {
      controller.abort()
      setState({ step: 'cancelled' }, true)
    },
  }
}
