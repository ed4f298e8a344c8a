import { InvalidArgumentError, type Command } from 'commander'
import { systemClock } from '../engine/system.ts'
import type { RawHeaders } from '../../shared/domain/http-message.ts'
import { parseTime } from '../../shared/domain/filter/time.ts'
import { contentOf } from '../../shared/domain/signature/content.ts'
import type { Scheme } from '../../shared/domain/signature/scheme-form.ts'
import { badInput } from './failure.ts'
import { collect, parseHeaders } from './options.ts'

/** What a signature covers beside the body, as flags of `sign` and `verify`. */
export interface MessageOptions {
  readonly url?: string
  readonly method: string
  /** ms since 1970 */
  readonly at?: number
  readonly header?: readonly string[]
}

/** A message at hand, its body aside. */
export interface Message {
  readonly method: string
  readonly url: string
  readonly headers: RawHeaders
  /** ms since 1970 */
  readonly at: number
}

/** Adds the flags. */
export function withMessageFlags(command: Command): Command {
  return command
    .option('--header <header>', `'Name: value', as often as needed`, collect)
    .option('--url <url>', 'as the receiver knows it, for schemes that sign it')
    .option('--method <method>', 'of the request', 'POST')
    .option('--at <time>', 'when it was signed or arrived: 2026-01-17T10:30Z, -10m (default: now)', time)
}

/** The message the flags describe; misuse when they leave out a url that the scheme signs. */
export function messageOf(options: MessageOptions, scheme: Scheme): Message {
  const { url, method, at = systemClock.now() } = options
  if (url === undefined && contentOf(scheme).signsUrl) {
    throw badInput(`${scheme.label} signs the url, and none is given.`, 'Give --url, as the sender posts to it.')
  }
  return { url: wireText(url ?? ''), method, at, headers: parseHeaders(options.header ?? []) }
}

/** A text as it goes over the wire, UTF-8, one byte a character: what headers and urls are read as. */
export function wireText(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}

function time(text: string): number {
  const localTime = (year: number, month: number, ...rest: [number, number, number, number]): number =>
    new Date(year, month - 1, ...rest).getTime()
  const at = parseTime(text, { now: systemClock.now(), localTime })
  if (at === null) throw new InvalidArgumentError('Give a time such as 2026-01-17T10:30:00Z, or -10m for ten minutes ago.')
  return at
}
