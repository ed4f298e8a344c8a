import { isToken } from '../../../shared/domain/http-message.ts'
import { KIB } from '../../../shared/domain/units.ts'
import { type AnswerHead, framingOf, trimmed, UnreadableAnswer } from './answer-framing.ts'

/** What a parser tells, in this order: `onInformation` for each 1xx, `onHead`, `onPiece` for parts of the body, `onEnd`. */
export interface AnswerListener {
  onInformation(status: number): void
  onHead(head: AnswerHead): void
  /** Less the framing of chunks; content encoding included. A view of the bytes that were read. */
  onPiece(piece: Buffer): void
  /** `trailers`: flat list in wire order. */
  onEnd(trailers: readonly string[]): void
}

const MAX_HEAD_BYTES = 64 * KIB
const LF = 0x0a
const STATUS_LINE = /^HTTP\/(\d\.\d) ([1-9]\d\d)(?: (.*))?$/
const BEGINNING = 'HTTP/'
/** Neither may stand in a value; a bare CR could be taken for the end of a line. */
const NEVER_IN_VALUES = /[\0\r]/
const CHUNK_LINE = /^([\dA-Fa-f]{1,13})[ \t]*(?:;.*)?$/

type Reading = 'status' | 'headers' | 'sized' | 'chunk size' | 'chunk' | 'chunk end' | 'trailers' | 'until close' | 'over'

/**
 * Reads ONE answer from a connection, in pieces of any size (RFC 9112 sections 2 to 7).
 *
 * 1. As lenient as the RFC allows a recipient to be: a bare LF ends a line, a folded header is one value with a space.
 * 2. Never guesses where an answer ends: lengths that contradict each other, or chunks framed wrongly, throw `UnreadableAnswer`.
 * 3. Bytes after its end are none of the answer's: what sends them may not be asked again over this connection.
 */
export class AnswerParser {
  readonly #listener: AnswerListener
  /** Answers to HEAD have no body, whatever their headers say. */
  readonly #isHead: boolean
  #reading: Reading = 'status'
  /** The beginning of a line that has not ended. */
  #held = ''
  /** Of the head that is read, or of the trailers. */
  #headBytes = 0
  #head: AnswerHead | null = null
  #lines: string[] = []
  /** Bytes of the body, or of the chunk, still to come. */
  #left = 0
  #trailers: readonly string[] = []
  #isPersistent = false
  #hasExcess = false

  constructor(method: string, listener: AnswerListener) {
    this.#isHead = method === 'HEAD'
    this.#listener = listener
  }

  /** From `onEnd` on: whether the connection may carry another exchange. */
  get mayReuse(): boolean {
    return this.#isOver() && this.#isPersistent && !this.#hasExcess
  }

