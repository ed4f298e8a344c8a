import type { IncomingMessage } from 'node:http'
import { isTooDeep, MAX_JSON_DEPTH } from '../../shared/domain/json-depth.ts'
import { MIB } from '../../shared/domain/units.ts'
import type { JsonObject, JsonValue } from '../../shared/domain/event.ts'
import type { HttpProblem } from './problem-document.ts'

const MAX_BODY_BYTES = MIB

/** A request body as a JSON object, `{}` when there is none; or why it cannot be one. */
export async function readJsonObject(request: IncomingMessage): Promise<{ value: JsonObject } | { problem: HttpProblem }> {
  const bytes = await readBytes(request)
  if (bytes === null) return { problem: tooLarge }
  if (bytes.length === 0) return { value: {} }
  if (request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() !== 'application/json') return { problem: notJson }
  try {
    const value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as JsonValue
    if (!isObject(value)) return { problem: noObject }
    return isTooDeep(value) ? { problem: tooDeep } : { value }
  } catch {
    return { problem: malformed }
  }
}

/** null when it is over the limit. It is read to its end all the same: who is still sending hears no answer. */
async function readBytes(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size <= MAX_BODY_BYTES) chunks.push(chunk)
  }
  return size <= MAX_BODY_BYTES ? Buffer.concat(chunks) : null
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const tooLarge: HttpProblem = { status: 413, code: 'too_large', message: 'The body is larger than 1 MiB.', remedy: 'Send a smaller one.' }
const notJson: HttpProblem = {
  status: 415,
  code: 'unsupported_media_type',
  message: 'The body is not declared as JSON.',
  remedy: 'Send it with Content-Type: application/json.',
}
const malformed: HttpProblem = { status: 400, code: 'bad_json', message: 'The body is not JSON.', remedy: 'Correct it and try again.' }
const noObject: HttpProblem = {
  status: 422,
  code: 'bad_input',
  message: 'The body is not a JSON object.',
  remedy: 'Correct it and try again.',
  fields: [{ path: '', message: 'is not an object' }],
}
const tooDeep: HttpProblem = {
  status: 422,
  code: 'bad_input',
  message: `The body nests deeper than ${MAX_JSON_DEPTH} levels.`,
  remedy: 'Send a flatter one.',
  fields: [{ path: '', message: `nests deeper than ${MAX_JSON_DEPTH} levels` }],
}
