import type { Client } from '../../shared/contract/client.ts'
import { MIB } from '../../shared/domain/units.ts'

/** Which body of an exchange, and in which form. */
export interface BodyRequest {
  readonly id: string
  readonly side: 'request' | 'response'
  /** With its Content-Encoding undone. */
  readonly decoded: boolean
}

/** The start of a body. */
export interface BodyStart {
  readonly bytes: Uint8Array
  /** True when there is more. */
  readonly isCut: boolean
  readonly encoding: string | null
  readonly problem: string | null
}

/** At most `length` bytes from the start of a body. */
export async function readBodyStart(client: Client, request: BodyRequest, length: number): Promise<BodyStart> {
  const range = await client.exchanges.body({ ...request, offset: 0, length })
  const bytes = await range.bytes.bytes()
  const isCut = range.totalBytes === null ? bytes.length === length : bytes.length < range.totalBytes
  return { bytes, isCut, encoding: range.encoding, problem: range.problem }
}

/** A whole body as it was on the wire, piece by piece. */
export async function* readWholeBody(client: Client, id: string, side: BodyRequest['side']): AsyncGenerator<Uint8Array> {
  for (let offset = 0; ;) {
    const range = await client.exchanges.body({ id, side, decoded: false, offset, length: MIB })
    const bytes = await range.bytes.bytes()
    if (bytes.length > 0) yield bytes
    offset += bytes.length
    if (bytes.length === 0 || (range.totalBytes !== null && offset >= range.totalBytes)) return
  }
}

/** The text of bytes that are UTF-8; null when they are not text. A cut in the middle of a character is forgiven. */
export function asText(bytes: Uint8Array, isCut: boolean): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: isCut })
    return text.includes('\0') ? null : text
  } catch {
    return null
  }
}