  /** Takes what the connection brought; nothing once it is over. */
  read(bytes: Buffer): void {
    if (this.#isOver()) return
    let at = 0
    while (at < bytes.length && !this.#isOver()) at = this.#readSome(bytes, at)
    if (!this.#isOver()) return
    this.#hasExcess = at < bytes.length
    this.#listener.onEnd(this.#trailers)
  }

  /** The other side has ended the connection; false when that cut the answer off. */
  close(): boolean {
    if (this.#reading !== 'until close') return false
    this.#reading = 'over'
    this.#listener.onEnd([])
    return true
  }

  #isOver(): boolean {
    return this.#reading === 'over'
  }

  #readSome(bytes: Buffer, at: number): number {
    if (this.#reading === 'sized' || this.#reading === 'chunk') return this.#readSized(bytes, at)
    if (this.#reading !== 'until close') return this.#readLine(bytes, at)
    this.#listener.onPiece(bytes.subarray(at))
    return bytes.length
  }

  #readSized(bytes: Buffer, at: number): number {
    const end = Math.min(bytes.length, at + this.#left)
    this.#left -= end - at
    this.#listener.onPiece(bytes.subarray(at, end))
    if (this.#left === 0) this.#reading = this.#reading === 'sized' ? 'over' : 'chunk end'
    return end
  }

  #readLine(bytes: Buffer, at: number): number {
    const end = bytes.indexOf(LF, at)
    this.#count((end < 0 ? bytes.length : end + 1) - at)
    if (end < 0) {
      this.#hold(bytes.toString('latin1', at))
      return bytes.length
    }
    const line = this.#held + bytes.toString('latin1', at, end)
    this.#held = ''
    this.#take(line.endsWith('\r') ? line.slice(0, -1) : line)
    return end + 1
  }

  #count(bytes: number): void {
    this.#headBytes += bytes
    if (this.#headBytes > MAX_HEAD_BYTES) throw new UnreadableAnswer(`its head is over ${MAX_HEAD_BYTES / KIB} KiB`)
  }

  #hold(text: string): void {
    const isKnown = this.#reading !== 'status' || this.#held.length >= BEGINNING.length
    this.#held += text
    // What speaks another protocol may wait for us without ever ending a line.
    if (!isKnown && !BEGINNING.startsWith(this.#held.slice(0, BEGINNING.length).trimStart())) throw notHttp()
  }

  #take(line: string): void {
    if (this.#reading === 'status') this.#takeStatus(line)
    else if (this.#reading === 'chunk size') this.#takeChunkSize(line)
    else if (this.#reading === 'chunk end') this.#takeChunkEnd(line)
    else if (line !== '') this.#takeHeader(line)
    else if (this.#reading === 'headers') this.#endHead()
    else this.#endTrailers()
  }

  #takeStatus(line: string): void {
    // Some servers end a body with an empty line too many.
    if (line === '') return
    const [, httpVersion, status, reasonPhrase = ''] = STATUS_LINE.exec(line) ?? []
    if (httpVersion === undefined) throw notHttp()
    this.#head = { status: Number(status), httpVersion, reasonPhrase, headers: (this.#lines = []) }
    this.#reading = 'headers'
  }

  #takeHeader(line: string): void {
    const lines = this.#lines
    if (NEVER_IN_VALUES.test(line)) throw new UnreadableAnswer('a header of it holds a character that none can carry')
    if (line.startsWith(' ') || line.startsWith('\t')) {
      if (lines.length === 0) throw new UnreadableAnswer('its first header line begins with a space')
      lines[lines.length - 1] = folded(lines.at(-1) as string, trimmed(line))
      return
    }
    const colon = line.indexOf(':')
    const name = line.slice(0, Math.max(0, colon))
    if (!isToken(name)) throw new UnreadableAnswer('a header line of it is not "Name: value"')
    lines.push(name, trimmed(line.slice(colon + 1)))
  }

  #endHead(): void {
    const head = this.#head as AnswerHead
    this.#headBytes = 0
    if (head.status < 200) {
      this.#reading = 'status'
      return this.#listener.onInformation(head.status)
    }
    const framing = framingOf(head, this.#isHead)
    this.#lines = []
    this.#isPersistent = framing.isPersistent
    this.#left = framing.bytes
    this.#reading = framing.kind === 'sized' && framing.bytes === 0 ? 'over' : framing.kind
    this.#listener.onHead(head)
  }

  #takeChunkSize(line: string): void {
    const size = CHUNK_LINE.exec(line)?.[1]
    if (size === undefined) throw new UnreadableAnswer('a chunk of its body does not begin with a size')
    this.#left = Number.parseInt(size, 16)
    this.#reading = this.#left === 0 ? 'trailers' : 'chunk'
  }

  #takeChunkEnd(line: string): void {
    if (line !== '') throw new UnreadableAnswer('a chunk of its body is longer than it says')
    this.#reading = 'chunk size'
    this.#headBytes = 0
  }

  #endTrailers(): void {
    this.#trailers = this.#lines
    this.#reading = 'over'
  }
}

/** Only appends: trimming what has grown would copy all of it for each of thousands of lines. */
function folded(value: string, more: string): string {
  if (value === '' || more === '') return value + more
  return `${value} ${more}`
}

function notHttp(): UnreadableAnswer {
  return new UnreadableAnswer('it does not begin with "HTTP/" and a status')
}
