import { procedures } from '../procedures.ts'

const { transfer } = procedures

/** Exchanges into files and back. */
export const transferHandlers = {
  openExport: transfer.openExport.handler(({ input, context }) => context.engine.exports.open(input)),
  previewRedaction: transfer.previewRedaction.handler(({ input: { maxExchanges, ...request }, context }) =>
    context.engine.exports.preview(request, maxExchanges),
  ),
  readExport: transfer.readExport.handler(({ input, context }) => context.engine.exports.read(input.ticket)),
  closeExport: transfer.closeExport.handler(({ input, context }) => context.engine.exports.close(input.ticket)),
  openImport: transfer.openImport.handler(({ context }) => ({ ticket: context.engine.imports.open(context.gone) })),
  writeImport: transfer.writeImport.handler(async ({ input, context }) =>
    context.engine.imports.write(input.ticket, await input.bytes.bytes()),
  ),
  finishImport: transfer.finishImport.handler(({ input, context }) => context.engine.imports.finish(input.ticket)),
  cancelImport: transfer.cancelImport.handler(({ input, context }) => context.engine.imports.cancel(input.ticket)),
}
