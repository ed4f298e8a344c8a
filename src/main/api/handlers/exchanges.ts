import { procedures } from '../procedures.ts'

const { exchanges } = procedures

/** Captures and attempts: the feed and what can be asked of one. */
export const exchangeHandlers = {
  list: exchanges.list.handler(({ input, context, signal }) => context.engine.exchanges.list(input, signal)),
  count: exchanges.count.handler(({ input, context, signal }) => context.engine.exchanges.count(input.filter, signal)),
  get: exchanges.get.handler(({ input, context }) => context.engine.exchanges.get(input.id)),
  find: exchanges.find.handler(async ({ input, context }) => ({ id: await context.engine.exchanges.find(input.part) })),
  body: exchanges.body.handler(async ({ input, context }) => {
    const { bytes, ...rest } = await context.engine.exchanges.body(input)
    return { bytes: new Blob([new Uint8Array(bytes)]), ...rest }
  }),
  verify: exchanges.verify.handler(({ input, context }) => context.engine.exchanges.verify(input)),
  drift: exchanges.drift.handler(async ({ input, context }) => ({ problems: await context.engine.exchanges.drift(input.id) })),
  signed: exchanges.signed.handler(async ({ input, context }) => ({ content: await context.engine.exchanges.signed(input.id) })),
  lineage: exchanges.lineage.handler(({ input, context }) => context.engine.exchanges.lineage(input.id)),
  annotate: exchanges.annotate.handler(({ input: { id, ...change }, context }) => context.engine.exchanges.annotate(id, change)),
  annotateAll: exchanges.annotateAll.handler(({ input, context }) => context.engine.exchanges.annotateAll(input.what, input.change)),
  diagnose: exchanges.diagnose.handler(({ input, context, signal }) => context.engine.exchanges.diagnose(input, signal)),
  curl: exchanges.curl.handler(async ({ input, context }) => ({ command: await context.engine.exchanges.curl(input.id) })),
  replay: exchanges.replay.handler(({ input, context }) => context.engine.sending.replay(input)),
  remove: exchanges.remove.handler(async ({ input, context }) => ({ removed: await context.engine.exchanges.remove(input) })),
  histogram: exchanges.histogram.handler(({ input, context, signal = new AbortController().signal }) =>
    context.engine.exchanges.histogram(input, signal),
  ),
  watch: exchanges.watch.handler(async function* ({ input, context, signal = new AbortController().signal }) {
    const { engine, shell, congested } = context
    for await (const batch of engine.exchanges.watch(input, signal)) {
      const status = { ...(await engine.status()), controlUrl: shell.controlUrl }
      yield congested() ? { ...batch, rows: [], gap: true, status } : { ...batch, status }
    }
  }),
}
