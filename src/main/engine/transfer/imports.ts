import { setImmediate as nextTurn } from 'node:timers/promises'
import { HookscopeError } from '../../../shared/domain/errors.ts'
import type { ImportProblem, ImportProgress, ImportReport } from '../../../shared/domain/transfer/formats.ts'
import { KIB, MINUTE_MS } from '../../../shared/domain/units.ts'
import type { Core } from '../core.ts'
import type { Closing, Imports } from './service.ts'
import { createBundleReader } from './bundle-reader.ts'
import type { FileReader, FoundRecord } from './file-reader.ts'
import { createHarReader } from './har-reader.ts'
import { createImportBatches, type ImportBatches, type Numbered } from './import-batch.ts'
import { sweepImport } from './import-chunks.ts'

/**
 * One import at a time: opened → written, piece by piece → finished | cancelled. One that nobody feeds for a while is
 * cancelled. What was taken in stays; a file that is imported again goes on where it stopped, since what is here is known.
 */
interface Running {
  readonly ticket: string
  readonly batches: ImportBatches
  /** Bytes before the kind of file is known. */
  head: Buffer
  reader: FileReader | null
  progress: ImportProgress
  firstProblems: ImportProblem[]
  busy: boolean
  forget: () => void
  /** Heeds the connection of who feeds it no more. */
  release: () => void
}

const TICKET_BYTES = 24
const FORGOTTEN_AFTER_MS = 5 * MINUTE_MS
const BATCH_RECORDS = 200
const BATCH_BYTES = 512 * KIB
const STEP_BYTES = 256 * KIB
const KEPT_PROBLEMS = 100
/** By then a file has said what it is. */
const HEAD_BYTES = 64 * KIB

