import Database from 'better-sqlite3'
import { getPriority, setPriority } from 'node:os'
import { dirname, join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { HookscopeError } from '../../../shared/domain/errors.ts'
import { createReadOperations, type ReadOperations } from './read-operations.ts'
import type { ReaderAnswer, ReaderCall, ReaderFailure } from './reader-messages.ts'
import { createSlicesInTurn, type SliceKind, type SlicesInTurn } from './reads/slices-in-turn.ts'
import { createSearchIndex, type SearchIndex } from './search/search-index.ts'

/**
 * The reader thread: runs what `reader.ts` asks, over read-only connections. It alone writes the index of
 * `search.db`.
 *
 * 1. Calls start in the order they came; each is answered once, with a result or a failure.
 * 2. A sliced call gives way after each slice, so that calls that came later run in between; sliced calls take turns, and
 *    live rows and the first slice of a call do not wait for all searches that go on.
 * 3. A sliced call that is cancelled stops before its next slice and is not answered.
 * 4. After `close` nothing is answered any more: the connection is closed and the thread ends by itself.
 * 5. Where processors are short, captures and deliveries go first: the thread is a nice one, and sliced calls rest while
 *    there are many of those. Calls that have to keep up with them do not.
 */

const port = parentPort
if (!port) throw new Error('This file runs as a worker thread.')

/** So much nicer it gets a tenth of what the engine's thread gets, while both want the processor. */
const GIVES_WAY = 10
const LOWEST_PRIORITY = 19
// Linux alone knows a thread's priority; elsewhere this would speak of the whole process.
if (process.platform === 'linux') setPriority(Math.min(getPriority() + GIVES_WAY, LOWEST_PRIORITY))

/** What has to keep up with what is written and goes on where it stopped: the index, live rows, and the status beside them. */
const RESTLESS: ReadonlySet<string> = new Set<keyof ReadOperations>(['index', 'changed', 'total'])

type Run = (...args: readonly unknown[]) => unknown

let operations: Readonly<Record<string, Run>> | undefined
let connections: readonly { close(): void }[] | undefined
let index: SearchIndex | undefined
let slicesInTurn: SlicesInTurn | undefined
const cancelled = new Set<number>()

port.on('message', (call: ReaderCall) => {
  if (call.kind === 'run') void serve(call)
  else if (call.kind === 'cancel') cancelled.add(call.id)
  else {
    port.close()
    index?.close()
    for (const each of connections ?? []) each.close()
    connections = undefined
  }
})

async function serve({ id, name, args }: Extract<ReaderCall, { kind: 'run' }>): Promise<void> {
  try {
    const result = (opened()[name] as Run)(...args)
    answer({ id, result: isSliced(result) ? await finish(id, name, result) : await result })
  } catch (error) {
    answer({ id, failure: failureOf(error) })
  } finally {
    cancelled.delete(id)
  }
}

/** Opened by the first call, so that a file that cannot be read is that call's error. */
function opened(): Readonly<Record<string, Run>> {
  if (!operations) {
    // While one runs a filter, SQLite lets nothing else run on it; what the filter asks of bodies goes to the other.
    const [db, texts] = [openReading(32_768), openReading(8_192)]
    connections = [db, texts]
    const monotonic = (): number => performance.now()
    slicesInTurn = createSlicesInTurn(texts, { monotonic, processor: processorMs, pause })
    const file = join(dirname(workerData as string), 'search.db')
    const search = (): SearchIndex => (index ??= createSearchIndex({ file, db, texts, monotonic }))
    operations = createReadOperations({ db, texts, search, monotonic }) as unknown as Readonly<Record<string, Run>>
  }
  return operations
}

function openReading(cacheKib: number): Database.Database {
  const db = new Database(workerData as string, { readonly: true })
  db.pragma('query_only = ON')
  db.pragma(`cache_size = -${cacheKib}`)
  return db
}

/** Slices of what is restless run as soon as others had their chance, all else in its turn. */
async function finish(id: number, name: string, read: Generator<undefined, unknown>): Promise<unknown> {
  const next = (): IteratorResult<undefined, unknown> =>
    connections && !cancelled.has(id) ? read.next() : { done: true, value: undefined }
  const inTurn = RESTLESS.has(name) ? undefined : slicesInTurn
  let kind: SliceKind = 'soon'
  for (;;) {
    const step = inTurn ? await inTurn.run(next, kind) : next()
    if (step.done === true) return step.value
    kind = 'long'
    if (!inTurn) await pause(0)
  }
}

function processorMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1_000
}

/** Nobody waits at the end for a rest to be over. */
function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    if (ms > 0) setTimeout(resolve, ms).unref()
    else setImmediate(resolve)
  })
}

function isSliced(value: unknown): value is Generator<undefined, unknown> {
  return typeof value === 'object' && value !== null && 'next' in value
}

function answer(message: ReaderAnswer): void {
  port?.postMessage(message)
}

function failureOf(error: unknown): ReaderFailure {
  if (error instanceof HookscopeError) {
    return { kind: 'problem', code: error.code, message: error.message, remedy: error.remedy, fields: error.fields }
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  return { kind: 'failure', message, stack, code: error instanceof Error && 'code' in error ? String(error.code) : undefined }
}
