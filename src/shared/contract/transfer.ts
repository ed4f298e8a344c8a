import { z } from 'zod'
import {
  EXPORT_FORMATS,
  type ExportProgress,
  type ExportRequest,
  type ImportProgress,
  type ImportReport,
  type RedactionPreview,
} from '../domain/transfer/formats.ts'
import { MAX_PIECE_BYTES } from '../domain/transfer/piece.ts'
import { REDACTION_RULES } from '../domain/transfer/redaction.ts'
import { problems } from './problems.ts'

/**
 * Exchanges into files and back, in pieces that fit into a message. An export is opened and read by its ticket; an import is
 * opened, given the file piece by piece, and finished.
 */

const MAX_PREVIEWED = 1_000

const what = z.union([z.object({ ids: z.array(z.string()).min(1).max(10_000).readonly() }), z.object({ filter: z.string() })])

const redaction = z.object({ paths: z.array(z.string().min(1)).max(1_000).readonly().default([]), resign: z.boolean().default(false) })

const exportRequest = z.object({
  format: z.enum(EXPORT_FORMATS),
  what,
  redaction: redaction.nullable().default(null),
}) satisfies z.ZodType<ExportRequest>

const exportProgress = z.object({
  exchanges: z.number().int(),
  bytes: z.number(),
  leftOut: z.number().int(),
  credentials: z.number().int(),
  masked: z.number().int(),
  unmet: z.array(z.string()).readonly(),
}) satisfies z.ZodType<ExportProgress>

const redactionPreview = z.object({
  counts: z.array(z.object({ rule: z.enum(REDACTION_RULES), count: z.number().int() })).readonly(),
  examples: z
    .array(z.object({ id: z.string(), rule: z.enum(REDACTION_RULES), where: z.string(), before: z.string(), after: z.string() }))
    .readonly(),
  signedAnew: z.number().int(),
  unmet: z.array(z.string()).readonly(),
  exchanges: z.number().int(),
  isWhole: z.boolean(),
}) satisfies z.ZodType<RedactionPreview>

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
  /** What a redaction would mask; the first exchanges stand for all. */
  previewRedaction: problems
    .input(exportRequest.extend({ maxExchanges: z.number().int().min(1).default(MAX_PREVIEWED) }))
    .output(redactionPreview),
  /** The next piece. */
  readExport: problems.input(byTicket).output(z.object({ text: z.string(), isDone: z.boolean(), progress: exportProgress })),
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