/** `index` brings old rows that are new here into the index of words, where nobody follows the changes; null: somebody does. */
export function createImports(core: Core, index: ((seqs: readonly number[]) => Promise<unknown>) | null = null): Imports & Closing {
  sweepImport(core.db)
  let running: Running | null = null

  function find(ticket: string): Running {
    if (running?.ticket !== ticket) throw ended()
    if (running.busy) throw new HookscopeError('conflict', 'The piece before is still being taken in.', 'Wait for it.')
    running.forget()
    running.forget = core.clock.after(FORGOTTEN_AFTER_MS, () => void end(ticket))
    return running
  }

  async function end(ticket: string): Promise<void> {
    if (running?.ticket !== ticket) return
    const ended = running
    running = null
    ended.forget()
    ended.release()
    await ended.batches.end()
    if (ended.progress.imported > 0) await core.reader.run('forgetTotal')
  }

  async function store(each: Running, records: readonly Numbered[], bytes: number): Promise<void> {
    if (running !== each) throw ended()
    if (records.length === 0) return
    const { imported, known, problems } = await each.batches.store(records, bytes, each.reader?.dummySecret() ?? null)
    note(each, problems)
    each.progress = { ...each.progress, imported: each.progress.imported + imported.length, known: each.progress.known + known }
    if (imported.length === 0) return
    core.changes.emit('exchanges', imported)
    await index?.(imported)
  }

  function note(each: Running, problems: readonly ImportProblem[]): void {
    each.progress = { ...each.progress, problems: each.progress.problems + problems.length }
    each.firstProblems.push(...problems.slice(0, Math.max(0, KEPT_PROBLEMS - each.firstProblems.length)))
  }

  async function storeAll(each: Running, found: Iterable<FoundRecord>): Promise<void> {
    let records: Numbered[] = []
    let bytes = 0
    for (const item of found) {
      if ('problem' in item) note(each, [item.problem])
      else {
        records.push(item.found)
        bytes += item.bytes
      }
      if (records.length < BATCH_RECORDS && bytes < BATCH_BYTES) continue
      await store(each, records, bytes)
      records = []
      bytes = 0
    }
    await store(each, records, bytes)
  }

  /** In steps, between which captures get their turn. */
  async function read(each: Running, reader: FileReader, bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length; at += STEP_BYTES) {
      await storeAll(each, reader.add(bytes.subarray(at, at + STEP_BYTES)))
      await nextTurn()
    }
  }

  async function working<T>(ticket: string, work: (each: Running) => Promise<T>): Promise<T> {
    const each = find(ticket)
    each.busy = true
    try {
      return await work(each)
    } catch (error) {
      await end(ticket)
      throw error
    } finally {
      each.busy = false
    }
  }

  async function readerFor(each: Running, isEnd: boolean): Promise<FileReader | null> {
    const kind = kindOf(each.head)
    if (kind === null && !isEnd && each.head.length < HEAD_BYTES) return null
    if (kind === null) throw unreadable(each.head)
    return kind === 'ndjson' ? createBundleReader() : createHarReader()
  }

  return {
    open: (gone) => {
      if (running) throw new HookscopeError('conflict', 'Another import is running.', 'Wait until it has ended, or cancel it.')
      const ticket = Buffer.from(core.random.bytes(TICKET_BYTES)).toString('base64url')
      const batches = createImportBatches({
        secrets: core.secrets,
        db: core.db,
        writer: core.writer,
        now: () => core.clock.now(),
        limit: () => core.ids().seq,
      })
      const progress = { bytes: 0, imported: 0, known: 0, problems: 0 }
      const cancel = (): void => void end(ticket).catch((error: unknown) => core.log('warn', 'An import could not be cancelled.', error))
      const release = (): void => gone?.removeEventListener('abort', cancel)
      running = {
        ticket,
        batches,
        head: Buffer.alloc(0),
        reader: null,
        progress,
        firstProblems: [],
        busy: false,
        forget: () => {},
        release,
      }
      find(ticket)
      if (gone?.aborted) cancel()
      else gone?.addEventListener('abort', cancel)
      return ticket
    },
    write: (ticket, bytes) =>
      working(ticket, async (each) => {
        each.progress = { ...each.progress, bytes: each.progress.bytes + bytes.length }
        if (each.reader) await read(each, each.reader, bytes)
        else {
          each.head = Buffer.concat([each.head, bytes])
          each.reader = await readerFor(each, false)
          if (each.reader) await read(each, each.reader, each.head)
        }
        return each.progress
      }),
    finish: (ticket) =>
      working(ticket, async (each) => {
        const reader = each.reader ?? (await readerFor(each, true))
        if (!reader) throw unreadable(each.head)
        if (!each.reader) await read(each, reader, each.head)
        await storeAll(each, reader.end())
        const report: ImportReport = {
          ...each.progress,
          format: reader.format,
          firstProblems: each.firstProblems,
          isWhole: reader.isWhole(),
          dummySecret: reader.dummySecret(),
        }
        await end(ticket)
        return report
      }),
    cancel: end,
    closeAll: () => {
      running?.forget()
      running?.release()
      running = null
    },
  }
}

function ended(): HookscopeError {
  return new HookscopeError('not_found', 'This import has ended.', 'Start it again.')
}

const GZIP = Buffer.of(0x1f, 0x8b)

function unreadable(head: Buffer): HookscopeError {
  if (head.length === 0) return new HookscopeError('bad_input', 'The file is empty.', 'Give a bundle or a HAR file.')
  if (head.subarray(0, GZIP.length).equals(GZIP))
    return new HookscopeError('bad_input', 'The file is compressed with gzip.', 'Unpack it with gunzip first.')
  return new HookscopeError('bad_input', 'The file is neither a bundle of Hookscope nor a HAR.', 'Give a bundle or a HAR file.')
}

/** What a file says it is by its beginning; null: not yet. */
function kindOf(head: Buffer): ImportReport['format'] | null {
  const text = head
    .subarray(0, HEAD_BYTES)
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart()
  if (/^\{[^\n]*"hookscope"\s*:\s*"bundle"/.test(text)) return 'ndjson'
  return /^\{\s*"log"\s*:\s*\{/.test(text) ? 'har' : null
}
