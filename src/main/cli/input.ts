import { createReadStream } from 'node:fs'
import type { JsonObject } from '../../shared/domain/event.ts'
import { HookscopeError } from '../../shared/domain/errors.ts'
import { isTooDeep, MAX_JSON_DEPTH } from '../../shared/domain/json-depth.ts'
import { secretTextProblem } from '../../shared/domain/signature/secret.ts'
import { MIB } from '../../shared/domain/units.ts'
import { badInput } from './failure.ts'

/** Values that flags name instead of holding: `@FILE`, `-` for standard input, `env:NAME` for secrets. */

/** What a socket to a running engine carries in base64; also an end to /dev/zero. */
const MAX_INPUT_BYTES = 40 * MIB

/** Where `-` reads from; may be asked once. */
export type Stdin = AsyncIterable<Uint8Array | string>

/** The bytes that `@FILE` or `-` names, untouched; null when the text names nothing. */
export async function readNamed(text: string, stdin: Stdin): Promise<Uint8Array | null> {
  if (text === '-') return readAll(stdin)
  return text.startsWith('@') ? readBytes(text.slice(1)) : null
}

/** The bytes of `@FILE` or `-`; anything else is misuse. */
export async function readBody(text: string, stdin: Stdin): Promise<Uint8Array> {
  const bytes = await readNamed(text, stdin)
  if (bytes === null) throw badInput('--body takes a file, not a text.', 'Write --body @FILE, or --body - for standard input.')
  return bytes
}

/** The JSON object of a flag: text, `@FILE` or `-`. */
export async function readData(text: string, stdin: Stdin, flag = '--data'): Promise<JsonObject> {
  const bytes = await readNamed(text, stdin)
  const json = bytes === null ? text : asUtf8(bytes, text === '-' ? 'Standard input' : text.slice(1)).replace(/^\uFEFF/, '')
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch (error) {
    const where = bytes === null ? `The text of ${flag}` : text === '-' ? 'Standard input' : text.slice(1)
    throw new HookscopeError(
      'bad_json',
      `${where} is not JSON: ${(error as Error).message}.`,
      flag === '--data' ? 'Mend it, or send it untouched with --body.' : 'Mend it.',
      {
        cause: error,
      },
    )
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    const remedy =
      flag === '--data' ? `Give an object such as '{"email":"ada@example.com"}', or send other bytes with --body.` : 'Give an object.'
    throw badInput(`${flag} is JSON, but no object.`, remedy)
  }
  if (isTooDeep(value)) {
    const remedy = flag === '--data' ? 'Send it untouched with --body.' : 'Give a flatter one.'
    throw badInput(`${flag} nests deeper than ${MAX_JSON_DEPTH} levels.`, remedy)
  }
  return value as JsonObject
}

/**
 * A secret: text, `@FILE`, `env:NAME` or `-`, and HOOKSCOPE_SECRET when the flag is absent; undefined when there is none.
 * One line end after the secret in a file is not part of it: editors put it there. Its text is never in an error.
 */
export async function readSecret(text: string | undefined, stdin: Stdin, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  if (text === undefined) return env['HOOKSCOPE_SECRET'] || undefined
  if (text.startsWith('env:')) {
    const name = text.slice(4)
    const value = env[name]
    if (!value) throw badInput(`The variable ${name} that --secret names is not set.`, `Set ${name}, or give --secret @FILE.`)
    return value
  }
  const bytes = await readNamed(text, stdin)
  const secret = bytes === null ? text : asUtf8(bytes, 'The secret').replace(/\r?\n$/, '')
  const problem = secretTextProblem(secret)
  if (problem !== null) throw badInput(`The secret ${problem}.`, 'Give --secret TEXT, @FILE, env:NAME or - for standard input.')
  return secret
}

/** The secrets of a flag that may stand several times, newest first; that of HOOKSCOPE_SECRET when it is absent, which may be none. */
export async function readSecrets(texts: readonly string[] | undefined, stdin: Stdin, env: NodeJS.ProcessEnv): Promise<string[]> {
  const secrets: string[] = []
  for (const text of texts ?? [undefined]) {
    const secret = await readSecret(text, stdin, env)
    if (secret !== undefined) secrets.push(secret)
  }
  return secrets
}

/** A byte order mark stays: of a secret it is part. */
function asUtf8(bytes: Uint8Array, what: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (error) {
    throw badInput(`${what} is not UTF-8 text.`, 'Save it as UTF-8.', error)
  }
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readAll(createReadStream(path), path)
  } catch (error) {
    if (error instanceof HookscopeError) throw error
    const code = (error as NodeJS.ErrnoException).code
    const why = code === 'ENOENT' ? 'does not exist' : code === 'EISDIR' ? 'is a folder' : 'cannot be read'
    throw badInput(`The file ${path} ${why}.`, 'Give the path of a readable file after the @.', error)
  }
}

async function readAll(stream: Stdin, name = 'Standard input'): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of stream) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
    size += bytes.length
    if (size > MAX_INPUT_BYTES) throw badInput(`${name} is larger than ${MAX_INPUT_BYTES / MIB} MB.`, 'Give a smaller one.')
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
}
