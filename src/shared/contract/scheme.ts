import { z } from 'zod'
import { HASHES, SCHEME_DEFAULTS, TIME_UNITS, type Place, type Scheme } from '../domain/signature/scheme-form.ts'
import { schemeProblems } from '../domain/signature/scheme-problems.ts'
import { SCHEME_IDS, type SchemeChoice } from '../domain/signature/scheme.ts'

const hash = z.enum(HASHES)
const place = z.union([
  z.strictObject({ header: z.string() }),
  z.strictObject({ item: z.string().min(1) }),
  z.strictObject({ field: z.string() }),
]) satisfies z.ZodType<Place>

const parts = z
  .strictObject({
    id: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,63}$/)
      .default('custom'),
    label: z.string().trim().min(1).max(80).default('Custom HMAC'),
    header: z.string().nullable(),
    field: z.string().nullable().default(SCHEME_DEFAULTS.field),
    prefix: z.string().max(80).default(SCHEME_DEFAULTS.prefix),
    algorithm: z
      .discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('hmac'), hash }),
        z.strictObject({ kind: z.literal('hash'), hash }),
        z.strictObject({ kind: z.literal('ed25519') }),
        z.strictObject({ kind: z.literal('ecdsa'), hash }),
        z.strictObject({ kind: z.literal('plain') }),
        z.strictObject({ kind: z.literal('none'), why: z.string() }),
      ])
      .default(SCHEME_DEFAULTS.algorithm),
    encoding: z.enum(['hex', 'base64', 'text']).default(SCHEME_DEFAULTS.encoding),
    content: z.string().max(1_000).default(SCHEME_DEFAULTS.content),
    several: z
      .discriminatedUnion('by', [
        z.strictObject({ by: z.literal('separator'), separator: z.string().max(8) }),
        z.strictObject({ by: z.literal('header') }),
        z.strictObject({ by: z.literal('number') }),
      ])
      .nullable()
      .default(SCHEME_DEFAULTS.several),
    time: z
      .strictObject({
        at: place,
        unit: z.enum(TIME_UNITS).default('s'),
        toleranceMs: z.number().min(0).nullable().default(300_000),
        side: z.enum(['past', 'both']).default('past'),
      })
      .nullable()
      .default(SCHEME_DEFAULTS.time),
    idAt: place.nullable().default(SCHEME_DEFAULTS.idAt),
    secret: z
      .strictObject({ prefixes: z.array(z.string()).readonly().default([]), as: z.enum(['text', 'base64', 'hex']) })
      .default(SCHEME_DEFAULTS.secret),
    bodyHashParameter: z.string().nullable().default(SCHEME_DEFAULTS.bodyHashParameter),
    unescaped: z.array(z.string()).readonly().default(SCHEME_DEFAULTS.unescaped),
    mark: z.string().nullable().default(SCHEME_DEFAULTS.mark),
  })
  .superRefine((scheme, context) => {
    for (const { path, message } of schemeProblems(scheme)) context.addIssue({ code: 'custom', path: path.split('.'), message })
  })

/** A scheme of one's own. What is left out is as in HMAC-SHA256 over the body, in hex. */
export const customScheme: z.ZodType<Scheme, z.input<typeof parts>> = parts

/** A row's id, or a scheme of one's own. */
export const schemeChoice = z.union([z.enum(SCHEME_IDS), customScheme]) satisfies z.ZodType<SchemeChoice>
