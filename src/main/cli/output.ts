import { styleText } from 'node:util'

/** What a command's words are written to: a stream of the process, or a test's. */
export interface Sink {
  readonly isTTY?: boolean
  write(chunk: string | Uint8Array): unknown
  /** Of a stream: more is waiting than its reader has taken. */
  readonly writableNeedDrain?: boolean
  once?(event: 'drain' | 'close', listener: () => void): unknown
  off?(event: 'drain' | 'close', listener: () => void): unknown
}

type Colour = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan'

/** Colours a text, or leaves it alone where colours are not wanted. */
export type Paint = (colour: Colour, text: string) => string

/**
 * How a command speaks. Three ways, chosen by flags: *text* for people, *json* (one object a line), *quiet* (ids and exit
 * codes only). Results go to stdout, everything about them to stderr.
 */
export interface Output {
  readonly mode: 'text' | 'json' | 'quiet'
  readonly paint: Paint
  /** One result. In quiet mode `quiet`, or nothing. */
  one<T extends object>(value: T, show: { readonly text: (value: T) => string; readonly quiet?: (value: T) => string }): void
  /** Many results: a line each in json and quiet mode, one text for all of them otherwise. */
  many<T extends object>(
    values: readonly T[],
    show: { readonly text: (values: readonly T[]) => string; readonly quiet?: (value: T) => string },
  ): void
  /** Bytes as they are, whatever the mode. */
  bytes(bytes: Uint8Array): void
  /** Resolves once a slow reader has room for more; await it between the pieces of a long output. */
  ready(): Promise<void>
  /** For people only, on stderr: what to do next, what is still going on. */
  hint(text: string): void
  /** What is done all the same, but may not be what was meant; on stderr, also for programs. */
  warn(text: string): void
  /** A line on stderr that the next one replaces; only where a person looks on. Empty text takes it away. */
  progress(text: string): void
}

/** The paint of a stream: colours on a terminal only, and never with NO_COLOR. */
export function paintFor(sink: Sink, env: NodeJS.ProcessEnv): Paint {
  const wanted = sink.isTTY === true && !env['NO_COLOR']
  return wanted ? (colour, text) => styleText(colour, text, { validateStream: false }) : (_, text) => text
}

/** The output of one command. */
export function createOutput(
  sinks: { readonly stdout: Sink; readonly stderr: Sink; readonly env: NodeJS.ProcessEnv; readonly signal?: AbortSignal },
  flags: { readonly json?: boolean | undefined; readonly quiet?: boolean | undefined },
): Output {
  const mode = flags.json ? 'json' : flags.quiet ? 'quiet' : 'text'
  const { stdout, stderr } = sinks
  const line = (text: string): void => void stdout.write(text.endsWith('\n') ? text : `${text}\n`)
  return {
    mode,
    paint: paintFor(stdout, sinks.env),
    one: (value, show) => {
      if (mode === 'json') line(JSON.stringify(value))
      else if (mode === 'text') line(show.text(value))
      else if (show.quiet) line(show.quiet(value))
    },
    many: (values, show) => {
      if (mode === 'text') {
        line(show.text(values))
        return
      }
      for (const value of values) {
        if (mode === 'json') line(JSON.stringify(value))
        else if (show.quiet) line(show.quiet(value))
      }
    },
    bytes: (bytes) => void stdout.write(bytes),
    ready: () => drained(stdout, sinks.signal),
    hint: (text) => {
      if (mode === 'text') stderr.write(`${text}\n`)
    },
    warn: (text) => {
      if (mode === 'quiet') return
      stderr.write(mode === 'json' ? `${JSON.stringify({ log: 'warn', message: text })}\n` : `warning: ${text}\n`)
    },
    progress: (text) => {
      if (mode === 'text' && stderr.isTTY) stderr.write(`\r\x1b[K${text}`)
    },
  }
}

/** Also when nobody reads any more, or the command is to stop. */
function drained(sink: Sink, signal: AbortSignal | undefined): Promise<void> {
  if (!sink.writableNeedDrain || signal?.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const go = (): void => {
      for (const event of ['drain', 'close'] as const) sink.off?.(event, go)
      signal?.removeEventListener('abort', go)
      resolve()
    }
    for (const event of ['drain', 'close'] as const) sink.once?.(event, go)
    signal?.addEventListener('abort', go)
  })
}
