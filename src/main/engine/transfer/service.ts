import type {
  ExportProgress,
  ExportRequest,
  ImportProgress,
  ImportReport,
  OpenedExport,
  RedactionPreview,
} from '../../../shared/domain/transfer/formats.ts'

/** Exchanges into files. An export is opened, then read piece by piece by its ticket; one that nobody reads is closed after a while. */
export interface Exports {
  open(request: ExportRequest): Promise<OpenedExport>
  read(ticket: string): Promise<{ text: string; isDone: boolean; progress: ExportProgress }>
  /** What a redaction would mask in the first exchanges; nothing is written. */
  preview(request: ExportRequest, maxExchanges: number): Promise<RedactionPreview>
  /** All pieces; leaving them early closes the export. */
  pieces(ticket: string): AsyncGenerator<string>
  progress(ticket: string): ExportProgress & { readonly state: 'open' | 'done' | 'failed' }
  close(ticket: string): Promise<void>
}

/** Files into exchanges. An import is opened, given the file piece by piece, and finished; one at a time. */
export interface Imports {
  /** Throws `conflict` while another one runs. When `gone` aborts it is cancelled: whoever was killed cannot, and there is one at a time. */
  open(gone?: AbortSignal): string
  /** Takes the next bytes of the file; resolves once what is whole of them is stored. */
  write(ticket: string, bytes: Uint8Array): Promise<ImportProgress>
  finish(ticket: string): Promise<ImportReport>
  /** What was taken in stays. */
  cancel(ticket: string): Promise<void>
}

/** A room that holds something for callers who may never come back. */
export interface Closing {
  /** Lets go of everything; the engine ends. */
  closeAll(): void
}
