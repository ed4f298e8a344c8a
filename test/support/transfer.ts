import { createExchanges } from '../../src/main/engine/exchanges.ts'
import type { Core } from '../../src/main/engine/core.ts'
import { createExports } from '../../src/main/engine/transfer/exports.ts'
import { createImports } from '../../src/main/engine/transfer/imports.ts'
import type { ExchangeDetail } from '../../src/shared/domain/exchange.ts'
import type { ExportRequest, ImportReport } from '../../src/shared/domain/transfer/formats.ts'

/** A whole export as text. */
export async function exported(core: Core, request: Partial<ExportRequest> = {}): Promise<string> {
  const exports = createExports(core, '0.0.0')
  const { ticket } = await exports.open({ format: 'ndjson', what: { filter: '' }, redaction: null, ...request })
  return (await Array.fromAsync(exports.pieces(ticket))).join('')
}

/** Takes a file in, in pieces of that many bytes. */
export async function imported(core: Core, file: string | Uint8Array, pieceBytes = 100_000): Promise<ImportReport> {
  const imports = createImports(core)
  const bytes = Buffer.from(file)
  const ticket = imports.open()
  for (let at = 0; at < bytes.length; at += pieceBytes) await imports.write(ticket, bytes.subarray(at, at + pieceBytes))
  return imports.finish(ticket)
}

/** What can be seen of an exchange, bodies included as a short text. */
export type Seen = ExchangeDetail & { readonly bodies: readonly string[] }

/** These exchanges of a workspace, or all, oldest first. */
export async function seen(core: Core, ids?: readonly string[]): Promise<Seen[]> {
  const exchanges = createExchanges(core)
  const all = async (): Promise<string[]> => (await exchanges.list({ filter: '', limit: 500 })).items.map(({ id }) => id).toReversed()
  return Promise.all(
    (ids ?? (await all())).map(async (id) => {
      const detail = await exchanges.get(id)
      const body = async (side: 'request' | 'response'): Promise<string> => {
        const { bytes } = await exchanges.body({ id, side, offset: 0, length: 4_000_000, decoded: false })
        return `${bytes.length} ${Buffer.from(bytes).toString('base64')}`
      }
      return { ...detail, bodies: [await body('request'), await body('response')] }
    }),
  )
}

/** What an import changes: that it is one. */
export function marked(rows: readonly Seen[]): Seen[] {
  return rows.map((row) => ({ ...row, isImported: true }))
}
