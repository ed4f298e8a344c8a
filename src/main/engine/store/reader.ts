import { Worker } from 'node:worker_threads'
import { HookscopeError } from '../../../shared/domain/errors.ts'
import { storeError } from './failures.ts'
import type { ReadOperations } from './read-operations.ts'
import { READER_FILE } from './reader-file.ts'
import type { ReaderAnswer, ReaderCall, ReaderFailure } from './reader-messages.ts'

/** The reader thread as seen from the engine's thread: one read-only connection that serves every read worth more than a millisecond. */
export interface Reader {
  /** Runs one operation in the reader thread. Long ones are sliced, and others run between the slices. */
  run<K extends keyof ReadOperations>(name: K, ...args: Parameters<ReadOperations[K]>): Promise<ReturnType<ReadOperations[K]>>
  /** The same until `signal` aborts: then it rejects with its reason, and a sliced operation stops. */
  runUntil<K extends keyof ReadOperations>(
    signal: AbortSignal,
    name: K,
    ...args: Parameters<ReadOperations[K]>
  ): Promise<ReturnType<ReadOperations[K]>>
  /** Rejects what is still running and ends the thread. */
  close(): Promise<void>
}

interface Waiting {
  readonly resolve: (result: unknown) => void
  readonly reject: (error: Error) => void
}

/** Its young objects have room enough in so much; left alone, it takes three times that and gives none back. */
const YOUNG_MB = 6

/** Starts the reader of a database that exists and is migrated. A thread that died is started again by the next call. */
export function createReader(databaseFile: string): Reader {
  const waiting = new Map<number, Waiting>()
  let worker: Worker | undefined
  let lastId = 0
  let isClosed = false

  function start(): Worker {
    const started = new Worker(READER_FILE, {
      workerData: databaseFile,
      execArgv: [],
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    })
    started.on('message', (answer: ReaderAnswer) => {
      const call = waiting.get(answer.id)
      waiting.delete(answer.id)
      if (answer.failure) call?.reject(errorOf(databaseFile, answer.failure))
      else call?.resolve(answer.result)
    })
    started.on('error', (error) => lose(started, error))
    started.on('exit', () => lose(started))
    return started
  }

  function lose(lost: Worker, cause?: unknown): void {
    if (worker !== lost) return
    worker = undefined
    rejectAll(cause)
  }

  function rejectAll(cause?: unknown): void {
    const calls = [...waiting.values()]
    waiting.clear()
    for (const call of calls) call.reject(ended(cause))
  }

  function send<K extends keyof ReadOperations>(name: K, args: Parameters<ReadOperations[K]>, signal?: AbortSignal) {
    return new Promise<ReturnType<ReadOperations[K]>>((resolve, reject) => {
      if (isClosed) return reject(ended())
      if (signal?.aborted) return reject(signal.reason as Error)
      const started = (worker ??= start())
      const id = ++lastId
      const cancel = (): void => {
        waiting.delete(id)
        started.postMessage({ kind: 'cancel', id } satisfies ReaderCall)
        reject(signal?.reason as Error)
      }
      const stopListening = (): void => signal?.removeEventListener('abort', cancel)
      signal?.addEventListener('abort', cancel, { once: true })
      waiting.set(id, {
        resolve: (result) => {
          stopListening()
          resolve(result as ReturnType<ReadOperations[K]>)
        },
        reject: (error) => {
          stopListening()
          reject(error)
        },
      })
      started.postMessage({ kind: 'run', id, name, args } satisfies ReaderCall)
    })
  }

  return {
    run: (name, ...args) => send(name, args),
    runUntil: (signal, name, ...args) => send(name, args, signal),

    close: async () => {
      isClosed = true
      const closing = worker
      worker = undefined
      rejectAll()
      if (!closing) return
      const ended = new Promise((resolve) => closing.once('exit', resolve))
      closing.postMessage({ kind: 'close' } satisfies ReaderCall)
      await ended
    },
  }
}

function ended(cause?: unknown): HookscopeError {
  // Not `engine_gone`: who hears that waits for a connection that was never lost.
  return new HookscopeError('store_failed', 'The reader of the database has ended.', 'Try again; if it stays so, restart Hookscope.', {
    cause,
  })
}

function errorOf(file: string, failure: ReaderFailure): Error {
  if (failure.kind === 'problem') return new HookscopeError(failure.code, failure.message, failure.remedy, { fields: failure.fields })
  const error = Object.assign(new Error(failure.message), { stack: failure.stack ?? '', code: failure.code ?? '' })
  return failure.code?.startsWith('SQLITE_') ? storeError(file, error) : error
}
