import { z } from 'zod'
import type { HandshakeOrder, HandshakeReport, HandshakeTarget } from '../domain/handshake/challenge.ts'
import { HANDSHAKE_IDS } from '../domain/handshake/handshake.ts'
import { problems } from './problems.ts'

const target = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('endpoint'), endpointId: z.string() }),
  z.object({ kind: z.literal('url'), url: z.string(), secret: z.string().min(1).exactOptional() }),
]) satisfies z.ZodType<HandshakeTarget>

const order = z.object({
  /** Absent: the one of the endpoint's scheme. */
  handshake: z.enum(HANDSHAKE_IDS).exactOptional(),
  target,
  /** What Meta's request names; the receiver expects it. */
  verifyToken: z.string().min(1).max(500).exactOptional(),
}) satisfies z.ZodType<HandshakeOrder>

const report = z.object({
  handshake: z.enum(HANDSHAKE_IDS),
  passed: z.boolean(),
  challenges: z
    .array(
      z.object({
        name: z.string(),
        exchangeId: z.string(),
        status: z.number().int().nullable(),
        tookMs: z.number().nullable(),
        expected: z.string(),
        received: z.string(),
        faults: z.array(z.object({ sentence: z.string(), mend: z.string() })).readonly(),
        code: z.string().nullable(),
      }),
    )
    .readonly(),
}) satisfies z.ZodType<HandshakeReport>

/** What providers ask of a receiver before they trust its address. */
export const handshakes = {
  /** Sends its requests, waits for the answers and judges them. */
  send: problems.input(order).output(report),
}

/** The same over REST. */
export const handshakeRoutes = {
  send: problems
    .route({
      tags: ['handshakes'],
      method: 'POST',
      path: '/handshakes',
      summary: `Send a provider's handshake and judge the answer`,
      description:
        'What Zoom, Slack, Discord, Xero, Salesforce, X, Microsoft Graph or Meta asks of a receiver before it trusts its address, signatures that are wrong on purpose included. Answers once all of it was answered.',
    })
    .input(order)
    .output(report),
}
