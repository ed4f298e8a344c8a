// Parsed by the page: the small zod, as in `problem.ts`.
import * as z from 'zod/mini'

/**
 * How a WebSocket client gets in. Its first message is an entrance: the REST token, a page's session token, or the code
 * of a page address. The answer is the welcome; from then on the socket speaks RPC. Who is refused is told why in the
 * close reason, with `CLOSE_REFUSED`.
 */
export const entrance = z.union([z.strictObject({ token: z.string() }), z.strictObject({ code: z.string() })])
export type Entrance = z.infer<typeof entrance>

export const welcome = z.object({
  /** Of the engine. */
  version: z.string(),
  /** What a page that came with a code comes with from now on; null for those that had a token. */
  session: z.nullable(z.string()),
})
export type Welcome = z.infer<typeof welcome>

/** Path of the WebSocket on the control port. */
export const RPC_PATH = '/rpc'

/** WebSocket close code: wrong or no entrance. */
export const CLOSE_REFUSED = 4401
