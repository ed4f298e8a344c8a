import { z } from 'zod'
import { HANDSHAKE_CHOICES } from '../domain/handshake/handshake.ts'
import type { Answer, Inbox } from '../domain/inbox.ts'
import { HOUR_MS } from '../domain/units.ts'
import { schemeChoice } from './scheme.ts'
import { rawHeaders } from './values.ts'

/** zod for inboxes, and for what a person may set on one. */

const answer = z.object({
  status: z.number().int().min(200).max(599),
  headers: rawHeaders,
  body: z.string(),
  delayMs: z.number().min(0).max(HOUR_MS),
}) satisfies z.ZodType<Answer>

export const inbox = z.object({
  id: z.string(),
  path: z.string(),
  url: z.string(),
  scheme: schemeChoice.nullable(),
  answer,
  refuseBadSignatures: z.boolean(),
  forwardTo: z.string().nullable(),
  publicUrl: z.string().nullable(),
  handshake: z.enum(HANDSHAKE_CHOICES),
  verifyToken: z.string().nullable(),
  isBuiltIn: z.boolean(),
  createdAt: z.number(),
  updatedAt: z.number(),
}) satisfies z.ZodType<Inbox>

export const inboxInput = z.object({
  path: z.string().exactOptional(),
  scheme: schemeChoice.nullable().exactOptional(),
  /** null: the workspace's again. */
  secret: z.string().min(1).nullable().exactOptional(),
  answer: z
    .object({
      status: answer.shape.status.exactOptional(),
      headers: answer.shape.headers.exactOptional(),
      body: answer.shape.body.exactOptional(),
      delayMs: answer.shape.delayMs.exactOptional(),
    })
    .exactOptional(),
  refuseBadSignatures: z.boolean().exactOptional(),
  forwardTo: z.string().nullable().exactOptional(),
  publicUrl: z.string().nullable().exactOptional(),
  handshake: z.enum(HANDSHAKE_CHOICES).exactOptional(),
  /** What Meta's handshake must name; null: anything. */
  verifyToken: z.string().min(1).nullable().exactOptional(),
})
export type InboxInput = z.infer<typeof inboxInput>

export const inboxSecret = z.object({
  secret: z.string().nullable(),
  isOwn: z.boolean(),
  /** When the ones before it end; null when there are none. */
  olderUntil: z.number().nullable(),
})
