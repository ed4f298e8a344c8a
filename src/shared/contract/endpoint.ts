import { z } from 'zod'
import type { Endpoint } from '../domain/endpoint.ts'
import { PROFILE_IDS } from '../domain/profiles/profiles.ts'
import { retryPolicy, speed } from './retry-policy.ts'
import { schemeChoice } from './scheme.ts'
import { rawHeaders } from './values.ts'

/** zod for endpoints, and for what a person may set on one. */

export const endpoint = z.object({
  id: z.string(),
  name: z.string(),
  url: z.string(),
  resolvedUrl: z.string(),
  events: z.array(z.string()).readonly(),
  isActive: z.boolean(),
  scheme: schemeChoice,
  headers: rawHeaders,
  policy: retryPolicy,
  concurrency: z.number().int(),
  speed: speed.nullable(),
  tenantId: z.string().nullable(),
  isBuiltIn: z.boolean(),
  note: z.string().nullable(),
  createdAt: z.number(),
  updatedAt: z.number(),
}) satisfies z.ZodType<Endpoint>

/** What is absent keeps its value or takes the default. */
export const endpointInput = z.object({
  /** Fills scheme, policy, headers and concurrency, where they are not given beside it. */
  profile: z.enum(PROFILE_IDS).exactOptional(),
  name: z.string().trim().min(1).max(200).exactOptional(),
  url: z.string().exactOptional(),
  events: z.array(z.string()).min(1).readonly().exactOptional(),
  isActive: z.boolean().exactOptional(),
  scheme: schemeChoice.exactOptional(),
  secret: z.string().exactOptional(),
  headers: rawHeaders.exactOptional(),
  policy: retryPolicy.exactOptional(),
  concurrency: z.number().int().exactOptional(),
  speed: speed.nullable().exactOptional(),
  tenantId: z.string().min(1).nullable().exactOptional(),
})
export type EndpointInput = z.infer<typeof endpointInput>
