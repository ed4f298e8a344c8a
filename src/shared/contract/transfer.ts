import { z } from 'zod'
import {
  EXPORT_FORMATS,
  type ExportProgress,
  type ExportRequest,
  type ImportProgress,
  type ImportReport,
} from '../domain/transfer/formats.ts'
import { MIB } from '../domain/units.ts'
import { problems } from './problems.ts'

/**
 * Exchanges into files and back, in pieces that fit into a message. An export is opened and read by its ticket: piece by
 * piece here, or whole with one GET of `EXPORT_PATH` + ticket on the control port. An import is opened, given the file
 * piece by piece and finished.
 */

/** Where the control port hands out an opened export, once. */
export const EXPORT_PATH = '/export/'

/** What one piece of a file to import may hold. */
export const MAX_PIECE_BYTES = MIB

const what = z.union([z.object({ ids: z.array(z.string()).min(1).max(10_000).readonly() }), z.object({ filter: z.string() })])

const exportRequest = z.object({ format: z.enum(EXPORT_FORMATS), what }) satisfies z.ZodType<ExportRequest>

const exportProgress = z.object({
  exchanges: z.number().int(),
  bytes: z.number(),
  leftOut: z.number().int(),
  credentials: z.number().int(),
}) satisfies z.ZodType<ExportProgress>

const importProgress = z.object({
  bytes: z.number(),
  imported: z.number().int(),
  known: z.number().int(),
  problems: z.number().int(),
}) satisfies z.ZodType<ImportProgress>

const importReport = importProgress.extend({
  format: z.enum(['ndjson', 'har']),
  firstProblems: z.array(z.object({ line: z.number().int(), message: z.string() })).readonly(),
  isWhole: z.boolean(),
  dummySecret: z.string().nullable(),
}) satisfies z.ZodType<ImportReport>

const byTicket = z.object({ ticket: z.string() })

export const transfer = {
  openExport: problems
    .input(exportRequest)
    .output(z.object({ ticket: z.string(), fileName: z.string(), total: z.object({ value: z.number().int(), exact: z.boolean() }) })),
  /** The next piece. */
  readExport: problems.input(byTicket).output(z.object({ text: z.string(), isDone: z.boolean(), progress: exportProgress })),
  /** How far it has come, whoever reads it. */
  exportProgress: problems.input(byTicket).output(exportProgress.extend({ state: z.enum(['open', 'done', 'failed']) })),
  /** Ends it, also in its middle. */
  closeExport: problems.input(byTicket).output(z.void()),
  /** `conflict` while another import runs. */
  openImport: problems.output(byTicket),
  /** The next bytes of the file; answered once what is whole of them is stored. */
  writeImport: problems
    .input(byTicket.extend({ bytes: z.instanceof(Blob).refine((blob) => blob.size <= MAX_PIECE_BYTES, 'is too large') }))
    .output(importProgress),
  finishImport: problems.input(byTicket).output(importReport),
  /** What was taken in stays. */
  cancelImport: problems.input(byTicket).output(z.void()),
}
