import { z } from 'zod'
import type { FieldError } from '../domain/errors.ts'
import type { JsonObject, JsonValue } from '../domain/event.ts'

/** Small values that many messages hold. */

export const fieldError = z.object({ path: z.string(), message: z.string() }) satisfies z.ZodType<FieldError>

export const jsonValue: z.ZodType<JsonValue, JsonValue> = z.json()

export const jsonObject: z.ZodType<JsonObject, JsonObject> = z.record(z.string(), z.json())

export const rawHeaders = z.array(z.tuple([z.string(), z.string()]).readonly()).readonly()
